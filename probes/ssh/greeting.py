"""Is SSH there? The version line tells (RFC 4253 section 4.2), without a login and without an SSH library."""

from __future__ import annotations

import asyncio
import errno

from netinv.errors import ProbeError, ProtocolFault, Refused, Timeout
from netinv.i18n import _
from netinv.text import decode, one_line

MAX_GREETING_OCTETS = 8192
"""A server may send other lines before the version line; more than this is no SSH server."""

UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.ETIMEDOUT})
"""Errors of connect() that mean that nobody answered."""


async def greet(address: str, port: int = 22, timeout_s: float = 5.0) -> str:
    """The server's version line, such as ``SSH-2.0-OpenSSH_9.2p1``. Connects, reads it, hangs up.

    Raises:
        Refused: nobody listens there.
        Timeout: no connection, or a connection and then silence.
        ProtocolFault: something else than SSH answers.
        ProbeError: the name has no address.
    """
    where = _("SSH at {address} port {port}").format(address=address, port=port)
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(timeout_s):
            reader, writer = await asyncio.open_connection(address, port, limit=MAX_GREETING_OCTETS)
            return await _version_line(reader, where)
    except TimeoutError:
        raise Timeout(_("{where}: no greeting within {seconds:g} s").format(where=where, seconds=timeout_s)) from None
    except OSError as error:
        raise connect_error(error, where) from None
    finally:
        if writer is not None:
            writer.close()


def connect_error(error: OSError, where: str) -> ProbeError:
    """The error of a failed TCP connection in our words."""
    reason = error.strerror or type(error).__name__
    if isinstance(error, ConnectionRefusedError):
        return Refused(_("{where}: refused, nobody listens there").format(where=where))
    if isinstance(error, TimeoutError) or error.errno in UNREACHABLE:
        return Timeout(_("{where}: no answer ({reason})").format(where=where, reason=reason))
    if isinstance(error, ConnectionError):
        return ProtocolFault(
            _("{where}: the device closed the connection ({reason})").format(where=where, reason=reason)
        )
    return ProbeError(_("{where}: cannot be asked ({reason})").format(where=where, reason=reason))


async def _version_line(reader: asyncio.StreamReader, where: str) -> str:
    seen = 0
    last = b""
    while seen < MAX_GREETING_OCTETS:
        try:
            line = await reader.readuntil(b"\n")
        except asyncio.IncompleteReadError as error:
            last = error.partial or last
            break
        except asyncio.LimitOverrunError:
            break
        if line.startswith(b"SSH-"):
            return one_line(decode(line))
        seen += len(line)
        last = line
    if not last and not seen:
        raise ProtocolFault(_("{where}: the device closed the connection without a greeting").format(where=where))
    shown = one_line(decode(last))[:40]
    raise ProtocolFault(_("{where}: no SSH server answers there (it says “{text}”)").format(where=where, text=shown))
