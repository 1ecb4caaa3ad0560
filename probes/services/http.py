"""As much of an HTTP/1.1 client (RFC 9112) as a check needs: one GET, its status, and a text within its content.

Everything is bounded: a header as the stream's limit is, the content by :data:`MOST_CONTENT`.
"""

from __future__ import annotations

import asyncio
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from probes.services.values import Failed

if TYPE_CHECKING:
    from asyncio import StreamReader
    from urllib.parse import SplitResult

MOST_CONTENT = 1 << 20
_MOST_INTERIM = 8
_STATUS_LINE = re.compile(rb"HTTP/1\.\d ([1-5]\d\d)(?: [^\r\n]*)?\r?\n")
_LENGTH = re.compile(rb"\r?\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r?\ntransfer-encoding:[^\r\n]*\bchunked[ \t]*\r?\n", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class Head(NamedTuple):
    """The status code of an answer, and its header as it came."""

    status: str
    header: bytes


def request(url: SplitResult) -> bytes:
    """The question. Content is wanted as it is, and the connection is not kept."""
    path = quote(url.path or "/", safe="/%:@!$&'()*+,;=~")
    query = f"?{quote(url.query, safe='/%:@!$&()*+,;=~?')}" if url.query else ""
    lines = (
        f"GET {path}{query} HTTP/1.1",
        f"Host: {url.netloc}",
        "User-Agent: netinv",
        "Accept: */*",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n"


async def head(reader: StreamReader) -> Head:
    """The answer's head, after those that only say that it will come (1xx).

    Raises:
        Failed: it is not HTTP.
    """
    for _interim in range(_MOST_INTERIM):
        try:
            octets = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            raise Failed("no_http") from None
        line = _STATUS_LINE.match(octets)
        if line is None:
            raise Failed("no_http")
        if not line[1].startswith(b"1"):
            return Head(line[1].decode(), octets)
    raise Failed("no_http")


async def content(reader: StreamReader, header: bytes) -> bytes:
    """The content, or its first part.

    Raises:
        Failed: it is not HTTP.
    """
    try:
        if _CHUNKED.search(header):
            return await _chunks(reader)
        length = _LENGTH.search(header)
        return await _first(reader, min(int(length[1]), MOST_CONTENT) if length else MOST_CONTENT)
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        raise Failed("no_http") from None


async def _first(reader: StreamReader, most: int) -> bytes:
    try:
        return await reader.readexactly(most)
    except asyncio.IncompleteReadError as error:
        return error.partial


async def _chunks(reader: StreamReader) -> bytes:
    found = bytearray()
    while len(found) < MOST_CONTENT:
        size = _CHUNK_SIZE.fullmatch(await reader.readuntil(b"\n"))
        if size is None:
            raise Failed("no_http")
        length = int(size[1], 16)
        if not length:
            break
        wanted = min(length, MOST_CONTENT - len(found))
        found += await reader.readexactly(wanted)
        if wanted == length:
            await reader.readuntil(b"\n")
    return bytes(found)


def holds(octets: bytes, text: str) -> bool:
    """Whether a text occurs, however its marks are composed."""
    return unicodedata.normalize("NFC", text) in unicodedata.normalize("NFC", octets.decode("utf-8", "replace"))
