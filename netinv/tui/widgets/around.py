"""The neighbourhood of a device: a drawing with a cursor that goes from neighbour to neighbour. The cursor is an id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from netinv.tui.actions import bindings
from netinv.tui.chart import around
from netinv.tui.rows import Cell
from netinv.tui.widgets.looks import Looks
from netinv.tui.widgets.strips import strip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.strip import Strip

    from netinv.app.views.neighborhood import Near, Neighborhood
    from netinv.tui.chart.around import Frame, Placed
    from netinv.tui.chart.wires import Sheet


class Around(Widget, can_focus=True, inherit_bindings=False):
    """Only what is in sight is drawn, so that a device with a thousand neighbours costs what one with ten does."""

    BINDINGS = bindings("up", "down", "left", "right", "page_up", "page_down", "top", "bottom", "open")

    class Moved(Message):
        """The cursor is on another neighbour."""

    class Chosen(Message):
        """A neighbour was chosen, by Enter or a double click."""

        def __init__(self, device_id: int) -> None:
            super().__init__()
            self.device_id = device_id

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.empty = empty
        self._around: Neighborhood | None = None
        self._sites: Mapping[int, str] = {}
        self._place = 0
        self._top = 0
        self._here: Placed | None = None
        self._sheet: Sheet | None = None
        self._looks = Looks(self)
        self._wanted = around.Wanted(0, 0, 0, 0)

    @property
    def near(self) -> Near | None:
        """The neighbour under the cursor."""
        found = self._around.near if self._around else ()
        return found[self._place] if self._place < len(found) else None

    def show(self, drawn: Neighborhood, sites: Mapping[int, str]) -> None:
        """Draw it; the cursor stays on its neighbour."""
        before, self._sheet = self.near, None
        self._around, self._sites = drawn, sites
        self._wanted = around.wanted(drawn, sites)
        ids = [near.device.id for near in drawn.near]
        if before and before.device.id in ids:
            self._place = ids.index(before.device.id)
        self._move_to(self._place)

    def go_to(self, device_id: int) -> bool:
        """Put the cursor on a neighbour; False: it is none."""
        ids = [near.device.id for near in self._around.near] if self._around else []
        if device_id in ids:
            self._move_to(ids.index(device_id))
        return device_id in ids

    def _move_to(self, place: int) -> None:
        n, shape, shares = self._n, self._shape, self._shares()
        before, self._place = self._here, max(0, min(place, n - 1))
        band = next((share.index(self._place) for share in shares if self._place in share), 0)
        longest = max(map(len, shares), default=0)
        top, self._top = self._top, min(max(self._top, band - shape.bands + 1), band, max(0, longest - shape.bands))
        seen = around.placed(n, shape, self._top, self.size.height)
        self._here = next((one for one in seen if one.place == self._place), None)
        self.post_message(self.Moved())
        if self._sheet is None or top != self._top:
            self._sheet = None
            self.refresh()
            return
        for one in filter(None, (before, self._here)):
            self.refresh(Region(0, one.y - 1, self.size.width, around.BAND))

    @property
    def _n(self) -> int:
        """How many neighbours."""
        return len(self._around.near) if self._around else 0

    @property
    def _shape(self) -> Frame:
        return around.frame((self.size.width, self.size.height), self._n, self._wanted)

    def _shares(self) -> list[range]:
        return around.shares(self._n, self._shape.sides)

    def _within(self, by: int) -> None:
        """Move within the side that the cursor is on."""
        for share in self._shares():
            if self._place in share:
                self._move_to(max(share[0], min(self._place + by, share[-1])))
                return

    def action_move(self, by: int) -> None:
        """Up (-1) or down at this side."""
        self._within(by)

    def action_page(self, by: int) -> None:
        """A screen up or down at this side."""
        self._within(by * max(1, self._shape.bands - 1))

    def action_end(self, place: int) -> None:
        """To the first neighbour of all (0), or the last."""
        self._move_to(place if place >= 0 else self._n - 1)

    def action_aside(self, by: int) -> None:
        """To the neighbour opposite, at the left side (-1) or the right."""
        shares = self._shares()
        if len(shares) == 2 and (self._place in shares[0]) == (by > 0) and shares[by > 0]:
            band = self._place - shares[by < 0][0]
            self._move_to(shares[by > 0][min(band, len(shares[by > 0]) - 1)])

    def action_open(self) -> None:
        """Choose the neighbour under the cursor."""
        if self.near:
            self.post_message(self.Chosen(self.near.device.id))

    def on_click(self, event: events.Click) -> None:
        """One click goes to the neighbour in that place, two choose it."""
        if self._around is None:
            return
        shape = self._shape
        side = int(event.x >= shape.hub) if shape.sides == 2 else 0
        for one in around.placed(len(self._around.near), shape, self._top, self.size.height):
            if one.side == side and abs(event.y - one.y) <= 1:
                self._move_to(one.place)
                if event.chain == 2:
                    self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down at this side."""
        event.stop()
        self._within(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up at this side."""
        event.stop()
        self._within(-1)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._sheet = None
        self._move_to(self._place)

    def notify_style_update(self) -> None:
        """The theme changed."""
        super().notify_style_update()
        self._looks.clear()

    def render_line(self, y: int) -> Strip:
        """A line of the drawing, which is made anew when something moved."""
        width = self.size.width
        if self._around is None or not self._around.near:
            cells = [Cell(f" {self.empty}" if y == 0 else "", "dim")]
        else:
            shape, here = self._shape, self._here
            if self._sheet is None:
                size = self.size.width, self.size.height
                self._sheet = around.draw(self._around, shape, size, self._top, self._sites)
            if here and abs(y - here.y) <= 1:
                left = shape.of_side(here.side)
                cells = self._sheet.line(y, range(left, left + shape.box), "cursor" if y == here.y else "key")
            else:
                cells = self._sheet.line(y)
        return strip(cells, self._looks, width)
