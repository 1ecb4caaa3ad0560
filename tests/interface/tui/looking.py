"""What a user sees of the application: its page, its lines, its table, what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.network_tree import NetTree

if TYPE_CHECKING:
    from netinv.tui.app import NetinvApp


def page(app: NetinvApp) -> str:
    """The screen on top, by its class."""
    return type(app.screen).__name__


def text(app: NetinvApp, which: Any) -> str:
    """What a widget of lines shows."""
    widget = app.screen.query_one(which)
    return "\n".join("".join(cell.text for cell in line) for line in widget.lines(app.size.width)).strip()


def table(app: NetinvApp) -> list[str]:
    """The rows of the table, their cells joined."""
    return lines(app, "#table")


def lines(app: NetinvApp, which: str) -> list[str]:
    """The rows of a grid, their cells joined."""
    grid = app.screen.query_one(which, Grid)
    return ["  ".join(cell.text for cell in grid.rows.cells(place)).strip() for place in range(len(grid.rows))]


def said(app: NetinvApp) -> str:
    """All notifications."""
    return " ".join(notification.message for notification in app._notifications)


def seen(app: NetinvApp) -> list[str]:
    """The lines of the screen as they stand on it: what was not drawn anew is what it was."""
    return ["".join(part.text for part in line) for line in app.screen._compositor.render_strips()]


def rows(app: NetinvApp) -> list[str]:
    """The rows of the tree of the network."""
    grid = app.screen.query_one(NetTree)
    return ["  ".join(cell.text for cell in grid.rows.cells(n) if cell.text).rstrip() for n in range(len(grid.rows))]


def tree(app: NetinvApp) -> NetTree:
    """The tree of the network."""
    return app.screen.query_one(NetTree)
