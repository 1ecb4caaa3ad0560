"""The JSON of ``netinv history``; its CSV has the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.words.sentences import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.histories import Over
    from netinv.store.measured.points import DevicePoint, PortPoint

Shape = dict[str, Any]


def history(device: str, port: str | None, asked: Over, points: Sequence[Shape]) -> Shape:
    """All of it."""
    return {
        "device": device,
        "interface": port,
        "from": iso(asked.start_ms),
        "to": iso(asked.end_ms),
        "step_s": asked.step_s,
        "points": list(points),
    }


def port_point(point: PortPoint) -> Shape:
    """A step of a port."""
    return {"time": iso(point.at_ms), **{key: value for key, value in point._asdict().items() if key != "at_ms"}}


def device_point(point: DevicePoint) -> Shape:
    """A step of a device."""
    return {
        "time": iso(point.at_ms),
        "step_s": point.step_s,
        "rtt_ms": _thousandth(point.rtt_us),
        "rtt_peak_ms": _thousandth(point.rtt_peak_us),
        "cpu_percent": _tenth(point.cpu),
        "cpu_peak_percent": _tenth(point.cpu_peak),
        "memory_percent": _tenth(point.memory),
        "memory_peak_percent": _tenth(point.memory_peak),
        "uptime_s": point.uptime_s,
    }


def _thousandth(value: int | None) -> float | None:
    return None if value is None else value / 1000


def _tenth(value: int | None) -> float | None:
    return None if value is None else value / 10
