"""What would fail with what: impact, single points of failure, paths. Seen from the vantage, over ways that hold now.

``down`` and ``gone`` links are no ways; parallel links are redundancy. A device that no way leads to now is cut off
already and not counted. All of it takes time linear in the graph, beside what there is to say.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.model import State
from topology.ways import walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from topology.values import Link
    from topology.ways import Walk, Ways


class Service(NamedTuple):
    """An information system: the site it belongs to (a code) and the device it stands behind, if that is known."""

    name: str
    site: str
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Impact:
    """What would be lost: names sorted, devices without the failed ones, sites where nothing would be reachable."""

    cut_devices: tuple[str, ...]
    cut_sites: tuple[str, ...]
    cut_services: tuple[str, ...]
    lost_redundancy: tuple[str, ...]


class SinglePoint(NamedTuple):
    """A device, or a link between two (``A--B``), that cuts off others; ``cut_devices`` is without itself."""

    kind: Literal["device", "link"]
    name: str
    cut_devices: tuple[str, ...]
    cut_sites: tuple[str, ...]


class Hop(NamedTuple):
    """A device on a path, and the ports by which it is entered and left; None: not known, or an end of the path."""

    device: str
    in_interface: str | None
    out_interface: str | None


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest way; empty where there is none. ``redundant``: no single link cuts the two apart."""

    hops: tuple[Hop, ...]
    redundant: bool


def impact(
    network: Ways,
    vantage: Iterable[str],
    failed_devices: Collection[str] = (),
    failed_links: Collection[Link] = (),
    site_of: Mapping[str, str] | None = None,
    services: Iterable[Service] = (),
) -> Impact:
    """What would be cut off, and what would have one way left, if those devices and links failed together.

    A failed device that no way leads to takes its services with it, and its site where all devices of that fail.
    """
    sources, failed, placed = list(vantage), set(failed_devices), site_of or {}
    before = walk(network, sources)
    after = walk(network.without(failed, failed_links), sources)
    lost = before.number.keys() - after.number.keys()
    sites = _dark_sites(lost, before.reached, placed) | _dark_sites(failed, network.devices, placed)
    cut_services = {service.name for service in services if service.device in lost | failed or service.site in sites}
    fewer = redundant(before) - redundant(after)
    return Impact(
        tuple(sorted(lost - failed)),
        tuple(sorted(sites)),
        tuple(sorted(cut_services)),
        tuple(sorted(fewer & after.number.keys())),
    )


def redundant(found: Walk) -> set[str]:
    """The devices with two ways to the poller that share no link; those of the vantage are at the poller."""
    single = [False] * len(found.name)
    for at in range(1, len(found.name)):
        single[at] = found.low[at] == at or single[found.parent[at]]
    return {found.name[at] for at in range(1, len(found.name)) if not single[at]}


def spof(network: Ways, vantage: Iterable[str], site_of: Mapping[str, str] | None = None) -> list[SinglePoint]:
    """The devices and links that cut off others when they fail alone, those that cut off most first."""
    found = walk(network, vantage)
    sites = site_of or {}
    alone = Counter(sites[device] for device in found.reached if device in sites)
    points = [
        SinglePoint("device", found.name[at], tuple(sorted(cut)), _all_of([found.name[at], *cut], alone, sites))
        for at, cut in _behind_devices(found)
    ]
    for at in range(1, len(found.name)):
        if found.low[at] == at:
            cut = found.behind(at)
            name = "--".join(sorted((found.name[found.parent[at]], found.name[at])))
            points.append(SinglePoint("link", name, tuple(cut), _all_of(cut, alone, sites)))
    return sorted(points, key=lambda point: (-len(point.cut_devices), point.kind, point.name))


def path(network: Ways, a: str, b: str) -> Path:
    """The way from a to b with the fewest hops, over links that are up where there are such."""
    came: dict[str, str] = {a: a}
    queue = deque([a])
    while queue and b not in came:
        at = queue.popleft()
        for other in network.near.get(at, {}):
            if other not in came:
                came[other] = at
                queue.append(other)
    if b not in came:
        return Path((), redundant=False)
    devices = [b]
    while devices[-1] != a:
        devices.append(came[devices[-1]])
    devices.reverse()
    return Path(_hops(network, devices), redundant=b in redundant(walk(network, [a])))


def _hops(network: Ways, devices: Sequence[str]) -> tuple[Hop, ...]:
    taken = [_best(network.near[one][other]) for one, other in pairwise(devices)]
    entered = [None, *(_port(link, device) for link, device in zip(taken, devices[1:], strict=True))]
    left = [*(_port(link, device) for link, device in zip(taken, devices, strict=False)), None]
    return tuple(map(Hop, devices, entered, left))


def _best(links: Sequence[Link]) -> Link:
    """Of parallel links one that is up, with both its ports known, and the fastest of those."""
    return max(
        links,
        key=lambda link: (
            link.state == State.UP,
            (link.a_interface is not None) + (link.b_interface is not None),
            link.capacity_bps or 0,
        ),
    )


def _port(link: Link, device: str) -> str | None:
    return link.a_interface if link.a_device == device else link.b_interface


def _behind_devices(found: Walk) -> Iterator[tuple[int, list[str]]]:
    """Each device that others hang on, with those: the ranges behind it from which nothing leads past it."""
    cut: dict[int, list[str]] = {}
    for at in range(1, len(found.name)):
        above = found.parent[at]
        if above and found.low[at] >= above:
            cut.setdefault(above, []).extend(found.name[at : found.last[at] + 1])
    yield from cut.items()


def _dark_sites(lost: AbstractSet[str], there: Iterable[str], site_of: Mapping[str, str]) -> set[str]:
    """The sites of the lost devices where none is left of those that were there."""
    alive = {site_of[device] for device in there if device in site_of and device not in lost}
    return {site_of[device] for device in lost if device in site_of} - alive


def _all_of(cut: Iterable[str], alone: Mapping[str, int], site_of: Mapping[str, str]) -> tuple[str, ...]:
    """The sites all of whose reached devices are among the cut ones."""
    hit = Counter(site_of[device] for device in cut if device in site_of)
    return tuple(sorted(site for site, n in hit.items() if n == alone[site]))
