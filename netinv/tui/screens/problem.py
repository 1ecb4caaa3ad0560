"""One problem with its story: its events, the devices it cuts off, the links it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.facts import problem_facts, sentences_of
from netinv.tui.rows import ListRows
from netinv.tui.screens.sections import Section, SectionsPage
from netinv.tui.subject import of_device, of_link, of_problem
from netinv.tui.tables import (
    device_cells,
    device_columns,
    event_cells,
    event_columns,
    link_cells,
    link_columns,
)
from netinv.tui.widgets.detail import Prose
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Facts

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot, Views
    from netinv.app.views.problem_pages import ProblemPage
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

_MOST_LINES = 4


class ProblemScreen(SectionsPage):
    """A problem's page."""

    own_keys = ("open", "next_section", "acknowledge", "carrier")

    def __init__(self, number: int) -> None:
        super().__init__()
        self.about = self.number = number
        self._page: ProblemPage | None = None

    def body(self) -> ComposeResult:
        """Its sentence first, whole, and the words of who took it on."""
        yield Prose(_MOST_LINES, id="sentence")
        yield from super().body()

    def headline(self) -> str:
        """Its number and its name."""
        name = one_line(self._page.problem.name) if self._page else ""
        return _("Problem {number}").format(number=self.number) + (f" · {name}" if name else "")

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # it is asked of the store
        """Ask for it."""
        self.ask(self._ask, self._take)

    def _ask(self, views: Views, at: int | None) -> ProblemPage | None:
        from netinv.app.views.problem_pages import problem_page

        with views.reading(at) as reader:
            return problem_page(reader, self.number, self.net.clock() if at is None else at)

    def _take(self, page: ProblemPage | None) -> None:
        if page is None:
            self.net.notify(_("This problem was not there then."))
            return
        self._page, now_ms = page, self.net.now_ms
        sites = self.net.snapshot.site_names
        codes = self.net.snapshot.names_by_code
        self.query_one("#sentence", Prose).show(sentences_of(page.problem))
        self.query_one(Facts).show(problem_facts(page.problem, codes))
        events = ListRows(page.events, lambda row: row.id, lambda row: event_cells(row, codes, now_ms()))
        devices = ListRows(page.devices, lambda row: row.id, lambda row: device_cells(row, sites, now_ms()))
        links = ListRows(page.links, lambda row: row.id, lambda row: link_cells(row, now_ms()))
        self.show_sections(
            [
                Section(_("Story"), event_columns(), events, self._open_event),
                Section(_("Devices"), device_columns(), devices, self.net.open_device),
                Section(_("Links"), link_columns(), links, lambda _key: None),
            ]
        )
        self.update_bars()

    def subject(self) -> Subject | None:
        """What is under the cursor, seen through the problem."""
        if self._page is None:
            return None
        key, page = self.query_one(Grid).cursor, self._page
        found = of_problem(page.problem, self.net.snapshot.devices)
        if self.on(_("Devices")):
            found = of_device(next((row for row in page.devices if row.id == key), None)) or found
        elif self.on(_("Links")):
            found = of_link(next((row for row in page.links if row.id == key), None)) or found
        return found._replace(sentence=page.problem.sentence, problem=page.problem.id) if found else None

    def _open_event(self, key: Key) -> None:
        event = next((row for row in self._page.events if row.id == key), None) if self._page else None
        self.net.open_device(event.device_id if event else None)
