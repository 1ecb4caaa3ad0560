"""A file in the making beside its target: whole in its place at the end, or not there at all."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from netinv.errors import StoreBusy, StoreError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BESIDE = ("-journal", "-wal", "-shm")


@contextmanager
def in_the_making(target: Path) -> Iterator[Path]:
    """Gives an empty file that only its owner may read; what is in it at the end takes the target's place at once.

    There is one for each target, with a lock on it: what a killed process left is used again, not left lying about.

    Raises:
        StoreBusy: another process makes the same file.
        StoreError: it cannot be made.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        descriptor = _locked(part)
    except OSError as error:
        raise _not_made(target, error) from None
    try:
        yield part
        os.fsync(descriptor)
        part.replace(target)
        _sync_folder(target.parent)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise _not_made(target, error) from None
        raise
    finally:
        _drop_beside(part)
        os.close(descriptor)


def _locked(part: Path) -> int:
    while True:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever held it may have put it in its place meanwhile: then it is no part any more.
            if part.exists() and part.stat().st_ino == os.fstat(descriptor).st_ino:
                os.ftruncate(descriptor, 0)
                os.fchmod(descriptor, 0o600)
                _drop_beside(part)
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise StoreBusy(_("{path}: another process is writing it: wait for that one").format(path=part)) from None
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _drop_beside(part: Path) -> None:
    for ending in _BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """So that the new name is there after a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_made(path: Path, error: OSError) -> StoreError:
    message = _("{path} cannot be written ({reason}): nothing was changed; check its folder, its rights and the disk")
    return StoreError(message.format(path=path, reason=error.strerror))
