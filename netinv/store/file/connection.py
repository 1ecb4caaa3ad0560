"""Connections to the database file, and what its errors mean. Light: only the standard library's sqlite3."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from netinv.errors import SchemaTooNew, StoreBusy, StoreError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011", "0012", "0013")
"""The migrations this program knows, oldest first; the last is what it works with."""

BUSY_TIMEOUT_S = 15.0
_LOOK_AGAIN_S = 0.05


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """Open the file. Readers may not write; writers begin their own transactions.

    Raises:
        StoreError: it is not there (readers), cannot be opened, or is no database.
    """
    with translated(path):
        if write:
            connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
            _keep_a_log_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        else:
            connection = _connect_reading(path)
            connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -16000")
        return connection


def _keep_a_log_ahead(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging. SQLite does not wait there for another that makes the same file."""
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_LOOK_AGAIN_S)
        else:
            return


def _connect_reading(path: Path) -> sqlite3.Connection:
    if not path.exists():
        message = _("{path}: no database there yet: run netinv init, or netinv import PATH, or name one with --db")
        raise StoreError(message.format(path=path))
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        # A folder where we may not write has no place for the shared memory file of a reader.
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        connection.close()
        connection = sqlite3.connect(f"{address}?immutable=1", uri=True, check_same_thread=False)
    return connection


def revision(connection: sqlite3.Connection) -> str | None:
    """The version stamp of the file: None for a database without our tables."""
    has_stamp = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if has_stamp else None
    return row[0] if row else None


def is_current(path: Path) -> bool:
    """Whether there is a database of this program's version; False: ``Store`` must make or migrate it."""
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(connect(path)) as connection, translated(path):
        return check_revision(connection, path)


def check_revision(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is of this program's version; False: it is older and wants migrating.

    Raises:
        SchemaTooNew: a newer netinv made it.
    """
    stamp = revision(connection)
    if stamp == REVISIONS[-1]:
        return True
    if stamp is not None and stamp not in REVISIONS:
        message = _(
            "{path} was made by a newer netinv (database version {stamp}, this one knows {known}): upgrade netinv"
        )
        raise SchemaTooNew(message.format(path=path, stamp=stamp, known=REVISIONS[-1]))
    return False


def check_readable(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse what a writing command must make or migrate first.

    Raises:
        StoreError: the file is of an older netinv, or empty.
        SchemaTooNew: a newer netinv made it.
    """
    if not check_revision(connection, path):
        message = _("{path} is of an older netinv or empty: run netinv init to bring it up to date")
        raise StoreError(message.format(path=path))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the library's errors within into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A short transaction that writes, on a connection of its own; what fails within it leaves nothing.

    Raises:
        StoreBusy: another writes, for longer than one waits.
        StoreError: the file cannot be written.
    """
    with translated(path), closing(connect(path, write=True)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """The error in words: what happened, to which file, what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        message = _("{path} is in use by another program: nothing was changed; try again when it is done")
        return StoreBusy(message.format(path=path))
    for sign, message in _MEANINGS().items():
        if sign in text:
            return StoreError(message.format(path=path))
    return StoreError(_("{path}: the database failed ({text})").format(path=path, text=text))


def _MEANINGS() -> dict[str, str]:  # noqa: N802  # a table that follows the language
    return {
        "not a database": _("{path} is not a netinv database: name another file with --db, or move this one away"),
        "malformed": _("{path} is damaged: restore a backup, or save what is left with: sqlite3 {path} .recover"),
        "disk is full": _("the disk of {path} is full: nothing was changed; make room and run it again"),
        "disk I/O error": _("{path}: the disk failed: nothing was changed; check the disk and its free space"),
        "unable to open": _("{path} cannot be opened: check that its folder exists and that you may write there"),
        "readonly": _("{path} cannot be written: check the rights of the file and its folder"),
        "no such table": _("{path} is no netinv database, or an unfinished one: run netinv init --db on a new file"),
    }
