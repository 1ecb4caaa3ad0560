"""Pages about devices that have a past: the bar of the last days, and the outages, open and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.planned_work import concerning, sentence
from netinv.app.words.durations import number
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, ListRows
from netinv.tui.screens.sections import Section, SectionsPage
from netinv.tui.subject import of_problem
from netinv.tui.tables import problem_row_cells, problem_row_columns
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Set as AbstractSet

    from netinv.app.reports.days import Record
    from netinv.app.views.pages import Views
    from netinv.app.views.planned_work import Planned
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject


class RecordedPage(SectionsPage):
    """Asks for the record of its devices and shows it when it comes."""

    _record: Record | None = None

    def redraw(self) -> None:
        """Draw the sections anew, now that the record is there."""
        raise NotImplementedError

    def ask_record(self, device_ids: Collection[int]) -> None:
        """Ask for it; what was there stays until the answer."""
        stale_ms = round(self.net.settings.stale_after_s * 1000)

        def ask(views: Views, at: int | None) -> Record:
            from netinv.app.reports.days import record

            with views.reading(at) as reader:
                return record(reader, device_ids, self.net.clock() if at is None else at, stale_ms)

        self.ask(ask, self._take_record)

    def _take_record(self, record: Record) -> None:
        from netinv.tui.days import days_line

        self._record = record
        bar = self.query_one("#days", Line)
        bar.display = self.size.height >= _ROOM
        bar.show(days_line(record.days, self.net.settings.availability_target))
        self.redraw()

    def ask_work(self, devices: AbstractSet[str], codes: AbstractSet[str], circuits: AbstractSet[str | None]) -> None:
        """Ask for the planned work on any of these that goes on or is to come."""

        def ask(views: Views, at: int | None) -> list[Planned]:
            from netinv.app.views.planned_work import windows

            with views.reading(at) as reader:
                found = windows(reader, self.net.clock() if at is None else at)
            return concerning(
                [one for one in found if at is None or one.window.added_at <= at], devices, codes, circuits
            )

        self.ask(ask, self._take_work)

    def _take_work(self, found: list[Planned]) -> None:
        """Say the first of it, and how to see the others."""
        line = self.query_one("#work", Line)
        line.display = bool(found)
        if not found:
            return
        first, *more = found
        glyph, style = ("◆", "maintenance") if first.now else ("◇", "planned")
        cells = [Cell(f" {glyph} {one_line(sentence(first, self.net.snapshot.names_by_code))}", style)]
        if more:
            said = _("and {n} more: {key}").format(n=number(len(more)), key=self.net.key_of("windows"))
            cells.insert(0, Cell(f" ({said})", "dim"))
        line.show(cells)

    def outages(self) -> Section:
        """The table of them."""
        found = self._record.outages if self._record else ()
        now_ms = self.net.now_ms
        rows = ListRows(found, lambda row: row.id, lambda row: problem_row_cells(row, now_ms()))
        return Section(_("Outages"), problem_row_columns(), rows, self.open_outage)

    def outage_subject(self) -> Subject | None:
        """The outage under the cursor, where that is the table that is seen."""
        if not self.on(_("Outages")) or self._record is None:
            return None
        key = self.query_one(Grid).cursor
        found = next((one for one in self._record.outages if one.id == key), None)
        return of_problem(found, self.net.snapshot.devices)

    def open_outage(self, key: Key) -> None:
        """Its page."""
        from netinv.tui.screens.problem import ProblemScreen

        if isinstance(key, int):
            self.net.open_page(ProblemScreen(key))


_ROOM = 18
"""A terminal of fewer lines has none for the bar."""
