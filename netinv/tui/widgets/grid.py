"""The one table widget: draws only the lines in sight. The cursor is a key, so a refresh never moves it.

Stock DataTable and Tree cost with the number of rows; this costs with the height of the screen. A tree is a grid
with indented names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from netinv.app.words.port_names import short_port
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, Column, Drawn, Key, ListRows, Rows, Short, fit
from netinv.tui.widgets.looks import Looks
from netinv.tui.widgets.scroll_bar import PlainScrollBar
from netinv.tui.widgets.strips import drawable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.scrollbar import ScrollBar

_GAP = 2
_HEADER = 1
_KEPT_LINES = 500
_NUMBERS = "0123456789/.:-"
_NOTHING: Rows = ListRows[Cell]((), lambda cell: cell, lambda cell: (cell,))


class Grid(ScrollView, can_focus=True, inherit_bindings=False):
    """A table, a window on its rows."""

    BINDINGS = bindings("up", "down", "page_up", "page_down", "top", "bottom", "open")

    class Chosen(Message):
        """A row was chosen, by Enter or a double click; None: there is none."""

        def __init__(self, grid: Grid, key: Key | None) -> None:
            super().__init__()
            self.grid, self.key = grid, key

        @property
        def control(self) -> Grid:
            """The grid it happened in."""
            return self.grid

    class Headed(Message):
        """The title of a column was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        follow: Callable[[Key | None], object] | None = None,
        id: str | None = None,  # noqa: A002  # Textual's name
    ) -> None:
        """``follow`` is told the key of the row that the cursor goes to, at once: both are drawn in one go."""
        super().__init__(id=id)
        self.followers = [follow] if follow else []
        self.columns = columns
        self.empty = empty
        self.closed = ""
        """Why no row opens anything; empty where rows do."""
        self.rows: Rows = _NOTHING
        self._index = 0
        self._key: Key | None = None
        self._widths: list[int] = []
        self._fitted_to = -1
        self._looks = Looks(self)
        self._lines: dict[int, Strip] = {}
        """Rows as they were drawn, by place, so that scrolling draws only those that come into sight."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """A cheap one, made when it is first asked."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = PlainScrollBar(name="vertical")
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    def nothing(self) -> str:
        """What is said where there are no rows."""
        return self.empty

    @property
    def cursor(self) -> Key | None:
        """The key of the row under the cursor."""
        return self._key

    def show(self, rows: Rows, columns: Sequence[Column] | None = None) -> None:
        """Draw other rows. The cursor stays on its key and the line it stands on; a row that is gone: the next one."""
        if columns is not None:
            self.columns, self._fitted_to = columns, -1
        place = rows.find(self._key) if self._key is not None else None
        if place is None:
            place = max(0, min(self._index, len(rows) - 1))
        moved, self.rows, self._index = place - self._index, rows, place
        self._fit_height()
        top = self.scroll_offset.y
        if moved and top:
            self.scroll_to(y=top + moved, animate=False, force=True)
        self._take()
        self.refresh()

    def go_to(self, key: Key) -> bool:
        """Put the cursor on a row; False: it is not there."""
        place = self.rows.find(key)
        if place is not None:
            self._move_to(place)
        return place is not None

    def _take(self) -> None:
        """The key of the row that the cursor stands on becomes the cursor."""
        key = self.rows.key(self._index) if len(self.rows) else None
        if key != self._key:
            self._key = key
            for follow in self.followers:
                follow(key)

    def _fit_height(self) -> None:
        """As high as its rows. The screen is laid out anew only if the scrollbar comes or goes."""
        size, height = Size(1, len(self.rows) + _HEADER), self.size.height
        turns = (size.height > height) != (self.virtual_size.height > height) and self.styles.overflow_y == "auto"
        if not self.is_mounted or turns:
            self.virtual_size = size
            return
        self.set_reactive(Grid.virtual_size, size)  # without the layout that a change of it brings
        self.vertical_scrollbar.window_virtual_size = size.height
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def _move_to(self, place: int) -> None:
        if not len(self.rows):
            return
        place = max(0, min(place, len(self.rows) - 1))
        old, self._index = self._index, place
        self._take()
        top, height = self.scroll_offset.y, max(1, self.size.height - _HEADER)
        if top <= place < top + height:
            for index in {old, place}:
                self.refresh(Region(0, index - top + _HEADER, self.size.width, 1))
            return
        self.scroll_to(y=place if place < top else place - height + 1, animate=False, force=True)
        super().refresh()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw regions anew, or all of it: then rows may hold something else."""
        if not regions:
            self._lines.clear()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """None, and not False, so that the help can say why not."""
        return None if self.obstacle(action, parameters) else True

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:  # noqa: ARG002  # as a page's
        """Why one of its actions cannot be done now."""
        return self.closed if action == "open" else ""

    def let_go(self) -> None:
        """Hold no rows until others are shown. The cursor is a key, so it stays."""
        self.rows = _NOTHING

    def forget_lines(self) -> None:
        """Keep no row as it was drawn."""
        self._lines.clear()

    def age(self) -> None:
        """Draw those rows in sight that time alone has changed, and tell the followers: they may name an age too."""
        top, width = self.scroll_offset.y, self._fitted_to
        before, self._lines = self._lines, {}
        for place in range(top, min(len(self.rows), top + self.size.height - _HEADER) if width > 0 else top):
            if self._row(place, width) != before.get(place):
                self.refresh(Region(0, place - top + _HEADER, self.size.width, 1))
        for follow in self.followers:
            follow(self._key)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self._move_to(self._index + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by screens."""
        self._move_to(self._index + by * max(1, self.size.height - _HEADER - 1))

    def action_end(self, place: int) -> None:
        """Move the cursor to the first row (0) or the last."""
        self._move_to(place if place >= 0 else len(self.rows) - 1)

    def action_open(self) -> None:
        """Choose the row under the cursor."""
        if self._key is not None and not self.closed:
            self.post_message(self.Chosen(self, self._key))

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, two choose."""
        if event.y < _HEADER:
            self._head_clicked(event.x)
        place = self.scroll_offset.y + event.y - _HEADER
        if event.y >= _HEADER and 0 <= place < len(self.rows):
            self._move_to(place)
            if event.chain == 2:
                self.action_open()

    def _head_clicked(self, x: int) -> None:
        end = self.gutter.left
        for place, width in enumerate(self._widths):
            end += width + _GAP if width else 0
            if width and x < end:
                self.post_message(self.Headed(place))
                return

    def on_resize(self) -> None:
        """Give the columns the new width and keep the cursor in sight."""
        self._move_to(self._index)
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the cursor as a quiet one."""
        self.refresh()

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.clear()
        self._lines.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the header, a row, or what is said where there are none."""
        width = self.scrollable_content_region.width
        if width != self._fitted_to:
            self._fitted_to, self._widths = width, fit(self.columns, width, _GAP)
            self._lines.clear()
        if y < _HEADER:
            return self._line([column.head or Cell(column.title) for column in self.columns], width, "header")
        place = self.scroll_offset.y + y - _HEADER
        if place == self._index and len(self.rows):
            if self.has_focus:
                return self._line(self.rows.cells(place), width, "cursor")
            return self._row(place, width).apply_style(self._looks["quiet-cursor"])  # in its colours: it tells a state
        if place < len(self.rows):
            return self._row(place, width)
        nothing = self.nothing().split("\n")
        if not len(self.rows) and y <= len(nothing):
            return self._fill(nothing[y - 1], "dim", width)
        return self._fill("", "", width)

    def _row(self, place: int, width: int) -> Strip:
        if place not in self._lines:
            if len(self._lines) > _KEPT_LINES:
                self._lines.clear()
            self._lines[place] = self._line(self.rows.cells(place), width, "")
        return self._lines[place]

    def _fill(self, text: str, style: str, width: int) -> Strip:
        return Strip([Segment(set_cell_size(text, width), self._looks[style])], width)

    def _line(self, cells: Sequence[Cell], width: int, over: str) -> Strip:
        """Cells side by side; under the cursor all text in its style, so that every theme stays legible."""
        segments: list[Segment] = []
        used = 0
        for column, wide, cell in zip(self.columns, self._widths, cells, strict=True):
            if not wide:
                continue
            if used:
                segments.append(Segment(" " * _GAP, self._looks[over]))
                used += _GAP
            if isinstance(cell, Drawn):  # keeps its colours under the cursor: reversed it would say the contrary
                segments += [Segment(text, self._looks[style or over]) for text, style in cell.parts(wide)]
            else:
                text = cell.shortened(wide) if isinstance(cell, Short) and cell_len(cell.text) > wide else cell.text
                segments.append(Segment(_cut(text, wide, column), self._looks[over or cell.style]))
            used += wide
        segments.append(Segment(" " * max(0, width - used), self._looks[over]))
        return Strip(segments).adjust_cell_length(width)


def _cut(text: str, width: int, column: Column) -> str:
    """Exactly that wide, an ellipsis where it was longer: at its end, or before the number that it ends in.

    Names of ports are abbreviated first.
    """
    text = drawable(text)
    length = len(text) if text.isascii() else cell_len(text)
    if length > width:
        if column.by_end and (short := short_port(text)) != text:
            return _cut(short, width, column)
        end = min(len(text) - len(text.rstrip(_NUMBERS)), width - 2) if column.by_end else 0
        return set_cell_size(text, width - 1 - end) + "…" + text[len(text) - end :] if end > 0 else _begin(text, width)
    pad = " " * (width - length)
    return pad + text if column.right else text + pad


def _begin(text: str, width: int) -> str:
    return set_cell_size(text, width - 1) + "…"
