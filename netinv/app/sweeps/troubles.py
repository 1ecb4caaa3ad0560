"""Everything that is wrong with the network after a sweep: causes of silence, and what no cause explains. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netinv.model import Severity, State
from netinv.problems import Trouble
from topology.groups import dark_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from netinv.app.sweeps.covering import Work
    from topology.values import Cause, Link

KINDS = frozenset({"device", "link", "group", "interface", "poller", "service"})
"""The kinds of problem that every sweep decides anew."""

_BROKEN = frozenset({State.DOWN, State.GONE})
_SILENT = frozenset({State.DOWN, State.UNREACHABLE})


def of_lost_sight(vantage: Sequence[str]) -> Trouble:
    """The poller sees nothing: neither the devices it is attached to, nor any other."""
    name = ", ".join(vantage)
    return Trouble("poller", name, explains=True, state=State.DOWN, severity=Severity.ERROR, members=tuple(vantage))


def of_network(
    causes: Iterable[Cause],
    states: Mapping[str, str],
    degraded: Iterable[str],
    links: Sequence[Link],
    ids: Mapping[str, int],
    site_of: Mapping[str, str],
    work: Work | None = None,
) -> list[Trouble]:
    """Causes first, then broken links that cut nobody off, then devices that answer in part.

    Args:
        causes: Of what is silent.
        states: Of all devices, those that this sweep did not ask among them.
        degraded: The devices that answer in part, by no fault of the way to them.
        links: All that should work.
        ids: The devices' ids by name.
        site_of: The devices' sites (codes) by name.
        work: What is worked on: its links are no news.
    """
    found = [_of_cause(cause, ids, site_of) for cause in causes]
    named = {member for trouble in found for member in (trouble.name, *trouble.members)}
    loose = [link for link in links if link.state in _BROKEN and _is_news(link, named, states)]
    loose = [link for link in loose if work is None or not work.on(link)]
    found += _of_links(loose, links)
    for name in sorted(degraded):
        found.append(
            Trouble(
                "device",
                name,
                explains=False,
                state=State.DEGRADED,
                severity=Severity.WARNING,
                site=site_of.get(name),
            )
        )
    return found


def of_faulty_links(links: Iterable[Link], told: Collection[tuple[str, str]]) -> list[Trouble]:
    """Links that work, but badly, by the two devices; those that are broken beside one say enough (``told``)."""
    by_pair: dict[str, list[str]] = defaultdict(list)
    for link in links:
        by_pair[link.pair].append(link.name)
    return [
        Trouble(
            "link",
            pair,
            explains=False,
            state=State.DEGRADED,
            severity=Severity.WARNING,
            members=tuple(sorted(names)),
        )
        for pair, names in sorted(by_pair.items())
        if ("link", pair) not in told
    ]


def _of_cause(cause: Cause, ids: Mapping[str, int], site_of: Mapping[str, str]) -> Trouble:
    failed = frozenset(ids[name] for name in cause.members if cause.kind == "device" and name in ids)
    behind = frozenset(ids[name] for name in cause.affected_devices if name in ids)
    return Trouble(
        cause.kind,
        cause.name,
        explains=True,
        state=cause.state,
        severity=Severity.ERROR,
        confidence=cause.confidence,
        alternative=cause.alternative,
        members=cause.members,
        affected_sites=cause.affected_sites,
        site=site_of.get(cause.name),
        silenced=failed | behind,
        failed=failed,
    )


def _is_news(link: Link, named: set[str], states: Mapping[str, str]) -> bool:
    """Whether no cause says it already: not the link itself, nor a dead end of it; between two silent ones is none."""
    ends = {link.a_device, link.b_device}
    silent = {end for end in ends if states.get(end) in _SILENT}
    return not {link.name, link.pair, *ends} & named and silent != ends


def _of_links(broken: Sequence[Link], links: Sequence[Link]) -> Iterator[Trouble]:
    """By circuit where several pairs lost everything over one, else by the two devices."""
    by_name: dict[tuple[str, str], list[Link]] = defaultdict(list)
    shared = dark_groups((link, link.state not in _BROKEN) for link in links)
    for link in broken:
        kind, name = ("group", link.circuit) if link.circuit in shared else ("link", link.pair)
        by_name[kind, name or link.pair].append(link)
    for (kind, name), own in sorted(by_name.items()):
        state = State.DOWN if any(link.state == State.DOWN for link in own) else State.GONE
        members = tuple(sorted(link.name for link in own))
        yield Trouble(kind, name, explains=False, state=state, severity=Severity.WARNING, members=members)
