"""Which changes make the log, and how much each matters. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.model import Interface, Kind, Severity, State, System

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.reconcile import Change
    from netinv.rules import Judgement

IF_STATUS = {
    1: "up",
    2: "down",
    3: "testing",
    4: "unknown",
    5: "dormant",
    6: "notPresent",
    7: "lowerLayerDown",
}
"""ifAdminStatus and ifOperStatus in IF-MIB's words (RFC 2863)."""

_UP = 1
_WATCHED = {
    "serial": Severity.WARNING,
    "model": Severity.WARNING,
    "sys_name": Severity.INFO,
    "os_version": Severity.INFO,
}


class NewEvent(NamedTuple):
    """A line for the log. ``subject`` is a name; where no ``site_id`` is given, the device's id finds its site."""

    kind: str
    subject: str
    device_id: int | None
    old: str | None
    new: str | None
    severity: str = Severity.INFO
    cause: str | None = None
    problem_id: int | None = None
    site_id: int | None = None


def of_facts(device_id: int, device: str, changes: list[Change]) -> Iterator[NewEvent]:
    """Events of one device's facts. What is read for the first time is no event."""
    first = any(change.kind is Kind.SYSTEM and change.old is None for change in changes)
    for change in changes:
        old, new = change.old, change.new
        if isinstance(old, System) and isinstance(new, System):
            yield from _system(device_id, device, old, new)
        elif change.kind is Kind.INTERFACE and not first:
            yield from _interface(device_id, device, old, new)  # type: ignore[arg-type]  # the kind tells the type


def _system(device_id: int, device: str, old: System, new: System) -> Iterator[NewEvent]:
    for field, severity in _WATCHED.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after and before and after:
            yield NewEvent(field, device, device_id, before, after, severity)


def _interface(device_id: int, device: str, old: Interface | None, new: Interface | None) -> Iterator[NewEvent]:
    named = new or old
    assert named is not None
    subject = f"{device}:{named.name}"
    if old is None or new is None:
        yield NewEvent("interface", subject, device_id, old and "present", new and "present")
        return
    if old.oper_status != new.oper_status:
        # A port that its owner shut, or one that nobody told to be up, is news but no warning.
        broken = old.oper_status == _UP and new.admin_status == _UP
        severity = Severity.WARNING if broken else Severity.INFO
        yield NewEvent("oper_status", subject, device_id, _word(old.oper_status), _word(new.oper_status), severity)
    if old.admin_status != new.admin_status:
        yield NewEvent("admin_status", subject, device_id, _word(old.admin_status), _word(new.admin_status))
    if old.speed_bps != new.speed_bps:
        yield NewEvent("speed_bps", subject, device_id, _text(old.speed_bps), _text(new.speed_bps))


def of_double(mark: str, value: str, devices: Sequence[str]) -> NewEvent:
    """Two devices began to claim one serial number or engine ID: both are kept, and somebody has to look."""
    return NewEvent(f"duplicate_{mark}", ", ".join(devices), None, None, value, Severity.WARNING)


def of_state(
    device_id: int, device: str, old: str | None, new: str, cause: str | None, *, planned: bool = False
) -> NewEvent:
    """A device's state changed; what lies behind a cause is information, and what planned work does.

    The opening of a problem makes it an error.
    """
    severity = Severity.WARNING if new in (State.DOWN, State.DEGRADED) and not planned else Severity.INFO
    return NewEvent("device", device, device_id, old, new, severity, cause)


def of_link(name: str, old: str | None, new: str) -> NewEvent:
    """A link appeared or its state changed."""
    broken = new in (State.DOWN, State.GONE, State.DEGRADED)
    return NewEvent("link", name, None, old, new, Severity.WARNING if broken else Severity.INFO)


def of_rules(found: Judgement) -> list[NewEvent]:
    """Rules that are broken from now on, with what was found, and those that are kept again."""
    return [
        *(NewEvent(one.rule, one.subject, one.device_id, None, one.said, Severity.WARNING) for one in found.begun),
        *(NewEvent(one.rule, one.subject, one.device_id, one.said, None) for one in found.ended),
    ]


def _word(status: int | None) -> str | None:
    return IF_STATUS.get(status, str(status)) if status is not None else None


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
