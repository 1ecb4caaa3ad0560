"""The lines of the log: what belongs to one problem is one line until it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.tui.tables import event_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from netinv.store.reading.views import EventRow
    from netinv.tui.rows import Cell, Key


class Folded(NamedTuple):
    """A line: an event, and of the first of a problem how many belong to it; ``inner``: one of the others."""

    event: EventRow
    belonging: int = 1
    opened: bool = False
    inner: bool = False

    @property
    def key(self) -> Key:
        """An outage keeps its key while events come to it."""
        return ("problem", self.event.problem_id) if self.belonging > 1 else self.event.id


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
            lines.append(Folded(event))
        elif event is belonging[0]:
            is_open = event.problem_id in opened
            lines.append(Folded(event, len(belonging), is_open))
            lines += [Folded(one, inner=True) for one in belonging] if is_open else []
    return lines


def log_cells(line: Folded, site_names: Mapping[str, str], now_ms: int) -> list[Cell]:
    """The cells of an event; of a folded outage with how many events it holds."""
    time, what, where, change = event_cells(line.event, site_names, now_ms)
    if line.inner:
        return [time, what._replace(text=f"  {what.text}"), where, change]
    taken = f" · {line.event.acked_by}" if line.event.acked_by else ""
    if line.belonging == 1:
        return [time, what, where, change._replace(text=change.text + taken)]
    mark = "▾" if line.opened else "▸"
    count = plural("{n} event", "{n} events", line.belonging).format(n=number(line.belonging))
    said = _("{change} · outage of {count}").format(change=change.text, count=count)
    return [time, what._replace(text=f"{mark} {what.text}"), where, change._replace(text=said + taken)]
