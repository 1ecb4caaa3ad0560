"""The use cases of reorganisations: apply a file, or only see what it would do; take the last one back."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.maintenance.acknowledging import user
from netinv.app.words.durations import local_time
from netinv.declaration import day_of
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.inventory import read_table
from netinv.inventory.problems import Problems
from netinv.text import one_line
from netinv.units.planning import plan
from netinv.units.rows import COLUMNS, acts

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.config import Settings
    from netinv.store.writing.engine import Connection


class Reorganised(NamedTuple):
    """What a reorganisation did, or would do. ``number`` is None where nothing was stored."""

    number: int | None
    shape: dict[str, Any]


def apply(settings: Settings, path: Path, *, dry_run: bool = False, now_ms: int | None = None) -> Reorganised:
    """Apply a file as one transaction; a dry run changes nothing.

    Raises:
        InventoryError: what is wrong with the file, with the line and the mend.
        UsageError: the file was applied already.
        StoreError: the database cannot be used.
    """
    problems = Problems()
    found = acts(read_table(path, COLUMNS, problems), problems)
    problems.stop_if_any()
    now = round(time.time() * 1000) if now_ms is None else now_ms
    digest = hashlib.sha256(repr([act[2:] for act in found]).encode()).hexdigest()
    from netinv.app.units.reorganised import shape
    from netinv.store.file.connection import connect
    from netinv.store.writing import reorganising
    from netinv.store.writing.engine import Store

    connect(settings.db).close()  # a file that is not there is no place to reorganise
    with Store(settings.db).write() as connection:
        _refuse_twice(connection, digest)
        world = reorganising.world(connection)
        plan(world, found, day_of(now), problems)
        problems.stop_if_any()
        told = shape(connection, world)
        number = None
        if dry_run:
            connection.rollback()
        else:
            number = reorganising.write(
                connection, world, by=user(), at_ms=now, file=one_line(path.name), digest=digest
            )
    return Reorganised(number, {"reorganisation": number, "dry_run": dry_run, **told, "errors": []})


def _refuse_twice(connection: Connection, digest: str) -> None:
    from netinv.store.writing.reorganising import applied

    before = applied(connection, digest)
    if before is not None:
        message = _("this was applied already on {time}, as number {number}: nothing is left to do (netinv geo log)")
        raise UsageError(message.format(time=local_time(before[1]), number=before[0]))


def undo(settings: Settings, number: int | None = None, now_ms: int | None = None) -> tuple[int, int, int]:
    """Take the last reorganisation back; returns its number, how many units are again, and how many are no more.

    Raises:
        UsageError: there is none, it is not the last one, or something new stands at its units.
        StoreError: the database cannot be used.
    """
    from netinv.store.file.connection import connect
    from netinv.store.writing import undoing
    from netinv.store.writing.engine import Store

    connect(settings.db).close()
    now = round(time.time() * 1000) if now_ms is None else now_ms
    with Store(settings.db).write() as connection:
        last = undoing.newest(connection)
        if last is None:
            raise UsageError(_("there is no reorganisation to take back: netinv geo log shows them"))
        if number not in (None, last):
            message = _("only the last reorganisation, number {last}, can be taken back; then the one before it")
            raise UsageError(message.format(last=last))
        standing = undoing.hindrances(connection, last)
        if standing:
            message = _("{what} came to units that would be no more: give them another site, then undo")
            raise UsageError(
                message.format(what=", ".join(f"{one_line(name)} ({code})" for _k, name, code in standing[:10]))
            )
        return (last, *undoing.undo(connection, last, now))
