"""The processes that live in given network namespaces, and their end: by pid, never by name alone."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NETNS = Path("/run/netns")
_END_WITHIN_S = 10.0


def inodes(namespaces: Iterable[str]) -> set[int]:
    """The inode numbers of named network namespaces; those that are not there are left out."""
    found = set()
    for namespace in namespaces:
        with contextlib.suppress(FileNotFoundError):
            found.add((NETNS / namespace).stat().st_ino)
    return found


def within(wanted: set[int]) -> dict[int, str]:
    """The processes in these namespaces: pid to name."""
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # gone, or a zombie
            if (entry / "ns/net").stat().st_ino in wanted:
                found[int(entry.name)] = (entry / "comm").read_text().strip()
    return found


def end(namespaces: Iterable[str], *, only: str | None = None, politely: bool = False) -> None:
    """End the processes in these namespaces, or only those of one name, and wait until they are gone.

    Raises:
        TimeoutError: some are still there after 10 s of SIGKILL.
    """
    wanted = inodes(namespaces)
    if not wanted:
        return
    give_up_at = time.monotonic() + _END_WITHIN_S
    how = signal.SIGTERM if politely else signal.SIGKILL
    while time.monotonic() < give_up_at:
        left = {pid for pid, name in within(wanted).items() if only in (None, name)}
        if not left:
            return
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        time.sleep(0.05)
        if politely and time.monotonic() > give_up_at - _END_WITHIN_S / 2:
            how = signal.SIGKILL
    raise TimeoutError(f"processes {sorted(left)} do not end")
