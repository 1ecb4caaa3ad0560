"""What would be cut off if a device or link failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.hurt import hurt_columns, hurt_counts, hurt_rows
from netinv.tui.rows import Cell
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_device
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot, Views
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject


class ImpactScreen(Page):
    """The answer of ``netinv topology impact``."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._of = subject

    def body(self) -> ComposeResult:
        """A sentence, the table."""
        yield Line(id="summary")
        yield Grid(hurt_columns(), empty=_("Nothing else would be cut off."), id="table")

    def headline(self) -> str:
        """The title."""
        return _("If {name} failed").format(name=one_line(self._of.name))

    def subject(self) -> Subject | None:
        """The device under the cursor, else what the page is about."""
        return of_device(self._device(self.query_one(Grid).cursor)) or self._of

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # it is asked of the store
        """Ask anew."""
        self.query_one("#summary", Line).show([Cell(" " + _("asking …"), "dim")])
        self.ask(self._ask, self._take)

    def _ask(self, views: Views, at: int | None) -> dict[str, Any]:
        from netinv.app.network.analysing import impact

        with views.reading(at) as reader:
            return impact(reader, self.net.settings, [self._of.name]).shape

    def _take(self, found: dict[str, Any]) -> None:
        said = _("{counts} would be cut off").format(counts=hurt_counts(found))
        self.query_one("#summary", Line).show([Cell(f" {said}", "down" if found["cut_devices"] else "up")])
        self.query_one(Grid).show(hurt_rows(found, self.net.snapshot.names_by_code))

    def _device(self, key: Key | None) -> Any:
        name = key[1] if isinstance(key, tuple) else None
        return next((row for row in self.net.snapshot.devices if row.name == name), None)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device."""
        device = self._device(message.key)
        self.net.open_device(device.id if device else None)
