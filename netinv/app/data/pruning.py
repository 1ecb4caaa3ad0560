"""Dropping old history: what has ended, and nothing that is open or that reports of the kept time need."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.writing import pruning

if TYPE_CHECKING:
    from pathlib import Path

_KEEP = re.compile(r"(\d{1,6})\s*([dwy])", re.ASCII)
_DAYS = {"d": 1, "w": 7, "y": 365}


class Pruned(NamedTuple):
    """What went or would go, by kind. ``before``: from here on all is kept. Bytes that are not known are None."""

    before: int
    rows: dict[str, int]
    freed: int | None
    file: int
    free: int


def days(text: str) -> int:
    """``400d``, ``60w`` or ``2y`` in days.

    Raises:
        UsageError: it is none of these, or nothing.
    """
    found = _KEEP.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise UsageError(_("--keep {text}: write it as 400d, 60w or 2y").format(text=text))
    return int(found[1]) * _DAYS[found[2]]


def prune(db: Path, keep_days: int, *, dry_run: bool, vacuum: bool, now_ms: int | None = None) -> Pruned:
    """Drop what ended before the kept time; sweeps may run meanwhile.

    Args:
        db: The database.
        keep_days: For how many days all is kept.
        dry_run: Only count.
        vacuum: Give the space back to the disk, too; then others cannot write for a while.
        now_ms: Now.

    Raises:
        StoreError: the database cannot be used.
    """
    now_ms = round(time.time() * 1000) if now_ms is None else now_ms
    _make_ready(db)
    limit = pruning.limit(db, now_ms - keep_days * pruning.DAY_MS)
    before = pruning.space(db)
    if dry_run:
        rows, freed = pruning.count(db, limit)
        return Pruned(limit, rows, freed, before.file, before.free)
    rows = dict.fromkeys((rule.what for rule in pruning.RULES), 0)
    for what, dropped in pruning.drop(db, limit):
        rows[what] += dropped
    within = pruning.space(db)
    if vacuum:
        pruning.give_back(db)
    after = pruning.space(db)
    used = before.file - before.free
    return Pruned(limit, rows, max(0, used - (within.file - within.free)), after.file, after.free)


def _make_ready(db: Path) -> None:
    from netinv.store.file.connection import is_current
    from netinv.store.reading.reader import Reader

    if not is_current(db):
        Reader(db).close()  # says what is wrong with it
