"""From what answered to what it means: states, links, and the causes behind silence. Reads and writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.health import answers, device_state
from netinv.model import Reach, State
from topology.causes import explain
from topology.values import SiteTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.store.reading.views import DeviceRow, SiteRow
    from topology.values import Cause, Link


class Verdict(NamedTuple):
    """A device's state, the name of what cut it off or took its second way, and how each way of asking ended.

    ``planned``: it is not well because somebody is at work, as was said before.
    """

    state: State
    cause: str | None
    reach: Reach
    planned: bool = False


def vantage_devices(
    settings_vantage: Sequence[str], sites: Iterable[SiteRow], devices: Iterable[DeviceRow]
) -> list[str]:
    """The devices that the poller is attached to: those named, else those at the root site."""
    if settings_vantage:
        return list(settings_vantage)
    roots = {site.id for site in sites if site.parent_id is None}
    return sorted(device.name for device in devices if device.site_id in roots)


def cut_off(reaches: Mapping[str, Reach], vantage: Sequence[str], uplink: bool | None) -> bool:  # noqa: FBT001
    """Whether the poller itself has lost sight: nothing answers at the vantage, and nothing anywhere.

    ``uplink``: whether the vantage answered a sweep of other devices, all silent; None: it was not asked beside.
    """
    asked = any(name in reaches for name in vantage) or uplink is False
    return asked and not uplink and not any(answers(reach) for reach in reaches.values())


def states(reaches: Mapping[str, Reach], known: Mapping[str, str]) -> dict[str, str]:
    """The state of every device before causes are looked for: this sweep's, else what it was."""
    found = dict(known)
    found.update({name: device_state(reach) for name, reach in reaches.items()})
    return found


def causes_of(
    found: Mapping[str, str],
    links: Sequence[Link],
    vantage: Sequence[str],
    sites: Iterable[SiteRow],
    devices: Iterable[DeviceRow],
) -> list[Cause]:
    """The causes of what is silent, with the tree of sites where no path is known."""
    codes = {site.id: site.code for site in sites}
    parents = {site.code: codes.get(site.parent_id or 0) for site in sites}
    tree = SiteTree({device.name: device.site for device in devices}, parents)
    return explain(found, links, vantage, tree)


def verdicts(
    reaches: Mapping[str, Reach], found: Mapping[str, str], causes: Iterable[Cause], lost: Mapping[str, str]
) -> dict[str, Verdict]:
    """What each asked device is taken for: behind a cause a silent one is unreachable, not down.

    ``lost``: the devices that have one way left of two, with what took the other: they answer, but degraded.
    """
    behind = {name: cause.name for cause in causes for name in cause.affected_devices}
    judged = {}
    for name, reach in reaches.items():
        state, cause = State(found[name]), None
        if state in (State.DOWN, State.UNREACHABLE) and name in behind:
            state, cause = State.UNREACHABLE, behind[name]
        elif state is State.UP and name in lost:
            state, cause = State.DEGRADED, behind.get(lost[name], lost[name])
        judged[name] = Verdict(state, cause, reach)
    return judged
