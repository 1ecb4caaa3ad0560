"""What the pysnmp engine sends and hears through: one connected socket a device, and a clock that survives its users.

pysnmp's own transport is one unconnected socket for all: it never learns of a closed port, takes an answer from
whoever sends it, and lets what cannot be decoded fall through to asyncio's error log. Connected sockets cure the three.
"""

from __future__ import annotations

import logging
import os
import socket
from itertools import count
from typing import TYPE_CHECKING, Any

from pyasn1.codec.ber import decoder
from pyasn1.error import PyAsn1Error
from pysnmp.carrier.asyncio.base import AbstractAsyncioTransport
from pysnmp.carrier.asyncio.dgram import udp, udp6
from pysnmp.carrier.asyncio.dispatch import AsyncioDispatcher
from pysnmp.error import PySnmpError
from pysnmp.hlapi.transport import AbstractTransportTarget
from pysnmp.proto.mpmod.rfc3412 import SNMPv3Message
from pysnmp.proto.secmod.rfc3414.service import UsmSecurityParameters

from netinv.errors import ProbeError, ProtocolFault, Refused
from netinv.i18n import _

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

log = logging.getLogger(__name__)

_LARGEST = 65_535
_SEQUENCE, _LONG_FORM = 0x30, 0x80
_numbers = count(1)


class Wire(AbstractAsyncioTransport):  # type: ignore[misc]  # pysnmp is not typed
    """A UDP socket towards one device, a transport domain of its own in pysnmp's words.

    Attributes:
        domain: the transport domain: pysnmp's for UDP with a number behind it, which pysnmp allows for.
        address: the device's socket address.
        trouble: called with what went wrong on the socket.
        hear: called with each datagram in place of pysnmp; the discovery of SNMPv3 uses it.
    """

    def __init__(self, address: str, port: int, version: int, loop: asyncio.AbstractEventLoop) -> None:
        try:
            found = socket.getaddrinfo(address, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
            family, self.address = found[0][0], found[0][4]
            self._socket = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        except OSError as error:
            raise Refused(_("no socket towards {address}: {error}").format(address=address, error=error)) from None
        base = udp6 if family == socket.AF_INET6 else udp
        self.domain: tuple[int, ...] = (*base.DOMAIN_NAME, next(_numbers))
        self.ADDRESS_TYPE = udp6.Udp6TransportAddress if base is udp6 else udp.UdpTransportAddress
        self.trouble: Callable[[ProbeError], None] = _ignore
        self.hear: Callable[[bytes], None] | None = None
        self._version = version
        self._loop = loop
        self._spoken_to: Any = self.address
        try:
            self._socket.connect(self.address)
        except OSError as error:
            self._socket.close()
            raise Refused(_("no socket towards {address}: {error}").format(address=address, error=error)) from None
        loop.add_reader(self._socket, self._readable)

    def open_client_mode(self, iface: object = None) -> Wire:  # noqa: ARG002  # pysnmp's signature
        """It is open already."""
        return self

    def send_message(self, message: bytes, address: object) -> None:
        """Send; what goes wrong is told to ``trouble``."""
        self._spoken_to = address  # pysnmp compares: it must see the very form that it uses itself
        try:
            self._socket.send(message)
        except BlockingIOError:
            pass  # the send buffer is full: as good as a lost datagram, the session asks again
        except OSError as error:
            self.trouble(_refused(error))

    def close_transport(self) -> None:
        """Close the socket. May be called again."""
        if self._socket.fileno() >= 0:
            self._loop.remove_reader(self._socket)
            self._socket.close()
        super().close_transport()

    def _readable(self) -> None:
        try:
            datagram = self._socket.recv(_LARGEST)
        except BlockingIOError:
            return
        except OSError as error:
            self.trouble(_refused(error))
            return
        hear = self.hear or self._hand_over
        try:
            if not is_message(datagram, self._version):
                raise PyAsn1Error
            hear(datagram)
        except (PyAsn1Error, PySnmpError):
            self.trouble(ProtocolFault(_("an answer that is no SNMP")))
        except Exception:  # what a datagram sets off inside the library must not reach the loop
            log.debug("pysnmp stumbled over an answer of %d octets", len(datagram), exc_info=True)
            self.trouble(ProtocolFault(_("an answer that is no SNMP")))

    def _hand_over(self, datagram: bytes) -> None:
        if self._callback_function is not None:
            self._callback_function(self, self._spoken_to, datagram)


class Clock(AsyncioDispatcher):  # type: ignore[misc]  # pysnmp is not typed
    """pysnmp's dispatcher, whose ticks go on whatever a tick sets off."""

    def handle_timer_tick(self, now: float) -> None:
        """Expire what is overdue."""
        try:
            super().handle_timer_tick(now)
        except Exception:  # else nothing would ever expire again
            log.debug("pysnmp stumbled in a tick", exc_info=True)


class Target(AbstractTransportTarget):  # type: ignore[misc]  # pysnmp is not typed
    """A wire as pysnmp's calls want it. No retries: they are the session's."""

    PROTO_TRANSPORT = Wire

    def __init__(self, wire: Wire) -> None:
        self.TRANSPORT_DOMAIN = wire.domain
        self.transport_address = wire.address
        super().__init__(timeout=1, retries=0)


def is_message(datagram: bytes, version: int) -> bool:
    """Whether it looks like a whole SNMP message of that version (0, 1, 3); the rest is for the decoder to find."""
    if len(datagram) < 5 or datagram[0] != _SEQUENCE:
        return False
    octets = datagram[1] - _LONG_FORM if datagram[1] > _LONG_FORM else 0
    length = int.from_bytes(datagram[2 : 2 + octets], "big") if octets else datagram[1]
    start = 2 + octets
    return start + length <= len(datagram) and datagram[start : start + 3] == bytes((2, 1, version))


def discovery() -> bytes:
    """A message that asks for a device's engine ID, boots and time (RFC 3414 section 4)."""
    number = bytes((2, 4, 0x40)) + os.urandom(3)  # an INTEGER, positive
    header = b"\x30\x11" + number + b"\x02\x03\x00\xff\xe3" + b"\x04\x01\x04" + b"\x02\x01\x03"
    security = b"\x04\x10\x30\x0e\x04\x00\x02\x01\x00\x02\x01\x00\x04\x00\x04\x00\x04\x00"
    question = b"\xa0\x0e" + number + b"\x02\x01\x00\x02\x01\x00\x30\x00"
    body = b"\x02\x01\x03" + header + security + b"\x30\x14\x04\x00\x04\x00" + question
    return b"\x30" + bytes((len(body),)) + body


def engine_id(answer: bytes) -> bytes:
    """The engine ID in the answer to :func:`discovery`.

    Raises:
        PyAsn1Error: it is no SNMPv3 message.
    """
    message, _rest = decoder.decode(answer, asn1Spec=SNMPv3Message())
    security, _rest = decoder.decode(bytes(message[2]), asn1Spec=UsmSecurityParameters())
    return bytes(security[0])


def _refused(error: OSError) -> Refused:
    if isinstance(error, ConnectionRefusedError):
        return Refused(_("nobody listens on the port (ICMP port unreachable)"))
    return Refused(_("the network refused: {error}").format(error=error.strerror))


def _ignore(error: ProbeError) -> None:
    """Nobody is asking."""
