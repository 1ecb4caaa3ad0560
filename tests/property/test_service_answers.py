"""Whatever a server sends, a check of it ends with a status, soon."""

from __future__ import annotations

import asyncio
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from probes.services import dns, http
from probes.services.values import FAILURES, Failed

HEADS = st.sampled_from(
    [
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
    ]
)
CHUNKS = st.lists(
    st.sampled_from([b"3\r\nabc\r\n", b"0\r\n\r\n", b"ffffffff\r\n", b"-1\r\n", b"\r\n", b"1;x\r\na\r\n"])
)


async def _read(octets: bytes) -> str:
    reader = asyncio.StreamReader()
    reader.feed_data(octets)
    reader.feed_eof()
    try:
        head = await http.head(reader)
        content = await http.content(reader, head.header)
    except Failed as failed:
        return failed.status
    assert len(content) <= http.MOST_CONTENT
    return head.status


@given(st.lists(HEADS, max_size=3), CHUNKS, st.binary(max_size=200))
def test_http(heads: list[bytes], chunks: list[bytes], rest: bytes) -> None:
    status = asyncio.run(_read(b"".join((*heads, *chunks, rest))))
    assert status in FAILURES or (len(status) == 3 and status.isdigit())


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.binary(), st.binary())
def test_a_text_is_found_wherever_it_stands(text: str, before: bytes, after: bytes) -> None:
    assert http.holds(b" ".join((before, text.encode(), after)), text)


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.binary(max_size=300))
@settings(max_examples=300)
def test_dns(flags: int, count: int, rest: bytes) -> None:
    message = struct.pack("!HHHHHH", 7, flags, 1, count, 0, 0) + rest
    found, status = [], None
    try:
        found = dns._answers(message, 0)
    except Failed as failed:
        status = failed.status
    assert status in (None, *FAILURES)
    assert len(found) <= count
