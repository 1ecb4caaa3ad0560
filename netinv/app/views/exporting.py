"""The use case of writing the inventory out as the files that it can be taken in from again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from netinv.inventory.writing import write
from netinv.store.reading.declared import declared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netinv.config import Settings
    from netinv.declaration import Kind, Value


def export_csv(
    settings: Settings, kind: Kind, stream: TextIO, keep: Callable[[Mapping[str, Value]], bool] | None = None
) -> None:
    """Write the declared rows of a kind, all or those that ``keep`` says yes to; importing them changes nothing.

    Raises:
        StoreError: the database cannot be read.
    """
    rows = declared(settings.db, kind)
    write(kind, rows if keep is None else filter(keep, rows), stream)
