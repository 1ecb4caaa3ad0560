"""What ``netinv doctor`` finds."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One check. ``mend`` says what to do where it is not ok."""

    check: str
    ok: bool
    found: str
    mend: str | None = None
