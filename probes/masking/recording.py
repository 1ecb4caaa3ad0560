"""What of a recording is masked: addresses, names, serial numbers, places, people; and what is never in one: secrets.

The objects that hold them are known by their MIBs and by the vendors' rules. What was found there is masked wherever
else it stands: in a description, in the index of a row, in an object that only the vendor knows.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from probes.masking.objects import INDEXED_BY_ADDRESS, Kind, Places
from probes.values import text
from probes.vendors.junk import meaningful

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from probes.masking.mask import Mask
    from probes.snmp.engine import Value
    from probes.vendors.rules import Rulebook

_SHORTEST_WORD = 3
_COMMON = {"router", "switch", "linux", "localhost", "default", "system", "unknown", "mikrotik", "cisco", "none"}
"""Names from a factory: masking them wherever they stand would spoil descriptions and hide nothing."""
_PORT = re.compile(r"[A-Za-z][A-Za-z -]{0,24}\d*(?:[/.:]\d+)*|\d+(?:[/.:]\d+)*")
_QUAD = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_VERSION_FOLLOWS = re.compile(r"(?i)(?:\bv|ver|version|rev|revision|release|ware|\bfw|\bsw|image|os)[\s:=]*$")
_TYPED = re.compile(r"(?<=\.1\.4)(?:\.\d+){4}|(?<=\.2\.16)(?:\.\d+){16}")
"""An InetAddress with its type and length within an OID (RFC 4001)."""


def without_secrets(objects: Mapping[str, Value], secrets: Collection[str]) -> dict[str, Value]:
    """The objects with stars for each secret in a value; rows whose index spells one are left out."""
    octets = [secret.encode() for secret in secrets if secret]
    spelled = [f".{'.'.join(map(str, secret))}." for secret in octets]
    kept = {oid: value for oid, value in objects.items() if not any(word in f"{oid}." for word in spelled)}
    for oid, value in kept.items():
        if isinstance(value, bytes):
            for secret in octets:
                value = value.replace(secret, b"*" * len(secret))  # noqa: PLW2901  # one after another
            kept[oid] = value
    return kept


def masked(objects: Mapping[str, Value], mask: Mask, book: Rulebook) -> dict[str, Value]:
    """The recording with all that is somebody's masked; models, versions, ports and states stay."""
    return _Masking(objects, mask, Places(book)).run()


class _Masking:
    def __init__(self, objects: Mapping[str, Value], mask: Mask, places: Places) -> None:
        self._objects, self._mask = objects, mask
        known = {oid: places.kind(oid) for oid in objects}
        self._kinds = {oid: kind for oid, (kind, _fixed) in known.items()}
        self._fixed = {oid: fixed for oid, (_kind, fixed) in known.items()}
        self._addresses = {text for oid, value in objects.items() for text in self._addresses_of(oid, value)}
        self._macs = {value for value in objects.values() if isinstance(value, bytes) and _is_mac(value)}
        self._words = self._said(Kind.NAME, mask.name) | self._said(Kind.SERIAL, mask.word)
        self._in_text = _any_of(self._words)
        arcs = {address: _arcs(ipaddress.ip_address(address).packed) for address in self._addresses}
        self._index = {own: _arcs(ipaddress.ip_address(mask.address(text)).packed) for text, own in arcs.items()}
        self._index |= {_arcs(octets): _arcs(mask.mac(octets)) for octets in self._macs}

    def run(self) -> dict[str, Value]:
        spelled = [f".{'.'.join(map(str, word.encode()))}." for word in self._words]
        return {
            self._oid(oid): self._value(oid, value)
            for oid, value in self._objects.items()
            if not any(word in f"{oid}." for word in spelled)
        }

    def _addresses_of(self, oid: str, value: Value) -> list[str]:
        index = ".".join(["", *oid.split(".")[self._fixed[oid] :]])
        found = [_dotted(arcs) for arcs in _TYPED.findall(index)]
        if indexed := INDEXED_BY_ADDRESS.match(oid):
            found.append(_dotted(indexed[1]))
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, bytes) and self._kinds[oid] is Kind.ADDRESS and len(value) in (4, 16):
            found.append(str(ipaddress.ip_address(value)))
        return [address for address in found if address and _is_address(address)]

    def _said(self, kind: Kind, mask_of: object) -> dict[str, str]:
        """The words that objects of this kind say, with their masks; a name also without its domain."""
        words: dict[str, str] = {}
        for oid, value in self._objects.items():
            said = text(value) if self._kinds[oid] is kind and isinstance(value, bytes) else None
            if not said or not meaningful(said) or _is_address(said):
                continue
            for word in (said, said.partition(".")[0] if kind is Kind.NAME else said):
                if len(word) >= _SHORTEST_WORD and word.casefold() not in _COMMON and not word.isdigit():
                    words[word] = mask_of(word)  # type: ignore[operator]  # one of the mask's own
        return words

    def _oid(self, oid: str) -> str:
        """The OID with the addresses in its index masked."""
        arcs = oid.split(".")
        for size in (4, 6, 16):
            for place in range(self._fixed[oid], len(arcs) - size + 1):
                found = self._index.get(".".join(arcs[place : place + size]))
                if found:
                    arcs[place : place + size] = found.split(".")
        return ".".join(arcs)

    def _value(self, oid: str, value: Value) -> Value:
        kind = self._kinds[oid]
        if isinstance(value, int):
            return value
        if isinstance(value, str):
            if _is_address(value):
                return self._mask.address(value)
            return _TYPED.sub(self._typed, value) if kind is Kind.PREFIX else value
        return self._octets(kind, value)

    def _typed(self, found: re.Match[str]) -> str:
        address = _dotted(found[0])
        if not address:
            return found[0]
        return f".{_arcs(ipaddress.ip_address(self._mask.address(address)).packed)}"

    def _octets(self, kind: Kind, value: bytes) -> bytes:
        if kind is Kind.ADDRESS and len(value) in (4, 16):
            return ipaddress.ip_address(self._mask.address(str(ipaddress.ip_address(value)))).packed
        if kind is Kind.ENGINE:
            return value[:5] + self._mask.word(value[5:].hex()).encode()[: len(value) - 5]
        if _is_mac(value):
            return self._mask.mac(value)
        # The octet of an address family, and the address.
        if kind in (Kind.IDENTIFIER, Kind.CHASSIS) and len(value) in (5, 17) and value[0] in (1, 2):
            address = str(ipaddress.ip_address(value[1:]))
            return value[:1] + ipaddress.ip_address(self._mask.address(address)).packed
        said = value.rstrip(b"\x00").decode("utf-8", "surrogateescape")
        if not said.isprintable() and not any(char.isspace() for char in said):
            return value  # bits and numbers in octets
        return self._text(kind, said).encode("utf-8", "surrogateescape")

    def _text(self, kind: Kind, said: str) -> str:
        if kind is Kind.NAME and said.casefold() not in _COMMON:
            return self._mask.name(said)
        if kind is Kind.SERIAL and meaningful(said):
            return self._mask.word(said)
        if kind is Kind.PERSONAL or (kind is Kind.PORT_WORDS and not _PORT.fullmatch(said)):
            return self._mask.word(said)
        bare = self._mask.macs_in(said)
        if kind is Kind.CHASSIS and bare == said:
            return self._mask.name(said)
        said = bare
        if self._in_text:
            said = self._in_text.sub(lambda found: self._words[found[0]], said)
        return said if kind is Kind.VERSION else _QUAD.sub(self._quad, said)

    def _quad(self, found: re.Match[str]) -> str:
        """Four numbers in a text: an address that the device has, or one of a private network; else a version."""
        said = found[0]
        if not _is_address(said):
            return said
        private = ipaddress.ip_address(said).is_private and not _VERSION_FOLLOWS.search(found.string[: found.start()])
        return self._mask.address(said) if said in self._addresses or private else said


def _any_of(words: Collection[str]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if words else None


def _arcs(octets: bytes) -> str:
    return ".".join(map(str, octets))


def _dotted(arcs: str) -> str:
    """The address of the numbers of an index; empty where they are none."""
    numbers = [int(arc) for arc in arcs.split(".") if arc]
    return str(ipaddress.ip_address(bytes(numbers))) if numbers and max(numbers) < 256 else ""


def _is_mac(value: bytes) -> bool:
    return len(value) == 6 and not value.isalnum() and any(octet < 32 or octet > 126 for octet in value)


def _is_address(said: str) -> bool:
    try:
        ipaddress.ip_address(said)
    except ValueError:
        return False
    return True
