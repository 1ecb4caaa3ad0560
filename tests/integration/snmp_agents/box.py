"""A small device for scripted agents: what it shows of itself, changed as a test wants it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from netinv.lab import ber
from probes.snmp import oids

UP = 1
_ENTITY_CHASSIS = 3
_ETHERNET = 6
_LLDP_LOCALLY_NAMED, _LLDP_INTERFACE_NAME = 7, 5


class Box:
    """A port ``g1``, at a neighbour's ``g1`` where it has one. Set attributes, then give :meth:`values` to an agent.

    Attributes:
        uptime_s: since it booted; what its counters have grown by is counted against that.
        counted: octets in and out, errors in and out, discards in and out, packets in and out.
        clock_off_s: seconds that its clock is before the right time.
        reset_s: uptime at which its counters were reset, as it says itself (ifCounterDiscontinuityTime).
        wide: whether it has octet counters of 64 bits, beside those of 32.
    """

    def __init__(self, name: str, peer: str = "") -> None:
        self.name, self.peer = name, peer
        self.serial = f"SN-{name}-1"
        self.uptime_s = 1_000_000
        self.speed_bps = 1_000_000_000
        self.duplex = 3
        self.clock_off_s = 0
        self.reset_s = 0
        self.wide = True
        self.counted = dict.fromkeys((*_COUNTERS, *_PACKETS), 10**9)

    def values(self) -> dict[str, bytes]:
        """All that the agent has, by OID."""
        ports = {
            oids.IF_DESCR: ber.octets("g1"),
            oids.IF_NAME: ber.octets("g1"),
            oids.IF_TYPE: ber.integer(_ETHERNET),
            oids.IF_ADMIN_STATUS: ber.integer(UP),
            oids.IF_OPER_STATUS: ber.integer(UP),
            oids.IF_SPEED: ber.integer(self.speed_bps, ber.GAUGE32),
            oids.IF_HIGH_SPEED: ber.integer(self.speed_bps // 10**6, ber.GAUGE32),
            oids.DOT3_STATS_DUPLEX_STATUS: ber.integer(self.duplex),
            oids.IF_COUNTER_DISCONTINUITY_TIME: ber.integer(self.reset_s * 100, ber.TIME_TICKS),
            **self._counters(),
        }
        return self._system() | {f"{column}.1": value for column, value in ports.items()} | self._neighbor()

    def _counters(self) -> dict[str, bytes]:
        wide = {oid: ber.integer(self.counted[what], ber.COUNTER64) for what, oid in (_COUNTERS | _PACKETS).items()}
        narrow = {oid: ber.integer(self.counted[what] % 2**32, ber.COUNTER32) for what, oid in _NARROW.items()}
        kept = wide if self.wide else {oid: value for oid, value in wide.items() if oid not in _OF_64_BITS}
        return kept | narrow

    def _system(self) -> dict[str, bytes]:
        chassis = {
            oids.ENT_PHYSICAL_CLASS: ber.integer(_ENTITY_CHASSIS),
            oids.ENT_PHYSICAL_SERIAL_NUM: ber.octets(self.serial),
            oids.ENT_PHYSICAL_MODEL_NAME: ber.octets("BOX-1"),
        }
        return {
            oids.SYS_DESCR: ber.octets("a box"),
            oids.SYS_NAME: ber.octets(self.name),
            oids.SYS_UPTIME: ber.integer(self.uptime_s * 100, ber.TIME_TICKS),
            oids.HR_SYSTEM_DATE: ber.octets(_date_and_time(datetime.now(UTC) + timedelta(seconds=self.clock_off_s))),
            **{f"{column}.1": value for column, value in chassis.items()},
        }

    def _neighbor(self) -> dict[str, bytes]:
        """A row of lldpRemTable: no time mark, port 1, first neighbour."""
        row = {
            4: ber.integer(_LLDP_LOCALLY_NAMED),
            5: ber.octets(self.peer),
            6: ber.integer(_LLDP_INTERFACE_NAME),
            7: ber.octets("g1"),
            9: ber.octets(self.peer),
        }
        return {f"{oids.LLDP_REM_ENTRY}.{column}.0.1.1": value for column, value in row.items()} if self.peer else {}


_COUNTERS = {
    "in_octets": oids.IF_HC_IN_OCTETS,
    "out_octets": oids.IF_HC_OUT_OCTETS,
    "in_errors": oids.IF_IN_ERRORS,
    "out_errors": oids.IF_OUT_ERRORS,
    "in_discards": oids.IF_IN_DISCARDS,
    "out_discards": oids.IF_OUT_DISCARDS,
}
_NARROW = {"in_octets": oids.IF_IN_OCTETS, "out_octets": oids.IF_OUT_OCTETS}
_OF_64_BITS = (oids.IF_HC_IN_OCTETS, oids.IF_HC_OUT_OCTETS)
_PACKETS = {"in_packets": "1.3.6.1.2.1.31.1.1.1.7", "out_packets": "1.3.6.1.2.1.31.1.1.1.11"}


def _date_and_time(at: datetime) -> bytes:
    """DateAndTime with its zone, UTC (SNMPv2-TC, RFC 2579)."""
    return at.year.to_bytes(2, "big") + bytes((at.month, at.day, at.hour, at.minute, at.second, 0)) + b"+\0\0"
