"""The default engine: gufo-snmp's compiled client sockets on our own asyncio reader.

We drive the sockets of ``gufo.snmp._fast`` rather than ``gufo.snmp.aio.SnmpSession``: that one registers the file
descriptor anew for each request, hands out rows one await at a time and cannot be cancelled within a walk; a third of
its CPU is what the same questions cost this way. The price is a private module, hence the pin below 0.14.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from gufo.snmp import _fast, user
from gufo.snmp.user import KeyExpansion, KeyType

from netinv.credentials import CommunityCredential, SnmpCredential, UserCredential
from netinv.errors import AuthFailed, ProbeError, ProtocolFault, Refused, Timeout, Unsupported
from netinv.i18n import _
from probes.snmp.engine import ErrorStatus, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from probes.snmp.engine import Row, Value

_AUTH_KEYS: dict[str, Any] = {
    "MD5": user.Md5Key,
    "SHA": user.Sha1Key,
    "SHA-224": user.Sha224Key,
    "SHA-256": user.Sha256Key,
    "SHA-384": user.Sha384Key,
    "SHA-512": user.Sha512Key,
}
_PRIV_KEYS: dict[str, Any] = {
    "DES": user.DesKey,
    "AES-128": user.Aes128Key,
    "AES-192": user.Aes192Key,
    "AES-256": user.Aes256Key,
}
_LARGEST = 65_535


class GufoEngine:
    """Opens channels. Master keys are derived once per password (RFC 3414 A.2): that is most of the cost of v3."""

    name = "gufo"

    def channel(self, address: str, port: int, credential: SnmpCredential) -> GufoChannel:
        """A socket towards one device."""
        return GufoChannel(_socket_address(address, port), credential)

    def close(self) -> None:
        """Sockets go with their channels."""


class GufoChannel:
    """One client socket, registered with the running loop once."""

    def __init__(self, address: str, credential: SnmpCredential) -> None:
        self._user = _user(credential) if isinstance(credential, UserCredential) else None
        self._bulk = not (isinstance(credential, CommunityCredential) and credential.version == "v1")
        self._socket = _socket(address, credential)
        self._fd = self._socket.get_fd()
        self._loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Any] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._give_up_at_s = 0.0
        self._receive: Callable[[], Any] | None = None
        self._loop.add_reader(self._fd, self._readable)

    async def open(self, timeout_s: float) -> None:
        """SNMPv3: discover the engine, then set the user's keys and learn boots and time."""
        if self._user is None:
            return
        await self._ask(self._socket.send_refresh, self._socket.recv_refresh, timeout_s)
        u = self._user
        self._socket.set_keys(u.name, u.get_auth_alg(), u.get_auth_key(), u.get_priv_alg(), u.get_priv_key())
        if u.require_auth():
            await self._ask(self._socket.send_refresh, self._socket.recv_refresh, timeout_s)

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, Value]:
        """GET. Of several objects an error-status is hidden by the library: the dict is then empty."""
        wanted = list(oids)
        if len(wanted) > 1:
            answer = await self._ask(lambda: self._socket.send_get_many(wanted), self._socket.recv_get_many, timeout_s)
            return answer or {}
        oid = wanted[0]
        try:
            value = await self._ask(lambda: self._socket.send_get(oid), self._socket.recv_get, timeout_s)
        except Unsupported:
            return {}
        if value is not None:
            return {oid: value}
        if self._bulk:
            raise ErrorStatus
        return {}  # SNMPv1 has no other way to say that there is no such object

    def walk(self, root: str, max_repetitions: int) -> GufoCursor:
        """A walk by GETBULK, or by GETNEXT for v1."""
        return GufoCursor(self, root, max_repetitions if self._bulk else None)

    async def tell_end_from_refusal(self, send: Callable[[], None], inside: str, timeout_s: float) -> None:
        """After the library's word that a walk is over: it means the end of the view, or hides an error-status.

        The end of the view is rare: most walks end at the next table. So the question may be asked once more, and its
        answer read here; an encrypted one cannot be, hence a GET for SNMPv3.

        Raises:
            ErrorStatus: it was a refusal.
        """
        if self._user is not None:
            await self.get([inside], timeout_s)
            return
        status = _error_status(await self._ask(send, lambda: os.read(self._fd, _LARGEST), timeout_s))
        if status and (self._bulk or status != ErrorStatus.NO_SUCH_NAME):
            raise refusal(status)

    def close(self) -> None:
        """Leave the loop; the file descriptor goes with the library's socket, once nothing holds it."""
        if self._fd >= 0:
            self._loop.remove_reader(self._fd)
            self._fd = -1
            self._receive = self._socket = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Timeout(_("no answer")))

    async def _ask(self, send: Callable[[], None], receive: Callable[[], Any], timeout_s: float) -> Any:
        self._receive = receive
        self._answer = answer = self._loop.create_future()
        self._give_up_at_s = give_up_at_s = self._loop.time() + timeout_s
        # One timer for many questions, set again only when it goes off: a timer a question would cost a tenth of all.
        if self._timer is None or self._timer.when() > give_up_at_s:
            self._set_timer()
        try:
            self._send(send)
            return await answer
        finally:
            self._answer = None
            del answer  # its error knows this frame: the two would keep each other, and the socket, until collected

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._give_up_at_s, self._expire)

    def _expire(self) -> None:
        self._timer = None
        if self._answer is None or self._answer.done():
            return
        if self._loop.time() < self._give_up_at_s:
            self._set_timer()
        else:
            self._answer.set_exception(Timeout(_("no answer")))

    def _send(self, send: Callable[[], None]) -> None:
        try:
            send()
        except BlockingIOError:
            pass  # the send buffer is full: as good as a lost datagram, the session asks again
        except ConnectionRefusedError:
            raise Refused(_("nobody listens on the port (ICMP port unreachable)")) from None
        except _fast.SnmpError as error:
            raise ProtocolFault(_("the question cannot be sent: {error}").format(error=error)) from None
        except OSError as error:
            raise Refused(_("the question cannot be sent: {error}").format(error=error.strerror)) from None

    def _readable(self) -> None:
        answer = self._answer
        if answer is None or answer.done():
            self._drain()
            return
        try:
            answer.set_result(self._receive())  # type: ignore[misc]  # set with the answer that is waited for
        except BlockingIOError:
            return  # another request's answer: wait on
        except (StopAsyncIteration, StopIteration):
            answer.set_result(None)
        except BaseException as error:
            # Whatever the library raises belongs to the one who asked; a malformed answer may make its Rust panic.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            answer.set_exception(_translate(error))

    def _drain(self) -> None:
        """Late answers must be taken off the socket, or the loop would spin on them.

        The library must not see them: it would move the walk that they belong to past rows that nobody received.
        """
        with suppress(OSError):
            os.read(self._fd, 1)


class GufoCursor:
    """The library's iterator keeps the place; a lost answer leaves it where it was."""

    def __init__(self, channel: GufoChannel, root: str, max_repetitions: int | None) -> None:
        self._channel = channel
        self._root = root
        socket = channel._socket  # the two are one thing
        if max_repetitions is None:
            place = _fast.GetIter(root)
            self._send, self._receive = lambda: socket.send_get_next(place), lambda: [socket.recv_get_next(place)]
        else:
            place = _fast.GetIter(root, max_repetitions)
            self._send, self._receive = lambda: socket.send_get_bulk(place), lambda: socket.recv_get_bulk(place)
        self._ended = False

    async def next(self, timeout_s: float) -> list[Row]:
        """The next rows; the library puts None behind the last."""
        if self._ended:
            return []
        rows = await self._channel._ask(self._send, self._receive, timeout_s)
        if rows is None:
            await self._channel.tell_end_from_refusal(self._send, f"{self._root}.0", timeout_s)
        if not rows or rows[-1] is None:
            self._ended = True
            return rows[:-1] if rows else []
        return rows  # type: ignore[no-any-return]  # the library is typed by hand


def _error_status(answer: bytes) -> int:
    """The error-status in a message of version 1 or 2c; 0 too where it is none that we can read."""
    at = 0
    for enter in (True, False, False, True, False):  # message, version, community, PDU, request-id
        if at + 1 >= len(answer):
            return 0
        size, start = answer[at + 1], at + 2
        if size > 0x80:
            start += size - 0x80
            size = int.from_bytes(answer[at + 2 : start], "big")
        at = start if enter else start + size
    return answer[at + 2] if answer[at : at + 2] == b"\x02\x01" and at + 2 < len(answer) else 0


def _translate(error: BaseException) -> ProbeError:
    if isinstance(error, _fast.SnmpAuthError):
        return AuthFailed(_("the device refused the user, its password, or its access to these objects"))
    if isinstance(error, _fast.SnmpDecodeError) or not isinstance(error, Exception):
        return ProtocolFault(_("an answer that is no SNMP"))
    if isinstance(error, _fast.NoSuchInstance):
        return Unsupported(_("the device has no such object"))
    if isinstance(error, (TimeoutError, ConnectionRefusedError)) and "refused" in str(error):
        return Refused(_("nobody listens on the port (ICMP port unreachable)"))
    if isinstance(error, OSError):
        return Refused(_("the network refused: {error}").format(error=error))
    return ProtocolFault(_("SNMP engine error: {error}").format(error=type(error).__name__))


def _socket(address: str, credential: SnmpCredential) -> Any:
    try:
        if isinstance(credential, UserCredential):
            nobody = user.User.default()
            keys = nobody.get_auth_alg(), nobody.get_auth_key(), nobody.get_priv_alg(), nobody.get_priv_key()
            return _fast.SnmpV3ClientSocket(address, b"", nobody.name, *keys, 0, 0, 0, 0)
        kind = _fast.SnmpV1ClientSocket if credential.version == "v1" else _fast.SnmpV2cClientSocket
        return kind(address, credential.community.reveal(), 0, 0, 0, 0)
    except OSError as error:
        raise Refused(_("no socket towards {address}: {error}").format(address=address, error=error)) from None


def _socket_address(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address and _is_v6(address) else f"{address}:{port}"


def _is_v6(address: str) -> bool:
    return isinstance(ipaddress.ip_address(address.partition("%")[0]), ipaddress.IPv6Address)


@cache
def _user(credential: UserCredential) -> Any:
    """The library's user with master keys; cached, and so is the costly derivation."""
    auth = priv = None
    if credential.auth_password is not None:
        kind = _AUTH_KEYS[credential.auth_protocol]
        auth = kind(kind.get_master_key(credential.auth_password.reveal().encode()), key_type=KeyType.Master)
        if credential.priv_password is not None:
            # Derived with the class of the *authentication* protocol (RFC 3826 section 1.2).
            master = kind.get_master_key(credential.priv_password.reveal().encode())
            priv = _PRIV_KEYS[credential.priv_protocol](master, key_type=KeyType.Master)
    expansion = KeyExpansion.Cisco if credential.key_expansion == "cisco" else KeyExpansion.Blumenthal
    return user.User(credential.user, auth_key=auth, priv_key=priv, key_expansion=expansion)
