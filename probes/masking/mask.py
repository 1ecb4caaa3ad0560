"""Masks of single values, by a key: one value always has one mask, two values have two, and nobody can go back.

Addresses keep what they share: two of one subnet are of one subnet still, and whose links fit stay fitting.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from functools import lru_cache

_HALF = 12
"""Bits of a half of what tells a maker's hardware addresses apart."""
_KEPT_V4 = (8, 24)
_KEPT_V6 = (16, 120)
"""The bits from and to which an address is masked: its kind and its host number stay."""
_NOT_PRIVATE = [
    ipaddress.ip_network(text)
    for text in ("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3", "::/127", "ff00::/8")  # 224/3: also masks
]
_MAC = re.compile(r"(?<![0-9A-Za-z:-])(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z:-])")
_DOTTED_MAC = re.compile(r"(?<![\w.])[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}(?![\w.])")


class Mask:
    """All masks of one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.address = lru_cache(maxsize=65_536)(self._address)

    def _digest(self, kind: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{kind} {text}".encode("utf-8", "surrogateescape"), "sha256")

    def _address(self, text: str) -> str:
        """An IP address: the first and the last octets stay, between them equal beginnings stay equal."""
        address = ipaddress.ip_address(text)
        if any(address in network for network in _NOT_PRIVATE if network.version == address.version):
            return text
        first, last = _KEPT_V4 if address.version == 4 else _KEPT_V6
        bits = f"{int(address):0{address.max_prefixlen}b}"
        masked = [
            str(int(bit) ^ (self._digest("address", bits[:place])[0] & 1)) if first <= place < last else bit
            for place, bit in enumerate(bits)
        ]
        return str(type(address)(int("".join(masked), 2)))

    def mac(self, octets: bytes) -> bytes:
        """A hardware address of six octets: the maker's three stay. Groups, zeros and ones are nobody's."""
        if octets[0] & 1 or not any(octets):
            return octets
        maker, number = octets[:3], int.from_bytes(octets[3:], "big")
        left, right = number >> _HALF, number & (1 << _HALF) - 1
        for turn in range(4):  # a Feistel cipher: no two addresses of a maker get one mask
            mixed = self._digest("mac", f"{maker.hex()} {turn} {right}")
            left, right = right, left ^ (int.from_bytes(mixed[:2], "big") & (1 << _HALF) - 1)
        return maker + (left << _HALF | right).to_bytes(3, "big")

    def word(self, text: str) -> str:
        """A text of the same shape: a digit for a digit, a letter for a letter. Small and capital are one."""
        stream = self._digest("word", text.casefold())
        while len(stream) < len(text):
            stream += self._digest("more", f"{len(stream)} {text.casefold()}")
        return "".join(map(_other, text, stream))

    def name(self, text: str) -> str:
        """A host name, part by part: with and without its domain it stays the same host. Or an address."""
        try:
            return self.address(text)
        except ValueError:
            parts = (part and f"n{self._digest('name', part.casefold())[:4].hex()}" for part in text.split("."))
            return ".".join(parts)

    def macs_in(self, text: str) -> str:
        """The text with the hardware addresses that are written in it masked, in the way they are written."""
        return _DOTTED_MAC.sub(self._written_mac, _MAC.sub(self._written_mac, text))

    def _written_mac(self, found: re.Match[str]) -> str:
        digits = iter(self.mac(bytes.fromhex(re.sub(r"[:.-]", "", found[0]))).hex())
        masked = "".join(char if char in ":.-" else next(digits) for char in found[0])
        return masked.upper() if found[0].isupper() else masked


def _other(char: str, noise: int) -> str:
    if char.isdecimal():
        return str(noise % 10)
    if not char.isalpha():
        return char
    letter = chr(ord("a") + noise % 26)
    return letter.upper() if char.isupper() else letter
