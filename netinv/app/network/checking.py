"""Declared links against found ones, each finding with a sentence of what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from netinv.app.sweeps import linking
from netinv.app.views import shapes
from netinv.app.views.graphing import link as as_link
from netinv.app.words.durations import rate
from netinv.app.words.if_types import if_type_name
from netinv.i18n import _
from netinv.store.reading.light import LightConnection
from netinv.store.writing import links as stored
from netinv.text import one_line
from topology.compare import PortFact, compare
from topology.resolve import resolve
from topology.values import INFERRED, ROUTING, Claim, Port

if TYPE_CHECKING:
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow
    from netinv.store.writing.engine import Connection
    from topology.compare import Comparison, End, Mismatch, Moved
    from topology.values import Link

_ANSWERING = ("up", "degraded")
KINDS = ("missing", "extra", "moved", "mismatched", "one_sided", "unknown_neighbors")


class Check(NamedTuple):
    """The promised JSON, and how many declared links nothing can be told of."""

    shape: dict[str, list[dict[str, Any]]]
    untold: int

    @property
    def wrong(self) -> bool:
        """Whether anything was found."""
        return any(self.shape.values())


def check(reader: Reader) -> Check:
    """Compare what is declared with what was found."""
    rows = {as_link(row): row for row in reader.links()}
    unknown, speaking = _claims(reader, rows)
    ports: dict[End, PortFact] = {
        (port.device, port.name): PortFact(port.oper_status, port.speed_bps, port.type, port.duplex)
        for port in reader.interfaces()
    }
    devices = {device.name: device for device in reader.devices()}
    heard = {name for name, device in devices.items() if device.state in _ANSWERING}
    found = compare(rows, ports, heard, speaking)
    types = {end: if_type_name(fact.type) or "" for end, fact in ports.items()}
    return Check(_shape(found, rows, unknown, devices, types), len(found.untold))


def _claims(reader: Reader, links: dict[Link, LinkRow]) -> tuple[list[Claim], set[str]]:
    """The claims about nobody in the inventory, and the devices that speak a neighbour protocol."""
    with LightConnection(reader.path) as light:
        connection = cast("Connection", light)  # it has what these queries need
        claims = [Claim._make(row) for row in stored.claims(connection)]
        addresses = linking.addresses_of(connection)
        devices = linking.known_devices(connection, stored.devices(connection, {}), addresses)
        ports = [Port._make(row) for row in stored.ports(connection, _ids(reader))]
    speaking = {claim.device for claim in claims if claim.protocol.lower() not in ROUTING}
    speaking |= {end for link in links if set(link.sources) - INFERRED for end in (link.a_device, link.b_device)}
    return list(resolve(devices, ports, claims).unknown_neighbors), speaking


def _ids(reader: Reader) -> list[int]:
    return [row.id for row in reader.devices()]


def _shape(
    found: Comparison,
    rows: dict[Link, LinkRow],
    unknown: list[Claim],
    devices: dict[str, DeviceRow],
    types: dict[End, str],
) -> dict[str, list[dict[str, Any]]]:
    def told(link: Link, sentence: str) -> dict[str, Any]:
        return shapes.link(rows[link]) | {"sentence": sentence}

    moved = {one.declared: one for one in found.moved}
    return {
        "missing": [told(link, _moved(moved[link]) if link in moved else _missing(link)) for link in found.missing],
        "extra": [told(link, _extra(link)) for link in found.extra],
        "moved": [
            {
                "declared": shapes.link(rows[one.declared]),
                "found": shapes.link(rows[one.found]),
                "sentence": _moved(one),
            }
            for one in found.moved
        ],
        "mismatched": [
            {
                "link": one.link.name,
                "what": one.what,
                "declared": one.declared,
                "found": one.found,
                "sentence": _mismatched(one, types),
            }
            for one in found.mismatched
        ],
        "one_sided": [told(link, _one_sided(link, rows[link], devices)) for link in found.one_sided],
        "unknown_neighbors": [
            {
                "device": claim.device,
                "local_port": claim.local_port,
                "remote_name": claim.remote_name,
                "remote_port": claim.remote_port,
                "protocol": claim.protocol,
                "sentence": _unknown(claim),
            }
            for claim in sorted(unknown, key=lambda claim: (claim.device, claim.local_port, claim.protocol, claim))
        ],
    }


def _missing(link: Link) -> str:
    if link.state in ("down", "maintenance"):
        message = _("{link} is declared, and a port of it is down: mend the circuit, or correct links.csv")
    else:
        message = _("{link} is declared, and neither end sees the other: look where it is plugged in, or correct it")
    return message.format(link=link.name)


def _extra(link: Link) -> str:
    message = _("{link} was found ({sources}) and is not declared: netinv topology check --accept '{link}'")
    return message.format(link=link.name, sources=", ".join(link.sources))


def _moved(one: Moved) -> str:
    message = _(
        "{declared} is declared and was found as {found}: plug it back, or declare it as found and drop the old"
    )
    return message.format(declared=one.declared.name, found=one.found.name)


def _mismatched(one: Mismatch, types: dict[End, str]) -> str:
    link = one.link
    if one.what == "speed":
        message = _(
            "{link} is declared with {declared}, its ports run at {found}: look at speed and duplex, or correct it"
        )
        return message.format(link=link.name, declared=rate(int(one.declared or 0)), found=rate(int(one.found)))
    if one.what == "ends":
        message = _("{link} runs at {a} at one end and {b} at the other: set both ends alike")
        return message.format(link=link.name, a=rate(int(one.declared or 0)), b=rate(int(one.found)))
    if one.what == "duplex":
        message = _("{link} runs in {a} duplex at one end and {b} at the other: set both ends alike")
        return message.format(link=link.name, a=one.declared, b=one.found)
    kinds = sorted(
        {types.get(end, "") for end in ((link.a_device, link.a_interface), (link.b_device, link.b_interface))}
    )
    message = _("{link} is declared as {declared}, its port is of the type {types}: correct the medium")
    return message.format(link=link.name, declared=one.declared, types=", ".join(filter(None, kinds)))


def _one_sided(link: Link, row: LinkRow, devices: dict[str, DeviceRow]) -> str:
    ends = [devices[name] for name in (link.a_device, link.b_device)]
    silent = [device.name for device in ends if device.state not in _ANSWERING]
    if silent:
        message = _("{link} is seen from one end only, because {device} does not answer")
        return message.format(link=link.name, device=silent[0])
    pinged = [device.name for device in ends if device.snmp_credential is None and device.ssh_credential is None]
    if pinged:
        message = _("{link} is seen from one end only, because {device} is only pinged: give it a credential")
        return message.format(link=link.name, device=pinged[0])
    seeing = {reason.device for reason in row.evidence if reason.holds and reason.source not in INFERRED}
    blind = next((name for name in (link.a_device, link.b_device) if name not in seeing), link.b_device)
    message = _("{link} is seen from one end only: switch LLDP on at {device}")
    return message.format(link=link.name, device=blind)


def _unknown(claim: Claim) -> str:
    who = one_line(claim.remote_name or claim.remote_chassis or claim.remote_address or "?")
    message = _("{device} sees {neighbor} at {port}, which is in no inventory: add it, or find out what it is")
    return message.format(device=claim.device, neighbor=who, port=one_line(claim.local_port))
