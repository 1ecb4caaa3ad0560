"""What would be cut off if a device or link failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.durations import number
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.tui.rows import Cell, Column, Key, ListRows
from netinv.tui.screens.page import Page
from netinv.tui.subject import of_device
from netinv.tui.widgets.grid import Grid
from netinv.tui.widgets.lines import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from netinv.app.pages import Snapshot, Views
    from netinv.tui.subject import Subject


class Hurt(NamedTuple):
    """What would be hurt: its kind, its name, and whether it would be cut off or only have one way left."""

    kind: str
    name: str
    cut: bool


class ImpactScreen(Page):
    """The answer of ``netinv topology impact``."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self._of = subject
        self._found: dict[str, Any] | None = None

    def body(self) -> ComposeResult:
        """A sentence, the table."""
        yield Line(id="summary")
        columns = [Column(_("What"), 18), Column(_("Name"), 16, grow=1), Column(_("Kind"), 12)]
        yield Grid(columns, empty=_("Nothing else would be cut off."), id="table")

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
        from netinv.app.analysing import impact

        with views.reading(at) as reader:
            return impact(reader, self.net.settings, [self._of.name]).shape

    def _take(self, found: dict[str, Any]) -> None:
        self._found = found
        sites, devices = len(found["cut_sites"]), len(found["cut_devices"])
        said = _("{sites} and {devices} would be cut off").format(
            sites=plural("{n} site", "{n} sites", sites).format(n=number(sites)),
            devices=plural("{n} device", "{n} devices", devices).format(n=number(devices)),
        )
        self.query_one("#summary", Line).show([Cell(f" {said}", "down" if devices else "up")])
        rows = ListRows(list(self._hurt(found)), lambda hurt: hurt[:2], _cells)
        self.query_one(Grid).show(rows)

    def _hurt(self, found: dict[str, Any]) -> Iterator[Hurt]:
        names = self.net.snapshot.names_by_code
        for code in found["cut_sites"]:
            yield Hurt(_("site"), names.get(code, code), cut=True)
        for name in found["cut_devices"]:
            yield Hurt(_("device"), name, cut=True)
        for name in found["cut_services"]:
            yield Hurt(_("service"), name, cut=True)
        for name in found["lost_redundancy"]:
            yield Hurt(_("device"), name, cut=False)

    def _device(self, key: Key | None) -> Any:
        name = key[1] if isinstance(key, tuple) else None
        return next((row for row in self.net.snapshot.devices if row.name == name), None)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device."""
        device = self._device(message.key)
        self.net.open_device(device.id if device else None)


def _cells(hurt: Hurt) -> list[Cell]:
    what = Cell("✖ " + _("cut off"), "down") if hurt.cut else Cell("◐ " + _("one way left"), "degraded")
    return [what, Cell(one_line(hurt.name)), Cell(hurt.kind, "dim")]
