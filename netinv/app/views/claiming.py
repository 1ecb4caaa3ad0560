"""What to tell the carrier of a broken link: which circuits, since when, and what is seen at both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.viewing import link_name
from netinv.app.words.durations import age, duration, local_time
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.vocabulary import state_word
from topology.values import SUBNET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.app.views.standing import Standing
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow, ProblemRow

_SITES_NAMED = 20


def carrier_text(reader: Reader, found: Standing, now_ms: int) -> str:
    """Lines to paste into a mail or a ticket; one part for each link that the problem is about or may be about."""
    row = found.row
    devices = {device.name: device for device in reader.devices()}
    names = {site.code: site.name for site in reader.sites()}
    where = {name: names.get(device.site, device.site) for name, device in devices.items()}
    lines = [_("Fault no. {number}: {sentence}").format(number=row.id, sentence=_headline(found, now_ms))]
    for link in concerned(found, reader.links()):
        lines += ["", *_of_link(reader, link, devices, where, now_ms)]
    cut = [names.get(code, code) for code in found.cause.affected_sites]
    if cut:
        more = "" if len(cut) <= _SITES_NAMED else " …"
        said = plural("Cut off: {n} site: {names}", "Cut off: {n} sites: {names}", len(cut))
        lines += ["", said.format(n=len(cut), names=", ".join(cut[:_SITES_NAMED]) + more)]
    return "\n".join(one_line(line) if line else "" for line in lines) + "\n"


def _headline(found: Standing, now_ms: int) -> str:
    row = found.row
    since = _("{name} {state} since {time}").format(
        name=row.name, state=state_word(row.state), time=local_time(row.began)
    )
    return f"{since}, {_over_or_still(row, now_ms)}"


def _over_or_still(row: ProblemRow, now_ms: int) -> str:
    lasted = duration(age(row.closed_at or now_ms, row.began))
    if row.closed_at is None:
        return _("still so after {duration}").format(duration=lasted)
    return _("ended {time} after {duration}").format(time=local_time(row.closed_at), duration=lasted)


def concerned(found: Standing, links: Sequence[LinkRow]) -> list[LinkRow]:
    """The links by their own names; of a silent device those that lead to it, for one of them may be cut."""
    names = {found.row.name, *found.cause.members}
    own = [link for link in links if names & {link_name(link), f"{link.a_device}--{link.b_device}"}]
    if own:
        return own
    return [link for link in links if {link.a_device, link.b_device} & names and link.state != "up"]


def _of_link(
    reader: Reader, link: LinkRow, devices: dict[str, DeviceRow], where: dict[str, str], now_ms: int
) -> Iterator[str]:
    yield _("Carrier: {name}").format(name=link.carrier or _("not recorded"))
    yield _("Circuit: {name}").format(name=link.circuit or _("not recorded"))
    for device, port in ((link.a_device, link.a_interface), (link.b_device, link.b_interface)):
        yield _("End: {site}, {device} {port}").format(site=where.get(device, ""), device=device, port=port or "")
    yield _("Link: {state} since {time} ({duration})").format(
        state=state_word(link.state), time=local_time(link.since), duration=duration(age(now_ms, link.since))
    )
    for name, port in ((link.a_device, link.a_interface), (link.b_device, link.b_interface)):
        yield from _seen_at(reader, devices.get(name), port)
    for reason in link.evidence:
        if reason.source != SUBNET and not reason.holds and reason.last_seen is not None:
            yield _("- {source} on {device} last saw the other end {time}").format(
                source=reason.source.upper(), device=reason.device or "", time=local_time(reason.last_seen)
            )


def _seen_at(reader: Reader, device: DeviceRow | None, port: str | None) -> Iterator[str]:
    """What an end says: of a silent one when it last answered, else how its port is."""
    if device is None:
        return
    if device.state in ("down", "unreachable", "unknown"):
        last = _("never") if device.last_seen is None else local_time(device.last_seen)
        yield _("- {device} does not answer; last answer: {time}").format(device=device.name, time=last)
        return
    for row in reader.interfaces(device.id):
        if row.name == port and row.oper_status is not None:
            state = _("has light") if row.oper_status == 1 else _("has no light")
            yield _("- {device} answers; its port {port} {state} since {time}").format(
                device=device.name, port=row.name, state=state, time=local_time(row.since)
            )
