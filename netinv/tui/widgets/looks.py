"""How named styles look: ``netinv.tcss`` gives them their colours, here they become styles on a widget.

The names are component classes of the application and not of each widget. For those of a widget Textual makes a node
each: on twenty screens they would be thousands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from netinv.vocabulary import STATE_GLYPHS

if TYPE_CHECKING:
    from textual.widget import Widget

_NAMES = (*STATE_GLYPHS, "info", "warning", "error", "past", "origin", "near", "dim", "title", "key", "header")
_CURSORS = ("cursor", "quiet-cursor")
COMPONENTS = {f"look--{name}" for name in (*_NAMES, *_CURSORS)}


class Looks(dict[str, Style]):
    """The styles of one widget by name, each made when it is first asked for; the empty name is the widget's own.

    To be cleared whenever the widget is told that styles are others.
    """

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    def __missing__(self, name: str) -> Style:
        """Made, and kept."""
        style = self._widget.rich_style
        if name:
            style += self._widget.app.get_component_styles(f"look--{name}").partial_rich_style
        self[name] = style
        return style
