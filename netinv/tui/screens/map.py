"""The map of the province: where sites stand, how they are, and what is said of the one under the cursor."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len

from netinv.app.views.placing import chart
from netinv.app.words.durations import age, duration, number
from netinv.app.words.states import WELL, look, tally
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.chart.marks import FAINT, ORIGIN, mark
from netinv.tui.rows import Cell
from netinv.tui.screens.lit import LitPage
from netinv.tui.screens.page import ROOMY, WIDE
from netinv.tui.screens.table import nothing_wrong
from netinv.tui.subject import of_site
from netinv.tui.widgets.lines import Paragraph, Sentence, flowed
from netinv.tui.widgets.site_map import SiteMap
from netinv.tui.words import touched_words
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.network.lighting import Lit
    from netinv.app.views.pages import Snapshot
    from netinv.app.views.placing import Chart, Spot
    from netinv.tui.subject import Subject

_NAMED = 12  # of those that stand at one place: thousands may


class MapScreen(LitPage):
    """Sites by their coordinates; Enter opens the one under the cursor."""

    BINDINGS = bindings("only_problems")
    own_keys = ("open", "next_site", "zoom_in", "zoom_out", "light")

    only_problems = False
    _wanted: int | None = None
    _chart: Chart | None = None
    _bad = ""
    _lit_name = ""

    def body(self) -> ComposeResult:
        """The map, and below it what is under the cursor."""
        yield Sentence(id="lit")
        yield SiteMap(empty=_("reading …"), id="map")
        yield Paragraph(id="under")

    def headline(self) -> str:
        """How many sites, which of them have no place, how near one looks."""
        name = _("Map, only problems") if self.only_problems else _("Map")
        if self._chart is None:
            return name
        shown = self.query_one(SiteMap)
        parts = [f"{name}: {number(shown.shown)}"]
        if self._bad and self.size.width >= (WIDE if self.only_problems else ROOMY):
            parts.append(self._bad)
        if self._chart.atlas.nowhere:
            n = len(self._chart.atlas.nowhere)
            parts.append(plural("{n} site without a place", "{n} sites without a place", n).format(n=number(n)))
        if shown.zoom > 1:
            parts.append(f"×{shown.zoom}")
        return " · ".join(parts)

    def show(self, snapshot: Snapshot) -> None:
        """Ask for the map of now: a large one takes its time."""
        self.ask(lambda _views, _at: chart(snapshot), self._take)

    def _take(self, found: Chart) -> None:
        self._chart = found
        self._bad = tally(Counter(spot.state for spot in found.atlas.spots if spot.state not in WELL))
        self._draw(found)
        self._to_lit()

    def _draw(self, found: Chart) -> None:
        """The sites that are wanted; the cursor stays on its site."""
        shown = self.query_one(SiteMap)
        shown.empty = self._empty(found)
        shown.show(found.atlas.spots, found.links, wanted=self._is_wrong if self.only_problems else None)
        self._tell()
        self.update_bars()

    def draw_lit(self, lit: Lit | None) -> None:
        """What is cut off stands out, all else is faint; the cursor goes to what fails once."""
        self.query_one(SiteMap).light(partial(_look_in, lit) if lit else None)
        self._to_lit()
        self._tell()

    def _to_lit(self) -> None:
        """Where another thing is lit than before, to its site."""
        lit = self.net.lit
        if self._chart is None or (lit.name if lit else "") == self._lit_name:
            return
        self._lit_name = lit.name if lit else ""
        at = next((spot for spot in self._chart.atlas.spots if lit and _look_in(lit, spot) == ORIGIN), None)
        if at:
            self.query_one(SiteMap).go_to(at.id)

    def look_at(self, site_id: int) -> None:
        """Put the cursor on a site, also before the map has been drawn for the first time."""
        self._wanted = site_id
        if self.stands:
            if self.only_problems:
                self.action_only_problems()
            self._look()

    def _look(self) -> None:
        shown, wanted = self.query_one(SiteMap), self._wanted
        if wanted is not None and shown.shown:
            self._wanted = None
            if not shown.go_to(wanted):
                self.say(_("This site has no place on the map: give it lat and lon."))

    def _is_wrong(self, spot: Spot) -> bool:
        return spot.state not in WELL

    def _empty(self, found: Chart) -> str:
        if not self.net.snapshot.tree:
            return _("No sites yet.\nImport an inventory with: netinv import PATH")
        if not found.atlas.spots:
            return _("No site has coordinates.\nGive sites.csv the columns lat and lon, and import it again.")
        return nothing_wrong(self.net) if self.only_problems else ""

    def _spot(self) -> Spot | None:
        here = self.query_one(SiteMap)
        return next((spot for spot in here.here if spot.id == here.cursor), None)

    def age(self) -> None:
        """With the site told of."""
        super().age()
        self._tell()

    def subject(self) -> Subject | None:
        """The site under the cursor."""
        spot = self._spot()
        return of_site(spot.view.row) if spot else None

    def _tell(self) -> None:
        """Say what is under the cursor."""
        spot, shown = self._spot(), self.query_one(SiteMap)
        told: list[list[Cell]] = []
        if spot:
            said = Cell(f" {self._sentence(spot)}", spot.state if spot.state not in WELL else "dim")
            told = [
                _first(spot, self.net.lit),
                *flowed([said], self.size.width, 1 if self.net.lit else 2),
                self._below(spot, shown.here),
            ]
        self.query_one("#under", Paragraph).show(told)

    def _below(self, spot: Spot, here: Sequence[Spot]) -> list[Cell]:
        """Who else stands in the same cell, and as far as there is room what the shapes mean."""
        parts = [Cell(f"{_others(spot, here)}  ", "dim")] if len(here) > 1 else []
        room = self.size.width - sum(cell_len(cell.text) for cell in parts)
        for text, style in (Cell(f" {part} ", "dim") for part in _legend(self.net.lit)):
            if cell_len(text) > room:
                break
            parts.append(Cell(text, style))
            room -= cell_len(text)
        return parts

    def _sentence(self, spot: Spot) -> str:
        trouble = self._chart.troubles.get(spot.view.row.code) if self._chart else None
        if trouble:
            return one_line(trouble.sentence)
        since = [row.state_since for row in spot.devices if row.state_since is not None]
        if since:
            held = duration(age(self.net.now_ms(), max(since)))
            return _("{state} for {duration}").format(state=look(spot.state).word, duration=held)
        return "" if spot.devices else _("no device stands here")

    def on_site_map_moved(self) -> None:
        """Tell of the site under the cursor; the title says how near one looks."""
        self._look()
        self._tell()
        self.update_bars()

    def on_site_map_chosen(self, message: SiteMap.Chosen) -> None:
        """Open the site."""
        self.net.open_site(message.site_id)

    def action_only_problems(self) -> None:
        """Put the filter on or off."""
        self.only_problems = not self.only_problems
        if self._chart:
            self._draw(self._chart)
        self.update_bars()


def _look_in(lit: Lit, spot: Spot) -> str:
    """The state that a site is drawn in where something is lit."""
    names = {device.name for device in spot.devices}
    if names & lit.failed:
        return ORIGIN
    if spot.view.row.code in lit.sites:
        return "down"
    return "degraded" if names & (lit.cut | lit.fewer) else ""


def _first(spot: Spot, lit: Lit | None) -> list[Cell]:
    """What it is and how it is; where something is lit, what that does to it."""
    seen, row = look(spot.state), spot.view.row
    first = [
        Cell(" "),
        Cell(f"{mark(row.level, spot.state)} {seen.word} ", spot.state),
        Cell(f" {one_line(row.name)} ", "title"),
        Cell(f" {level_word(row.level)} {one_line(row.code)}", "dim"),
    ]
    if lit and (touched := _look_in(lit, spot)):
        style = "down" if touched == ORIGIN else touched
        first.insert(1, Cell(f"{mark(row.level, touched)} {touched_words()[touched]}  ", style))
    if spot.view.total:
        first.append(Cell("  " + tally(spot.view.counts)))
    if not spot.exact:
        first.append(Cell("  " + _("without coordinates: it stands where its parent does"), "dim"))
    return first


def _others(spot: Spot, here: Sequence[Spot]) -> str:
    others = (one.view.row.name for one in here if one is not spot)
    names = ", ".join(map(one_line, islice(others, _NAMED)))
    said = plural("{n} site more here: {names}", "{n} sites more here: {names}", len(here) - 1)
    return " " + said.format(n=number(len(here) - 1), names=names)


def _legend(lit: Lit | None) -> list[str]:
    """What the shapes mean, those first that are needed most."""
    levels = [f"{mark(level, 'up')} {level_word(level)}" for level in ("province", "district", "commune", "agency")]
    if lit:
        words = touched_words()
        touched = [f"{mark('commune', state)} {word}" for state, word in words.items()]
        return [*touched, f"{FAINT} " + _("not touched"), *levels]
    states = [f"{look(state).glyph} {look(state).word}" for state in ("degraded", "down", "unreachable", "unknown")]
    return [*levels, "² " + _("several sites, the worst shown"), *states]
