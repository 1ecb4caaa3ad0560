"""The use case of finding devices: crawl, place, resolve links, propose; and write what was proposed, if asked to."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from netinv.app.probing import shape as probe_shape
from netinv.credentials import CommunityCredential, Credentials, SshCredential
from netinv.discover import Crawl, Found, Place, alive
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.model import Reach, Reached, Target, Visit
from netinv.placement import Candidate, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from netinv.config import Settings
    from netinv.visit import Visitor
    from topology.values import Link

_MOST_ADDRESSES = 65_536
_ACCOUNTS_PER_DEVICE = 3
"""Users (SNMPv3, SSH) tried on one device: accounts lock themselves after a few. Communities are no accounts."""


@dataclass(frozen=True)
class Search:
    """Where to look and with what. ``limit`` bounds the devices found, and lifts the bound on a range's size."""

    seeds: tuple[Place, ...]
    ranges: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    ssh_credential: str | None = None
    limit: int | None = None


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
        from netinv.app.shapes import found_link

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
            "links": [found_link(link) for link in self.links],
            "tried": self.crawl.tried,
            "answered": self.crawl.answered,
            "ended": self.crawl.ended,
        }


def discover(settings: Settings, search: Search, progress: Callable[[str], None]) -> Discovery:
    """Crawl from the seeds and ask what answers in the ranges. Ctrl-C ends it early and keeps what was found.

    Raises:
        UsageError: no credential, or a range too large without a limit.
        CredentialError: a named credential is in no source.
    """
    networks = [_network(text, search.limit) for text in search.ranges]
    credentials = Credentials.load(settings.secrets)
    if not search.credentials and not search.ssh_credential:
        raise UsageError(_("nothing to ask with: give --credential NAME, or --ssh-credential NAME"))
    for name in (*search.credentials, *filter(None, (search.ssh_credential,))):
        is_ssh = isinstance(credentials.resolve(name), SshCredential)
        if is_ssh is not (name == search.ssh_credential):
            raise UsageError(_("credential “{name}” is of another kind than its option").format(name=name))
    crawl = Crawl()
    asyncio.run(_run(settings, credentials, search, networks, crawl, progress))
    return Discovery(_place_all(settings, crawl.found), _links(crawl.found), crawl)


def _network(text: str, limit: int | None) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UsageError(_("{text} is no range: write 10.26.3.0/24").format(text=text)) from None
    if network.num_addresses > _MOST_ADDRESSES and limit is None:
        message = _(
            "{text} has {n} addresses: give a smaller range, or say with --limit N how many devices to find at most"
        )
        raise UsageError(message.format(text=text, n=network.num_addresses))
    return network


async def _run(
    settings: Settings,
    credentials: Credentials,
    search: Search,
    networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network],
    crawl: Crawl,
    progress: Callable[[str], None],
) -> None:
    from netinv.visit import Visitor
    from probes.snmp import load_engine
    from probes.ssh.host_keys import MemoryHostKeys

    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    visitor = Visitor(settings, credentials, load_engine(settings.snmp_engine), MemoryHostKeys())
    try:
        seeds = [*search.seeds, *await _in_ranges(settings, networks, progress)]
        ask = partial(_ask, visitor, _ways(credentials, search))
        limit = search.limit or _MOST_ADDRESSES
        await crawl.run(seeds, ask, at_once=settings.jobs, limit=limit, progress=lambda now: progress(_said(now)))
    except asyncio.CancelledError:
        crawl.ended = "interrupted"
    await visitor.close()


def _said(crawl: Crawl) -> str:
    message = _("{found} devices found, {tried} addresses asked")
    return message.format(found=len(crawl.found), tried=crawl.tried)


async def _in_ranges(
    settings: Settings,
    networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network],
    progress: Callable[[str], None],
) -> list[Place]:
    """The addresses of the ranges that answer a ping; all of them where no ping may be sent."""
    from probes.reach import ping

    places: list[Place] = []
    for network in networks:
        if not settings.icmp:
            places += [Place(str(host)) for host in network.hosts()]
            continue

        def ask(part: list[str]) -> Any:
            return ping(part, settings.timeout_s, settings.retries)

        def tell(done: int, network: object = network) -> None:
            progress(_("{network}: {done} addresses pinged").format(network=network, done=done))

        places += [Place(address) for address in await alive(network, ask, tell)]
    return places


def _ways(credentials: Credentials, search: Search) -> list[tuple[str | None, str | None]]:
    """The credentials to try on a device, SNMP in the order named, then SSH; few that are accounts."""
    ways: list[tuple[str | None, str | None]] = []
    accounts = 1 if search.ssh_credential else 0
    for name in search.credentials:
        is_account = not isinstance(credentials.resolve(name), CommunityCredential)
        if accounts + is_account <= _ACCOUNTS_PER_DEVICE:
            accounts += is_account
            ways.append((name, None))
    return [*ways, (None, search.ssh_credential)] if search.ssh_credential else ways


async def _ask(visitor: Visitor, ways: Sequence[tuple[str | None, str | None]], place: Place) -> Visit:
    """Try the credentials in their order; the first that is answered counts."""
    visit = Visit(Target(0, place.address, place.address, place.port), 0)
    for snmp, ssh in ways:
        visit = await visitor.visit(Target(0, place.address, place.address, place.port, snmp, ssh))
        if Reached.OK in (visit.reach.snmp, visit.reach.ssh):
            return visit
        visit.reach = Reach()
    return visit


def _place_all(settings: Settings, found: Sequence[Found]) -> list[Proposal]:
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
    from netinv.store.reader import Reader

    if not settings.db.exists():
        return {}
    with Reader(settings.db) as reader:
        return {row.address: (row.name, row.site) for row in reader.devices()}


def _links(found: Sequence[Found]) -> list[Link]:
    from topology.resolve import resolve
    from topology.values import Claim, Device, Port

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
    ports = [Port(one.name, *port[:4], *port[5:9]) for one in found for port in one.interfaces]
    claims = [Claim(one.name, *neighbor) for one in found for neighbor in one.neighbors]
    return list(resolve(devices, ports, claims).links)


def add(settings: Settings, discovery: Discovery, site: str | None) -> dict[str, Any]:
    """Write the new devices to the inventory; ``site`` is where those without a rule go. Gives import's JSON.

    Raises:
        UsageError: a device has no site, or one that is not there.
    """
    from netinv.app.importing import import_inventory

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
