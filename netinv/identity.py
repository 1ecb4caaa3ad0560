"""Whether two answers came from one device. Weak evidence never merges two: at least two marks must agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEEDED = 2
EVERYWHERE = {"127.0.0.1", "::1", "0.0.0.0", "::"}  # noqa: S104  # compared, not bound
"""Addresses that every machine has: they tell nobody from anybody."""

_FACTORY_NAMES = {"", "localhost", "router", "switch", "mikrotik", "ubnt", "openwrt"}


class Marks(NamedTuple):
    """What tells one device from another. ``addresses`` are those configured on it and those it was asked at."""

    serial: str | None = None
    chassis_id: str | None = None
    sys_name: str | None = None
    addresses: frozenset[str] = frozenset()
    macs: frozenset[str] = frozenset()


def same_device(a: Marks, b: Marks) -> bool:
    """Whether two marks of serial, chassis, name, addresses and MACs agree; serials that differ decide against."""
    if a.serial and b.serial and a.serial != b.serial:
        return False
    name = (a.sys_name or "").lower()
    agree = (
        bool(a.serial) and a.serial == b.serial,
        bool(a.chassis_id) and a.chassis_id == b.chassis_id,
        name not in _FACTORY_NAMES and name == (b.sys_name or "").lower(),
        bool((a.addresses & b.addresses) - EVERYWHERE),
        bool(a.macs & b.macs),
    )
    return sum(agree) >= _NEEDED


class Register:
    """The devices met so far, found again by any of their marks without looking at all of them."""

    def __init__(self) -> None:
        self._marks: list[Marks] = []
        self._by_mark: dict[tuple[str, str], list[int]] = {}

    def find(self, marks: Marks) -> int | None:
        """The number of the device that these marks are of."""
        candidates = {number for key in _keys(marks) for number in self._by_mark.get(key, ())}
        return next((number for number in sorted(candidates) if same_device(self._marks[number], marks)), None)

    def add(self, marks: Marks) -> int:
        """Keep a new device; returns its number."""
        number = len(self._marks)
        self._marks.append(marks)
        for key in _keys(marks):
            self._by_mark.setdefault(key, []).append(number)
        return number


def _keys(marks: Marks) -> Iterable[tuple[str, str]]:
    if marks.serial:
        yield "serial", marks.serial
    if marks.chassis_id:
        yield "chassis", marks.chassis_id
    if marks.sys_name and marks.sys_name.lower() not in _FACTORY_NAMES:
        yield "name", marks.sys_name.lower()
    for address in marks.addresses - EVERYWHERE:
        yield "address", address
