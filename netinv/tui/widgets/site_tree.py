"""The tree of sites as a grid: province, districts with their communes, the agencies apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import SiteView, roll_up, unwell
from netinv.app.words.states import WORST_FIRST, glyph, look
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, Column
from netinv.tui.tables import state_column
from netinv.tui.widgets.tree_grid import TreeGrid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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


def branches(tree: Sequence[SiteView], opened: Collection[Key]) -> Iterator[Branch]:
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


def _columns(most: int) -> list[Column]:
    """For sites with at most so many devices: a number is never cut."""
    return [
        Column(_("Site"), 20, grow=1, most=44),
        state_column()._replace(drop=1),  # the shape before the name stays
        Column(_("Up"), max(7, 2 * len(str(most)) + 1), right=True),
        Column(_("Not up"), 10, grow=2, most=30, drop=2),
    ]


class SiteTree(TreeGrid):
    """The tree, folded but for the roots at first. Keys are ``("site", id)`` and ``("agencies", parent id)``."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(_columns(0), empty=empty, id=id)
        self._tree: Sequence[SiteView] = ()
        self._most = 0

    def show_tree(self, tree: Sequence[SiteView]) -> None:
        """Draw a tree, what was open stays open; a root seen for the first time is opened."""
        self._tree = tree
        most = max((view.total for view in tree), default=0)
        if most != self._most:
            self._most, self.columns, self._fitted_to = most, _columns(most), -1
        self.grown({("site", view.row.id) for view in tree if not view.depth})

    def seen(self, opened: set[Key]) -> Iterator[Branch]:
        """Sites in their order, agencies behind a row of their own."""
        return branches(unwell(self._tree) if self.only_problems else self._tree, opened)

    def with_rows_below(self) -> set[Key]:
        """Every site and every row of agencies; it harms none that has nothing below."""
        found: set[Key] = {("site", view.row.id) for view in self._tree}
        return found | {("agencies", view.row.parent_id or 0) for view in self._tree if view.row.level == "agency"}

    def cells_of(self, branch: Branch) -> Sequence[Cell]:
        """Name, state, how many are up, how many are not."""
        mark = self.mark_of(branch)
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


def _worst(counts: Mapping[str, int]) -> tuple[str, str]:
    """How many are not up, per state with its shape, and the worst of them."""
    bad = [state for state in WORST_FIRST if counts.get(state) and state != "up"]
    return " ".join(f"{glyph(state)}{counts[state]}" for state in bad), bad[0] if bad else ""
