"""What ``netinv doctor`` finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES_SHOWN = 10


class Finding(NamedTuple):
    """One check. ``mend`` says what to do where it is not ok."""

    check: str
    ok: bool
    found: str
    mend: str | None = None


def shown(names: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" (+{len(names) - _NAMES_SHOWN})" if len(names) > _NAMES_SHOWN else ""
    return ", ".join(names[:_NAMES_SHOWN]) + more
