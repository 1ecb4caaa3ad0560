"""Whole copies of the database by SQLite's own online backup, while others read and write it."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from netinv.errors import StoreBusy, StoreError
from netinv.i18n import _
from netinv.store.file.connection import BUSY_TIMEOUT_S, check_revision, connect, explain, revision, translated
from netinv.store.file.part import in_the_making

if TYPE_CHECKING:
    from pathlib import Path

_PAGES_AT_ONCE = 2000
"""After so many a signal is heard."""


class Contents(NamedTuple):
    """What a database holds, in short. Times are epoch ms."""

    revision: str
    bytes: int
    devices: int
    last_sweep_at: int | None


def contents(path: Path) -> Contents:
    """What a sound database holds.

    Raises:
        SchemaTooNew: a newer netinv made it.
        StoreError: it is not there, no database of ours, or damaged.
    """
    with translated(path), closing(connect(path)) as connection:
        check_revision(connection, path)
        stamp = revision(connection)
        if stamp is None:
            raise StoreError(_("{path} is not a netinv database").format(path=path))
        _check_sound(connection, path)
        devices = connection.execute("SELECT count(*) FROM device").fetchone()[0]
        last = connection.execute("SELECT max(finished_at) FROM sweep WHERE status IN ('done', 'partial')").fetchone()
        return Contents(stamp, path.stat().st_size, devices, last[0])


def _check_sound(connection: sqlite3.Connection, path: Path) -> None:
    faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if faults != ["ok"]:
        raise StoreError(_("{path} is damaged ({fault})").format(path=path, fault=" ".join(faults[0].split())))


def condition(path: Path) -> str:
    """``absent`` (or empty), ``foreign`` (a database of another program), ``damaged``, ``readable``."""
    if not path.exists() or not path.stat().st_size:
        return "absent"
    try:
        with closing(connect(path)) as connection:
            if revision(connection) is None:
                tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
                return "foreign" if tables else "absent"
            connection.execute("SELECT count(*) FROM sweep WHERE status = 'running'").fetchone()
    except (sqlite3.DatabaseError, StoreError) as error:
        text = str(error.__cause__ or error)
        if "malformed" in text or "not a database" in text:
            return "damaged"
        raise error if isinstance(error, StoreError) else explain(error, path) from None
    return "readable"


def copy(source: Path, target: Path, *, checked: bool = True) -> None:
    """Copy a database as it is at this moment into a file, replacing what is there at the end and not before.

    Args:
        source: May be read and written meanwhile.
        target: One self-contained file afterwards, mode 600.
        checked: Whether the copy must prove sound; if not, it takes the target's place as it is.
    """
    _check_log_readable(source)
    with in_the_making(target) as part:
        try:
            with closing(connect(source)) as reading, closing(sqlite3.connect(part)) as writing:
                # One view of the source for all pages: else each write by another would begin it anew.
                reading.execute("BEGIN")
                reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
                writing.execute("PRAGMA synchronous = OFF")  # the whole file is synced once, at its end
                reading.backup(writing, pages=_PAGES_AT_ONCE)
            _make_self_contained(part, bears_faults=not checked)
        except sqlite3.Error as error:
            of_source = "malformed" in str(error) or "not a database" in str(error)
            raise explain(error, source if of_source else target) from error
        if checked:
            contents(part)


def _make_self_contained(part: Path, *, bears_faults: bool) -> None:
    """Without a log of its own beside it, and without the mark of a sweep that runs at the source."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = DELETE")
        try:
            close_marks(connection)
        except sqlite3.DatabaseError:
            if not bears_faults:
                raise


def close_marks(connection: sqlite3.Connection, up_to: int | None = None) -> None:
    """Close what says that a sweep runs, up to a number: in a copy none does."""
    limit = "" if up_to is None else f" AND id <= {int(up_to)}"
    connection.execute(
        f"UPDATE sweep SET status = 'abandoned', finished_at = started_at WHERE status = 'running'{limit}"
    )


def _check_log_readable(source: Path) -> None:
    """Who may not write in the folder may be shown an older state: good enough to look at, not to keep."""
    log, shared = (source.with_name(source.name + ending) for ending in ("-wal", "-shm"))
    if log.exists() and log.stat().st_size and not shared.exists() and not os.access(source.parent, os.W_OK):
        message = _("{path}: its newest data cannot be read without the right to write in its folder: use its owner")
        raise StoreError(message.format(path=source))


def overwrite(path: Path, source: Path) -> None:
    """Give a database the contents of another in one transaction: readers see the old one, then the new one.

    Whoever has it open keeps it open, and notices. If this ends in the middle, nothing has changed.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    left = [-1]

    def watch(_status: int, remaining: int, _total: int) -> None:
        nonlocal until
        if remaining != left[0]:
            left[0], until = remaining, time.monotonic() + BUSY_TIMEOUT_S
        elif time.monotonic() > until:
            message = _("{path} is in use by another program: nothing was changed; try again when it is done")
            raise StoreBusy(message.format(path=path))

    with closing(connect(source)) as reading, translated(path), closing(connect(path, write=True)) as writing:
        _check_page_size(reading, writing, path)
        newest = reading.execute("SELECT max(id) FROM sweep").fetchone()[0]
        reading.backup(writing, pages=_PAGES_AT_ONCE, progress=watch)
        close_marks(writing, newest or 0)
        with suppress(sqlite3.OperationalError):  # readers at work: SQLite does it later
            writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _check_page_size(reading: sqlite3.Connection, writing: sqlite3.Connection, path: Path) -> None:
    sizes = [connection.execute("PRAGMA page_size").fetchone()[0] for connection in (reading, writing)]
    if sizes[0] != sizes[1]:
        message = _("{path} has pages of {own} bytes, the backup of {other}: move {path} away and restore again")
        raise StoreError(message.format(path=path, own=sizes[1], other=sizes[0]))


def put_aside(path: Path, kept: Path) -> bool:
    """Rename what is left of a database that nobody can use; whether there was a file of that name.

    Its log goes first: it must never meet another database.
    """
    for ending in ("-wal", "-shm", ""):
        one = path.with_name(path.name + ending)
        if one.exists() and one.stat().st_size and ending != "-shm":
            one.rename(kept.with_name(kept.name + ending))
        else:
            one.unlink(missing_ok=True)
    return kept.exists()
