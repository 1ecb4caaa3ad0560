"""The queries of links without SQLAlchemy: they need no more of a connection than this has. For what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from netinv.errors import StoreError
from netinv.i18n import _
from netinv.store.file.connection import check_revision, connect, translated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Rows(NamedTuple):
    """The rows of a query."""

    found: list[tuple[Any, ...]]

    def all(self) -> list[tuple[Any, ...]]:
        """All of them."""
        return self.found


class LightConnection:
    """One read-only connection that :mod:`netinv.store.writing.links` can ask."""

    def __init__(self, path: Path) -> None:
        """Open for reading.

        Raises:
            StoreError: no file, no netinv database, or one of another version.
        """
        self._path = path
        self._connection = connect(path)
        with translated(path):
            if not check_revision(self._connection, path):
                message = _("{path} is of an older netinv or empty: run netinv init to bring it up to date")
                raise StoreError(message.format(path=path))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def exec_driver_sql(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Run a query as SQLAlchemy's connection would."""
        with translated(self._path):
            return Rows(self._connection.execute(sql, tuple(parameters)).fetchall())
