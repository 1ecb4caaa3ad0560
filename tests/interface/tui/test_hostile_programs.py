"""Programs run from the screen that print what a terminal would obey, or far too much: ping, traceroute."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from netinv.tui.screens.output import Lines
from netinv.tui.widgets.grid import Grid
from tests.interface.tui.looking import page, table, text
from tests.interface.tui.test_hostile import HARMFUL, drawn
from tests.interface.tui.test_terminal import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.tui.app import NetinvApp

ESCAPES = b"".join(
    (
        b"\x1b]52;c;b3duZWQ=\x07 clipboard\n\x1b]0;owned\x07\x1b[31m\x1b[2J\x1b[10;10H red\n",
        b"\x1bP+q544e\x1b\\ \xc2\x9b2J \xe2\x80\xae turned \xe2\x81\xa6\n[b]no markup[/b] \x08\x0c\x00\x7f\n",
        b"64 bytes\rfrom 127.0.0.1\r\nCaf\xe9 du R\xe9seau\n\xff\xfe\xed\xa0\x80 no text\n",
        "Việt Nam 世界\n".encode(),
        b"the end has no line end \x1b[?1049l",
    )
)
SAID = [
    "\ufffd]52;c;b3duZWQ=\ufffd clipboard",
    "\ufffd]0;owned\ufffd\ufffd[31m\ufffd[2J\ufffd[10;10H red",
    "\ufffdP+q544e\ufffd\\ \ufffd2J \ufffd turned \ufffd",
    "[b]no markup[/b] \ufffd\ufffd\ufffd\ufffd",
    "64 bytes from 127.0.0.1",
    "Café du Réseau",
    "ÿþí\xa0\ufffd no text".replace("\xa0", " "),
    "Việt Nam 世界",
    "the end has no line end \ufffd[?1049l",
]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program of Python in the place of ping and traceroute."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))  # no real one is found beside ours

    def put(body: str) -> None:
        for name in ("ping", "traceroute"):
            path = folder / name
            path.write_text(f"#!{sys.executable}\nimport sys, time\nout = sys.stdout.buffer\n{body}\n")
            path.chmod(0o755)

    return put


@pytest.mark.parametrize("key", ["p", "t"])
async def test_what_it_prints_drives_no_terminal(
    app: NetinvApp, program: Callable[[str], None], until: Any, key: str
) -> None:
    program(f"out.write({ESCAPES!r}); out.flush(); sys.stderr.write('\\x1b[5m'); sys.exit(2)")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("2", key)
        await until(pilot, lambda: page(app) == "OutputScreen" and "ended with 2" in text(app, "#command"))
        assert table(app) == [*SAID[:-1], f"{SAID[-1]}\ufffd[5m"]
        assert not HARMFUL.findall(drawn(app).replace("\n", ""))
        assert "[b]no markup[/b]" in drawn(app)
        await pilot.press("y", "l")
        assert not HARMFUL.findall(app.clipboard)


async def test_a_line_without_end_is_cut_and_the_rest_is_read_on(
    app: NetinvApp, program: Callable[[str], None], until: Any
) -> None:
    program("out.write(b'begin ' + b'x' * 3_000_000 + b'\\nafter it\\n'); out.write(b'y' * 200_000)")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "p")
        await until(pilot, lambda: page(app) == "OutputScreen" and "ended with 0" in text(app, "#command"))
        first, second, third = table(app)
    assert (first[:7], len(first), first[-1]) == ("begin x", 4001, "…")
    assert (second, third[0], len(third)) == ("after it", "y", 4001)


async def test_thousands_of_lines_are_read_and_the_last_are_kept(
    app: NetinvApp, program: Callable[[str], None], until: Any
) -> None:
    program("out.writelines(b'line %d \\x1b[3%dm\\n' % (n, n % 8) for n in range(50_000))")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "p")
        await until(pilot, lambda: page(app) == "OutputScreen" and "ended with 0" in text(app, "#command"))
        lines = table(app)
        assert (len(lines), lines[0], lines[-1]) == (1000, "line 49000 \ufffd[30m", "line 49999 \ufffd[37m")
        assert "line 49999" in drawn(app)
        assert not HARMFUL.findall(drawn(app).replace("\n", ""))


async def test_one_that_never_stops_leaves_the_keys_alone_and_ends_with_the_screen(
    app: NetinvApp, program: Callable[[str], None], until: Any, tmp_path: Path
) -> None:
    program(
        f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "while True: out.write(b'on and on \\x1b[2J\\n' * 1000)"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "p")
        await until(pilot, lambda: page(app) == "OutputScreen" and len(app.screen.query_one(Grid).rows) == 1000)
        await pilot.press("question_mark")
        assert page(app) == "HelpScreen"
        await pilot.press("escape")
        assert "running" in text(app, "#command"), "the help has not left it"
        await pilot.press("escape")
        await until(pilot, lambda: page(app) == "DevicesScreen")
        await until(pilot, lambda: not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists())
        await pilot.press("alt+right")
        await until(pilot, lambda: page(app) == "OutputScreen")
        assert "ended, as its screen was left" in text(app, "#command")
        assert table(app)[-1] == "on and on \ufffd[2J"


async def test_one_that_cannot_be_run_is_said(
    app: NetinvApp, program: Callable[[str], None], until: Any, tmp_path: Path
) -> None:
    program("")
    (tmp_path / "bin" / "ping").write_text("#!/no/such/interpreter\n")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "p")
        await until(pilot, lambda: page(app) == "OutputScreen" and "cannot be run" in text(app, "#command"))
        assert "No such file" in text(app, "#command")
        await pilot.press("escape")
        assert page(app) == "DevicesScreen"


def test_a_real_terminal_is_given_none_of_it(province: Path, program: Callable[[str], None], tmp_path: Path) -> None:
    program(f"out.write({ESCAPES!r})")
    screen = Screen(province, size=(36, 120), PATH=str(tmp_path / "bin"))
    screen.see("quit")
    screen.type("2")
    screen.see("Serial number|Devices: 28")
    screen.type("p")
    screen.see("ended with 0")
    screen.see("the end has no line end")
    screen.type("q")
    assert screen.end() == 0
    assert "\ufffd]52;c;b3duZWQ=\ufffd clipboard" in screen.log
    for evil in ("\x1b]52", "\x1b]0;", "\x1bP+q", "\x1b[2J\x1b[10;10H", "\x9b", "\u202e", "\u2066", "\x08", "\x0c"):
        assert evil not in screen.log, repr(evil)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100_000])
def test_lines_are_the_same_in_whatever_parts_they_come(size: int) -> None:
    lines = Lines()
    parts = [ESCAPES[at : at + size] for at in range(0, len(ESCAPES), size)]
    assert [*(line for part in parts for line in lines.take(part)), *lines.rest()] == SAID
