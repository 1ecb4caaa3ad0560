"""Which device of the inventory a neighbour claim means: by chassis MAC, by name, by management address.

Each of the three names a set of devices or nobody; the device with the most votes is meant, a tie means nobody:
an unknown neighbour is a smaller fault than a wrong link.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from topology.values import Claim, Device

_MAC = re.compile(
    r"(?:0x)?(?:[0-9a-f]{12}|[0-9a-f]{4}([.-])[0-9a-f]{4}\1[0-9a-f]{4}|[0-9a-f]{1,2}([:-])[0-9a-f]{1,2}(?:\2[0-9a-f]{1,2}){4})"
)
_LIKE_ADDRESS = re.compile(r"\s*\[?[0-9a-fA-F]*[.:]")
_SEPARATOR = re.compile("[:-]")
_NO_SEPARATORS = str.maketrans("", "", ":.-")
# Addresses that routers share: VRRP for IPv4 and IPv6 (RFC 9568), HSRP, HSRPv2, GLBP.
_SHARED_MACS = ("00005e0001", "00005e0002", "00000c07ac", "00000c9ff", "0007b400")
# Names that devices leave the factory with: two of them are two devices.
_FACTORY_NAMES = frozenset({
    "(none)", "airos", "cisco", "default", "draytek", "fortigate", "h3c", "hostname", "hp", "hpe", "huawei",
    "linux", "localhost", "mikrotik", "none", "openwrt", "quidway", "router", "routeros", "ruijie", "switch",
    "sw", "system", "ubnt", "unifi", "unknown", "unnamed", "vyos",
})  # fmt: skip
_SERIAL = re.compile(r"(?<=.)\([^()]*\)$")
_NAME_LENGTH = 255


def mac_key(text: str | None) -> str | None:
    """Twelve hexadecimal digits of a MAC in any usual notation; None for others and for MACs that identify nobody."""
    if not text:
        return None
    folded = text.strip().lower()
    if len(folded) > 19 or not _MAC.fullmatch(folded):  # the longest: 0x and six pairs
        return None
    digits = folded.removeprefix("0x").translate(_NO_SEPARATORS)
    if len(digits) != 12:  # pairs with their leading zero left out
        digits = "".join(part.zfill(2) for part in _SEPARATOR.split(folded))
    group_bit = int(digits[1], 16) & 1
    if group_bit or digits.startswith(_SHARED_MACS) or not digits.strip("0"):
        return None
    return digits


@lru_cache(maxsize=65536)
def address_key(text: str | None) -> str | None:
    """An address in canonical form, its port or prefix length cut off; None for what identifies nobody."""
    if not text or not _LIKE_ADDRESS.match(text):
        return None
    bare = text.strip().split("/")[0].split("%")[0]
    if bare.startswith("["):
        bare = bare[1:].split("]")[0]
    elif bare.count(":") == 1:
        bare = bare.split(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    # 127.0.0.1 is everybody's; the rest of its network is not: simulated provinces live there.
    everybodys = address.is_link_local or address.is_unspecified or address.is_multicast or bare in {"127.0.0.1", "::1"}
    return None if everybodys else str(address)


def name_key(text: str | None) -> str | None:
    """A name folded for comparison; None where it is empty, binary or an address."""
    if not text or len(text) > _NAME_LENGTH or not text.isprintable() or "\ufffd" in text:
        return None
    folded = _SERIAL.sub("", text.strip()).strip().casefold().rstrip(".")
    return folded if folded and address_key(folded) is None else None


def _chassis_name(text: str | None) -> str | None:
    """A chassis ID that is a serial or name; a MAC that identifies nobody does not become one."""
    return None if text and _MAC.fullmatch(text.strip().lower()) else name_key(text)


class Match(NamedTuple):
    """The device meant. ``doubtful``: its name fits, but the chassis that is claimed is not known on it."""

    device: str
    doubtful: bool


class DeviceIndex:
    """Finds the device that a claim means. Built once per resolution."""

    def __init__(self, devices: Iterable[Device]) -> None:
        self._by_chassis: dict[str, set[str]] = defaultdict(set)
        self._by_address: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_short_name: dict[str, set[str]] = defaultdict(set)
        self._with_chassis: set[str] = set()
        self._known: dict[tuple[str | None, str | None, str | None], Match | None] = {}
        for device in devices:
            self._add(device)

    def _add(self, device: Device) -> None:
        for chassis in device.chassis_ids:
            if key := mac_key(chassis):
                self._with_chassis.add(device.name)
            if key := key or _chassis_name(chassis):
                self._by_chassis[key].add(device.name)
        for key in filter(None, map(address_key, {device.address, *device.addresses})):
            self._by_address[key].add(device.name)
        sys_name = name_key(device.sys_name)
        names = {name_key(device.name), None if sys_name in _FACTORY_NAMES else sys_name}
        for name in filter(None, names):
            self._by_name[name].add(device.name)
            short, dot, _ = name.partition(".")
            if dot:
                self._by_short_name[short].add(device.name)

    def find(self, claim: Claim) -> Match | None:
        """The device at the far end of the claim, or None where it is nobody's or not certain."""
        key = (claim.remote_chassis, claim.remote_name, claim.remote_address)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, chassis: str | None, name: str | None, address: str | None) -> Match | None:
        mac = mac_key(chassis)
        by_chassis = self._by_chassis.get(mac or _chassis_name(chassis) or "", set())
        by_name = self._named(name)
        by_address = self._by_address.get(address_key(address) or address_key(name) or "", set())
        if chassis and not mac and not by_chassis:  # a chassis ID may also be an address or the name (802.1AB, 8.5.2)
            by_chassis = self._by_address.get(address_key(chassis) or "", set()) or (
                set() if name else self._named(chassis)
            )
        votes = Counter(device for found in (by_chassis, by_name, by_address) for device in found).most_common(2)
        if not votes or (len(votes) > 1 and votes[0][1] == votes[1][1]):
            return None
        device = votes[0][0]
        only_name = device not in by_chassis and device not in by_address
        return Match(device, doubtful=only_name and mac is not None and device in self._with_chassis)

    def _named(self, text: str | None) -> set[str]:
        """By full name; a short name also means the one device whose full name begins so, and the other way round."""
        name = name_key(text)
        if name is None:
            return set()
        if found := self._by_name.get(name):
            return found
        short, dot, _ = name.partition(".")
        return self._by_name.get(short, set()) if dot else self._by_short_name.get(short, set())
