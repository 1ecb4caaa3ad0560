"""Recordings in snmpsim's form: ``OID|tag|value`` a line, in the order of the OIDs.

The tag is the number of the value's ASN.1 type; one with x has its value in hex, one with e has escapes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from probes.snmp.engine import Value

INTEGER, OCTETS, OID, ADDRESS = "2", "4", "6", "64"
_NUMBERS = (INTEGER, "65", "66", "67", "70")
_IS_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_IS_OID = re.compile(r"\d+(?:\.\d+)*")
_PLAIN = re.compile(rb"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


class RecordingError(UsageError):
    """A file that is no recording, or cannot be read."""


def arcs(oid: str) -> tuple[int, ...]:
    """An OID as the numbers by which OIDs are in order."""
    return tuple(map(int, oid.split(".")))


def dump(objects: Mapping[str, Value]) -> bytes:
    """The file of these objects."""
    lines = (f"{oid}|{_line(objects[oid])}\n" for oid in sorted(objects, key=arcs))
    return "".join(lines).encode("latin-1")


def _line(value: Value) -> str:
    if isinstance(value, int):
        return f"{INTEGER}|{value}"
    if isinstance(value, str):
        return f"{ADDRESS if _IS_ADDRESS.fullmatch(value) else OID}|{value}"
    return f"{OCTETS}|{value.decode('ascii')}" if _PLAIN.fullmatch(value) else f"{OCTETS}x|{value.hex()}"


def load(path: Path) -> dict[str, Value]:
    """The objects of a file. Lines that no agent could send are left out, as the simulator does.

    Raises:
        RecordingError: the file cannot be read, or has not one object.
    """
    try:
        lines = path.read_bytes().decode("latin-1").split("\n")
    except OSError as error:
        raise RecordingError(_("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)) from None
    objects: dict[str, Value] = {}
    for line in lines:
        oid, _bar, rest = line.partition("|")
        tag, _bar, said = rest.partition("|")
        if not _IS_OID.fullmatch(oid):
            continue
        try:
            objects[oid] = _value(tag.rstrip("xe"), _octets(tag, said))
        except (ValueError, UnicodeError):
            continue
    if not objects:
        raise RecordingError(_("{path} is no recording: lines like OID|4|text are expected").format(path=path))
    return objects


def _octets(tag: str, said: str) -> bytes:
    if tag.endswith("x"):
        return bytes.fromhex(said)
    if tag.endswith("e"):
        said = said.encode("latin-1").decode("unicode_escape")
    return said.encode("latin-1")


def _value(kind: str, octets: bytes) -> Value:
    if kind in _NUMBERS:
        return int(octets)
    if kind == OID:
        return octets.decode().strip(".")
    if kind == ADDRESS:
        return octets.decode() if b"." in octets else ".".join(map(str, octets))
    return octets
