"""The use case of taking inventory files in: read, check, write in one transaction, or only say what would change."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from netinv.declaration import day_of, keeping_ends
from netinv.i18n import _
from netinv.inventory import read
from netinv.inventory.checking import check
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.config import Settings
    from netinv.declaration import Change, ImportCounts, Value


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do. ``changes`` are sentences, one for each thing added or updated."""

    counts: ImportCounts
    changes: tuple[str, ...]
    dry_run: bool

    def as_json(self) -> dict[str, object]:
        """The shape that ``netinv import --json`` promises."""
        return self.counts.as_json()


def import_inventory(
    settings: Settings, paths: Sequence[Path], *, dry_run: bool = False, now_ms: int | None = None
) -> ImportResult:
    """Take files, or folders holding them, into the database: all or nothing. Needs no secrets.

    A dry run makes no database and leaves none changed.

    Raises:
        InventoryError: what is wrong with the files.
        StoreError: the database cannot be used.
    """
    inventory = read(paths)
    now = round(time.time() * 1000) if now_ms is None else now_ms
    # Imported late: it costs more than a whole reading command.
    from netinv.app.sweeps import linking
    from netinv.store.writing import importing
    from netinv.store.writing.engine import Store

    with _database(settings.db, dry_run=dry_run) as db, Store(db).write() as connection:
        known = replace(importing.known(connection), indicators=_ratios(settings) if inventory.indicators else {})
        inventory = keeping_ends(inventory, known)
        check(inventory, known, day_of(now))
        counts = importing.apply(connection, inventory, now)
        if counts.changes:
            linking.refresh(connection, now)
        if dry_run:
            connection.rollback()
    return ImportResult(counts, tuple(map(sentence, counts.changes)), dry_run)


def _ratios(settings: Settings) -> dict[str, bool]:
    """For each indicator that there is, whether it is a ratio."""
    from netinv.app.data.indicator_files import indicators

    return {key: one.ratio for key, one in indicators(settings).items()}


@contextmanager
def _database(path: Path, *, dry_run: bool) -> Iterator[Path]:
    if path.exists() or not dry_run:
        yield path
        return
    with TemporaryDirectory(prefix="netinv-") as folder:
        yield Path(folder, "inventory.db")


def sentence(change: Change) -> str:
    """A change in words: “device core1: address 10.0.0.1 → 10.0.0.2”."""
    kind = {
        "sites": _("site"),
        "devices": _("device"),
        "links": _("link"),
        "services": _("service"),
        "indicators": _("figure"),
    }[change.kind]
    name = one_line(change.name)
    if change.added:
        return _("{kind} {name}: new").format(kind=kind, name=name)
    values = ", ".join(
        _("{column} {before} → {after}").format(column=column, before=_shown(before), after=_shown(after))
        for column, before, after in change.values
    )
    return _("{kind} {name}: {values}").format(kind=kind, name=name, values=values)


def _shown(value: Value) -> str:
    return "–" if value is None else one_line(str(value))
