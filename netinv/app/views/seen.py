"""What is seen on a screen as a file: the rows that are left by the filter, in the shapes that the commands print."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.app.views import shapes
from netinv.errors import NetinvError
from netinv.i18n import _
from netinv.store.reading.views import DeviceRow, EventRow, InterfaceRow, LinkRow, NeighborRow, ServiceRow
from netinv.text import clean, csv_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from netinv.store.reading.reader import Reader

Shape = dict[str, Any]
_SHAPES: dict[type, Callable[[Any], Shape]] = {
    DeviceRow: shapes.device,
    EventRow: shapes.event,
    InterfaceRow: shapes.interface,
    LinkRow: shapes.link,
    NeighborRow: shapes.neighbor,
    ServiceRow: shapes.service,
}


def shape(row: object) -> Shape | None:
    """A row of the store in its promised shape; None for what is none."""
    make = _SHAPES.get(type(row))
    return make(row) if make else None


def as_json(found: Iterable[Shape]) -> bytes:
    """An array."""
    return clean(json.dumps(list(found), ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(found: Sequence[Shape]) -> bytes:
    """A table with a header; what is nested stands in columns such as ``reach.icmp``, lists are parted by spaces."""
    rows = [dict(_flat(one)) for one in found]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return stream.getvalue().encode("utf-8-sig")  # with its mark, so that spreadsheets read Vietnamese


def _flat(found: Shape, prefix: str = "") -> Iterable[tuple[str, object]]:
    for key, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return csv_safe(" ".join(map(str, value)))
    return csv_safe(value) if isinstance(value, str) else str(value)


def as_graphml(reader: Reader) -> bytes:
    """The whole graph, as the reader knows it."""
    from netinv.app.views.graphing import export

    return export(reader, "graphml", "full", "plain")


def write(data: bytes, what: str, ending: str, folder: Path | None = None) -> Path:
    """Write a new file in the current folder; it replaces none.

    Raises:
        NetinvError: it cannot be written.
    """
    folder = folder or Path()
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for n in range(1, 100):
        path = folder / f"netinv-{what}-{stamp}{f'-{n}' if n > 1 else ''}.{ending}"
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError:
            continue
        except OSError as error:
            message = _("{path} cannot be written ({reason}): run netinv in a folder that you may write in")
            raise NetinvError(message.format(path=path, reason=error.strerror)) from None
        return path.absolute()
    raise NetinvError(_("{folder} has files of all names that would fit: try again in a second").format(folder=folder))
