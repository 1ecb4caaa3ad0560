"""SNMPv3 messages (RFC 3412, RFC 3414), the agent's side: discovery, time window, reports, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.lab import ber, pdu
from netinv.lab.usm import DecryptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from netinv.lab.network import Device
    from netinv.lab.usm import User

_USM_STATS = ber.dotted("1.3.6.1.6.3.15.1.1")
UNSUPPORTED_LEVEL, NOT_IN_TIME_WINDOW, UNKNOWN_USER, UNKNOWN_ENGINE, WRONG_DIGEST, DECRYPTION_ERROR = 1, 2, 3, 4, 5, 6
_AUTH_FLAG, _PRIV_FLAG, _LEVEL = 1, 2, 3
_WINDOW_S = 150
_USM = 3
_MAX_SIZE = 65_507


class _Message(NamedTuple):
    message_id: bytes
    flags: int
    engine_id: bytes
    boots: int
    time_s: int
    user: str
    digest: bytes
    digest_at: int
    salt: bytes
    data_at: int


def reply(
    data: bytes,
    device: Device,
    users: Mapping[str, User],
    now_s: float,
    ask: Callable[[pdu.Question], pdu.Answer | None],
) -> bytes | None:
    """The message that answers ``data``: a response or a report. None: it deserves no answer.

    Raises:
        ValueError, IndexError: it is no message.
    """
    message = _read(data)
    user = users.get(message.user)
    if message.engine_id != device.engine_id:
        return _report(message, device, now_s, UNKNOWN_ENGINE)
    if user is None:
        return _report(message, device, now_s, UNKNOWN_USER)
    wrong = _check(data, message, device, user, now_s)
    if wrong:
        return _report(message, device, now_s, wrong, user)
    level = message.flags & _LEVEL
    scoped = data[message.data_at :]
    if level & _PRIV_FLAG:
        secret, _end = ber.read_octets(data, message.data_at)
        try:
            scoped = user.decrypt(device.engine_id, message.boots, message.time_s, secret, message.salt)
        except DecryptionError:
            return _report(message, device, now_s, DECRYPTION_ERROR, user)
    context, question = _read_scoped(scoped)  # nonsense behind a wrong key is dropped, as real agents do
    found = ask(question) if level == user.level else pdu.Answer(pdu.AUTHORIZATION_ERROR, 0, question.varbinds)
    if found is None:
        return None
    request_id = ber.integer(7) if device.faults.wrong_request_id else None
    return _write(message, device, now_s, level, user, context + pdu.response(question, found, request_id))


def _check(data: bytes, message: _Message, device: Device, user: User, now_s: float) -> int:
    """Which usmStats counter the message falls under; 0: it is as it should be."""
    if message.flags & _LEVEL & ~user.level:
        return UNSUPPORTED_LEVEL
    if message.flags & _AUTH_FLAG:
        size = len(message.digest)
        blank = data[: message.digest_at] + bytes(size) + data[message.digest_at + size :]
        if message.digest != user.digest(device.engine_id, blank):
            return WRONG_DIGEST
        if message.boots != device.boots or abs(message.time_s - int(device.uptime_s(now_s))) > _WINDOW_S:
            return NOT_IN_TIME_WINDOW
    return 0


def _read(data: bytes) -> _Message:
    _tag, at, _end = ber.read(data, 0)
    _version, at = ber.read_integer(data, at)
    _tag, start, after_header = ber.read(data, at)
    _tag, _start, at = ber.read(data, start)
    message_id = data[start:at]
    _size, at = ber.read_integer(data, at)
    flags, at = ber.read_octets(data, at)
    model, at = ber.read_integer(data, at)
    if model != _USM or len(flags) != 1:
        raise ValueError("security model")
    _tag, at, data_at = ber.read(data, after_header)
    _tag, at, _end = ber.read(data, at)
    engine_id, at = ber.read_octets(data, at)
    boots, at = ber.read_integer(data, at)
    time_s, at = ber.read_integer(data, at)
    name, at = ber.read_octets(data, at)
    _tag, digest_at, at = ber.read(data, at)
    salt, _end = ber.read_octets(data, at)
    user = name.decode("utf-8", "replace")
    digest = data[digest_at:at]
    return _Message(message_id, flags[0], engine_id, boots, time_s, user, digest, digest_at, salt, data_at)


def _read_scoped(scoped: bytes) -> tuple[bytes, pdu.Question]:
    """Context engine ID and name as they came, and the PDU."""
    tag, start, _end = ber.read(scoped, 0)
    if tag != ber.SEQUENCE:
        raise ValueError("scoped PDU")
    _tag, _start, at = ber.read(scoped, start)
    _tag, _start, at = ber.read(scoped, at)
    return scoped[start:at], pdu.read(scoped, at)


def _report(message: _Message, device: Device, now_s: float, what: int, user: User | None = None) -> bytes | None:
    """A report; one about the time is authenticated, so that the asker may believe it (RFC 3414 section 3.2)."""
    if not message.flags & 4:  # not reportable
        return None
    binding = ber.tlv(ber.SEQUENCE, ber.oid((*_USM_STATS, what, 0)) + ber.integer(1, ber.COUNTER32))
    body = ber.integer(0) * 3 + ber.tlv(ber.SEQUENCE, binding)
    context = ber.octets(device.engine_id) + ber.octets(b"")
    level = _AUTH_FLAG if what == NOT_IN_TIME_WINDOW and user is not None else 0
    return _write(message, device, now_s, level, user if level else None, context + ber.tlv(pdu.REPORT, body))


def _write(message: _Message, device: Device, now_s: float, level: int, user: User | None, scoped: bytes) -> bytes:
    time_s = int(device.uptime_s(now_s))
    body, salt = ber.tlv(ber.SEQUENCE, scoped), b""
    if user is not None and level & _PRIV_FLAG:
        body, salt = user.encrypt(device.engine_id, device.boots, time_s, body)
        body = ber.octets(body)
    digest = bytes(user.digest_octets) if user is not None and level & _AUTH_FLAG else b""
    before = (
        ber.octets(device.engine_id)
        + ber.integer(device.boots)
        + ber.integer(time_s)
        + ber.octets(message.user if user is not None else b"")
    )
    behind = ber.octets(salt)
    security = ber.octets(ber.tlv(ber.SEQUENCE, before + ber.octets(digest) + behind))
    header = message.message_id + ber.integer(_MAX_SIZE) + ber.octets(bytes((level,))) + ber.integer(_USM)
    out = ber.tlv(ber.SEQUENCE, ber.integer(pdu.V3) + ber.tlv(ber.SEQUENCE, header) + security + body)
    if user is None or not digest:
        return out
    at = len(out) - len(body) - len(behind) - len(digest)
    return out[:at] + user.digest(device.engine_id, out) + out[at + len(digest) :]
