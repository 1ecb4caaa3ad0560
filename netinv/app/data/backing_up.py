"""Backups of the database while sweeps run, and taking one back."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.errors import NetinvError, StoreError, SweepRunning, UsageError
from netinv.i18n import _
from netinv.store.file import copying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from netinv.store.file.copying import Contents

_LOOK_AGAIN_S = 0.5
_LONGEST_MS = 3600 * 1000


class Restored(NamedTuple):
    """What a database holds now, and where the one is that it replaced (None: there was none)."""

    contents: Contents
    kept: Path | None
    migrated: bool


def back_up(db: Path, file: Path, *, force: bool) -> Contents:
    """Copy the database into a file and prove the copy sound before it gets its name.

    Raises:
        UsageError: the file is there and may not be replaced, or is the database itself.
        StoreError: the database cannot be read, or the file not be written.
    """
    _check_other(db, file)
    if file.exists() and not force:
        raise UsageError(_("{path} is there already: name another file, or replace it with --force").format(path=file))
    target = file.resolve()
    copying.copy(db, target)
    return copying.contents(target)


def _check_other(db: Path, file: Path) -> None:
    if file.is_dir():
        raise UsageError(_("{path} is a folder: name a file").format(path=file))
    if file.exists() and db.exists() and file.samefile(db):
        raise UsageError(_("{path} is the database itself: name another file").format(path=file))


def restore(db: Path, file: Path, wait_s: float, on_wait: Callable[[], None]) -> Restored:
    """Give the database the contents of a backup. What it held before is kept beside it.

    Args:
        db: The database; may be missing or damaged. Whoever reads it meanwhile goes on.
        file: The backup; it stays as it is.
        wait_s: How long to wait for a sweep that runs.
        on_wait: Called once if there is one.

    Raises:
        UsageError: the file is not there, or the database itself.
        SchemaTooNew: a newer netinv made it.
        SweepRunning: a sweep runs for longer than that.
        StoreError: the file is no sound backup, or the database cannot be written; then nothing has changed.
    """
    _check_other(db, file)
    if not file.exists():
        raise UsageError(_("{path}: there is no such file").format(path=file))
    _check_backup(file)
    before = copying.condition(db)
    if before == "foreign":
        raise UsageError(_("{path} is a database of another program: name another file with --db").format(path=db))
    name = _kept_name(db)
    kept: Path | None = name
    if before == "readable":
        with _nobody_sweeps(db, wait_s, on_wait):
            copying.copy(db, name, checked=False)
            copying.overwrite(db, file)
    else:
        kept = _replace(db, file, name)
    held, migrated = _up_to_date(db)
    return Restored(held, kept, migrated)


def _check_backup(file: Path) -> None:
    try:
        copying.contents(file)
    except StoreError as error:
        message = _("{error}: it cannot be restored; nothing was changed")
        raise type(error)(message.format(error=error)) from error


def _replace(db: Path, file: Path, kept: Path) -> Path | None:
    """Where no database can be opened there is none to write into, and no sweep that could run."""
    ready = db.with_name(f".{db.name}.restored")
    try:
        copying.copy(file, ready)
        was_there = copying.put_aside(db, kept)
        ready.replace(db)
    except OSError as error:
        message = _("{path} cannot be written ({reason}): check its folder, its rights and the disk")
        raise StoreError(message.format(path=db, reason=error.strerror)) from None
    finally:
        with suppress(OSError):
            ready.unlink(missing_ok=True)
    return kept if was_there else None


def _kept_name(db: Path) -> Path:
    """With the time in it; none that is there is ever written over."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    name = kept = db.with_name(f"{db.name}.before-restore-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = name.with_name(f"{name.name}-{number}")
    return kept


@contextmanager
def _nobody_sweeps(db: Path, wait_s: float, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold the mark of a running sweep. It goes with the contents that are replaced; after a failure it is closed."""
    from netinv.store.writing import sweeps

    until, told = time.monotonic() + wait_s, False
    while True:
        now_ms = round(time.time() * 1000)
        try:
            mark = sweeps.begin(db, now_ms, now_ms + _LONGEST_MS)
            break
        except SweepRunning:
            if time.monotonic() >= until:
                raise
            if not told:
                on_wait()
                told = True
            time.sleep(_LOOK_AGAIN_S)
    try:
        yield
    except BaseException:
        with suppress(NetinvError):
            sweeps.abandon(db, mark, round(time.time() * 1000))
        raise


def _up_to_date(db: Path) -> tuple[Contents, bool]:
    """Migrate what an older netinv made."""
    from netinv.store.file.connection import is_current

    migrated = not is_current(db)
    if migrated:
        from netinv.store.writing.engine import Store

        Store(db)
    return copying.contents(db), migrated
