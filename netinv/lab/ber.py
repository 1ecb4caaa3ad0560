"""Basic Encoding Rules as SNMP uses them (X.690; RFC 3416 section 3): short functions on bytes, made for speed."""

from __future__ import annotations

INTEGER = 0x02
OCTETS = 0x04
NULL = b"\x05\x00"
OID = 0x06
SEQUENCE = 0x30
IP_ADDRESS = 0x40
COUNTER32 = 0x41
GAUGE32 = 0x42
TIME_TICKS = 0x43
COUNTER64 = 0x46

Oid = tuple[int, ...]


def length(size: int) -> bytes:
    """The length octets, in the shortest form."""
    if size < 0x80:
        return bytes((size,))
    if size < 0x100:
        return bytes((0x81, size))
    return bytes((0x82, size >> 8, size & 0xFF))


def tlv(tag: int, body: bytes) -> bytes:
    """One value: tag, length, contents."""
    size = len(body)
    return bytes((tag, size)) + body if size < 0x80 else bytes((tag,)) + length(size) + body


def integer(value: int, tag: int = INTEGER) -> bytes:
    """An INTEGER or one of its application types, in the fewest octets."""
    size = ((value if value >= 0 else ~value).bit_length() >> 3) + 1
    return bytes((tag, size)) + value.to_bytes(size, "big", signed=True)


def octets(value: bytes | str) -> bytes:
    """An OCTET STRING; text goes out in UTF-8."""
    return tlv(OCTETS, value.encode() if isinstance(value, str) else value)


def oid_body(oid: Oid) -> bytes:
    """The contents of an OBJECT IDENTIFIER of two arcs or more."""
    out = bytearray((oid[0] * 40 + oid[1],))
    for arc in oid[2:]:
        if arc < 0x80:
            out.append(arc)
        else:
            out += arc_body(arc)
    return bytes(out)


def suffix_body(arcs: Oid) -> bytes:
    """The contents of arcs that follow others."""
    return b"".join(map(arc_body, arcs))


def arc_body(arc: int) -> bytes:
    """One arc in base 128, all octets but the last with the high bit set."""
    out = [arc & 0x7F]
    while arc := arc >> 7:
        out.append(arc & 0x7F | 0x80)
    return bytes(reversed(out))


def oid(value: Oid) -> bytes:
    """An OBJECT IDENTIFIER."""
    return tlv(OID, oid_body(value))


def dotted(text: str) -> Oid:
    """The arcs of ``1.3.6.1``."""
    return tuple(map(int, text.split(".")))


def read(data: bytes, at: int) -> tuple[int, int, int]:
    """The value that starts at ``at``: its tag, and where its contents start and end.

    Raises:
        ValueError: it reaches beyond the data, or its length is in a form that SNMP has no use for.
        IndexError: the data ends inside the header.
    """
    size = data[at + 1]
    start = at + 2
    if size >= 0x80:
        count = size & 0x7F
        if not 1 <= count <= 3:
            raise ValueError("length form")
        size = int.from_bytes(data[start : start + count], "big")
        start += count
    end = start + size
    if end > len(data):
        raise ValueError("cut short")
    return data[at], start, end


def read_integer(data: bytes, at: int) -> tuple[int, int]:
    """The integer at ``at``, whatever its tag, and where the next value starts."""
    _tag, start, end = read(data, at)
    return int.from_bytes(data[start:end], "big", signed=True), end


def read_octets(data: bytes, at: int) -> tuple[bytes, int]:
    """The contents of the value at ``at``, and where the next value starts."""
    _tag, start, end = read(data, at)
    return data[start:end], end


def read_oid(body: bytes) -> Oid:
    """The arcs in the contents of an OBJECT IDENTIFIER; an empty one is 0.0."""
    if not body:
        return (0, 0)
    first = min(body[0] // 40, 2)
    arcs = [first, body[0] - first * 40]
    arc = 0
    for octet in body[1:]:
        arc = arc << 7 | octet & 0x7F
        if octet < 0x80:
            arcs.append(arc)
            arc = 0
    return tuple(arcs)
