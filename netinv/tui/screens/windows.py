"""Planned work: what goes on, what is to come, what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.views.planned_work import called, kind_word, local, shown, state_word
from netinv.app.words.durations import local_time, number
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, Column, ListRows, Rows
from netinv.tui.screens.table import TablePage
from netinv.tui.subject import of_window
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.app.views.pages import Snapshot, Views
    from netinv.app.views.planned_work import Planned
    from netinv.tui.rows import Key
    from netinv.tui.subject import Subject

_LOOKS = {"active": ("◆", "maintenance"), "planned": ("◇", "planned")}
_STANDING = ("active", "planned")


class WindowsScreen(TablePage):
    """The windows of planned work, those that go on first; ``!`` leaves those that go on or will."""

    _found: Sequence[Planned] = ()

    def columns(self) -> Sequence[Column]:
        """The table of windows."""
        state = max(len(state_word(state)) for state in ("active", "planned", "ended", "over"))
        return [
            Column(_("State"), 2 + state),
            Column(_("What"), 8, drop=3),
            Column(_("Name"), 12, grow=1, most=40),
            Column(_("From"), 16),
            Column(_("To"), 16, drop=1),
            Column(_("Again"), 12, grow=2, most=32, drop=5),
            Column(_("Words"), 12, grow=2, most=60, drop=2),
            Column(_("By"), 8, drop=6),
            Column(_("Number"), 6, right=True, drop=4),
        ]

    def name_of(self) -> str:
        """The title."""
        return _("Planned work")

    def headline(self) -> str:
        """The filter of this table has its own words."""
        if not self.only_problems:
            return super().headline()
        return _("{table}, now and to come: {n}").format(table=self.called(), n=number(len(self.query_one(Grid).rows)))

    def empty(self) -> str:
        """What to do next."""
        message = _("No work is planned.\n{key} plans some on the site, device, link or circuit under the cursor.")
        return message.format(key=self.net.key_of("plan"))

    def show(self, snapshot: Snapshot) -> None:
        """Draw what was read, and read it anew."""
        super().show(snapshot)
        self.ask(self._ask, self._take)

    def _ask(self, views: Views, at: int | None) -> Sequence[Planned]:
        from netinv.app.views.planned_work import windows

        with views.reading(at) as reader:
            found = windows(reader, self.net.clock() if at is None else at, past=True)
        return [one for one in found if at is None or one.window.added_at <= at]

    def _take(self, found: Sequence[Planned]) -> None:
        self._found = found
        super().show(self.net.snapshot)
        self.update_bars()

    def rows(self, snapshot: Snapshot) -> Rows:  # noqa: ARG002  # windows are read apart
        """As they were read."""
        found = [one for one in self._found if not self.only_problems or one.state in _STANDING]
        return ListRows(found, lambda one: one.window.id, self._cells)

    def facts(self, key: Key) -> Sequence[tuple[str, Cell]]:
        """All that is known of it."""
        one = self._at(key)
        if one is None:
            return ()
        window = one.window
        named = [(_("Words"), window.note or ""), (_("Again"), window.repeat or ""), (_("Zone"), window.zone)]
        added = f"{window.added_by}, {local_time(window.added_at)}"
        ended = "" if window.ended_at is None else f"{window.ended_by}, {local_time(window.ended_at)}"
        titles = [column.title for column in self.columns()]
        seen = list(zip(titles, self._cells(one), strict=True))
        who = [(_("Planned by"), added), (_("Ended by"), ended)]
        return [*seen[:5], *((label, Cell(one_line(text))) for label, text in [*named, *who])]

    def _cells(self, one: Planned) -> list[Cell]:
        window, times = one.window, shown(one)
        glyph, style = _LOOKS.get(one.state, ("–", "dim"))
        return [
            Cell(f"{glyph} {state_word(one.state)}", style),
            Cell(kind_word(window.kind), "dim"),
            Cell(one_line(called(window, self.net.snapshot.names_by_code))),
            Cell(local(window, times.starts_at)),
            Cell(local(window, times.ends_at)),
            Cell(one_line(window.repeat or ""), "dim"),
            Cell(one_line(window.note or "")),
            Cell(one_line(window.added_by), "dim"),
            Cell(number(window.id), "dim"),
        ]

    def _at(self, key: Key | None) -> Planned | None:
        one: Planned | None = self.item(key)
        return one

    def subject(self) -> Subject | None:
        """What is worked on, seen through the window."""
        one = self._at(self.query_one(Grid).cursor)
        return of_window(one.window, self.net.snapshot) if one else None

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open what is worked on: a device, a site, of a link or circuit the device at the first end."""
        one = self._at(message.key)
        where = of_window(one.window, self.net.snapshot) if one else None
        if where is None:
            return
        if where.kind == "site":
            self.net.open_site(where.ident)
            return
        links = self.net.snapshot.links
        first = (link.a_device_id for link in links if where.ident == link.id or where.name == link.circuit)
        self.net.open_device(where.ident if where.kind == "device" else next(first, None))
