"""The neighbourhood of one device, drawn: what it is linked to, by which ports, circuits and in which state."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from netinv.app.views.neighborhood import carried_by, neighborhood, ports, unwell
from netinv.app.words.durations import age, duration, number
from netinv.app.words.states import WELL, look, tally
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell
from netinv.tui.screens.page import ROOMY, WIDE, Page
from netinv.tui.subject import of_device
from netinv.tui.widgets.around import Around
from netinv.tui.widgets.lines import Paragraph

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.views.neighborhood import Near, Neighborhood
    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import LinkRow
    from netinv.tui.subject import Subject


class AroundScreen(Page):
    """Enter draws the neighbourhood of the neighbour under the cursor; back leads to where one came from."""

    BINDINGS = bindings("only_problems", "details")

    only_problems = False

    def __init__(self, device_id: int, came_from: int | None = None) -> None:
        """``came_from``: the neighbour that the cursor begins at."""
        super().__init__()
        self.about = self.device_id = device_id
        self._came_from = came_from
        self._around: Neighborhood | None = None

    def body(self) -> ComposeResult:
        """The drawing, and what is under the cursor."""
        yield Around(id="around")
        yield Paragraph(id="under")

    def headline(self) -> str:
        """Whose neighbourhood."""
        if self._around is None:
            return _("Neighbourhood")
        n = len(self._around.near)
        near = plural("{n} neighbour", "{n} neighbours", n).format(n=number(n))
        bad = Counter(one.device.state for one in self._around.near if one.device.state not in WELL)
        room = WIDE if self.only_problems else ROOMY
        parts = [one_line(self._around.device.name), near, tally(bad) if self.size.width >= room else ""]
        place = " · ".join(filter(None, parts))
        return _("{table}, only problems").format(table=place) if self.only_problems else place

    def show(self, snapshot: Snapshot) -> None:
        """Draw the links of now."""
        found = neighborhood(snapshot, self.device_id)
        if found is None:
            self.net.notify(_("This device is not in the inventory any more."))
            self.net.close_page(self)
            return
        self._around = found
        self._draw_it(found)
        shown = self.query_one(Around)
        if self._came_from is not None:
            shown.go_to(self._came_from)
            self._came_from = None

    def age(self) -> None:
        """With the links told of."""
        super().age()
        self.on_around_moved()

    def _draw_it(self, found: Neighborhood) -> None:
        shown = self.query_one(Around)
        shown.empty = _("All neighbours are well.") if self.only_problems and found.near else _no_link()
        sites = {view.row.id: view.row.name for view in self.net.snapshot.tree}
        shown.show(unwell(found) if self.only_problems else found, sites)

    def action_only_problems(self) -> None:
        """Only the neighbours that are not well, or all again."""
        self.only_problems = not self.only_problems
        if self._around:
            self._draw_it(self._around)
        self.update_bars()

    def subject(self) -> Subject | None:
        """The neighbour under the cursor; where there is none the device in the middle."""
        near = self.query_one(Around).near
        return of_device(near.device if near else self._around.device if self._around else None)

    def on_around_moved(self) -> None:
        """Tell of the neighbour under the cursor and its links."""
        near = self.query_one(Around).near
        self.query_one("#under", Paragraph).show(self._told(near) if near else [])

    def _told(self, near: Near) -> list[list[Cell]]:
        device, state = near.device, look(near.device.state)
        site = next((view.row.name for view in self.net.snapshot.tree if view.row.id == device.site_id), device.site)
        because = " " + _("(because of {cause})").format(cause=one_line(device.cause)) if device.cause else ""
        first = [
            Cell(f" {state.glyph} {state.word}{because} ", device.state),
            Cell(f" {one_line(device.name)} ", "title"),
            Cell(f" {one_line(site)} {device.address}", "dim"),
        ]
        return [first, *(self._told_of(link) for link in near.links)]

    def _told_of(self, link: LinkRow) -> list[Cell]:
        state = look(link.state)
        here, there = (one_line(port or "?") for port in ports(link, self.device_id))
        held = duration(age(self.net.now_ms(), link.since))
        return [
            Cell(f" {state.glyph} {state.word} ", link.state),
            Cell(f" {here} – {there}  {one_line(carried_by(link))}  "),
            Cell(f"{', '.join(link.sources)}  {held}", "dim"),
        ]

    def on_around_chosen(self, message: Around.Chosen) -> None:
        """Go on to its neighbourhood."""
        self.net.open_page(AroundScreen(message.device_id, came_from=self.device_id))

    def action_details(self) -> None:
        """Open the page of the device under the cursor."""
        subject = self.subject()
        self.net.open_device(subject.ident if subject else None)


def _no_link() -> str:
    return _("No link of this device is known. A sweep finds them: netinv sweep")
