"""The use case of finding devices: crawl, place, resolve links, propose; and write what was proposed, if asked to."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from netinv.app.devices.proposing import Discovery, links_among, place_all
from netinv.app.sweeps.vendor_files import use_vendor_files
from netinv.credentials import CommunityCredential, Credentials, SshCredential
from netinv.discover import Crawl, Place, alive
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.model import Reach, Reached, Target, Visit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from netinv.config import Settings
    from netinv.visit import Visitor

_MOST_ADDRESSES = 65_536
_ACCOUNTS_PER_DEVICE = 3
"""Users (SNMPv3, SSH) tried on one device: accounts lock themselves after a few. Communities are no accounts."""


@dataclass(frozen=True)
class Search:
    """Where to look and with what. ``limit`` bounds the devices found.

    A range of many addresses wants a limit, or somebody who is ``sure``.
    """

    seeds: tuple[Place, ...]
    ranges: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    ssh_credential: str | None = None
    limit: int | None = None
    sure: bool = False


class LargeRange(UsageError):
    """A range so large that it was perhaps not meant: somebody has to say that it was."""


def discover(settings: Settings, search: Search, progress: Callable[[str], None]) -> Discovery:
    """Crawl from the seeds and ask what answers in the ranges. Ctrl-C ends it early and keeps what was found.

    Raises:
        UsageError: no credential.
        LargeRange: a range of very many addresses, and neither a limit nor somebody who is sure.
        CredentialError: a named credential is in no source.
    """
    use_vendor_files(settings)
    networks = [_network(text) for text in search.ranges]
    if search.limit is None and not search.sure:
        _refuse_large(networks)
    credentials = Credentials.load(settings.secrets)
    if not search.credentials and not search.ssh_credential:
        raise UsageError(_("nothing to ask with: give --credential NAME, or --ssh-credential NAME"))
    for name in (*search.credentials, *filter(None, (search.ssh_credential,))):
        is_ssh = isinstance(credentials.resolve(name), SshCredential)
        if is_ssh is not (name == search.ssh_credential):
            raise UsageError(_("credential “{name}” is of another kind than its option").format(name=name))
    crawl = Crawl()
    asyncio.run(_run(settings, credentials, search, networks, crawl, progress))
    return Discovery(place_all(settings, crawl.found), links_among(crawl.found), crawl)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UsageError(_("{text} is no range: write 10.26.3.0/24").format(text=text)) from None


def _refuse_large(networks: Sequence[ipaddress.IPv4Network | ipaddress.IPv6Network]) -> None:
    for network in networks:
        if network.num_addresses > _MOST_ADDRESSES:
            message = _(
                "{text} has {n} addresses: give a smaller range, or say with --limit N how many devices to find at most"
            )
            raise LargeRange(message.format(text=network, n=network.num_addresses))


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
    run = partial(
        crawl.run,
        ask=partial(_ask, visitor, _ways(credentials, search)),
        at_once=settings.jobs,
        limit=search.limit or _MOST_ADDRESSES,
        progress=lambda now: progress(_said(now)),
    )
    try:
        await run(search.seeds)
        async with aclosing(_in_ranges(settings, networks, progress)) as parts:
            while crawl.ended == "done" and (places := await anext(parts, None)) is not None:
                await run(places)  # part by part: what lies behind the limit is not pinged
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
) -> AsyncGenerator[list[Place], None]:
    """The addresses of the ranges that answer a ping, part by part; all of them where no ping may be sent."""
    from probes.reach import ping

    def ask(part: list[str]) -> Any:
        return ping(part, settings.timeout_s, settings.retries)

    for network in networks:

        def tell(done: int, network: Any = network) -> None:
            message = _("{network}: {done} of {n} addresses pinged")
            progress(message.format(network=network, done=done, n=network.num_addresses))

        async for part in alive(network, ask if settings.icmp else None, tell):
            yield [Place(address) for address in part]


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
