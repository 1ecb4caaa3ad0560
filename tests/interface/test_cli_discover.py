"""``discover`` at a terminal: a very large range is asked about first, and a long search can be interrupted."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.interface.running import COMMAND, LONGEST_S, QUICK, Place

pexpect = pytest.importorskip("pexpect")
ALL_OF_LOOPBACK = "127.0.0.0/8"
WORDS = ("discover", "--credential", "campus", "--range", ALL_OF_LOOPBACK)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.settings(QUICK + "jobs = 20\n")
    secrets = tmp_path / "secrets.toml"
    secrets.touch(0o600)
    secrets.write_text('[campus]\nkind = "snmp-v2c"\ncommunity = "none"\n')
    return place


@contextmanager
def at_terminal(place: Place, *words: str) -> Iterator[Any]:
    child = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], *words],
        cwd=str(place.folder),
        dimensions=(24, 200),
        encoding="utf-8",
        timeout=LONGEST_S,
    )
    try:
        yield child
    finally:
        child.close(force=True)


def test_without_a_terminal_a_very_large_range_is_refused(place: Place) -> None:
    ran = place.run(*WORDS, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "127.0.0.0/8 has 16777216 addresses" in ran.err
    assert "--limit N" in ran.err


@pytest.mark.parametrize("answer", ["n", "", "yes?"])
def test_at_a_terminal_it_is_asked_about(place: Place, answer: str) -> None:
    with at_terminal(place, *WORDS) as child:
        child.expect("16777216 addresses")
        child.expect(r"\[y/N\]")
        child.sendline(answer)
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 2


def test_who_says_yes_gets_it_and_may_interrupt(place: Place) -> None:
    with at_terminal(place, *WORDS) as child:
        child.expect(r"\[y/N\]")
        child.sendline("y")
        child.expect("of 16777216 addresses pinged")
        child.kill(signal.SIGINT)
        child.expect("interrupted: this is what was found until then")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 130
