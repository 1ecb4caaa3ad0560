"""What planned work covers, and what it excuses: nobody is woken for what is silent because of it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import site_tree, subtree
from netinv.maintenance import during
from netinv.model import Severity, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.app.sweeps.judging import Verdict
    from netinv.events import NewEvent
    from netinv.maintenance import Window
    from netinv.store.reading.views import DeviceRow, ServiceRow, SiteRow
    from topology.values import Cause, Link

_UNWELL = frozenset({State.DOWN, State.UNREACHABLE, State.DEGRADED})
_BROKEN = frozenset({State.DOWN, State.GONE})


class Work(NamedTuple):
    """What is worked on: devices and links by name (``A--B`` or ``A:PORT--B:PORT``), circuits by theirs, sites by code.

    The devices of a site that is worked on are among the devices, the sites beneath it among the sites.
    """

    devices: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    circuits: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()

    def on(self, link: Link) -> bool:
        """Whether a link is worked on: by itself, with its circuit, or at one of its ends."""
        return bool(
            not self.devices.isdisjoint((link.a_device, link.b_device))
            or not self.links.isdisjoint((link.name, link.pair))
            or link.circuit in self.circuits
        )

    def behind(self, service: ServiceRow) -> bool:
        """Whether a service may be away because of the work: on its device, or on its site, as an impact has it."""
        return service.device in self.devices or service.site in self.sites


def work(
    windows: Iterable[Window], sites: Sequence[SiteRow], devices: Sequence[DeviceRow], from_ms: int, to_ms: int
) -> Work:
    """What is worked on at some moment between the two."""
    active = [window for window in windows if during(window, from_ms, to_ms)]
    if not active:
        return Work()
    names = {kind: {window.name for window in active if window.kind == kind} for kind in ("device", "link", "circuit")}
    places = [window.site_id for window in active if window.kind == "site" and window.site_id is not None]
    tree = site_tree(sites, devices) if places else []
    views = [view for site_id in places for view in subtree(tree, site_id)]
    names["device"].update(device.name for view in views for device in view.devices)
    names["site"] = {view.row.code for view in views}
    return Work(*(frozenset(names[kind]) for kind in ("device", "link", "circuit", "site")))


def beneath(site_id: int, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> list[DeviceRow]:
    """The devices of a site and of everything beneath it."""
    return [device for view in subtree(site_tree(sites, devices), site_id) for device in view.devices]


class Parted(NamedTuple):
    """Causes that somebody must hear of, and those that are planned work.

    ``names``: what that work is called; ``services``: those that it excuses.
    """

    causes: list[Cause]
    planned: list[Cause]
    names: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    def ends(self, kind: str, name: str) -> bool:
        """Whether a problem of that name ends because the thing is worked on now, and not because it is well."""
        if kind == "service":
            return name in self.services
        named = name.split(":", 1)[0] if kind == "interface" else name
        return named in self.names or any((cause.kind, cause.name) == (kind, name) for cause in self.planned)


def part(causes: Iterable[Cause], links: Sequence[Link], now: Work) -> Parted:
    """Tell the causes that are planned work from the others.

    A cause is planned if all that failed is worked on. A silent device is excused by its links, if it may be those
    that are cut, and all of them are worked on: then the work is the cause, and the device lies behind it.
    """
    if now == Work():
        return Parted(list(causes), [])
    worked = {link.name: now.on(link) for link in links}
    pairs: dict[str, list[str]] = defaultdict(list)
    for link in links:
        pairs[link.pair].append(link.name)
    parted = Parted([], [])
    for cause in causes:
        own = _planned(cause, worked, pairs, now)
        (parted.causes if own is None else parted.planned).append(cause if own is None else own)
    broken = [link for link in links if link.state in _BROKEN and worked[link.name]]
    names = {cause.name for cause in parted.planned} | {name for link in broken for name in (link.pair, link.circuit)}
    return parted._replace(names=frozenset(name for name in names if name) | now.devices)


def _planned(cause: Cause, worked: Mapping[str, bool], pairs: Mapping[str, list[str]], now: Work) -> Cause | None:
    """The cause as planned work; None: it is not."""
    if cause.kind != "device":
        return cause if cause.members and all(worked.get(member) for member in cause.members) else None
    if cause.name in now.devices:
        return cause
    cut = cause.alternative.split(", ") if cause.alternative else []
    members = tuple(sorted(name for pair in cut for name in pairs.get(pair, ())))
    if not members or not all(worked[name] for name in members):
        return None
    behind = tuple(sorted({cause.name, *cause.affected_devices}))
    return replace(cause, kind="link", name=cut[0], members=members, alternative=None, affected_devices=behind)


def hushed(happened: Iterable[NewEvent], links: Iterable[Link], names: Mapping[int, str], now: Work) -> list[NewEvent]:
    """The events with those of ports and devices that are worked on as information only."""
    if now == Work():
        return list(happened)
    at_work = [link for link in links if now.on(link)]
    ports = {f"{link.a_device}:{link.a_interface}" for link in at_work if link.a_interface}
    ports |= {f"{link.b_device}:{link.b_interface}" for link in at_work if link.b_interface}
    return [
        event._replace(severity=Severity.INFO)
        if event.subject in ports or names.get(event.device_id or 0) in now.devices
        else event
        for event in happened
    ]


def excused(verdicts: Mapping[str, Verdict], now: Work, parted: Parted) -> dict[str, Verdict]:
    """The verdicts with planned work in them: who is worked on and not well, and who is not well because of that.

    What is worked on and answers in full is up: work that has not begun, or is done, hides nothing.
    """
    if not (parted.names or now.devices):
        return dict(verdicts)
    behind = {name: cause.name for cause in parted.planned for name in cause.affected_devices}
    return {name: _excused(name, verdict, now, behind, parted.names) for name, verdict in verdicts.items()}


def _excused(name: str, verdict: Verdict, now: Work, behind: Mapping[str, str], names: frozenset[str]) -> Verdict:
    if verdict.state not in _UNWELL:
        return verdict
    if name in now.devices:
        return verdict._replace(state=State.MAINTENANCE, planned=True)
    if name in behind and verdict.state is not State.DEGRADED:
        return verdict._replace(state=State.UNREACHABLE, cause=behind[name], planned=True)
    return verdict._replace(planned=verdict.cause in names)
