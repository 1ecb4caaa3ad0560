"""What all screens have: title, a banner for trouble, the keys; and how they get the network they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from netinv.tui.actions import bindings
from netinv.tui.rows import Cell
from netinv.tui.widgets.bars import KeyLine, TitleBar
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from netinv.app.pages import Snapshot
    from netinv.tui.app import NetinvApp
    from netinv.tui.messages import DeviceRead, PortsRead


class Page(Screen[None]):
    """A screen on the network. It is given a snapshot to show and never asks for one."""

    BINDINGS = bindings("next_section", "previous_section", "back", "help")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  # Textual's
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]  # noqa: RUF012  # Textual's

    _shown: Snapshot | None = None

    @property
    def net(self) -> NetinvApp:
        """The application, which has the snapshot and the feed."""
        return cast("NetinvApp", self.app)

    def compose(self) -> ComposeResult:
        """Title, banner, what the screen is for, keys."""
        yield TitleBar()
        yield Line(id="banner")
        yield from self.body()
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets of this screen."""
        raise NotImplementedError

    def headline(self) -> str:
        """Where one is."""
        raise NotImplementedError

    def show(self, snapshot: Snapshot) -> None:
        """Show the network as it is now; cursor and scroll stay."""
        raise NotImplementedError

    def take_ports(self, message: PortsRead) -> None:
        """Ports that were asked for have been read; for screens that ask."""

    def take_device(self, message: DeviceRead) -> None:
        """A device that was asked for has been read; for screens that ask."""

    def on_mount(self) -> None:
        """Show what is known before the first paint."""
        self.update()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was on top."""
        self.update()

    def update(self) -> None:
        """Show the application's snapshot, its trouble and its news, where they are others than those shown."""
        if self._shown is not self.net.snapshot:
            self._shown = self.net.snapshot
            self.show(self.net.snapshot)
        self.update_bars()

    def update_bars(self) -> None:
        """Title and banner alone: the age of the last sweep moves without any news."""
        self.query_one(TitleBar).show(self.headline(), self.net.news())
        banner = self.query_one("#banner", Line)
        trouble = self.net.trouble
        banner.display = bool(trouble)
        if trouble:
            banner.show([Cell(f" {trouble}", "down")])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  # Textual's
        """With one table there is no next one."""
        return action != "section" or len(self.query("Grid")) > 1

    def action_section(self, by: int) -> None:
        """Go to the next or previous table; screens with one table at a time have their own way."""
        target: Widget | None = self.focus_next() if by > 0 else self.focus_previous()
        if target is not None:
            self.set_focus(target)
