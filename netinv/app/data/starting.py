"""The use case of starting: a database, and commented files for settings and secrets. What is there is kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from netinv.app.data.file_texts import secrets_text, settings_text
from netinv.app.data.importing import import_inventory
from netinv.declaration import KINDS
from netinv.errors import StoreError
from netinv.i18n import _
from netinv.inventory import read
from netinv.inventory.example import example_dir

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.config import Settings
    from netinv.declaration import ImportCounts


def init(settings: Settings, example: str | None = None) -> list[str]:
    """Make the database, the settings file and the secrets file; with an example also take its inventory in.

    Returns:
        What was made and what was kept, a sentence each.

    Raises:
        UsageError: there is no such example.
        StoreError: a file cannot be made.
    """
    folder = example_dir(example) if example is not None else None
    said = [_made_or_kept(settings.db, made=_make_database(settings.db))]
    names: tuple[list[str], list[str]] = ([], [])
    if folder is not None:
        counts = import_inventory(settings, [folder]).counts
        said.append(_took_in(folder.name, counts))
        names = _credential_names(folder)
    said.append(_made_or_kept(settings.config, made=_make_file(settings.config, settings_text(), 0o644)))
    said.append(_made_or_kept(settings.secrets, made=_make_file(settings.secrets, secrets_text(*names), 0o600)))
    return said


def _took_in(example: str, counts: ImportCounts) -> str:
    total = {kind: counts.added[kind] + counts.updated[kind] + counts.unchanged[kind] for kind in KINDS}
    message = _("Took in the example {name}: {sites} sites, {devices} devices, {links} links, {services} services.")
    return message.format(name=example, **total)


def _made_or_kept(path: Path, *, made: bool) -> str:
    return (_("Made {path}.") if made else _("Kept {path}: it was there already.")).format(path=path)


def _make_database(path: Path) -> bool:
    """Whether it was not there; an older one is brought up to date."""
    from netinv.store.writing.engine import Store

    new = not path.exists()
    if new and not path.parent.is_dir():
        raise StoreError(_("the folder {folder} is not there: make it first").format(folder=path.parent))
    Store(path)
    return new


def _make_file(path: Path, text: str, mode: int) -> bool:
    """Whether it was not there; never writes over a file."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return False
    except OSError as error:
        raise _not_made(path, error) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _not_made(path, error) from None
    return True


def _not_made(path: Path, error: OSError) -> StoreError:
    message = _("{path} cannot be made ({reason}): check its folder, its rights and the space on the disk")
    return StoreError(message.format(path=path, reason=error.strerror))


def _credential_names(folder: Path) -> tuple[list[str], list[str]]:
    """The names in the columns ``snmp`` and ``ssh`` of an inventory."""
    devices = read([folder]).devices
    return (
        sorted({row.text("snmp") for row in devices} - {""}),
        sorted({row.text("ssh") for row in devices} - {""}),
    )
