"""Planning work on something: a line is typed, what it means and whom it cuts off is seen at once, then asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.maintenance.plan_line import understood, wish
from netinv.app.views import planned_work
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.hurt import hurt_counts
from netinv.tui.rows import Cell
from netinv.tui.screens.hurt import HurtPage
from netinv.tui.screens.menu import asking
from netinv.tui.widgets.detail import wrapped
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Paragraph
from netinv.tui.widgets.search_box import SearchBox
from netinv.tui.writing import write

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Input

    from netinv.app.maintenance.maintaining import Added
    from netinv.app.maintenance.plan_line import Wish
    from netinv.app.views.pages import Snapshot, Views
    from netinv.tui.works import Work


class PlanScreen(HurtPage):
    """A field for from, to and words; below what was understood, and whom the work will cut off."""

    BINDINGS = bindings("found_up", "found_down", "found_page_up", "found_page_down")

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._impact: dict[str, Any] | None = None

    def body(self) -> ComposeResult:
        """The field, what was understood, whom it cuts off."""
        yield SearchBox(placeholder=_("from, to, words: 22:00 02:00 new power supply"), id="box")
        yield Paragraph(id="understood")
        yield from super().body()

    def headline(self) -> str:
        """On what."""
        kind = planned_work.kind_word(self._work.kind)
        return _("Plan work on {kind} {name}").format(kind=kind, name=one_line(self._work.called))

    def show(self, snapshot: Snapshot) -> None:
        """Ask anew whom it would cut off."""
        super().show(snapshot)
        self._say_understood()

    def impact(self, _views: Views, _at: int | None) -> dict[str, Any]:
        """While it is worked on."""
        from netinv.app.maintenance.maintaining import preview

        return preview(self.net.settings, self._work.name).shape

    def summary(self, found: dict[str, Any]) -> str:
        """How many."""
        return _("{counts} will be cut off").format(counts=hurt_counts(found))

    def take(self, found: dict[str, Any]) -> None:
        """Keep the answer for the question."""
        self._impact = found
        super().take(found)

    def _say_understood(self, *, insist: bool = False) -> Wish | None:
        """Say what the line means; what is wrong with it quietly while one types, aloud when one insists."""
        line = self.query_one(SearchBox).value
        found: Wish | None = None
        if not line.strip() and not insist:
            said, style = _("Also: tomorrow 22:00 +2h; 28/11 22:00 02:00; again: FREQ=WEEKLY;BYDAY=SU"), "dim"
        else:
            try:
                found = wish(line)
                said, style = understood(found, self.net.clock()), "title"
            except UsageError as error:
                found, said, style = None, one_line(str(error)), "down" if insist else "dim"
        words = [] if found is None or not found.note else [[Cell(f" {found.note}")]]
        lines = [[Cell(f" {part}", style)] for part in wrapped(said, max(1, self.size.width - 2))]
        self.query_one("#understood", Paragraph).show([*lines, *words])
        return found

    def on_resize(self) -> None:
        """Lines are parted anew."""
        self._say_understood()

    def on_input_changed(self, event: Input.Changed) -> None:
        """A letter was typed."""
        event.stop()
        self._say_understood()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask, and plan it."""
        event.stop()
        typed = self._say_understood(insist=True)
        if typed is None:
            return
        if self.net.at is not None:
            self.say(_("Not in the past: {key} returns to now.").format(key=self.net.key_of("now")))
            return
        counts = hurt_counts(self._impact) if self._impact else _("it is not known yet who")
        question = _("Plan it, {when}? {counts} will be cut off.")
        at_ms = self.net.clock()
        question = question.format(when=understood(typed, at_ms), counts=counts)

        def answered(yes: str | None) -> None:
            if yes:
                write(self.net, lambda: self._add(typed, at_ms), self._told)

        self.net.push_screen(asking(question, _("Yes, plan it")), answered)

    def _add(self, typed: Wish, at_ms: int) -> Added:
        from netinv.app.maintenance.maintaining import add

        begins, ends, repeat, note = typed
        return add(self.net.settings, self._work.name, begins, ends, note=note, repeat=repeat, now_ms=at_ms)

    def _told(self, added: Added) -> None:
        said = [planned_work.line(added.planned), *planned_work.warnings(added.planned, added.overlaps)]
        self.net.notify(_("Planned: {what}").format(what="; ".join(said)))
        if self.net.screen is self:
            self.net.pop_screen()

    def action_found(self, by: int) -> None:
        """Move the cursor in the table by rows, also from the field."""
        self.query_one(Grid).action_move(by)

    def action_found_page(self, by: int) -> None:
        """Move the cursor in the table by screens."""
        self.query_one(Grid).action_page(by)
