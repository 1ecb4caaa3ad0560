"""A sweep in a process of its own that tells how far it is: whoever watches it stays quick, and can stop it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from netinv import config, i18n
from netinv.app.words.durations import decimal, number
from netinv.errors import NetinvError
from netinv.i18n import _, plural
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from netinv.config import Settings

_CHILD = "from netinv.app.sweeps.sweep_process import child; child()"


class Progress(NamedTuple):
    """How many devices are done, and of how many."""

    done: int
    total: int


class SweepProcess:
    """A sweep that was begun."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.outcome = _("the sweep ended without a word: netinv -v sweep shows why")
        self.failed = True

    @classmethod
    async def begin(cls, settings: Settings, only: str | None) -> Self:
        """Begin to sweep everything, or a device or site. A session of its own: the terminal's signals are not its."""
        wanted = {"db": str(settings.db), "secrets": str(settings.secrets), "only": only}
        if settings.config.exists():
            wanted["config"] = str(settings.config)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _CHILD,
            json.dumps(wanted),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "NETINV_LANG": i18n.language()},
            start_new_session=True,
        )
        return cls(process)

    def stop(self) -> None:
        """Ask it to end: what has answered until then is stored."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

    async def progress(self) -> AsyncIterator[Progress]:
        """How far it is, until it has ended; then :attr:`outcome` is a sentence."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = json.loads(line)
            if "done" in told:
                yield Progress(told["done"], told["total"])
            else:
                self.outcome, self.failed = told["said"], told["failed"]
        await self._process.wait()


def child() -> None:
    """What the process runs: tells a JSON object a line on standard output."""
    wanted: dict[str, Any] = json.loads(sys.argv[1])
    only = wanted.pop("only")
    i18n.use()
    # No traceback: whoever began this is told that it ended without a word.
    sys.excepthook = lambda *_error: None
    from netinv.app.alerts.delivering import deliver
    from netinv.app.sweeps.sweeping import sweep

    settings = config.load(wanted)
    try:
        swept = sweep(settings, only=only, progress=lambda done, total: _tell(done=done, total=total))
    except (NetinvError, OSError) as error:
        _tell(said=one_line(str(error)), failed=True)
        sys.exit(getattr(error, "exit_code", 3))
    _tell(said=_sentence(swept.report), failed=False)
    deliver(settings)


def _tell(**what: object) -> None:
    with suppress(BrokenPipeError):  # who began it has gone: it goes on for whoever looks next
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


def _sentence(report: dict[str, Any]) -> str:
    message = plural(
        "swept: {answered} of {n} device answered in {seconds} s; changes: {changes}",
        "swept: {answered} of {n} devices answered in {seconds} s; changes: {changes}",
        report["targets"],
    )
    said = message.format(
        answered=number(report["answered"]),
        n=number(report["targets"]),
        seconds=decimal(report["duration_s"]),
        changes=number(report["changes"]),
    )
    if report["ended"] == "interrupted":
        return _("{what}; stopped, the rest stays as it was").format(what=said)
    return said
