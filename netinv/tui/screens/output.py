"""What a program of the system says, line by line as it says it: ping, traceroute. Leaving the screen ends it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.text import decode, one_line
from netinv.tui.rows import Cell, Column, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot
    from netinv.tui.subject import Subject

_KEPT = 1000
_LONGEST = 4000
_AT_ONCE = 65_536
_BREATH_S = 0.05
_AT_MOST_S = 120.0
_LAST_WORDS_S = 1.0


class Lines:
    """Parts of a program's output become lines that are safe to show; of a line too long only its begin is kept."""

    def __init__(self) -> None:
        self._begun = b""

    def take(self, octets: bytes) -> Iterator[str]:
        """The lines that these octets end."""
        *ended, last = octets.split(b"\n")
        for line in ended:
            yield self._shown(self._begun + line)
            self._begun = b""
        self._begun = (self._begun + last)[: _LONGEST + 1]

    def rest(self) -> Iterator[str]:
        """What was begun and will not be ended."""
        if self._begun:
            yield self._shown(self._begun)

    @staticmethod
    def _shown(line: bytes) -> str:
        cut = "…" if len(line) > _LONGEST else ""
        return one_line(decode(line[:_LONGEST])) + cut


class OutputScreen(Page):
    """A command and its output."""

    def __init__(self, title: str, command: Sequence[str], subject: Subject) -> None:
        super().__init__()
        self._title = title
        self.command = command
        self._ongoing = False
        self._subject = subject
        self._lines: list[str] = []

    def body(self) -> ComposeResult:
        """The command, what it says."""
        yield Line(id="command")
        grid = Grid([Column(_("Output"), 20, grow=1)], empty=_("It has said nothing yet."), id="table")
        grid.closed = _("There is nothing to open here.")
        yield grid

    def headline(self) -> str:
        """The title."""
        return self._title

    def subject(self) -> Subject | None:
        """The device it goes to."""
        return self._subject

    def show(self, snapshot: Snapshot) -> None:
        """It does not depend on the network that is known."""

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        if self.stands:
            self.again()

    def again(self) -> None:
        """Run it, once more where it has ended."""
        if self._ongoing:
            self.say(_("It is still running."))
            return
        self._lines, self._ongoing = [], True
        self._add(iter(()))
        self._say(_("running"))
        self.run_worker(self._run_once(), exclusive=True)

    async def _run_once(self) -> None:
        try:
            await self._run()
        finally:
            self._ongoing = False

    def on_screen_suspend(self) -> None:
        """A page that was left is kept, so that one can come back to what was said; a window above it leaves it not."""
        if self.net.trail.here is not self:
            self.workers.cancel_node(self)

    def _say(self, state: str) -> None:
        if self.stands:
            cells = [Cell(f" {one_line(' '.join(self.command))}", "dim"), Cell(f"  {state}")]
            self.query_one("#command", Line).show(cells)

    async def _run(self) -> None:
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except (OSError, ValueError) as error:  # ValueError: a NUL in an address
            self._say(_("cannot be run: {reason}").format(reason=getattr(error, "strerror", None) or error))
            return
        try:
            async with asyncio.timeout(_AT_MOST_S):
                await self._follow(process)
                self._say(_("ended with {code}").format(code=await process.wait()))
        except TimeoutError:
            self._say(_("took too long and was ended"))
        except asyncio.CancelledError:
            self._say(_("ended, as its screen was left"))
            raise
        finally:
            await _end(process)

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        """Draw what it says; one that says more than can be drawn waits meanwhile, and not the keys."""
        assert process.stdout is not None
        lines = Lines()
        while octets := await process.stdout.read(_AT_ONCE):
            self._add(lines.take(octets))
            await asyncio.sleep(_BREATH_S)
        self._add(lines.rest())

    def _add(self, lines: Iterator[str]) -> None:
        self._lines = [*self._lines, *lines][-_KEPT:]
        if self.stands:
            grid = self.query_one(Grid)
            grid.show(ListRows(list(enumerate(self._lines)), lambda item: item[0], lambda item: [Cell(item[1])]))
            grid.action_end(-1)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Nothing of it stays behind when the screen is left: its pipe is closed once all in it is read."""
    with suppress(ProcessLookupError):
        process.kill()
    with suppress(TimeoutError):
        async with asyncio.timeout(_LAST_WORDS_S):
            await process.communicate()
    await process.wait()
