"""What is wrong with inventory files: collected, so that one import names many faults at once."""

from __future__ import annotations

from typing import NamedTuple

from netinv.declaration import ImportCounts
from netinv.errors import UsageError
from netinv.i18n import _, plural
from netinv.text import one_line

MOST_PROBLEMS = 20
_LONGEST_QUOTE = 60


class Problem(NamedTuple):
    """One fault: where it stands, what it is, and the mend. ``line`` counts from 1."""

    file: str
    line: int | None
    column: str | None
    error: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        if self.column is None:
            return f"{where}: {self.error}"
        return _("{where}: column {column}: {error}").format(where=where, column=self.column, error=self.error)


class InventoryError(UsageError):
    """Inventory files that cannot be taken. Nothing of them was stored."""

    def __init__(self, errors: list[Problem], total: int) -> None:
        self.errors = errors
        self.total = total
        super().__init__(errors, total)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.errors]
        more = self.total - len(self.errors)
        if more:
            lines.append(plural("… and {n} more error", "… and {n} more errors", more).format(n=more))
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The shape that ``netinv import --json`` promises."""
        return ImportCounts().as_json() | {"errors": [problem._asdict() for problem in self.errors]}


class Problems:
    """Collects faults; keeps the first :data:`MOST_PROBLEMS` of them and counts the rest."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.total = 0

    @property
    def full(self) -> bool:
        """Whether no more are kept: then no effort need go into their words."""
        return len(self.kept) >= MOST_PROBLEMS

    def add(self, file: str, line: int | None, column: str | None, error: str) -> None:
        """Note one fault."""
        self.total += 1
        if not self.full:
            self.kept.append(Problem(file, line, column, error))

    def stop_if_any(self) -> None:
        """End here if there were any.

        Raises:
            InventoryError: with those that were kept.
        """
        if self.total:
            raise InventoryError(self.kept, self.total)


def quoted(text: str) -> str:
    """A value as messages show it: on one line, not too long, in quotation marks."""
    text = one_line(text[: _LONGEST_QUOTE * 4])
    return f"“{text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + '…'}”"


def nearest(word: str, words: list[str] | tuple[str, ...]) -> str:
    """“: did you mean …?” where one of the words is like it, else nothing."""
    from difflib import get_close_matches

    found = get_close_matches(word[:_LONGEST_QUOTE], words, n=1, cutoff=0.6)
    return _(" (did you mean {word}?)").format(word=quoted(found[0])) if found else ""
