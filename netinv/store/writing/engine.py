"""The writing side's engine: SQLAlchemy over our own connections, and the migrations. Readers never come here."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from netinv.errors import StoreError
from netinv.i18n import _
from netinv.store.file.connection import check_revision, connect, explain, revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection as Connection  # as the use cases name it, which know no SQL
    from sqlalchemy import Engine


class Store:
    """The one writer. Opening it makes the database where there is none and migrates an older one."""

    def __init__(self, path: Path) -> None:
        """Open for writing.

        Raises:
            StoreError: the file cannot be made, is no database, or is newer than this program.
        """
        self.path = path
        current = self._examine()
        self._engine = _engine(path)
        if not current:
            with self._translated():
                _migrate(self._engine)

    def _examine(self) -> bool:
        """Whether the file is up to date. It is only read: one that is not ours stays as it is, to the last bit."""
        if not self.path.exists() or not self.path.stat().st_size:
            return False
        with closing(connect(self.path)) as connection, self._translated():
            current = check_revision(connection, self.path)
            if not current and revision(connection) is None and _has_foreign_tables(connection):
                message = _("{path} is a database of another program: name another file with --db")
                raise StoreError(message.format(path=self.path))
            return current

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that takes the write lock at once, commits at the end and leaves nothing after an error."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.Error):
                raise explain(error.orig, self.path) from error
            raise


def _engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: connect(path, write=True), poolclass=NullPool)
    # sqlite3's own implicit BEGIN is off (isolation_level None): a deferred one may fail when it comes to write.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _has_foreign_tables(connection: sqlite3.Connection) -> bool:
    row = connection.execute("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchone()
    return bool(row[0])


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
