"""What our session needs of an SNMP library. A new engine is one file with these small classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from netinv.errors import AuthFailed, ProbeError, ProtocolFault
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.credentials import SnmpCredential

Value = int | str | bytes
"""A number (all integer types), an OID or IP address as text, or octets. An absent object has no entry at all."""

Row = tuple[str, Value]
"""An OID without a leading dot, and its value."""


class ErrorStatus(ProtocolFault):
    """The device answered, and refused the question with an error-status (RFC 3416 section 3).

    Attributes:
        status: its number; 0 where the engine hides it.
    """

    TOO_BIG = 1
    NO_SUCH_NAME = 2
    AUTHORIZATION_ERROR = 16

    def __init__(self, status: int = 0) -> None:
        name = _STATUS_NAMES[status] if 0 < status < len(_STATUS_NAMES) else ""
        if name:
            super().__init__(_("the device refused the question: error-status {name}").format(name=name))
        else:
            super().__init__(_("the device refused the question with an error-status"))
        self.status = status


_STATUS_NAMES = (
    "",
    "tooBig",
    "noSuchName",
    "badValue",
    "readOnly",
    "genErr",
    "noAccess",
    "wrongType",
    "wrongLength",
    "wrongEncoding",
    "wrongValue",
    "noCreation",
    "inconsistentValue",
    "resourceUnavailable",
    "commitFailed",
    "undoFailed",
    "authorizationError",
    "notWritable",
    "inconsistentName",
)


def refusal(status: int) -> ProbeError:
    """The error for an error-status: one of them says that it is the credential that the device refuses."""
    if status == ErrorStatus.AUTHORIZATION_ERROR:
        return AuthFailed(_("the device refused the user or community access to these objects"))
    return ErrorStatus(status)


class Cursor(Protocol):
    """One walk below an OID. Asking again after an error repeats the question that got no answer."""

    async def next(self, timeout_s: float) -> list[Row]:
        """The next rows below the OID; an empty list is the end.

        Raises:
            ProbeError: as :meth:`Channel.get`.
        """


class Channel(Protocol):
    """One device's socket. One question at a time; no retries, no guards: those are the session's."""

    async def open(self, timeout_s: float) -> None:
        """Make ready: SNMPv3 finds engine ID, boots and time (RFC 3414 section 4). Nothing to do for v1 and v2c."""

    async def get(self, oids: Sequence[str], timeout_s: float) -> dict[str, Value]:
        """The values of those objects that the device has.

        Raises:
            Timeout: no answer in time; a wrong community or privacy password looks the same.
            Refused: nobody listens on the port.
            AuthFailed: the device refused user, password, algorithm or access.
            ProtocolFault: an answer that cannot be understood.
            ErrorStatus: the device answered with an error-status. Engines may hide it where several objects are asked
                for: the dict is then empty.
        """

    def walk(self, root: str, max_repetitions: int) -> Cursor:
        """Begin a walk below ``root``: GETBULK, or GETNEXT for v1."""

    def close(self) -> None:
        """Give the socket back."""


class Engine(Protocol):
    """A library. ``name`` is how settings and ``doctor`` call it."""

    name: str

    def channel(self, address: str, port: int, credential: SnmpCredential) -> Channel:
        """A socket towards one device. Sends nothing yet."""

    def close(self) -> None:
        """Give everything back."""
