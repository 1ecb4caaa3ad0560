"""Which devices and links a user's words mean: a device, a site for its devices, ``A--B``, or ``A:PORT--B:PORT``."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import find
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.reading.views import SiteRow
from netinv.text import fold
from topology.ports import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.store.reading.views import DeviceRow
    from topology.values import Link

_JOIN = "--"
_NEIGHBORS_TOLD = 5


class Meant(NamedTuple):
    """What a name means: devices, or links. ``name`` is what it is called from here on."""

    name: str
    devices: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def meant(name: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow], links: Sequence[Link]) -> list[Meant]:
    """The device or link of that name; for a site each of its devices.

    Raises:
        UsageError: nothing is called so, with what is nearest.
    """
    wanted = name.strip()
    if not any(row.name == wanted for row in devices):
        linked = find_link(wanted, sites, devices, links)
        if linked:
            return [linked]
    found = find(wanted, sites, devices)
    if not isinstance(found, SiteRow):
        return [Meant(found.name, (found.name,))]
    own = sorted(row.name for row in devices if row.site_id == found.id)
    if not own:
        raise UsageError(_("the site {name} has no devices of its own: name devices or links").format(name=found.name))
    return [Meant(device, (device,)) for device in own]


def one_device(name: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> str:
    """The device of that name, or the only one of the site of that name.

    Raises:
        UsageError: nothing is called so, or the site has several devices or none.
    """
    found = meant(name, sites, devices, ())
    if len(found) > 1:
        choices = ", ".join(one.name for one in found[:10])
        message = _("“{name}” is a site with several devices: name one of {choices}")
        raise UsageError(message.format(name=name, choices=choices))
    return found[0].name


def one_link(name: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow], links: Sequence[Link]) -> Meant:
    """The links of that name.

    Raises:
        UsageError: there is none, with what is nearest; or the name is none of a link.
    """
    found = find_link(name.strip(), sites, devices, links)
    if found is None:
        raise UsageError(_("“{name}” is no link: write A--B or A:PORT--B:PORT").format(name=name))
    return found


def find_link(
    wanted: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow], links: Sequence[Link]
) -> Meant | None:
    """The links that the words fit; None where they are no two ends.

    Raises:
        UsageError: they are, and there is no such link; with the nearest.
    """
    ends = list(_ends(wanted))
    for a, b in ends:
        fitting = [link for link in links if (_is(link, a, b) or _is(link, b, a)) and link.a_device != link.b_device]
        if fitting:
            whole = all({a, b} == {fold(link.a_device), fold(link.b_device)} for link in fitting)
            return Meant(fitting[0].pair if whole or len(fitting) > 1 else fitting[0].name, (), tuple(fitting))
    if ends:
        raise UsageError(_no_such_link(wanted, sites, devices, links))
    return None


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """Each way to part the text at ``--``: names may hold such a thing themselves."""
    place = text.find(_JOIN)
    while place >= 0:
        a, b = text[:place].strip(), text[place + len(_JOIN) :].strip()
        if a and b:
            yield fold(a), fold(b)
        place = text.find(_JOIN, place + 1)


def _is(link: Link, a: str, b: str) -> bool:
    return _fits(a, link.a_device, link.a_interface) and _fits(b, link.b_device, link.b_interface)


def _fits(end: str, device: str, port: str | None) -> bool:
    """Whether a folded end means this one: the device alone, or with its port in any usual spelling."""
    name = fold(device)
    if end == name:
        return True
    if not port or not end.startswith(f"{name}:"):
        return False
    said = end[len(name) + 1 :].strip()
    return said == fold(port) or canonical(said) == canonical(fold(port))


def _no_such_link(wanted: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow], links: Sequence[Link]) -> str:
    """A sentence with the links that one of the ends has; raises where an end is no device."""
    a, b = (part.strip() for part in wanted.split(_JOIN, 1))
    names = {fold(row.name) for row in devices}
    first, second = (end if fold(end) in names else end.split(":", 1)[0] for end in (a, b))
    one, other = (find(end, sites, devices).name for end in (first, second))
    near = [link.name for link in links if one in (link.a_device, link.b_device)]
    near = near or [link.name for link in links if other in (link.a_device, link.b_device)]
    if not near:
        return _("no link “{name}” is known: netinv list links shows all").format(name=wanted)
    choices = ", ".join(get_close_matches(wanted, near, n=_NEIGHBORS_TOLD, cutoff=0.0))
    return _("no link “{name}” is known: did you mean {choices}?").format(name=wanted, choices=choices)
