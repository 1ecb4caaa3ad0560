"""Channel kind ``syslog``: RFC 5424 over UDP (RFC 5426), TCP with octet counting (RFC 6587) and TLS (RFC 5425).

Syslog has no answer. Over TCP and TLS a batch counts as delivered when the receiver has read it to its end and closed
its side, which tells that nothing was left in a buffer; over UDP a closed port is all that can be noticed.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from netinv.alerts.cef import cef
from netinv.alerts.message import ChannelError
from netinv.alerts.webhook import reason_of
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.alerts.message import Message

_FACILITY = 3  # daemon
_SEVERITIES = {"error": 3, "warning": 4, "info": 6}
_NOTICE = 5
_SD_ID = "netinv@32473"  # RFC 5612: the number for those who have none
_LONGEST = 2048  # what each receiver should take (RFC 5426)
_PACE = 20
_PAUSE_S = 0.002


class Receiver(NamedTuple):
    """Where to send. ``context``: TLS is spoken."""

    host: str
    port: int
    transport: str
    format: str
    context: ssl.SSLContext | None
    timeout_s: float


class SyslogSender:
    """Sends to one receiver."""

    def __init__(self, receiver: Receiver) -> None:
        self._to = receiver

    def send(self, messages: Sequence[Message]) -> Iterator[tuple[Message, str | None]]:
        """Send a batch; gives each message that was delivered."""
        lines = [record(message, self._to.format) for message in messages]
        try:
            if self._to.transport == "udp":
                self._by_datagrams(lines)
            else:
                self._by_stream(lines)
        except ssl.SSLCertVerificationError as error:
            words = _("{host}: its certificate is refused: {reason}")
            raise ChannelError(words.format(host=self._to.host, reason=error.verify_message)) from None
        except OSError as error:
            reason = reason_of(error)
            raise ChannelError(
                _("{host}: {reason}").format(host=f"{self._to.host}:{self._to.port}", reason=reason)
            ) from None
        for message in messages:
            yield message, None

    def _by_datagrams(self, lines: Sequence[bytes]) -> None:
        """A closed port is told by ICMP after the datagram that met it: one look back at the end."""
        family, _kind, _proto, _name, address = socket.getaddrinfo(
            self._to.host, self._to.port, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, socket.SOCK_DGRAM) as udp:
            udp.settimeout(self._to.timeout_s)
            udp.connect(address)
            for place, line in enumerate(lines, 1):
                udp.send(line)
                if place % _PACE == 0:
                    time.sleep(_PAUSE_S)  # a receiver's buffer is small, and what does not fit is lost
            time.sleep(_PAUSE_S)
            error = udp.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, os.strerror(error))

    def _by_stream(self, lines: Sequence[bytes]) -> None:
        with socket.create_connection((self._to.host, self._to.port), self._to.timeout_s) as plain:
            stream = plain
            if self._to.context is not None:
                stream = self._to.context.wrap_socket(plain, server_hostname=self._to.host)
            with stream:
                stream.sendall(b"".join(b"%d %s" % (len(line), line) for line in lines))
                _end(stream)


def _end(stream: socket.socket) -> None:
    """Say that no more comes, and wait until the receiver has read all and closed: a reset is an error."""
    if isinstance(stream, ssl.SSLSocket):
        try:
            stream = stream.unwrap()
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return  # it closed without a good-bye, as some do; a reset would be another error
    stream.shutdown(socket.SHUT_WR)
    while stream.recv(4096):
        pass


def record(message: Message, form: str = "rfc5424") -> bytes:
    """The message as a line of syslog (RFC 5424 section 6)."""
    severity = _NOTICE if message.action == "end" else _SEVERITIES.get(message.severity, _NOTICE)
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    host = _printable(socket.gethostname(), 255) or "-"
    header = f"<{_FACILITY * 8 + severity}>1 {at} {host} netinv {os.getpid()} {message.action}"
    if form == "cef":
        return _cut(f"{header} - ".encode(), cef(message).encode())
    return _cut(
        f"{header} {_structured(message)} ".encode() + b"\xef\xbb\xbf",
        one_line("; ".join(message.text.splitlines())).encode(),
    )


def _cut(head: bytes, words: bytes) -> bytes:
    """No longer than a receiver takes, and no character broken."""
    room = max(0, _LONGEST - len(head))
    return head + (words if len(words) <= room else words[:room].decode(errors="ignore").encode())


def _structured(message: Message) -> str:
    """The facts that a program reads. ``id`` tells a retry."""
    body = message.body
    facts = {
        "id": message.id,
        "problem": body["problem"],
        "event": body["event"],
        "kind": body["kind"],
        "name": body["name"],
        "state": body["state"],
        "site": body["site"],
        "since": body["since"],
        "ended": body["ended"],
        "sites": len(body["affected_sites"]),
        "devices": len(body["affected_devices"]),
    }
    return (
        "["
        + " ".join([_SD_ID, *(f'{key}="{_escaped(value)}"' for key, value in facts.items() if value is not None)])
        + "]"
    )


def _escaped(value: object) -> str:
    text = one_line(str(value))[:200]
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("]", "\\]")


def _printable(text: str, most: int) -> str:
    return "".join(char for char in text if "!" <= char <= "~")[:most]
