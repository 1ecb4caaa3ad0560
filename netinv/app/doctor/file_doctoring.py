"""Who else may write what sweeps store and believe, or read a key; for ``netinv doctor``."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.app.doctor.findings import Finding
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.config import Settings


def file_findings(settings: Settings) -> Iterator[Finding]:
    """Folders and files that anyone may write, and a database that this user may only read."""
    loose = [*_loose_folders(settings), *_loose_files(settings)]
    yield from loose
    if not loose and settings.db.exists():
        yield Finding("file modes", ok=True, found=_("others may write nothing of it"))
    yield from _read_only(settings.db)


def key_file_trouble(path: Path) -> tuple[str, str] | None:
    """What is wrong with an SSH key and how to mend it; None: nothing."""
    mode = _mode(path)
    if mode is None:
        return _("key file {path} is not there").format(path=path), _("put the key there, or mend key_file")
    if not os.access(path, os.R_OK):
        return _("key file {path} cannot be read").format(path=path), _("let this user read it: chown, mode 600")
    if mode & 0o077:
        found = _("key file {path}: {mode}, others may use it").format(path=path, mode=f"{mode:04o}")
        return found, _("run chmod 600 {path}, and consider the key known").format(path=path)
    return None


def _loose_folders(settings: Settings) -> Iterator[Finding]:
    """Who may write in a folder can put another database, other settings or other secrets there."""
    folders = {path.absolute().parent for path in (settings.db, settings.config, settings.secrets)}
    for folder in sorted(folders):
        mode = _mode(folder)
        if mode is not None and mode & stat.S_IWOTH:
            yield _loose(folder, mode, _("{path}: {mode}, anyone may put other files there"))


def _loose_files(settings: Settings) -> Iterator[Finding]:
    beside = (settings.db.with_name(settings.db.name + ending) for ending in ("", "-wal", "-shm"))
    own = [Path(named) for named in (settings.vendor_files, settings.indicator_files, settings.ca_file) if named]
    for path in (*beside, settings.config, *(settings.config.parent / named for named in own)):
        mode = _mode(path)
        if mode is not None and mode & stat.S_IWOTH:
            yield _loose(path, mode, _("{path}: {mode}, anyone may change it"))


def _loose(path: Path, mode: int, found: str) -> Finding:
    mend = _("run chmod o-w {path}, and look whether it is still as you left it").format(path=path)
    return Finding("file modes", ok=False, found=found.format(path=path, mode=f"{mode:04o}"), mend=mend)


def _read_only(db: Path) -> Iterator[Finding]:
    if not db.exists() or os.access(db, os.W_OK):
        return
    found = _("{path}: this user may only read it, so no sweep can be stored").format(path=db)
    mend = _("work as its owner: sudo -u {owner} netinv …").format(owner=_owner(db))
    yield Finding("file modes", ok=False, found=found, mend=mend)


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except KeyError:  # nobody of this machine: the file came from another
        return f"#{path.stat().st_uid}"


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
