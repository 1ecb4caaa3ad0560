"""Answers read by our own patterns, where no template does: a line that starts a record, and lines that add to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from probes.ssh.templates import Row

_LONGEST_LINE = 1000
"""So that no pattern can take long on a hostile answer."""


def blocks(start: str, *lines: str, inner: str = "") -> Callable[[str], list[Row]]:
    """A reader of records, for :attr:`Question.records`.

    Args:
        start: pattern of a line that starts a record. Its named groups, here and below, are fields of it.
        lines: patterns of what later lines, or the same, say of the record. What is said twice is there twice.
        inner: where a port has several records: what starts each; all have the fields of ``start``.
    """

    def read(text: str) -> list[Row]:
        rows: list[Row] = []
        outer: Row = {}
        current: Row | None = None
        for line in text.splitlines():
            line = line[:_LONGEST_LINE]  # noqa: PLW2901
            started = re.search(start, line)
            if started:
                outer, current = {}, None
                _add(outer, started)
            within = re.search(inner, line) if inner else started
            if within:
                current = {name: list(value) for name, value in outer.items()}
                rows.append(current)
                if inner:
                    _add(current, within)
            if current is not None:
                for said in filter(None, (re.search(pattern, line) for pattern in lines)):
                    _add(current, said)
        return rows

    return read


def _add(row: Row, said: re.Match[str]) -> None:
    """A group that took no part is there as an empty text, so that lists of one pattern stay side by side."""
    for name, value in said.groupdict("").items():
        values = row.setdefault(name, [])
        assert isinstance(values, list)
        values.append(value)
