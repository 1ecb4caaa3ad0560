"""Checks of services against real servers on loopback: what each answer, and each way of not answering, comes to."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from pathlib import Path

import pytest

from probes.services.checking import Checker
from probes.services.rounds import check_all
from probes.services.values import FAILURES, Answer, Asked
from tests.ports import has_ipv6
from tests.services.certificates import Issued, issue, server_context
from tests.services.servers import (
    Handler,
    NameServer,
    dripping,
    hanging,
    name_server,
    page,
    pouring,
    saying,
    serving,
    silent,
)

TIMEOUT_S = 20.0
"""For answers that do come, however busy the machine is."""
SHORT_S = 1.0
"""For those that do not."""
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def check(url: str, expect: str | None = None, ca_file: Path | None = None, **more: float) -> Answer:
    answer = await Checker(more.get("timeout_s", TIMEOUT_S), ca_file).check(Asked(1, url, expect))
    assert answer.ok or str(answer.status).isdigit() or answer.status in FAILURES
    return answer


def patience_s(status: str) -> float:
    return SHORT_S if status == "timeout" else TIMEOUT_S


@pytest.mark.parametrize(
    ("handler", "expect", "ok", "status"),
    [
        (page(), None, True, "200"),
        (page(), "200", True, "200"),
        (page(), "ok", True, "200"),
        (page(), "404", False, "200"),
        (page("Cổng dịch vụ công"), "dịch vụ", True, "200"),
        (page("Cổng dịch vụ công"), "thư", False, "text_missing"),
        (page("", "404 Not Found"), "404", True, "404"),
        (page("", "503 Service Unavailable"), None, False, "503"),
        (page("", "503 Service Unavailable"), "maintenance", False, "503"),
        (page("", "302 Found", "Location: http://192.0.2.1/"), None, True, "302"),
        (page("", "302 Found", "Location: http://192.0.2.1/"), "200", False, "302"),
        (saying(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"), None, True, "204"),
        (saying(CHUNKED + b"3\r\nhea\r\n4;x=y\r\nlthy\r\n0\r\n\r\n"), "healthy", True, "200"),
        (saying(CHUNKED + b"zz\r\n"), "x", False, "no_http"),
        (saying(b"HTTP/1.0 200\r\n\r\nto the end of the connection"), "of the connection", True, "200"),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), None, False, "no_http"),
        (saying(b"HTTP/1.1 200 OK\r\n"), None, False, "no_http"),
        (saying(b""), None, False, "no_http"),
        (saying(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n"), None, False, "no_http"),
        (saying(b"HTTP/1.1 200 OK\r\n\r\n", pouring), None, True, "200"),
        (saying(b"HTTP/1.1 200 OK\r\n\r\n", pouring), "y", False, "text_missing"),
        (saying(b"HTTP/1.1 200 OK\r\n\r\n", hanging), "y", False, "timeout"),
        (hanging, None, False, "timeout"),
        (dripping, None, False, "timeout"),
        (pouring, None, False, "no_http"),
    ],
)  # fmt: skip
async def test_http(handler: Handler, expect: str | None, ok: bool, status: str) -> None:
    begun = time.monotonic()
    async with serving(handler) as port:
        answer = await check(f"http://127.0.0.1:{port}/", expect, timeout_s=patience_s(status))
    assert (answer.ok, answer.status, answer.silent) == (ok, status, False)
    assert time.monotonic() - begun < TIMEOUT_S
    if ok:
        assert answer.latency_s is not None
        assert 0 < answer.latency_s < TIMEOUT_S


@pytest.mark.skipif(not has_ipv6(), reason="loopback has no IPv6 here")
async def test_an_address_of_ipv6() -> None:
    async with serving(page(), host="::1") as port:
        assert (await check(f"http://[::1]:{port}/", "ok")).ok
        assert (await check(f"tcp://[::1]:{port}")).ok


async def test_what_is_asked() -> None:
    asked = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await writer.drain()

    async with serving(handle) as port:
        assert (await check(f"http://localhost:{port}/kiểm tra/%C3%A1?q=mở&x=1".replace(" ", "%20"))).ok
    line, host = asked[0].split(b"\r\n")[:2]
    assert line == b"GET /ki%E1%BB%83m%20tra/%C3%A1?q=m%E1%BB%9F&x=1 HTTP/1.1"
    assert host == f"Host: localhost:{port}".encode()


async def test_tcp() -> None:
    async def greeting(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.")
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b"example ESMTP\r\n")
        await writer.drain()
        await asyncio.sleep(60)

    async with serving(greeting) as port:
        assert (await check(f"tcp://127.0.0.1:{port}")).ok
        assert (await check(f"tcp://127.0.0.1:{port}", "mail.example")).ok
        missing = await check(f"tcp://127.0.0.1:{port}", "IMAP", timeout_s=SHORT_S)
        assert (missing.ok, missing.status) == (False, "timeout")
    refused = await check(f"tcp://127.0.0.1:{port}")
    assert (refused.ok, refused.status, refused.silent) == (False, "refused", False)


async def test_who_is_silent_is_told_from_who_hangs() -> None:
    with silent() as port:
        answer = await check(f"http://127.0.0.1:{port}/", timeout_s=SHORT_S)
    assert (answer.ok, answer.status, answer.silent, answer.latency_s) == (False, "timeout", True, None)


async def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_words: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    answer = await check("https://portal.example/")
    assert (answer.ok, answer.status, answer.silent) == (False, "no_address", False)


async def test_a_resolver_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def slow(*_words: object, **_more: object) -> list[object]:
        over.wait(2 * TIMEOUT_S)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    begun = time.monotonic()
    answer = await check("https://portal.example/", timeout_s=0.3)
    over.set()
    assert (answer.status, answer.silent) == ("timeout", True)
    assert time.monotonic() - begun < TIMEOUT_S


@pytest.fixture(scope="module")
def root() -> Issued:
    return issue("Root", authority=True, days=4000)


@pytest.fixture(scope="module")
def below(root: Issued) -> Issued:
    return issue("Below", root, authority=True, days=2000)


@pytest.fixture
def trusted(root: Issued, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    path.write_bytes(root.pem)
    return path


@pytest.mark.parametrize("scheme", ["https", "tls"])
async def test_tls_with_a_whole_chain(root: Issued, below: Issued, trusted: Path, tmp_path: Path, scheme: str) -> None:
    own = issue("portal", below, days=20.5)
    context = server_context(tmp_path, own, below)
    async with serving(page("welcome"), context) as port:
        answer = await check(f"{scheme}://127.0.0.1:{port}", "welcome" if scheme == "https" else None, trusted)
    assert (answer.ok, answer.status) == (True, "200" if scheme == "https" else None)
    assert answer.not_after == own.certificate.not_valid_after_utc.timestamp() * 1000


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("expired", "certificate_expired"),
        ("early", "certificate_not_yet_valid"),
        ("other name", "certificate_other_name"),
        ("self-signed", "certificate_self_signed"),
        ("broken chain", "certificate_chain_incomplete"),
        ("stranger", "certificate_self_signed"),
    ],
)
async def test_certificates_that_are_not_believed(
    root: Issued, below: Issued, trusted: Path, tmp_path: Path, fault: str, status: str
) -> None:
    stranger = issue("Stranger", authority=True)
    own, chain = {
        "expired": (issue("s", below, days=-2), [below]),
        "early": (issue("s", below, from_days=2), [below]),
        "other name": (issue("s", below, hosts=("other.example", "127.0.0.9")), [below]),
        "self-signed": (issue("s"), []),
        "broken chain": (issue("s", below), []),
        "stranger": (issue("s", stranger), [stranger]),
    }[fault]
    async with serving(page(), server_context(tmp_path, own, *chain)) as port:
        answer = await check(f"https://127.0.0.1:{port}/", None, trusted)
    assert (answer.ok, answer.status, answer.silent) == (False, status, False)
    assert answer.not_after == own.certificate.not_valid_after_utc.timestamp() * 1000


async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What a web server without TLS does with the greeting of a client of TLS."""
    await reader.read(1)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


@pytest.mark.parametrize(
    ("handler", "status"), [(plain, "no_tls"), (hanging, "timeout"), (pouring, "no_tls"), (dripping, "no_tls")]
)
async def test_no_tls_at_all(handler: Handler, status: str) -> None:
    async with serving(handler) as port:
        answer = await check(f"https://127.0.0.1:{port}/", timeout_s=patience_s(status))
    assert (answer.ok, answer.status, answer.silent) == (False, status, False)


async def test_dns() -> None:
    server = NameServer({"portal.example": ["192.0.2.7", "2001:db8::7"], "empty.example": []})
    async with name_server(server) as place:
        checker = Checker(TIMEOUT_S, None, [place])
        found = await checker.check(Asked(1, "dns://portal.example"))
        assert (found.ok, found.status) == (True, None)
        assert found.latency_s is not None
        assert (await checker.check(Asked(1, "dns://Portal.Example"))).ok
        assert (await checker.check(Asked(1, "dns://portal.example", "2001:db8::7"))).ok
        assert (await checker.check(Asked(1, "dns://portal.example", "192.0.2.8"))).status == "text_missing"
        assert (await checker.check(Asked(1, "dns://none.example"))).status == "dns_no_such_name"
        assert (await checker.check(Asked(1, "dns://empty.example"))).status == "dns_no_record"
        server.rcode = 5
        assert (await checker.check(Asked(1, "dns://portal.example"))).status == "dns_refused"
        server.mute = True
        mute = await Checker(SHORT_S, None, [place]).check(Asked(1, "dns://portal.example"))
    assert (mute.status, mute.silent) == ("timeout", True)


async def test_the_next_name_server_is_asked_where_one_is_gone() -> None:
    async with name_server(NameServer({"a.example": ["192.0.2.7"]})) as place:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
            closed.bind(("127.0.0.1", 0))
            gone = closed.getsockname()
        assert (await Checker(TIMEOUT_S, None, [gone, place]).check(Asked(1, "dns://a.example"))).ok


async def test_many_beside_each_other_bounded() -> None:
    now, most = 0, 0

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.1)
        now -= 1
        await page()(reader, writer)

    found: dict[int, Answer] = {}
    async with serving(slow) as port:
        asked = [Asked(number, f"http://127.0.0.1:{port}/") for number in range(60)]
        await check_all(asked, Checker(TIMEOUT_S), 20, found.__setitem__)
    assert len(found) == 60
    assert all(answer.ok for answer in found.values())
    assert 10 < most <= 20


@pytest.mark.parametrize(("up", "answers", "ok", "times"), [
    (True, ["503"], True, 2),  # a single failure is not believed
    (True, ["503", "503"], False, 2),
    (False, ["200", "503"], False, 2),  # nor a single recovery
    (False, ["200", "200"], True, 2),
    (True, ["200"], True, 1),
    (False, ["503"], False, 1),
])  # fmt: skip
async def test_what_would_change_the_state_is_asked_for_again(
    up: bool, answers: list[str], ok: bool, times: int
) -> None:
    seen = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(1)
        status = answers[len(seen) - 1] if len(seen) <= len(answers) else "200"
        await page("", f"{status} x")(reader, writer)

    found: dict[int, Answer] = {}
    async with serving(handle) as port:
        await check_all([Asked(1, f"http://127.0.0.1:{port}/", up=up)], Checker(TIMEOUT_S), 5, found.__setitem__)
    assert (found[1].ok, len(seen)) == (ok, times)


async def test_what_is_cancelled_keeps_what_it_got() -> None:
    found: dict[int, Answer] = {}
    async with serving(page()) as good, serving(hanging) as bad:
        asked = [Asked(1, f"http://127.0.0.1:{good}/"), Asked(2, f"http://127.0.0.1:{bad}/")]
        task = asyncio.create_task(check_all(asked, Checker(30), 5, found.__setitem__))
        async with asyncio.timeout(TIMEOUT_S):
            while not found:
                await asyncio.sleep(0.01)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    assert list(found) == [1]
