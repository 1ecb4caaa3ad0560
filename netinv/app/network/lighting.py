"""What is cut off with something: with what fails for a trial as with what has failed, to be lit up on tree and map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.network.analysing import impact
from netinv.app.views.standing import devices_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.app.views.pages import Problem
    from netinv.config import Settings
    from netinv.store.reading.reader import Reader


class Lit(NamedTuple):
    """Devices by name, sites by code. ``name``: what fails; ``failed``: its devices; ``fewer``: left with one way."""

    name: str
    failed: frozenset[str]
    cut: frozenset[str]
    fewer: frozenset[str]
    sites: frozenset[str]
    services: frozenset[str]


def lit(reader: Reader, settings: Settings, name: str, problems: Iterable[Problem]) -> Lit:
    """What ``netinv topology impact`` answers, and with what has failed already what its problem has cut off.

    Raises:
        UsageError: nothing is called so, or it is a site without devices.
    """
    found = with_what_is_cut_off_already(impact(reader, settings, [name]).shape, problems)
    failed, cut = found["failed"], frozenset(found["cut_devices"])
    devices = frozenset(one for one in failed if len(devices_of(one)) == 1)
    fewer, services = frozenset(found["lost_redundancy"]), frozenset(found["cut_services"])
    return Lit(name, devices, cut, fewer, frozenset(found["cut_sites"]), services)


def with_what_is_cut_off_already(found: Mapping[str, Any], problems: Iterable[Problem]) -> dict[str, Any]:
    """The shape of ``netinv topology impact``, with what problems of the same things have cut off.

    Asked of the network as it is, what hangs on a dead device is cut off no more by its failure. ``already``: there
    is such a problem.
    """
    failed = set(found["failed"])
    ends = {frozenset(devices_of(one)) for one in failed}
    own = [one for one in problems if one.explains and (one.name in failed or frozenset(devices_of(one.name)) in ends)]
    devices = {*found["cut_devices"], *(device for one in own for device in one.affected)} - failed
    sites = {*found["cut_sites"], *(site for one in own for site in one.sites)}
    return {**found, "cut_devices": sorted(devices), "cut_sites": sorted(sites), "already": bool(own)}
