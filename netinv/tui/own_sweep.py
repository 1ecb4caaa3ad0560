"""The sweep that was begun from the screen, as long as it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.app.sweeps.sweep_process import Progress, SweepProcess


class OwnSweep:
    """The sweep that was begun here, if one is running."""

    def __init__(self) -> None:
        self.process: SweepProcess | None = None
        self.progress: Progress | None = None
        self.running = False

    def stop(self) -> None:
        """Ask it to end."""
        if self.process:
            self.process.stop()
