"""Lines of results: our own colours on a terminal, and nothing else that drives it."""

from __future__ import annotations

import io
import sys

import pytest

from netinv.cli.output import say, state_mark


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_only_our_colours_drive_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    say(f"{state_mark('down')} r1\x1b[2J\x1b]52;c;eA==\x07\x9b\u202e\rx\nnext\tline")
    assert terminal.getvalue() == (
        "\x1b[31m✖ down\x1b[0m r1\ufffd[2J\ufffd]52;c;eA==\ufffd\ufffd\ufffd x\nnext\tline\n"
    )


def test_nothing_does_where_it_is_written_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    say("\x1b[31mred\x1b[0m \ud800")
    say("Vĩnh Yên")
    assert capsys.readouterr().out == "\ufffd[31mred\ufffd[0m \ufffd\nVĩnh Yên\n"
