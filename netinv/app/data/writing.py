"""Writing a file whole: beside its target first, then in its place."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from netinv.errors import StoreError
from netinv.i18n import _

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file, or leave it as it was.

    Raises:
        StoreError: it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a pipe, a terminal
        else:
            _replace(target, data)
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL in the path; RuntimeError: a loop of links
        message = _(
            "{path} cannot be written ({reason}): nothing was changed; check its folder, its rights and the disk"
        )
        raise StoreError(message.format(path=path, reason=getattr(error, "strerror", None) or error)) from None


def _replace(target: Path, data: bytes) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
