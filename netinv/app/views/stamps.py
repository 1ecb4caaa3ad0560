"""Whether a file is another than before, without reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Stamp(NamedTuple):
    """Which file it is (device and inode), when it was last written (epoch ns), how many octets it has."""

    file: tuple[int, int]
    written_ns: int
    size: int


def stamp(path: Path) -> Stamp | None:
    """That of a file now; None: there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp((status.st_dev, status.st_ino), status.st_mtime_ns, status.st_size)
