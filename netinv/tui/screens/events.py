"""The log: filtered by words, site, severity and time; the events of one outage folded together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.pages import NEWEST_EVENTS
from netinv.app.words.durations import duration, local_time, number
from netinv.app.words.event_words import change, event_word, severity_word, value_word
from netinv.i18n import _
from netinv.store.reading.event_query import EventQuery
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.log_rows import Folded, LogRows, log_cells
from netinv.tui.rows import Cell, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_event
from netinv.tui.tables import event_columns, taken_on
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot, Views
    from netinv.store.reading.views import EventRow
    from netinv.tui.rows import Column, Key
    from netinv.tui.subject import Subject

_MOST = 5000
_SEVERITIES = (None, ("warning", "error"), ("error",))
_HOUR_S, _DAY_S = 3600, 86_400
_PERIODS_S = (None, _HOUR_S, _DAY_S, 7 * _DAY_S, 30 * _DAY_S)


class Filter(NamedTuple):
    """What is on: places in the lists of severities and periods, words, and of whom."""

    text: str = ""
    severity: int = 0
    period: int = 0
    device_id: int | None = None
    site_ids: tuple[int, ...] | None = None
    of: str = ""

    def query(self, now_ms: int) -> EventQuery:
        """As the store is asked."""
        period_s = _PERIODS_S[self.period]
        return EventQuery(
            since=0 if period_s is None else now_ms - period_s * 1000,
            device_id=self.device_id,
            site_ids=self.site_ids,
            severities=_SEVERITIES[self.severity],
            text=self.text,
        )

    def words(self) -> list[str]:
        """What the title says of it."""
        period_s = _PERIODS_S[self.period]
        said = [self.of, f"“{self.text}”" if self.text else ""]
        said.append(("", _("warnings and errors"), _("errors"))[self.severity])
        said.append("" if period_s is None else _("the last {duration}").format(duration=duration(period_s)))
        return [one_line(part) for part in said if part]


class EventsScreen(TablePage):
    """The log, newest first; Enter opens the device that it happened to, Space the events of an outage."""

    BINDINGS = bindings("severity", "period", "fold_problem")
    has_sentences = True
    own_keys = ("acknowledge", "filter", "severity", "period")

    def __init__(self, chosen: Filter | None = None) -> None:
        super().__init__()
        self.chosen = chosen or Filter()
        self._found: Sequence[EventRow] | None = None
        self._opened: set[int] = set()

    def obstacle(self, action: str, parameters: tuple[object, ...]) -> str:
        """It has one order."""
        if action == "sort":
            return _("The log is in the order of time.")
        return super().obstacle(action, parameters)

    def is_narrowed(self) -> bool:
        """Whether any filter is on."""
        return self.chosen != Filter()

    def columns(self) -> Sequence[Column]:
        """As everywhere events are listed."""
        return event_columns()

    def name_of(self) -> str:
        """The title, with what filters."""
        return " · ".join([_("Events"), *self.chosen.words()])

    def headline(self) -> str:
        """How many events, folded or not; where there may be more, that these are the newest."""
        n = len(self._events(self.net.snapshot))
        if n < (_MOST if self._is_asked(self.net.snapshot) else NEWEST_EVENTS):
            return f"{self.name_of()}: {number(n)}"
        return _("{table}: the newest {n}").format(table=self.name_of(), n=number(n))

    def empty(self) -> str:
        """What to do next."""
        if self.chosen != Filter():
            return _("No event fits the filter. {key} takes it off.").format(key=self.net.key_of("everything"))
        return _("No events yet.\nA sweep writes what changed: netinv sweep")

    def show(self, snapshot: Snapshot) -> None:
        """Without a filter the newest are at hand; for the older ones, and with a filter, the store is asked."""
        super().show(snapshot)
        if self._is_asked(snapshot):
            wanted = self.chosen
            self.ask(lambda views, at: self._ask(views, at, wanted), lambda found: self._take(found, wanted))

    def _ask(self, views: Views, at: int | None, wanted: Filter) -> list[EventRow]:
        with views.reading(at) as reader:
            return reader.events(wanted.query(self.net.clock() if at is None else at), _MOST)

    def _take(self, found: Sequence[EventRow], wanted: Filter) -> None:
        if wanted == self.chosen:
            self._found = found
            super().show(self.net.snapshot)
            self.update_bars()

    def _is_asked(self, snapshot: Snapshot) -> bool:
        return self.chosen != Filter() or len(snapshot.events) >= NEWEST_EVENTS

    def _events(self, snapshot: Snapshot) -> Sequence[EventRow]:
        """What was found stays until other is, so that the cursor keeps its row."""
        if not self._is_asked(snapshot):
            return snapshot.events
        return self._found if self._found is not None else snapshot.events if self.chosen == Filter() else ()

    def rows(self, snapshot: Snapshot) -> Rows:
        """Newest first, what belongs to one problem under its newest event."""
        names = snapshot.names_by_code
        now_ms = self.net.now_ms
        standing = {problem.id for problem in snapshot.problems}
        return LogRows(self._events(snapshot), self._opened, lambda line: log_cells(line, names, standing, now_ms()))

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """All that is known of an event."""
        line = self._at(key)
        return event_facts(line.event) if line else ()

    def sentences(self, key: Key) -> Sequence[Cell]:
        """What happened to what, whole, and who took it on."""
        line = self._at(key)
        if line is None:
            return ()
        event, style = line.event, line.event.severity if line.event.severity != "info" else ""
        where = self.net.snapshot.names_by_code.get(event.site or "", event.site or "")
        said = [one_line(part) for part in (event.subject, where, change(event)) if part]
        return [Cell(" · ".join(said), style), *taken_on(event.acked_by, event.note)]

    def subject(self) -> Subject | None:
        """The device that the event under the cursor happened to, seen through the event."""
        line = self._at(self.query_one(Grid).cursor)
        event = line.event if line else None
        return of_event(event, self.net.snapshot.device(event.device_id if event else None))

    def _at(self, key: Key | None) -> Folded | None:
        line: Folded | None = self.item(key)
        return line

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device it happened to."""
        line = self._at(message.key)
        self.net.open_device(line.event.device_id if line else None)

    def change(self, chosen: Filter) -> None:
        """Filter in another way."""
        self.chosen, self._found = chosen, None
        self.show(self.net.snapshot)
        self.update_bars()

    def asked_for(self) -> tuple[str, str, str]:
        """Of events."""
        return _("Only events with these words"), _("device, site, what, cause"), self.chosen.text

    def narrow_to(self, words: str) -> None:
        """The store looks for them."""
        self.change(self.chosen._replace(text=words))

    def action_severity(self) -> None:
        """The next severity."""
        self.change(self.chosen._replace(severity=(self.chosen.severity + 1) % len(_SEVERITIES)))

    def action_only_problems(self) -> None:
        """Warnings and errors only, or all."""
        self.change(self.chosen._replace(severity=0 if self.chosen.severity else 1))

    def action_period(self) -> None:
        """The next period."""
        self.change(self.chosen._replace(period=(self.chosen.period + 1) % len(_PERIODS_S)))

    def action_everything(self) -> None:
        """No filter."""
        self.change(Filter())

    def action_fold(self) -> None:
        """Show or hide the events of the outage under the cursor."""
        grid = self.query_one(Grid)
        line = self._at(grid.cursor)
        number = line.event.problem_id if line else None
        if number is None:
            self.say(_("This event belongs to no outage."))
            return
        self._opened ^= {number}
        super().show(self.net.snapshot)
        grid.go_to(("problem", number))


def event_facts(event: EventRow) -> list[tuple[str, Cell]]:
    """Labels and values of an event."""
    style = event.severity if event.severity != "info" else ""
    plain = [
        (_("Kind"), event_word(event.kind) or _("device")),
        (_("What"), event.subject),
        (_("Time"), local_time(event.time, seconds=True)),
        (_("Old"), value_word(event.kind, event.old)),
        (_("New"), value_word(event.kind, event.new)),
        (_("Cause"), event.cause),
        (_("Problem"), "" if event.problem_id is None else str(event.problem_id)),
        (_("Taken on by"), event.acked_by),
        (_("Taken on"), "" if event.acked_at is None else local_time(event.acked_at)),
        (_("Words"), event.note),
    ]
    facts = [(_("Event"), Cell(str(event.id))), (_("Severity"), Cell(severity_word(event.severity), style))]
    return facts + [(label, Cell(one_line(value or ""))) for label, value in plain]
