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
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot
    from netinv.tui.subject import Subject

_KEPT = 1000
_AT_MOST_S = 120.0


class OutputScreen(Page):
    """A command and its output."""

    def __init__(self, title: str, command: Sequence[str], subject: Subject) -> None:
        super().__init__()
        self._title = title
        self._command = command
        self._subject = subject
        self._lines: list[str] = []

    def body(self) -> ComposeResult:
        """The command, what it says."""
        yield Line(id="command")
        yield Grid([Column(_("Output"), 20, grow=1)], empty=_("It has said nothing yet."), id="table")

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
            self._say(_("running"))
            self.run_worker(self._run(), exclusive=True)

    def _say(self, state: str) -> None:
        if self.stands:
            cells = [Cell(f" {one_line(' '.join(self._command))}", "dim"), Cell(f"  {state}")]
            self.query_one("#command", Line).show(cells)

    async def _run(self) -> None:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            async with asyncio.timeout(_AT_MOST_S):
                await self._follow(process)
                self._say(_("ended with {code}").format(code=await process.wait()))
        except TimeoutError:
            self._say(_("took too long and was ended"))
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()  # nothing of it stays behind when the screen is left

    async def _follow(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self._lines = [*self._lines, one_line(decode(line.rstrip()))][-_KEPT:]
            if self.stands:
                self._draw_lines()

    def _draw_lines(self) -> None:
        grid = self.query_one(Grid)
        grid.show(ListRows(list(enumerate(self._lines)), lambda item: item[0], lambda item: [Cell(item[1])]))
        grid.action_end(-1)
