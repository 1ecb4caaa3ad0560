"""A found link becomes a declared one: by the way of an import, so in one transaction and with its checks."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from netinv.app.data.importing import import_inventory
from netinv.app.views.graphing import link as as_link
from netinv.app.views.naming import one_link
from netinv.inventory.writing import write
from netinv.store.reading.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings
    from topology.values import Link

_COLUMNS = ("a_device", "a_interface", "b_device", "b_interface")
_DECLARED = "declared"


def accept(settings: Settings, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Declare the links of those names, all or none; gives those that are new, and those that were declared already.

    Raises:
        UsageError: a name that is none of a known link, with the nearest.
    """
    with Reader(settings.db) as reader:
        links = list(map(as_link, reader.links()))
        sites, devices = reader.sites(), reader.devices()
    meant = {link for name in names for link in one_link(name, sites, devices, links).links}
    new = sorted(link for link in meant if _DECLARED not in link.sources and link.state != "gone")
    if new:
        _declare(settings, new)
    return [link.name for link in new], sorted(link.name for link in meant if _DECLARED in link.sources)


def _declare(settings: Settings, links: Sequence[Link]) -> None:
    rows = [dict(zip(_COLUMNS, link[:4], strict=True)) for link in links]
    with TemporaryDirectory(prefix="netinv-") as folder:
        path = Path(folder, "links.csv")
        with path.open("w", encoding="utf-8", newline="") as stream:
            write("links", rows, stream, _COLUMNS)
        import_inventory(settings, [path])
