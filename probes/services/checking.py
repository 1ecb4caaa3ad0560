"""Checking one service by its URL: within a time, and whatever it sends."""

from __future__ import annotations

import asyncio
import errno
import logging
import ssl
import time
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from probes.services import dns, http, tls
from probes.services.names import Names
from probes.services.values import Answer, Asked, Failed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)

_PORTS = {"http": 80, "https": 443}
_MOST_GREETING = 4096
_NO_WAY = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.ETIMEDOUT}
_GOOD_BELOW = "4"  # 2xx, and 3xx: it answers, and says where else to look


class _Attempt:
    """One check under way: what is known of it if it fails. ``heard``: something has answered."""

    def __init__(self, asked: Asked) -> None:
        self.expect = asked.expect
        self.url = urlsplit(asked.url)
        self.host = self.url.hostname or ""
        self.port = self.url.port or _PORTS.get(self.url.scheme, 0)
        self.started = time.monotonic()
        self.heard = False
        self.latency_s: float | None = None
        self.not_after: int | None = None

    def answered(self) -> None:
        """What the time is counted to."""
        self.latency_s = time.monotonic() - self.started

    def answer(self, *, ok: bool = False, status: str | None, silent: bool = False) -> Answer:
        """How it ended; who has been heard is not silent."""
        return Answer(ok, silent and not self.heard, status, self.latency_s, self.not_after)


class Checker:
    """The means of checking. One checker serves all services of a sweep, side by side."""

    def __init__(
        self, timeout_s: float, ca_file: Path | None = None, name_servers: Sequence[tuple[str, int]] = ()
    ) -> None:
        self._timeout_s = timeout_s
        self._ca_file = ca_file
        self._name_servers = name_servers
        self._names = Names()

    async def check(self, asked: Asked) -> Answer:
        """Check it. Whatever goes wrong stands in the answer; only cancelling passes through."""
        try:
            attempt = _Attempt(asked)
        except ValueError:  # the inventory took it, so it was changed behind its back
            return Answer(ok=False, status="error")
        try:
            async with asyncio.timeout(self._timeout_s):
                status = await self._by_scheme(attempt)
        except Failed as failed:
            return attempt.answer(status=failed.status, silent=failed.silent)
        except TimeoutError:
            return attempt.answer(status="timeout", silent=True)
        except OSError as error:
            return attempt.answer(status=_of_socket(error), silent=error.errno in _NO_WAY)
        except Exception as error:  # a mistake of ours on one service must not cost the sweep the others
            log.info("checking %s failed", asked.url, exc_info=error, extra={"fields": {"url": asked.url}})
            return attempt.answer(status="error")
        return attempt.answer(ok=True, status=status)

    async def _by_scheme(self, attempt: _Attempt) -> str | None:
        """Check it; returns the status code of HTTP.

        Raises:
            Failed: it is not well.
        """
        if attempt.url.scheme == "dns":
            await self._dns(attempt)
            return None
        context = self._believing if attempt.url.scheme in ("https", "tls") else None
        async with self._connected(attempt, context) as (reader, writer):
            if attempt.url.scheme in _PORTS:
                return await _http(attempt, reader, writer)
            attempt.answered()
            if attempt.expect and not http.holds(await _greeting(reader, attempt.expect), attempt.expect):
                raise Failed("text_missing")
        return None

    async def _dns(self, attempt: _Attempt) -> None:
        servers = self._name_servers or dns.system_servers()
        found = await dns.addresses(attempt.host, servers)
        attempt.answered()
        if attempt.expect and attempt.expect not in found:
            raise Failed("text_missing")

    @asynccontextmanager
    async def _connected(
        self, attempt: _Attempt, context: ssl.SSLContext | None
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection, with TLS over it where a context is given; it is dropped at the end, not waited for."""
        addresses = await self._names.addresses(attempt.host)
        attempt.started = time.monotonic()
        reader, writer = await _connect(addresses, attempt)
        try:
            if context is not None:
                await self._start_tls(attempt, addresses, context, writer)
            yield reader, writer
        finally:
            writer.transport.abort()

    async def _start_tls(
        self, attempt: _Attempt, addresses: Sequence[str], context: ssl.SSLContext, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await writer.start_tls(context, server_hostname=attempt.host)
        except ssl.SSLCertVerificationError as error:
            await self._look_at_certificate(attempt, addresses)
            raise Failed(tls.status(error)) from None
        except (ssl.SSLError, ConnectionError):
            raise Failed("no_tls") from None
        attempt.not_after = tls.not_after(writer.get_extra_info("ssl_object"))

    async def _look_at_certificate(self, attempt: _Attempt, addresses: Sequence[str]) -> None:
        """Until when one is valid that is not believed: asked for once more, believing all, and nothing is sent."""
        _reader, writer = await _connect(addresses, attempt)
        try:
            await writer.start_tls(tls.believing_all(), server_hostname=attempt.host)
            attempt.not_after = tls.not_after(writer.get_extra_info("ssl_object"))
        except (ssl.SSLError, ConnectionError):
            pass  # the reason is known already
        finally:
            writer.transport.abort()

    @cached_property
    def _believing(self) -> ssl.SSLContext:
        return tls.believing(self._ca_file)


async def _connect(addresses: Sequence[str], attempt: _Attempt) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To the first of the addresses that takes it.

    Raises:
        OSError: none does; the first one's reason.
    """
    reason: OSError | None = None
    for address in addresses:
        try:
            found = await asyncio.open_connection(address, attempt.port)
        except OSError as error:
            reason = reason or error
        else:
            attempt.heard = True
            return found
    raise reason or OSError(errno.EHOSTUNREACH, "")


async def _http(attempt: _Attempt, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """Redirections are not followed: what the URL itself answers is what counts."""
    writer.write(http.request(SplitResult(*attempt.url)))
    head = await http.head(reader)
    attempt.answered()
    expect = attempt.expect or ""
    code = len(expect) == 3 and expect.isdigit()
    good = head.status == expect if code else head.status < _GOOD_BELOW
    if not good:
        raise Failed(head.status)
    if expect and not code and not http.holds(await http.content(reader, head.header), expect):
        raise Failed("text_missing")
    return head.status


async def _greeting(reader: asyncio.StreamReader, text: str) -> bytes:
    """What a server says first, until the text stands in it."""
    said = b""
    while len(said) < _MOST_GREETING and not http.holds(said, text):
        more = await reader.read(_MOST_GREETING - len(said))
        if not more:
            break
        said += more
    return said


def _of_socket(error: OSError) -> str:
    """The status that an error of a socket means."""
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, ConnectionError):
        return "reset"
    return "unreachable" if error.errno in _NO_WAY else "error"
