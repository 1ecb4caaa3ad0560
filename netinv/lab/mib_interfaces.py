"""ifTable and ifXTable (RFC 2863) of a simulated device, with counters that count."""

from __future__ import annotations

from math import sin
from typing import TYPE_CHECKING

from netinv.lab import ber
from netinv.lab.columns import Column, LiveColumn, MacColumn, OverlayColumn
from netinv.lab.faults import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.lab.ber import Oid
    from netinv.lab.makers import Port
    from netinv.lab.network import Device

_IF_NUMBER = ber.dotted("1.3.6.1.2.1.2.1")
_IF = ber.dotted("1.3.6.1.2.1.2.2.1")
_IFX = ber.dotted("1.3.6.1.2.1.31.1.1.1")
_UP, _DOWN = 1, 2
_MAX_GAUGE = 0xFFFFFFFF
_ETHERNET = 6
_BACKBONE_BPS = 10**10
_BACKBONE_FACTOR = 50


def admin_status(port: Port) -> int:
    """ifAdminStatus: some ports that no link uses are shut."""
    return _DOWN if not port.used and port.if_type == _ETHERNET and port.if_index % 15 == 0 else _UP


def idle(port: Port) -> bool:
    """Whether nothing is plugged in: so is every fifth port that no link uses."""
    return not port.used and port.if_type == _ETHERNET and port.if_index % 5 == 0


def oper_status(device: Device, port: Port, now_s: float) -> int:
    """The ifOperStatus: of a port with a link, what the link is."""
    for link in device.links:
        if (link.a is device and link.a_port == port.name) or (link.b is device and link.b_port == port.name):
            return _UP if link.is_up(now_s) else _DOWN
    return _DOWN if idle(port) else _UP


def aliases(device: Device) -> dict[int, bytes]:
    """The ifAlias of the ports that have one: where the link goes, and its circuit."""
    found = {end.port.if_index: f"{end.far.name} {end.link.circuit}".rstrip().encode() for end in device.ends()}
    if device.faults.hostile:
        found |= {port.if_index: HOSTILE[n % len(HOSTILE)] for n, port in enumerate(device.ports)}
    return found


def rate_octets_s(variant: int, port: Port, direction: int) -> int:
    """The mean rate of a port, fixed for ever; none on a port that is idle.

    Up to 28 Mb/s, so that no swing fills a commune's line of 50 Mb/s; fifty times that on the ports of a backbone.
    """
    if idle(port):
        return 0
    mixed = (variant * 2_654_435_761 + port.if_index * 40_503 + direction * 7_919) & 0xFFFF
    return (200 + mixed * 53) * (_BACKBONE_FACTOR if port.speed_bps >= _BACKBONE_BPS else 1)


def octets(rate_octets: int, uptime_s: float, phase: int) -> int:
    """What such a port has carried since boot: the rate swings by half around its mean, slowly."""
    return int(rate_octets * (uptime_s + 30 * sin(uptime_s / 60 + phase) - 30 * sin(phase)))


def columns(ports: tuple[Port, ...]) -> list[Column]:
    """The columns of all devices with these ports."""
    indexes = [(port.if_index,) for port in ports]

    def same(prefix: Oid, values: Callable[[Port], bytes]) -> Column:
        return Column(prefix, [(suffix, values(port)) for suffix, port in zip(indexes, ports, strict=True)])

    def live(prefix: Oid, tag: int, value: Callable[[int, Port, float], int]) -> Column:
        return LiveColumn(prefix, indexes, tag, lambda variant, up_s: [value(variant, port, up_s) for port in ports])

    zeros = [same((*_IF, column), lambda _port: ber.integer(0, ber.COUNTER32)) for column in (13, 19, 20)]
    return [
        *zeros,
        Column(_IF_NUMBER, [((0,), ber.integer(len(ports)))]),
        same((*_IF, 1), lambda port: ber.integer(port.if_index)),
        same((*_IF, 2), lambda port: ber.octets(port.descr)),
        same((*_IF, 3), lambda port: ber.integer(port.if_type)),
        same((*_IF, 4), lambda _port: ber.integer(1500)),
        same((*_IF, 5), lambda port: ber.integer(min(port.speed_bps, _MAX_GAUGE), ber.GAUGE32)),
        MacColumn((*_IF, 6), [((p.if_index,), bytes((p.if_index & 0xFF,)) if p.speed_bps else b"") for p in ports]),
        same((*_IF, 7), lambda port: ber.integer(admin_status(port))),
        OverlayColumn(
            (*_IF, 8), [((p.if_index,), ber.integer(_DOWN if idle(p) else _UP)) for p in ports], _links_that_are_down
        ),
        same((*_IF, 9), lambda _port: ber.integer(0, ber.TIME_TICKS)),
        live((*_IF, 10), ber.COUNTER32, _in_octets),
        live((*_IF, 11), ber.COUNTER32, _in_packets),
        live((*_IF, 14), ber.COUNTER32, _in_errors),
        live((*_IF, 16), ber.COUNTER32, _out_octets),
        live((*_IF, 17), ber.COUNTER32, _out_packets),
        same((*_IFX, 1), lambda port: ber.octets(port.name)),
        live((*_IFX, 6), ber.COUNTER64, _in_octets),
        live((*_IFX, 10), ber.COUNTER64, _out_octets),
        same((*_IFX, 14), lambda _port: ber.integer(1)),
        same((*_IFX, 15), lambda port: ber.integer(port.speed_bps // 10**6, ber.GAUGE32)),
        same((*_IFX, 17), lambda port: ber.integer(1 if port.if_type == _ETHERNET else 2)),
        OverlayColumn(
            (*_IFX, 18),
            [((p.if_index,), ber.octets(b"")) for p in ports],
            lambda device, _now_s: {(index,): ber.octets(text) for index, text in aliases(device).items()},
        ),
        same((*_IFX, 19), lambda _port: ber.integer(0, ber.TIME_TICKS)),
    ]


def _links_that_are_down(device: Device, now_s: float) -> dict[Oid, bytes]:
    return {(end.port.if_index,): ber.integer(_DOWN) for end in device.ends() if not end.link.is_up(now_s)}


def _in_octets(variant: int, port: Port, uptime_s: float) -> int:
    return octets(rate_octets_s(variant, port, 0), uptime_s, port.if_index)


def _out_octets(variant: int, port: Port, uptime_s: float) -> int:
    return octets(rate_octets_s(variant, port, 1), uptime_s, port.if_index + 3)


def _in_packets(variant: int, port: Port, uptime_s: float) -> int:
    return _in_octets(variant, port, uptime_s) // 600


def _out_packets(variant: int, port: Port, uptime_s: float) -> int:
    return _out_octets(variant, port, uptime_s) // 600


def _in_errors(variant: int, port: Port, uptime_s: float) -> int:
    return int(uptime_s / 900) if (variant + port.if_index) % 11 == 0 and not idle(port) else 0
