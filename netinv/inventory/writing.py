"""Writing inventory files that :func:`netinv.inventory.read` reads back as they were."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from netinv.inventory.columns import COLUMNS, DEFAULT_SNMP_PORT, Column, Type
from netinv.inventory.endpoints import format_address
from netinv.text import csv_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.declaration import Kind, Value


def write(
    kind: Kind, rows: Iterable[Mapping[str, Value]], stream: TextIO, columns: Sequence[str] | None = None
) -> None:
    """Write a header and rows with the columns of the kind, or only the named ones of them.

    Values are those of the file's columns; a device's ``address`` may have its ``port`` beside it. What a row does
    not have is an empty cell. No spreadsheet takes a cell for a formula.
    """
    chosen = [column for column in COLUMNS[kind] if columns is None or column.name in columns]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.name for column in chosen])
    writer.writerows([_cell(column, row) for column in chosen] for row in rows)


def _cell(column: Column, row: Mapping[str, Value]) -> str:
    value = row.get(column.name)
    if value is None:
        return ""
    if column.type is Type.ADDRESS:
        value = format_address(str(value), int(row.get("port") or DEFAULT_SNMP_PORT))
    return csv_safe(value) if isinstance(value, str) else repr(value)  # a number stays one, below naught too
