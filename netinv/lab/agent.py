"""The agent of many devices: a datagram and the address it was sent to in, the answer out."""

from __future__ import annotations

import random
from collections import deque
from typing import TYPE_CHECKING

from netinv.lab import ber, pdu, v3
from netinv.lab.faults import NONE, Faults
from netinv.lab.mib import Mib

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.lab.network import Device
    from netinv.lab.usm import User

_REMEMBERED = 512  # devices whose own tables are kept: memory stays flat at any number of devices
_GARBAGE = b"\x30\x82\xff\xff\x02\x01\x01\x04"
_OTHER_REQUEST = ber.integer(7)


class Agent:
    """Answers for all its devices.

    Args:
        devices: the devices; each answers at its own address.
        communities: name of credential to community, for version 1 and 2c.
        users: name of credential to user, for version 3.
    """

    def __init__(self, devices: Iterable[Device], communities: Mapping[str, str], users: Mapping[str, User]) -> None:
        self.devices = {device.packed_address: device for device in devices}
        self._communities = {name: community.encode() for name, community in communities.items()}
        self._users = {name: {user.name: user} for name, user in users.items()}
        self._mibs: dict[int, Mib] = {}  # by identity of the ports: hashing them would cost more than the answer
        self._remembered: deque[Device] = deque()
        self._random = random.Random(1)  # noqa: S311  # which answers get lost is no secret

    def reply(self, data: bytes, address: bytes, now_s: float) -> tuple[bytes | None, float]:
        """The answer to a datagram sent to ``address``, and how many seconds late it leaves; None: no answer."""
        device = self.devices.get(address)
        if device is None or not device.credential:
            return None, 0.0
        faults = device.faults
        if faults is not NONE and (faults.silent or (faults.loss and self._random.random() < faults.loss)):
            return None, 0.0
        try:
            answer = self._message(data, device, now_s)
        except (ValueError, IndexError, OverflowError):
            return None, 0.0
        if answer is not None and faults.garbage:
            answer = _GARBAGE + answer[-12:]
        return answer, faults.delay_s

    def _message(self, data: bytes, device: Device, now_s: float) -> bytes | None:
        _tag, at, _end = ber.read(data, 0)
        version, after_version = ber.read_integer(data, at)
        if version == pdu.V3:
            users = self._users.get(device.credential)
            if users is None:
                return None
            return v3.reply(data, device, users, now_s, lambda question: self._answer(device, question, now_s, version))
        community, pdu_at = ber.read_octets(data, after_version)
        if version not in (pdu.V1, pdu.V2C) or community != self._communities.get(device.credential):
            return None
        question = pdu.read(data, pdu_at)
        answer = self._answer(device, question, now_s, version)
        if answer is None:
            return None
        request_id = _OTHER_REQUEST if device.faults.wrong_request_id else None
        return ber.tlv(ber.SEQUENCE, data[at:pdu_at] + pdu.response(question, answer, request_id))

    def _answer(self, device: Device, question: pdu.Question, now_s: float, version: int) -> pdu.Answer | None:
        mib = self._mibs.get(id(device.ports))
        if mib is None:
            mib = self._mibs[id(device.ports)] = Mib(device.ports)
        fresh = not device.cache
        answer = pdu.answer(mib, device, question, now_s, version)
        if fresh and device.cache:
            self._remembered.append(device)
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popleft().cache.clear()
        return answer


def set_faults(device: Device, faults: Faults) -> None:
    """Give a device other faults from now on."""
    device.faults = faults
    device.cache.clear()
    for link in device.links:
        link.a.cache.clear()
        link.b.cache.clear()
