"""The network as a tree from where it is seen: what hangs on what, by which link, and which links are redundant."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from netinv.app.network.network_tree import NetworkTree, network_tree
from netinv.app.words.durations import number
from netinv.app.words.states import WELL, tally
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.actions import bindings
from netinv.tui.screens.lit import LitPage
from netinv.tui.screens.page import ROOMY, WIDE
from netinv.tui.screens.table import nothing_wrong
from netinv.tui.subject import of_device, of_link
from netinv.tui.widgets.lines import Sentence
from netinv.tui.widgets.network_tree import NetTree, broadest

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from netinv.app.network.lighting import Lit
    from netinv.app.views.pages import Snapshot
    from netinv.tui.subject import Subject
    from netinv.tui.widgets.grid import Grid

_NAMED = 2  # devices that it is seen from; more names would fill the title


class TopologyScreen(LitPage):
    """Enter opens a device, and of a redundant link the device at its other end."""

    BINDINGS = bindings("only_problems")
    own_keys = ("open", "fold", "light")

    _devices = 0
    _seen_from: tuple[str, ...] = ()
    _lit_name = ""
    _to_reveal = ""

    def __init__(self) -> None:
        super().__init__()
        self._bad: Counter[str] = Counter()

    def body(self) -> ComposeResult:
        """What is lit, and the tree."""
        yield Sentence(id="lit")
        yield NetTree(empty=_("reading …"), id="net-tree")

    def headline(self) -> str:
        """Where it is seen from, and how many devices."""
        place = _("Network from here")
        if 0 < len(self._seen_from) <= _NAMED:
            place = _("Network from {names}").format(names=" + ".join(map(one_line, self._seen_from)))
        shown, room = number(self._devices), ROOMY
        if self.query_one(NetTree).only_problems:
            room = WIDE
            place, shown = _("{table}, only problems").format(table=place), number(self._bad.total())
        bad = tally(self._bad) if self.size.width >= room else ""
        return " · ".join(filter(None, (f"{place}: {shown}", bad)))

    def show(self, snapshot: Snapshot) -> None:
        """Ask for the tree of now: a large one takes its time."""
        self.ask(
            lambda _views, _at: _measured(network_tree(snapshot, self.net.settings)), partial(self._take, snapshot)
        )

    def _take(self, snapshot: Snapshot, found: tuple[NetworkTree, int]) -> None:
        tree, wide = found
        self._devices = len(tree.nodes)
        states = (node.device.state for node in tree.nodes.values())
        self._bad = Counter(state for state in states if state not in WELL)
        roots = [tree.nodes[ident] for ident in tree.below.get(None, ())]
        self._seen_from = tuple(node.device.name for node in roots if not node.apart)
        shown = self.query_one(NetTree)
        shown.empty = _("No devices yet.\nImport an inventory with: netinv import PATH")
        shown.show_tree(tree, {view.row.id: view.row.name for view in snapshot.tree}, wide)
        self._reveal()
        self.update_bars()

    def draw_lit(self, lit: Lit | None) -> None:
        """In the place of states; what fails is brought in sight once."""
        if lit is None or lit.name != self._lit_name:
            self._to_reveal = min(lit.failed, default="") if lit else ""
        self._lit_name = lit.name if lit else ""
        self.query_one(NetTree).light(lit)
        self._reveal()

    def _reveal(self) -> None:
        """Go to the device that is to be seen, once the tree has been read."""
        row = next((row for row in self.net.snapshot.devices if row.name == self._to_reveal), None)
        if row and self.query_one(NetTree).reveal(row.id):
            self._to_reveal = ""

    def action_only_problems(self) -> None:
        """In the tree only what is not well, or all again."""
        tree = self.query_one(NetTree)
        tree.nothing_wrong = nothing_wrong(self.net)
        tree.filter(only_problems=not tree.only_problems)
        self.update_bars()

    def subject(self) -> Subject | None:
        """The device or redundant link under the cursor."""
        shown = self.query_one(NetTree)
        row = shown.row(shown.cursor)
        if row is None or row.node is None:
            return None
        return of_link(row.second) if row.second else of_device(row.node.device)

    def on_grid_chosen(self, message: Grid.Chosen) -> None:
        """Open the device, or the one at the other end."""
        row = self.query_one(NetTree).row(message.key)
        if row is None or row.node is None:
            self.net.say(_("{key} shows what is below this row.").format(key=self.net.key_of("fold")))
        elif row.second:
            ends = row.second.a_device_id, row.second.b_device_id
            self.net.open_device(ends[1] if ends[0] == row.node.device.id else ends[0])
        else:
            self.net.open_device(row.node.device.id)


def _measured(tree: NetworkTree) -> tuple[NetworkTree, int]:
    return tree, broadest(tree)
