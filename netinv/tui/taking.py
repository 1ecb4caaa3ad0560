"""Taking along what is seen: to the clipboard of the terminal, or to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.views import seen
from netinv.app.views.viewing import find
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.reading.views import InterfaceRow, LinkRow, ServiceRow
from netinv.text import one_line
from netinv.tui.log_rows import LogRows
from netinv.tui.ports import PortsWindow
from netinv.tui.rows import ListRows
from netinv.tui.screens.menu import Choice, Menu
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netinv.app.views.pages import Views
    from netinv.tui.net import Net


async def copy(net: Net) -> None:
    """Ask what of the row under the cursor, and put it on the clipboard (OSC 52, so over SSH too)."""
    texts = _texts(net)
    if not texts:
        net.say(_("There is nothing to copy here."))
        return
    words = {
        "a": _("address"),
        "n": _("name"),
        "s": _("serial number"),
        "m": _("system name"),
        "c": _("code"),
        "p": _("port"),
        "d": _("description"),
        "h": _("MAC address"),
        "k": _("circuit"),
        "u": _("URL"),
        "l": _("the whole line"),
    }
    choices = [Choice(letter, letter, f"{words[letter]}: {text}") for letter, text in texts.items()]

    def chosen(letter: str | None) -> None:
        if letter:
            net.copy_to_clipboard(texts[letter])
            net.notify(_("Copied: {text}").format(text=texts[letter]))

    await net.push_screen(Menu(_("Copy"), choices), chosen)


def _texts(net: Net) -> dict[str, str]:
    """What can be copied, by its letter; what is not known is left out."""
    subject = net.subject
    found: dict[str, str | None] = {}
    if subject and subject.kind == "device":
        row = net.snapshot.device(subject.ident)
        if row:
            found = {"a": row.address, "n": row.name, "s": row.serial, "m": row.sys_name}
    elif subject and subject.kind == "site":
        found = {"n": find(subject.name, [view.row for view in net.snapshot.tree], []).name, "c": subject.name}
    elif subject:
        found = {"n": subject.name}
    found |= _of_row(_row(net))
    found["l"] = subject.sentence if subject and subject.sentence else _line(net)
    return {letter: one_line(text) for letter, text in found.items() if text}


def _of_row(row: object) -> dict[str, str | None]:
    """What is a row's own, beside what it is about."""
    if isinstance(row, InterfaceRow):
        return {"p": row.name, "d": row.alias or row.descr, "h": row.mac}
    if isinstance(row, LinkRow):
        return {"k": row.circuit}
    return {"u": row.url} if isinstance(row, ServiceRow) else {}


def _row(net: Net) -> object:
    """What the row under the cursor was made of."""
    grid = _grid(net)
    if grid is None or grid.cursor is None:
        return None
    if isinstance(grid.rows, PortsWindow):
        return grid.rows.row(grid.cursor)
    place = grid.rows.find(grid.cursor)
    return grid.rows.items[place] if isinstance(grid.rows, ListRows) and place is not None else None


def _line(net: Net) -> str:
    grid = _grid(net)
    place = grid.rows.find(grid.cursor) if grid and grid.cursor is not None else None
    if grid is None or place is None:
        return ""
    return "  ".join(cell.text.strip() for cell in grid.rows.cells(place) if cell.text.strip())


def _grid(net: Net) -> Grid | None:
    """The table that is seen: the one with the cursor, or the only one."""
    if isinstance(net.focused, Grid):
        return net.focused
    return next(iter(net.screen.query(Grid)), None)


async def export(net: Net) -> None:
    """Ask in which form, and write a file with the rows that are seen, or the whole graph."""
    grid = _grid(net)
    what = type(net.page).__name__.removesuffix("Screen").lower()
    rows = grid.rows if grid else None
    titles = [column.title for column in grid.columns] if grid else []
    choices = [Choice("graphml", "g", _("GraphML: the whole network as a graph"))]
    if grid:
        choices = [
            Choice("csv", "c", _("CSV: the rows of this table")),
            Choice("json", "j", _("JSON: the rows of this table")),
            *choices,
        ]

    def chosen(form: str | None) -> None:
        if form:
            net.ask(lambda views, at: _written(views, at, form, what, rows, titles), told)

    def told(path: Path) -> None:
        net.notify(_("Written: {path}").format(path=path))

    await net.push_screen(Menu(_("Export what is seen"), choices), chosen)


def _written(views: Views, at: int | None, form: str, what: str, rows: Any, titles: Sequence[str]) -> Path:
    """Runs in the feed's thread: a large table takes its time."""
    if form == "graphml":
        with views.reading(at) as reader:
            return seen.write(seen.as_graphml(reader), "network", form)
    found = list(_shapes(views, at, rows, titles))
    if not found:
        raise UsageError(_("there is no row to write"))
    return seen.write(seen.as_csv(found) if form == "csv" else seen.as_json(found), what, form)


def _shapes(views: Views, at: int | None, rows: Any, titles: Sequence[str]) -> list[dict[str, Any]]:
    """The rows in their promised shape; those that have none as they are seen."""
    if isinstance(rows, PortsWindow):
        ports = views.ports([device.id for device in rows.devices], at)
        items: Sequence[object] = [row for device in rows.devices for row in ports[device.id]]
    elif isinstance(rows, LogRows):
        items = rows.events  # those that are folded, too
    else:
        items = rows.items if isinstance(rows, ListRows) else ()
    shaped = [seen.shape(item) for item in items]
    if shaped and None not in shaped:
        return [one for one in shaped if one is not None]
    seen_cells = (rows.cells(place) for place in range(len(rows)))
    return [{title: cell.text.strip() for title, cell in zip(titles, cells, strict=True)} for cells in seen_cells]
