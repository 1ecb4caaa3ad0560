"""On a real pseudo-terminal: start, keys, Vietnamese input methods, and the terminal as it was afterwards."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from tests.interface.running import LONGEST_S

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN_AT_REST = {"7", "25"}  # line wrap and the cursor: on in a terminal at rest
_NETINV = [sys.executable, "-c", "from netinv.cli import main; main()"]


_IN_A_SESSION = [
    sys.executable,
    "-c",
    (
        "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        "sys.argv[1:] = ['--db', sys.argv[1], 'tui']; from netinv.cli import main; main()"
    ),
]


class Screen:
    """netinv in a pseudo-terminal, and everything that it wrote."""

    def __init__(self, path: Path, *, lang: str = "en", size: tuple[int, int] = (24, 80), **more: str) -> None:
        """``more``: variables of its environment."""
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "NETINV_LANG": lang, **more}
        command = [*_NETINV, "--db", str(path), "tui"]
        self.child: Any = pexpect.spawn(
            command[0], command[1:], env=environment, encoding="utf-8", dimensions=size, timeout=LONGEST_S
        )
        self.modes = termios.tcgetattr(self.child.child_fd)
        self.log = ""

    def see(self, pattern: str) -> str:
        """Wait until that is written."""
        self.child.expect(pattern)
        self.log += self.child.before + self.child.after
        return str(self.child.after)

    def type(self, keys: str) -> None:
        """Send it in one burst, as an input method does."""
        self.child.send(keys)

    def end(self) -> int:
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.log += self.child.before
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    def left_on(self) -> set[str]:
        """The modes that the terminal was left in and that were not on before."""
        last = dict(re.findall(r"\x1b\[\?(\d+)([hl])", self.log.replace("$p", "")))
        on = {mode for mode, switch in last.items() if (switch == "h") != (mode in _SHOWN_AT_REST)}
        return on if termios.tcgetattr(self.child.child_fd) == self.modes else on | {"raw"}


@pytest.fixture
def screen(province: Path) -> Iterator[Screen]:
    screen = Screen(province)
    screen.see("Huyện Lập Thạch")
    screen.see("quit")
    yield screen
    if screen.child.isalive():
        screen.child.close(force=True)


def status(pid: int) -> str:
    """What the process does, in a letter (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def finish(screen: Screen, keys: str) -> int:
    """Type the last keys, look at the terminal, take the exit code."""
    screen.type(keys)
    screen.child.expect(pexpect.EOF)
    screen.log += screen.child.before
    assert screen.left_on() == set()
    screen.child.close()
    return int(screen.child.exitstatus)


def test_start_arrows_and_q(screen: Screen) -> None:
    screen.type("\x1b[B\x1b[B ")
    screen.see("Xã Vân Trục 2")
    screen.type("2")
    screen.see("core1")
    assert finish(screen, "q") == 0


def test_search_without_marks(screen: Screen) -> None:
    screen.type("/vinh yen")
    screen.see("15 found")
    screen.type("\r")
    screen.see("› Thành phố Vĩnh Yên")
    assert finish(screen, "q") == 0


@pytest.mark.parametrize("backspace", ["\x7f", "\x08"])
def test_telex_bursts_arrive_intact(screen: Screen, backspace: str) -> None:
    """Typing “hair luwju” for “Hải Lựu”: the input method takes letters back and sends others, all in one burst."""
    screen.type("/hai" + backspace * 2 + "ải luw" + backspace * 2 + "ưu" + backspace * 2 + "ựu 2")
    screen.see("Xã Hải Lựu 2")
    screen.type("\r")
    screen.see("› Xã Hải Lựu 2")
    assert finish(screen, "q") == 0


@pytest.mark.parametrize(
    "typed",
    [
        "/hai\b\bải luu\b\bưu\b\bựu 2",  # VNI, “hai3 luu75”: its digits never arrive
        "/hai\x7f\x7f\x7fhải luu\x7f\x7f\x7flưu\x7f\x7f\x7flựu 2",  # a method that sends the whole word anew
        "/Ha\u0309i Lu\u031b\u0323u 2",  # letters and marks apart
        "/x\x7f\x7f\x7fhai luu 2",  # a backspace in the empty field does not leave it
    ],
    ids=["VNI", "whole words", "marks apart", "empty field"],
)
def test_other_ways_of_typing_vietnamese(screen: Screen, typed: str) -> None:
    screen.type(typed)
    screen.see("Xã Hải Lựu 2")
    screen.type("\r")
    screen.see("› Xã Hải Lựu 2")
    assert finish(screen, "q") == 0


def test_a_letter_whose_bytes_come_apart_and_escape_alone(screen: Screen) -> None:
    screen.type("/hai lu")
    for byte in "\u0323u 2".encode():
        os.write(screen.child.child_fd, bytes([byte]))
        time.sleep(0.02)
    screen.see("Xã Hải Lựu 2")
    screen.type("\x1b")
    time.sleep(0.5)  # what comes sooner would be Alt and that key
    assert finish(screen, "q") == 0


def test_bytes_that_are_no_text_are_no_keys(screen: Screen) -> None:
    os.write(screen.child.child_fd, b"\xff\xfe\xc3(")
    screen.see("does nothing here")
    assert finish(screen, "q") == 0


@pytest.mark.parametrize(
    ("typed", "opened"),
    [
        ("vt lt", "› Xã Vân Trục 2"),
        ("SN00000012", "xahailuu2-r1 · Xã Hải Lựu 2"),
        ("192.0.2.14", "xaboly2-r1 · Xã Bồ Lý 2"),
        ("02-00-00-00-0c-02", "xahailuu2-r1 · Xã Hải Lựu 2"),
        ("0200.0000.0c02", "xahailuu2-r1 · Xã Hải Lựu 2"),
        ("vp-0003", "core1 · Tỉnh Vĩnh Phúc"),
    ],
    ids=["initials", "serial number", "address", "MAC with dashes", "MAC with dots", "circuit"],
)
def test_what_is_found_and_opened_in_one_burst(screen: Screen, typed: str, opened: str) -> None:
    screen.type(f"/{typed}")
    screen.see(r"\d found")
    screen.type("\r")
    screen.see(opened)
    assert finish(screen, "q") == 0


def test_a_terminal_of_40_by_10(province: Path) -> None:
    screen = Screen(province, size=(10, 40))
    screen.see("quit")
    for keys, seen in (("2", "core1"), ("9", "portal"), ("7", "coordinates"), ("4", "down"), ("/core", "found")):
        screen.type(keys)
        screen.see(seen)
    screen.type("\x1b")
    screen.see("down")
    assert finish(screen, "q") == 0


def test_the_size_changes_while_sweeps_write(screen: Screen, province: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _WRITE_ON, str(province)]) as writer:
        for turn, size in enumerate([(10, 40), (60, 240), (5, 20), (24, 80), (1, 1), (36, 120)] * 10):
            screen.child.setwinsize(*size)
            screen.type("123456789"[turn % 9] + "\x1b[B")
            screen.child.expect([".+", pexpect.TIMEOUT], timeout=0.05)
        writer.terminate()
    screen.child.setwinsize(24, 80)
    screen.type("2")
    screen.see("core1")
    assert finish(screen, "q") == 0


_WRITE_ON = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=30)
for turn in range(600):
    connection.execute("UPDATE device_state SET state = ? WHERE device_id = 5", (("up", "down")[turn % 2],))
    connection.commit()
    time.sleep(0.05)
"""


def test_stopped_and_continued_it_draws_all_anew(screen: Screen) -> None:
    screen.type("2")
    screen.see("core1")
    screen.child.kill(signal.SIGTSTP)
    screen.see(re.escape("\x1b[?1049l"))
    while status(screen.child.pid) != "T":
        time.sleep(0.01)
    screen.child.kill(signal.SIGCONT)
    screen.see("core1")
    assert finish(screen, "q") == 0


def test_put_aside_in_a_shell_and_brought_back(province: Path) -> None:
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "NETINV_LANG": "en", "PS1": "shell> "}
    line = shlex.join([*_NETINV, "--db", str(province), "tui"])
    shell: Any = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], env=environment, encoding="utf-8", dimensions=(24, 80), timeout=20
    )
    try:
        shell.expect("shell> ")
        shell.sendline(line)
        shell.expect("Huyện Lập Thạch")
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.expect("shell> ")
        shell.sendline("echo still $((6 * 7))")
        shell.expect("still 42")
        shell.sendline("fg")
        shell.expect("Huyện Lập Thạch")
        shell.send("q")
        shell.expect("shell> ")
        shell.sendline("exit")
        shell.expect(pexpect.EOF)
    finally:
        shell.close(force=True)


def test_it_is_not_put_aside_where_nobody_would_bring_it_back(screen: Screen) -> None:
    screen.type("\x1a")
    screen.see("No shell began this one")
    assert finish(screen, "q") == 0


def test_ctrl_c(screen: Screen) -> None:
    assert finish(screen, "\x03") == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_terminal_as_it_was(screen: Screen, number: int) -> None:
    screen.child.kill(number)
    assert finish(screen, "") == 128 + number


@pytest.mark.parametrize("hung", [False, True], ids=["at once", "after it read nothing for a while"])
def test_a_terminal_that_goes_away_ends_it(province: Path, hung: bool) -> None:
    here, there = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "LANG": "C.UTF-8", "NETINV_LANG": "en"}
    child = subprocess.Popen(
        [*_IN_A_SESSION, str(province)],
        stdin=there,
        stdout=there,
        stderr=there,
        env=environment,
        start_new_session=True,
    )
    os.close(there)
    seen = b""
    while b"quit" not in seen:
        seen += os.read(here, 65536)
    if hung:  # nobody reads what is painted, until there is no room for more
        for turn in range(400):
            os.write(here, b"24"[turn % 2 :][:1])
            time.sleep(0.02)
    os.close(here)
    try:
        assert child.wait(timeout=LONGEST_S) == 128 + signal.SIGHUP
    finally:
        child.kill()
        child.wait()


def test_a_fault_of_ours_leaves_the_terminal_as_it_was(province: Path) -> None:
    screen = Screen(province)
    screen.see("Huyện Lập Thạch")
    subprocess.run([sys.executable, "-c", _BREAK, str(province)], check=True, timeout=60)
    screen.child.expect(pexpect.EOF)
    screen.log += screen.child.before
    assert screen.left_on() == set()
    screen.child.close()
    assert screen.child.exitstatus == 1


_BREAK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("UPDATE problem SET members = 'not JSON'")
connection.commit()
"""


_COLOUR = re.compile(r"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|$)")


@pytest.mark.parametrize("theme", ["terminal", "dark", "light", "contrast"])
def test_without_colours_state_is_glyph_and_word(province: Path, theme: str) -> None:
    screen = Screen(province, size=(36, 120), NO_COLOR="1", NETINV_THEME=theme)
    screen.see("Huyện Lập Thạch")
    for key, seen in (("T", "NO_COLOR is set"), ("8", "Problems: 3"), ("2", "core1"), ("!", "✖ down")):
        screen.type(key)
        screen.see(seen)
    assert finish(screen, "q") == 0
    styles = set(re.findall(r"\x1b\[([0-9;]*)m", screen.log))
    assert "7;39;49" in styles  # the cursor is seen all the same
    assert [style for style in styles if _COLOUR.search(style)] == []


def run(*arguments: str, term: str = "xterm") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_NETINV, *arguments],
        env={**os.environ, "TERM": term, "NETINV_LANG": "en"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )


def test_a_pipe_gets_a_clear_message(province: Path) -> None:
    done = run("--db", str(province), "tui")
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_dumb_terminal_gets_a_clear_message(province: Path) -> None:
    child: Any = pexpect.spawn(
        _NETINV[0],
        [*_NETINV[1:], "--db", str(province), "tui"],
        env={**os.environ, "TERM": "dumb", "NETINV_LANG": "en"},
        encoding="utf-8",
        timeout=LONGEST_S,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "cannot draw on this terminal" in child.before
    assert "\x1b" not in child.before


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no database there yet"), (b"x" * 5000, "not a netinv database")],
    ids=["missing", "broken"],
)
def test_a_missing_or_broken_database_is_said_before_the_start(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    path = tmp_path / "other.db"
    if content:
        path.write_bytes(content)
    screen = Screen(path, size=(24, 200))
    assert screen.end() == 3
    assert says in screen.log
    assert "\x1b[?1049h" not in screen.log


def test_nothing_heavy_is_imported_before_the_first_screen(province: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from netinv.app.views.pages import Views; import netinv.tui.app;"
        "Views(Path(sys.argv[1])).snapshot(0);"
        "print([name for name in ('sqlmodel', 'sqlalchemy', 'networkx', 'pydantic', 'typer', 'alembic')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(province)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
