"""The newest sweep in the text format of Prometheus: for the textfile collector of its node exporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.model import COUNTER_NAMES, State
from netinv.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from netinv.store.measured.latest import Latest
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow

_WAYS = ("icmp", "snmp", "ssh")
_TICKS_PER_S = 100  # sysUpTime (RFC 3418)

Sample = tuple[str, float]
"""Labels as they are written, and the value."""


class Family(NamedTuple):
    """One metric. ``type`` is Prometheus' word; samples are made while they are written: they may be millions."""

    name: str
    type: str
    help: str
    samples: Iterable[Sample]


def metrics(reader: Reader) -> Iterator[str]:
    """The lines. Families without a sample are left out."""
    devices = reader.devices()
    for family in (*_sweep(reader), *_devices(devices), *_measured(devices, reader.latest())):
        for place, (labels, value) in enumerate(family.samples):
            if not place:
                yield f"# HELP {family.name} {family.help}"
                yield f"# TYPE {family.name} {family.type}"
            yield f"{family.name}{labels} {value:.15g}"


def _labels(**labels: str) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return clean(value).replace("\r", " ").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _sweep(reader: Reader) -> Iterator[Family]:
    """When the last sweep ended: what an alarm on a poller that stands still needs."""
    for sweep in reader.sweeps():
        ended = (sweep.finished_at or sweep.started_at) / 1000
        yield Family("netinv_sweep_end_seconds", "gauge", "When the last sweep ended, Unix time.", [("", ended)])
        took = ended - sweep.started_at / 1000
        yield Family("netinv_sweep_duration_seconds", "gauge", "How long the last sweep took.", [("", took)])
    problems = len(reader.problems())
    yield Family("netinv_problems", "gauge", "Open problems.", [("", problems)])


def _devices(devices: Iterable[DeviceRow]) -> list[Family]:
    devices = list(devices)
    states = [
        (_labels(device=row.name, site=row.site, state=str(state)), float(row.state == state))
        for row in devices
        for state in State
        if state is not State.GONE
    ]
    reach = [
        (_labels(device=row.name, way=way), float(getattr(row, way) == "ok"))
        for row in devices
        for way in _WAYS
        if getattr(row, way) is not None
    ]
    trips = [(_labels(device=row.name), row.rtt_us / 1e6) for row in devices if row.rtt_us is not None]
    uptimes = [
        (_labels(device=row.name), row.uptime_ticks / _TICKS_PER_S) for row in devices if row.uptime_ticks is not None
    ]
    return [
        Family("netinv_device_state", "gauge", "1 for the state that a device is in.", states),
        Family("netinv_device_reached", "gauge", "Whether a way of asking was answered in the last sweep.", reach),
        Family("netinv_device_round_trip_seconds", "gauge", "Round-trip time of the last ping.", trips),
        Family("netinv_device_uptime_seconds", "gauge", "sysUpTime as it was read last.", uptimes),
    ]


def _measured(devices: Iterable[DeviceRow], latest: Mapping[int, Latest]) -> Iterator[Family]:
    """Loads, and the counters themselves: rates are Prometheus' own business."""
    found = [(row.name, latest[row.id]) for row in devices if row.id in latest]
    for name in ("cpu", "memory"):
        shares = [
            (_labels(device=device), value / 1000) for device, one in found if (value := getattr(one, name)) is not None
        ]
        yield Family(f"netinv_device_{name}_ratio", "gauge", f"Share of {name} in use, HOST-RESOURCES-MIB.", shares)
    ports = [
        ([_labels(device=device, interface=port) for port in one.taken.ports], one.taken.columns)
        for device, one in found
        if one.taken is not None
    ]
    for column, name in enumerate(COUNTER_NAMES):
        way, _bar, what = name.partition("_")
        samples = _counted(ports, column)
        yield Family(f"netinv_interface_{name}_total", "counter", f"IF-MIB: {what} {way}.", samples)


def _counted(ports: Iterable[tuple[Sequence[str], Sequence[Sequence[int]]]], column: int) -> Iterator[Sample]:
    """The values of one counter, of ports that have it."""
    for labels, columns in ports:
        yield from ((label, value) for label, value in zip(labels, columns[column], strict=True) if value >= 0)
