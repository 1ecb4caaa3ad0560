"""The tree of sites as a grid: province, districts with their communes, the agencies apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.states import WORST_FIRST, glyph, look
from netinv.app.viewing import SiteView, roll_up
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.rows import Cell, Column, ListRows
from netinv.tui.tables import state_column
from netinv.tui.widgets.grid import Grid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netinv.tui.rows import Key


class Branch(NamedTuple):
    """A row of the tree: a site, or the agencies below one (``agencies_of`` its id). ``below``: rows it can show."""

    key: tuple[str, int]
    depth: int
    name: str
    state: str
    counts: Mapping[str, int]
    below: bool
    parent: tuple[str, int] | None


def branches(tree: Sequence[SiteView], opened: set[tuple[str, int]]) -> Iterator[Branch]:
    """The rows to be seen, where these are open; what is folded costs nothing but its place."""
    below: dict[int | None, list[SiteView]] = {}
    agencies: dict[int, list[SiteView]] = {}
    here = {view.row.id for view in tree}
    for view in tree:
        up = view.row.parent_id if view.row.parent_id in here else None
        if view.row.level == "agency" and up is not None:
            agencies.setdefault(up, []).append(view)
        else:
            below.setdefault(up, []).append(view)

    def children(key: tuple[str, int]) -> list[Branch]:
        kind, ident = key
        if kind == "agencies":
            return [made(view, key, view.depth + 1) for view in agencies[ident]]
        found = [made(view, key, view.depth) for view in below.get(ident, ())]
        return [*found, _group(ident, agencies[ident])] if ident in agencies else found

    def made(view: SiteView, up: tuple[str, int] | None, depth: int) -> Branch:
        has_below = view.row.id in below or view.row.id in agencies
        return Branch(("site", view.row.id), depth, one_line(view.row.name), view.state, view.counts, has_below, up)

    pending = [made(view, None, view.depth) for view in reversed(below.get(None, ()))]
    while pending:
        branch = pending.pop()
        yield branch
        if branch.key in opened and branch.below:
            pending += reversed(children(branch.key))


def _group(parent_id: int, views: Sequence[SiteView]) -> Branch:
    counts: dict[str, int] = {}
    for view in views:
        for state, n in view.counts.items():
            counts[state] = counts.get(state, 0) + n
    key, parent = ("agencies", parent_id), ("site", parent_id)
    return Branch(key, views[0].depth, _("Agencies"), roll_up(counts), counts, below=True, parent=parent)


class SiteTree(Grid):
    """The tree, folded but for the roots at first. Keys are ``("site", id)`` and ``("agencies", parent id)``."""

    BINDINGS = bindings("fold", "expand", "collapse", "fold_all")

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's name
        columns = [
            Column(_("Site"), 16, grow=1, most=60),
            state_column(),
            Column(_("Up"), 7, right=True),
            Column(_("Not up"), 12, drop=1),
        ]
        super().__init__(columns, empty=empty, id=id)
        self._tree: Sequence[SiteView] = ()
        self._opened: set[tuple[str, int]] = set()
        self._seen_roots: set[tuple[str, int]] = set()

    def show_tree(self, tree: Sequence[SiteView]) -> None:
        """Draw a tree, what was open stays open; a root seen for the first time is opened."""
        roots = {("site", view.row.id) for view in tree if not view.depth}
        self._opened |= roots - self._seen_roots
        self._seen_roots |= roots
        self._tree = tree
        self._draw()

    def _draw(self) -> None:
        self.show(ListRows(list(branches(self._tree, self._opened)), lambda branch: branch.key, self._cells))

    def _cells(self, branch: Branch) -> Sequence[Cell]:
        mark = " " if not branch.below else "▾" if branch.key in self._opened else "▸"
        seen = look(branch.state)
        total = sum(branch.counts.values())
        return (
            Cell(
                f"{'  ' * branch.depth}{mark} {seen.glyph} {branch.name}", branch.state if branch.state != "up" else ""
            ),
            Cell(seen.word, branch.state),
            Cell(f"{branch.counts.get('up', 0)}/{total}" if total else "–"),
            Cell(*_worst(branch.counts)),
        )

    def _at(self, key: Key | None) -> Branch | None:
        """The row of that key, if it is in sight; a row's parent always is."""
        place = self.rows.find(key) if key is not None else None
        return self.rows.items[place] if place is not None and isinstance(self.rows, ListRows) else None

    def _here(self) -> Branch | None:
        return self._at(self.cursor)

    def action_fold(self) -> None:
        """Open or close the row under the cursor."""
        branch = self._here()
        if branch and branch.below:
            self._opened ^= {branch.key}
            self._draw()

    def action_expand(self) -> None:
        """Open the row; where it is open already, go to the first below it."""
        branch = self._here()
        if branch is None or not branch.below:
            return
        if branch.key in self._opened:
            self.action_move(1)
        else:
            self.action_fold()

    def action_collapse(self) -> None:
        """Close the row; where nothing is open, go to its parent."""
        branch = self._here()
        if branch is None:
            return
        if branch.key in self._opened:
            self.action_fold()
        elif branch.parent:
            self.go_to(branch.parent)

    def action_fold_all(self) -> None:
        """Open everything; where something below the roots is open, close all but the roots."""
        if self._opened - self._seen_roots:
            branch = self._here()
            while branch and branch.parent and branch.parent not in self._seen_roots:
                branch = self._at(branch.parent)
            self._opened = set(self._seen_roots)
            self._draw()
            if branch:
                self.go_to(branch.key)
            return
        self._opened = {("site", view.row.id) for view in self._tree}
        self._opened |= {("agencies", view.row.parent_id or 0) for view in self._tree if view.row.level == "agency"}
        self._draw()


def _worst(counts: Mapping[str, int]) -> tuple[str, str]:
    """How many are not up, per state with its shape, and the worst of them."""
    bad = [state for state in WORST_FIRST if counts.get(state) and state != "up"]
    return " ".join(f"{glyph(state)}{counts[state]}" for state in bad), bad[0] if bad else ""
