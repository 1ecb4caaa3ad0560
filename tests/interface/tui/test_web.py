"""``netinv tui --web``: for whoever has the key, on loopback, asking nobody else; and in a real headless Chromium."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from tests.interface.browser import Browser, missing

_WAIT_S = 60.0


class Served(NamedTuple):
    """A running server and the address it printed."""

    process: subprocess.Popen[str]
    address: str

    @property
    def base(self) -> str:
        return self.address.partition("?")[0]


def start(db: Path, *more: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "netinv", "--db", str(db), "--lang", "en", "tui", "--web", *more]
    return subprocess.Popen(
        words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, encoding="utf-8", env={**os.environ}
    )


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


@pytest.fixture
def served(province: Path) -> Iterator[Served]:
    process = start(province, "--port", "0")
    said = line(process.stderr)
    found = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", said)
    assert found, said
    yield Served(process, found[0])
    process.terminate()
    process.communicate(timeout=_WAIT_S)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        return None


def answer(address: str, **headers: str) -> tuple[int, str, str]:
    """Status, policy and cookie; a redirection is not followed."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=_WAIT_S) as response:
            return response.status, response.headers.get("Content-Security-Policy", ""), ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, "", error.headers.get("Set-Cookie", "")


def test_only_who_has_the_key_gets_in(served: Served) -> None:
    assert answer(served.base)[0] == 403
    assert answer(served.base + "ws")[0] == 403
    assert answer(served.base + "?key=guessed")[0] == 403
    status, _policy, cookie = answer(served.address)
    assert (status, "HttpOnly" in cookie, "SameSite=Strict" in cookie) == (303, True, True)
    own = cookie.partition(";")[0]
    status, policy, _cookie = answer(served.base, Cookie=own)
    assert status == 200
    assert "default-src 'none'" in policy
    assert answer(served.base, Cookie=own, Host="evil.example")[0] == 403
    assert answer(served.base + "ws", Cookie=own, Origin="http://evil.example")[0] == 403
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=_WAIT_S) == 130


def test_it_listens_on_loopback_alone(served: Served) -> None:
    port = int(served.base.rstrip("/").rpartition(":")[2])
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.2", port))  # it would be taken if all addresses were


def test_a_port_that_is_taken_and_a_database_that_is_not_there(province: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(province, "--port", str(taken.getsockname()[1]))
        _out, err = process.communicate(timeout=_WAIT_S)
    assert process.returncode == 3
    assert "give another one with --port" in err
    process = start(tmp_path / "none.db", "--port", "0")
    _out, err = process.communicate(timeout=_WAIT_S)
    assert process.returncode == 3
    assert "run netinv init" in err


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_in_a_browser(served: Served, tmp_path: Path) -> None:
    with Browser(tmp_path / "profile") as browser:
        browser.go(served.address)
        seen = until(browser, "Huyện Lập Thạch")
        assert "Wrong now" in seen
        browser.press("2")
        until(browser, "Serial number")
        assert browser.run("return location.href") == served.base
        assert [one for one in browser.requests() if not one.startswith((served.base, "data:"))] == []
        assert [one for one in browser.messages() if "Content Security Policy" in one] == []
        browser.press("q")
        limit = time.monotonic() + _WAIT_S
        while not browser.run("return document.body.classList.contains('-closed')"):
            assert time.monotonic() < limit, "the page does not say that the session has ended"
            time.sleep(0.1)


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_it_fills_a_window_that_shrinks_and_grows(served: Served, tmp_path: Path) -> None:
    left = (
        "const drawn = document.querySelector('.xterm-screen');"
        "return [innerHeight - parseInt(drawn.style.height), document.documentElement.scrollHeight - innerHeight]"
    )
    with Browser(tmp_path / "profile") as browser:
        browser.go(served.address)
        until(browser, "Huyện Lập Thạch")
        for width, height in ((800, 500), (1200, 800), (810, 510)):
            browser.resize(width, height)
            limit = time.monotonic() + _WAIT_S
            while True:
                below, over = browser.run(left)
                if 0 <= below < 30 and over == 0:  # less than a row is left, and nothing is cut
                    break
                assert time.monotonic() < limit, f"{width}x{height}: {below} pixels are left below, {over} are over"
                time.sleep(0.1)


def until(browser: Browser, text: str) -> str:
    """What came until a text was seen: without the codes of colours and places between its words."""
    came, limit = "", time.monotonic() + _WAIT_S
    while text not in came:
        assert time.monotonic() < limit, f"{text} was not drawn"
        time.sleep(0.1)
        came += re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", browser.frames())
    return came


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_vietnamese_is_typed_in_a_browser_and_a_tab_that_is_closed_ends_its_session(
    served: Served, tmp_path: Path
) -> None:
    with Browser(tmp_path / "profile") as browser:
        browser.go(served.address)
        until(browser, "Huyện Lập Thạch")
        (session,) = children(served.process.pid)
        browser.press("/")
        until(browser, "marks do not matter")
        browser.press("hai\ue003\ue003ải luw\ue003\ue003ưu\ue003\ue003ựu 2")  # Telex, as an input method sends it
        until(browser, "Xã Hải Lựu 2")
        browser.press("\ue007")
        until(browser, "› Xã Hải Lựu 2")
        browser.close_tab()
        limit = time.monotonic() + _WAIT_S
        while session in children(served.process.pid):
            assert time.monotonic() < limit, "the session outlives its tab"
            time.sleep(0.1)
    assert served.process.poll() is None


def children(parent: int) -> set[int]:
    """The processes that another one has begun (proc(5))."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:  # it has ended meanwhile
            continue
        if int(text.rpartition(")")[2].split()[1]) == parent:
            found.add(int(stat.parent.name))
    return found
