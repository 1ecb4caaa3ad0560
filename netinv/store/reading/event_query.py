"""Which events are asked for: every filter that is given must fit. Times are epoch milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEARCHED = " || ' ' || ".join(
    f"coalesce({column}, '')"
    for column in ("e.subject", "e.kind", "e.old", "e.new", "e.cause", "e.note", "t.search", "above.search")
)
FOLDED = "folded"
"""The function that the connection must have: a text without marks, in lower case."""


class EventQuery(NamedTuple):
    """Filters on the log.

    ``text``: words that all stand in the event, its site's name or that of the unit above, whatever their marks.
    """

    since: int = 0
    until: int | None = None
    device_id: int | None = None
    site_ids: Iterable[int] | None = None
    severities: Iterable[str] | None = None
    kinds: Iterable[str] | None = None
    problem_id: int | None = None
    text: str | None = None

    def where(self) -> tuple[str, list[Any]]:
        """The condition in SQL over ``event e``, its ``site t`` and the one ``above``, and its parameters."""
        tests, parameters = ["e.time >= ?"], [self.since]
        for column, value in (("e.device_id", self.device_id), ("e.problem_id", self.problem_id)):
            if value is not None:
                tests.append(f"{column} = ?")
                parameters.append(value)
        if self.until is not None:
            tests.append("e.time <= ?")
            parameters.append(self.until)
        words: list[Any] = []
        for column, values in (("e.site_id", self.site_ids), ("e.severity", self.severities), ("e.kind", self.kinds)):
            if values is not None:
                among = list(values)
                tests.append(f"{column} IN ({','.join('?' * len(among))})")
                words += among
        for word in fold(self.text or "").split():
            tests.append(f"instr({FOLDED}({_SEARCHED}), ?)")
            words.append(word)
        return " AND ".join(tests), [*parameters, *words]


EVERY_EVENT = EventQuery()
"""No filter."""
