"""The lines of the log: what belongs to one problem is one line until it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import clock_time, number
from netinv.i18n import _, plural
from netinv.tui.rows import ListRows
from netinv.tui.tables import event_cells, subject_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from netinv.store.reading.views import EventRow
    from netinv.tui.rows import Cell, Key

_LEADING = ("group", "flapping", "service", "poller", "link", "device")
"""The kinds of event that tell of a problem itself, those first that tell most."""

_WELL = ("up", "maintenance")


class Folded(NamedTuple):
    """A line: an event, or a problem's own with how many belong to it; ``inner``: one of those.

    ``newest`` is the time of the newest of them, epoch ms.
    """

    event: EventRow
    newest: int
    belonging: int = 1
    opened: bool = False
    inner: bool = False

    @property
    def key(self) -> Key:
        """An outage keeps its key while events come to it."""
        return ("problem", self.event.problem_id) if self.belonging > 1 else self.event.id


class LogRows(ListRows[Folded]):
    """The lines over ``events``, the newest first."""

    def __init__(
        self, events: Sequence[EventRow], opened: Collection[int], cells: Callable[[Folded], Sequence[Cell]]
    ) -> None:
        super().__init__(folded(events, opened), lambda line: line.key, cells)
        self.events = events


def folded(events: Sequence[EventRow], opened: Collection[int]) -> list[Folded]:
    """Newest first; the events of a problem stand at its newest one, hidden but for those of opened ones."""
    together: dict[int, list[EventRow]] = {}
    for event in events:
        if event.problem_id is not None:
            together.setdefault(event.problem_id, []).append(event)
    lines: list[Folded] = []
    for event in events:
        belonging = together.get(event.problem_id, [event]) if event.problem_id is not None else [event]
        if len(belonging) == 1:
            lines.append(Folded(event, event.time))
        elif event is belonging[0]:
            is_open = event.problem_id in opened
            lines.append(Folded(_leading(belonging), event.time, len(belonging), is_open))
            lines += [Folded(one, one.time, inner=True) for one in belonging] if is_open else []
    return lines


def _leading(events: Sequence[EventRow]) -> EventRow:
    """The one that tells most of a problem, for which it is one line: what became last of that with which it began."""
    began = min(events, key=lambda event: (event.severity != "error", _rank(event.kind), event.id))
    return next(event for event in events if (event.kind, event.subject) == (began.kind, began.subject))


def _rank(kind: str) -> int:
    return _LEADING.index(kind) if kind in _LEADING else len(_LEADING)


def log_cells(line: Folded, site_names: Mapping[str, str], standing: Collection[int | None], now_ms: int) -> list[Cell]:
    """The cells of an event; of a folded outage with how many events it holds, and whether it is over.

    ``standing``: the numbers of the open problems.
    """
    event = line.event
    time, mark, what, where, change = event_cells(event, site_names, now_ms)
    if line.inner:
        return [time, mark, subject_cell(event.subject, what.style, "  "), where, change]
    taken = f" · {event.acked_by}" if event.acked_by else ""
    if line.belonging == 1:
        return [time, mark, what, where, change._replace(text=change.text + taken)]
    count = plural("{n} event", "{n} events", line.belonging).format(n=number(line.belonging))
    over = "" if event.problem_id in standing or event.new in _WELL else " · " + _("ended")
    return [
        time._replace(text=clock_time(line.newest, now_ms)),
        mark,
        subject_cell(event.subject, what.style, "▾ " if line.opened else "▸ "),
        where,
        change._replace(text=f"{change.text}{over} · {count}{taken}"),
    ]
