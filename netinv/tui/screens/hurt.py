"""Pages on whom a failure or planned work would cut off: the sentence, and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.i18n import _
from netinv.tui.hurt import hurt_columns, hurt_rows
from netinv.tui.rows import Cell
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_device, of_site
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.views.pages import Snapshot, Views
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject


class HurtPage(Page):
    """Asks for the shape of ``netinv topology impact`` and shows it; Enter opens what is under the cursor."""

    def body(self) -> ComposeResult:
        """The sentence, the table."""
        yield Line(id="summary")
        yield Grid(hurt_columns(), empty=_("Nothing else would be cut off."), id="table")

    def impact(self, views: Views, at: int | None) -> dict[str, Any]:
        """Whom it would cut off. Runs in the feed's thread."""
        raise NotImplementedError

    def summary(self, found: dict[str, Any]) -> str:
        """The sentence."""
        raise NotImplementedError

    def subject(self) -> Subject | None:
        """The site or device under the cursor, of a service the device that it stands behind."""
        return self._at(self.query_one(Grid).cursor)

    def show(self, snapshot: Snapshot) -> None:  # noqa: ARG002  # it is asked of the store
        """Ask anew."""
        self.query_one("#summary", Line).show([Cell(" " + _("asking …"), "dim")])
        self.ask(self.impact, self.take)

    def take(self, found: dict[str, Any]) -> None:
        """Show the answer."""
        style = "down" if found["cut_devices"] else "up"
        self.query_one("#summary", Line).show([Cell(f" {self.summary(found)}", style)])
        self.query_one(Grid).show(hurt_rows(found, self.net.snapshot.names_by_code))

    def _at(self, key: Key | None) -> Subject | None:
        kind, ident = key if isinstance(key, tuple) else ("", "")
        seen = self.net.snapshot
        if kind == "site":
            return of_site(next((view.row for view in seen.tree if view.row.code == ident), None))
        if kind == "service":
            ident = next((row.device for row in seen.services if row.name == ident), None)
        return of_device(next((row for row in seen.devices if row.name == ident), None))

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the site or device."""
        found = self._at(message.key)
        if found and found.kind == "site":
            self.net.open_site(found.ident)
        else:
            self.net.open_device(found.ident if found else None)
