"""Answering a PDU (RFC 3416; RFC 1157 for version 1) out of a device's MIB."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.lab import ber

if TYPE_CHECKING:
    from netinv.lab.mib import Mib
    from netinv.lab.network import Device

GET, GET_NEXT, RESPONSE, SET, GET_BULK, REPORT = 0xA0, 0xA1, 0xA2, 0xA3, 0xA5, 0xA8
V1, V2C, V3 = 0, 1, 3
NO_ERROR, TOO_BIG, NO_SUCH_NAME, READ_ONLY, GEN_ERR, NO_ACCESS, AUTHORIZATION_ERROR = 0, 1, 2, 4, 5, 6, 16

_NO_SUCH_OBJECT, _NO_SUCH_INSTANCE, _END_OF_MIB_VIEW = b"\x80\x00", b"\x81\x00", b"\x82\x00"
_MAX_VARBINDS = 1400  # octets of variable bindings in one answer: it fits one Ethernet frame
_MAX_REPETITIONS = 255
_STATUS = {NO_ERROR: b"\x02\x01\x00\x02\x01\x00"}


class Question(NamedTuple):
    """A request: ``request_id`` and ``varbinds`` as they came, encoded; ``oids`` are contents of OIDs."""

    tag: int
    request_id: bytes
    non_repeaters: int
    max_repetitions: int
    oids: list[bytes]
    varbinds: bytes


class Answer(NamedTuple):
    """Error status, the index of the variable binding it is about, and encoded variable bindings."""

    status: int
    error_index: int
    varbinds: bytes


def read(data: bytes, at: int) -> Question:
    """The PDU that starts at ``at``.

    Raises:
        ValueError, IndexError: it is none.
    """
    tag, at, _end = ber.read(data, at)
    _tag, _start, end = ber.read(data, at)
    request_id = data[at:end]
    non_repeaters, at = ber.read_integer(data, end)
    max_repetitions, at = ber.read_integer(data, at)
    _tag, at, end = ber.read(data, at)
    varbinds = data[at:end]
    oids = []
    while at < end:
        _tag, start, at = ber.read(data, at)
        _tag, start, stop = ber.read(data, start)
        oids.append(data[start:stop])
    return Question(
        tag, request_id, max(non_repeaters, 0), min(max(max_repetitions, 0), _MAX_REPETITIONS), oids, varbinds
    )


def response(question: Question, answer: Answer, request_id: bytes | None = None) -> bytes:
    """The Response-PDU; ``request_id`` takes the place of the question's."""
    status = _STATUS.get(answer.status) or ber.integer(answer.status) + ber.integer(answer.error_index)
    return ber.tlv(RESPONSE, (request_id or question.request_id) + status + ber.tlv(ber.SEQUENCE, answer.varbinds))


def answer(mib: Mib, device: Device, question: Question, now_s: float, version: int) -> Answer | None:
    """What the device answers; None: it takes no such question."""
    if device.faults.gen_err:
        return Answer(GEN_ERR, 1, question.varbinds)
    if question.tag == SET:
        return Answer(READ_ONLY if version == V1 else NO_ACCESS, 1, question.varbinds)
    if question.tag == GET_BULK and version != V1:
        return Answer(NO_ERROR, 0, _bulk(mib, device, question, now_s))
    if question.tag == GET:
        return _get(mib, device, question, now_s, version)
    if question.tag == GET_NEXT:
        return _next(mib, device, question, now_s, version)
    return None


def _get(mib: Mib, device: Device, question: Question, now_s: float, version: int) -> Answer:
    out = []
    for number, oid in enumerate(question.oids, 1):
        binding = mib.get(device, oid, now_s)
        if binding is None or (version == V1 and _is_counter64(binding)):
            if version == V1:
                return Answer(NO_SUCH_NAME, number, question.varbinds)
            binding = _exception(oid, _NO_SUCH_INSTANCE if mib.has_object(oid) else _NO_SUCH_OBJECT)
        out.append(binding)
    return Answer(NO_ERROR, 0, b"".join(out))


def _next(mib: Mib, device: Device, question: Question, now_s: float, version: int) -> Answer:
    out = []
    for number, oid in enumerate(question.oids, 1):
        found = mib.take(device, _start(mib, device, oid, now_s), 1, now_s, skip64=version == V1)
        if not found and version == V1:
            return Answer(NO_SUCH_NAME, number, question.varbinds)
        out.append(found[0] if found else _exception(oid, _END_OF_MIB_VIEW))
    return Answer(NO_ERROR, 0, b"".join(out))


def _bulk(mib: Mib, device: Device, question: Question, now_s: float) -> bytes:
    count = min(question.non_repeaters, len(question.oids))
    out = []
    for oid in question.oids[:count]:
        found = mib.take(device, _start(mib, device, oid, now_s), 1, now_s)
        out.append(found[0] if found else _exception(oid, _END_OF_MIB_VIEW))
    repeated = [
        mib.take(device, _start(mib, device, oid, now_s), question.max_repetitions, now_s)
        for oid in question.oids[count:]
    ]
    if repeated:
        # One row in which the MIB has ended everywhere is enough (RFC 3416 section 4.2.3).
        rows = min(max(map(len, repeated)) + 1, question.max_repetitions)
        if min(map(len, repeated)) < rows:
            pairs = zip(repeated, question.oids[count:], strict=True)
            repeated = [_padded(found, oid, rows) for found, oid in pairs]
        out += (
            repeated[0] if len(repeated) == 1 else [binding for row in zip(*repeated, strict=True) for binding in row]
        )
    size = 0
    for number, binding in enumerate(out):
        size += len(binding)
        if size > _MAX_VARBINDS and number:
            return b"".join(out[:number])
    return b"".join(out)


def _padded(found: list[bytes], oid: bytes, rows: int) -> list[bytes]:
    last = _oid_of(found[-1]) if found else oid
    return found + [_exception(last, _END_OF_MIB_VIEW)] * (rows - len(found))


def _start(mib: Mib, device: Device, oid: bytes, now_s: float) -> tuple[int, int]:
    place = mib.after(device, oid, now_s)
    return (place[0], 0) if device.faults.loop and place[1] else place


def _oid_of(binding: bytes) -> bytes:
    _tag, at, _end = ber.read(binding, 0)
    return ber.read_octets(binding, at)[0]


def _is_counter64(binding: bytes) -> bool:
    _tag, at, _end = ber.read(binding, 0)
    return binding[ber.read(binding, at)[2]] == ber.COUNTER64


def _exception(oid: bytes, value: bytes) -> bytes:
    return ber.tlv(ber.SEQUENCE, ber.tlv(ber.OID, oid) + value)
