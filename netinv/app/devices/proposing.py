"""What a search came to: where each device belongs, the links among them; and writing the new ones to the inventory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from netinv.app.devices.probing import shape as probe_shape
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.placement import Candidate, place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from netinv.config import Settings
    from netinv.discover import Crawl, Found
    from topology.values import Link


@dataclass(frozen=True)
class Proposal:
    """A device found, where it belongs and why; ``known`` is its name in the inventory."""

    found: Found
    site: str | None
    reason: str
    known: str | None = None


@dataclass(frozen=True)
class Discovery:
    """What a search came to."""

    proposals: list[Proposal]
    links: list[Link]
    crawl: Crawl

    def as_json(self) -> dict[str, Any]:
        """The shape that ``netinv discover --json`` promises."""
        from netinv.app.views import shapes

        return {
            "devices": [
                {
                    "address": proposal.found.place.address,
                    "name": proposal.known or proposal.found.name,
                    "site": proposal.site,
                    "reason": proposal.reason,
                    "probe": probe_shape(proposal.found.place.address, [proposal.found.visit]),
                }
                for proposal in sorted(self.proposals, key=lambda proposal: proposal.found.name)
            ],
            "links": [shapes.link(link) for link in self.links],
            "tried": self.crawl.tried,
            "answered": self.crawl.answered,
            "ended": self.crawl.ended,
        }


def place_all(settings: Settings, found: Sequence[Found]) -> list[Proposal]:
    """Where each belongs: as the inventory knows it, else by the placement rules, else nowhere yet."""
    known = _inventory(settings)
    proposals = []
    for one in found:
        addresses = {one.place.address, *(fact.address for fact in one.addresses)}
        row = next((known[address] for address in sorted(addresses) if address in known), None)
        if row is not None:
            proposals.append(Proposal(one, row[1], _("already in the inventory"), row[0]))
            continue
        candidate = Candidate(one.place.address, one.name, one.system.location, one.place.behind)
        placed = place(candidate, settings.placement)
        site, reason = placed or (None, _("no placement rule fits: name its site in devices.csv"))
        proposals.append(Proposal(one, site, reason))
    return proposals


def _inventory(settings: Settings) -> dict[str, tuple[str, str]]:
    """Name and site of the devices that are known, by address."""
    from netinv.store.reading.reader import Reader

    if not settings.db.exists():
        return {}
    with Reader(settings.db) as reader:
        return {row.address: (row.name, row.site) for row in reader.devices()}


def links_among(found: Sequence[Found]) -> list[Link]:
    """The links that their neighbour claims come to."""
    from topology.resolve import resolve
    from topology.values import Claim, Device, Port, PortAddress

    devices = [
        Device(
            name=one.name,
            site="",
            address=one.place.address,
            state="up",
            sys_name=one.system.sys_name,
            chassis_ids=frozenset(filter(None, (one.system.chassis_id, *(port.mac for port in one.interfaces)))),
            addresses=frozenset(fact.address for fact in one.addresses),
        )
        for one in found
    ]
    ports = [
        Port(one.name, *port[:4], *port[5:9], port.type, port.aggregate) for one in found for port in one.interfaces
    ]
    addresses = [PortAddress(one.name, *fact) for one in found for fact in one.addresses]
    claims = [Claim(one.name, *neighbor) for one in found for neighbor in one.neighbors]
    return list(resolve(devices, ports, claims, (), addresses).links)


def add(settings: Settings, discovery: Discovery, site: str | None) -> dict[str, Any]:
    """Write the new devices to the inventory; ``site`` is where those without a rule go. Gives import's JSON.

    Raises:
        UsageError: a device has no site, or one that is not there.
    """
    from netinv.app.data.importing import import_inventory

    new = [replace(one, site=one.site or site) for one in discovery.proposals if one.known is None]
    homeless = [one.found.name for one in new if one.site is None]
    if homeless:
        message = _("{names}: no placement rule fits: give --site, or a rule in {config}")
        raise UsageError(message.format(names=", ".join(homeless[:10]), config=settings.config))
    path = _as_file(new, settings.db.parent)
    try:
        return import_inventory(settings, [path]).as_json()
    finally:
        path.unlink()
        path.parent.rmdir()


def _as_file(new: Sequence[Proposal], folder: Path) -> Path:
    """The proposals as a ``devices.csv`` in a folder of its own: import is the one way into the inventory."""
    import tempfile
    from pathlib import Path

    from netinv.inventory.writing import write

    path = Path(tempfile.mkdtemp(prefix=".netinv-discover-", dir=folder)) / "devices.csv"
    rows = [
        {
            "name": one.found.name,
            "site": one.site,
            "address": one.found.place.address,
            "port": one.found.place.port,
            "snmp": one.found.visit.target.snmp,
            "ssh": one.found.visit.target.ssh,
        }
        for one in new
    ]
    with path.open("w", encoding="utf-8", newline="") as stream:
        write("devices", rows, stream)
    return path
