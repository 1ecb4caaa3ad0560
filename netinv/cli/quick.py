"""The terminal interface without the tree of commands: reading that would be a fifth of its start.

Understands just what opens it; of all else, as of ``--help`` or a wrong option, it leaves the word to the commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUED = ("--db", "--secrets", "--config", "--lang")


class Opening:
    """What was given on the command line: the overrides of settings, and whether only to look."""

    def __init__(self) -> None:
        self.overrides: dict[str, Path | str] = {}
        self.read_only = False


def opening(arguments: Sequence[str]) -> Opening | None:
    """``[--db PATH] [--secrets PATH] [--config PATH] [--lang LANG] tui [--read-only]``; None: it is something else."""
    found, rest = Opening(), list(arguments)
    while rest and rest[0] != "tui":
        name, equals, value = rest.pop(0).partition("=")
        if name not in _VALUED or (not equals and not rest):
            return None
        given = value if equals else rest.pop(0)
        found.overrides[name[2:]] = given if name == "--lang" else Path(given)
    if not rest or any(option != "--read-only" for option in rest[1:]):
        return None
    found.read_only = len(rest) > 1
    return found


def run(opened: Opening) -> int:
    """Open it; the exit code."""
    from netinv import config, i18n
    from netinv.cli import logs, streams
    from netinv.cli.ending import exit_code_of

    def open_screen() -> int:
        settings = config.load(opened.overrides)
        i18n.use(settings.lang)
        from netinv.tui import run as open_it

        return open_it(settings, read_only=opened.read_only)

    streams.prepare()
    logs.use()
    return exit_code_of(open_screen)
