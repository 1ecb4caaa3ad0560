"""The network as a grid: each device under the one it hangs on, redundant links as rows of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.network.network_tree import NetworkTree, unwell
from netinv.app.words.durations import number
from netinv.app.words.port_names import short_port
from netinv.app.words.states import WELL, look
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell, Column
from netinv.tui.tables import state_column
from netinv.tui.widgets.tree_grid import TreeGrid
from netinv.tui.words import touched_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netinv.app.network.lighting import Lit
    from netinv.app.network.network_tree import Node
    from netinv.store.reading.views import LinkRow
    from netinv.tui.rows import Key

_MOST_INDENTED, _LEAST_INDENTED = 10, 3  # levels: a chain of a hundred devices must not leave the screen
_FOR_NAMES = 18  # cells of their column that are not for indentation, where it has so many
_APART = ("apart", 0)


class Twig(NamedTuple):
    """A row: a device (``node``), a redundant link of one (``second``), or all that no way is known to (neither)."""

    key: tuple[str, int] | tuple[str, int, int]
    depth: int
    below: bool
    parent: tuple[str, int] | None
    node: Node | None = None
    second: LinkRow | None = None


class NetTree(TreeGrid):
    """Keys are ``("device", id)``, ``("link", id, the device's id)`` and ``("apart", 0)``."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(_columns(0, 0), empty=empty, id=id)
        self._tree = NetworkTree({}, {})
        self._site_names: Mapping[int, str] = {}
        self._lit: Lit | None = None
        self._cut_below: Mapping[int, int] = {}

    def show_tree(self, tree: NetworkTree, site_names: Mapping[int, str], broadest: int) -> None:
        """Draw a tree; what was open stays open. ``broadest``: of :func:`broadest`."""
        self._tree, self._site_names = tree, site_names
        columns = _columns(broadest, len(tree.nodes))
        if columns != self.columns:
            self.columns, self._fitted_to = columns, -1
        self.light(self._lit, draw=False)
        self.grown({("device", ident) for ident in tree.below.get(None, ()) if not tree.nodes[ident].apart})

    def light(self, lit: Lit | None, *, draw: bool = True) -> None:
        """Show what is cut off in the place of states; None: states again."""
        self._lit = lit
        self._cut_below = _cut_below(self._tree, lit) if lit else {}
        if draw:
            self.refresh()

    def reveal(self, device_id: int) -> bool:
        """Open all above a device and itself, and go to it; False: it is not there."""
        node = self._tree.nodes.get(device_id)
        if node is None:
            return False
        self.filter(only_problems=self.only_problems and device_id in unwell(self._tree).nodes)
        opened: list[Key] = [("device", ident) for ident in (device_id, *self._tree.above(device_id))]
        self.open_up([*opened, _APART] if node.apart else opened)
        return self.go_to(("device", device_id))

    def seen(self, opened: set[Key]) -> Iterator[Twig]:
        """Devices by name under the one they hang on, redundant links before them; at the end what stands apart."""
        tree = unwell(self._tree) if self.only_problems else self._tree
        roots = tree.below.get(None, ())
        apart = [ident for ident in roots if tree.nodes[ident].apart]
        pending = [self._twig(tree, ident, 0, None) for ident in reversed(roots) if not tree.nodes[ident].apart]
        if apart:
            pending.insert(0, Twig(_APART, 0, below=True, parent=None))
        while pending:
            twig = pending.pop()
            yield twig
            if twig.key not in opened or not twig.below:
                continue
            if twig.node is None:
                pending += [self._twig(tree, ident, 1, _APART) for ident in reversed(apart)]
                continue
            device, depth, here = twig.node.device.id, twig.depth + 1, ("device", twig.node.device.id)
            pending += [self._twig(tree, ident, depth, here) for ident in reversed(tree.below.get(device, ()))]
            for link in twig.node.redundant:
                yield Twig(("link", link.id, device), depth, below=False, parent=here, node=twig.node, second=link)

    def _twig(self, tree: NetworkTree, ident: int, depth: int, parent: tuple[str, int] | None) -> Twig:
        node = tree.nodes[ident]
        below = bool(node.redundant) or ident in tree.below
        return Twig(("device", ident), depth, below, parent, node)

    def with_rows_below(self) -> set[Key]:
        """Every device, and what stands apart."""
        return {_APART, *(("device", ident) for ident in self._tree.nodes)}

    def cells_of(self, twig: Twig) -> Sequence[Cell]:
        """A device with the link it hangs on, or a link."""
        indent = _indent(twig.depth, self._levels) + self.mark_of(twig)
        blank = Cell("")
        if twig.node is None:
            return (Cell(f"{indent} ? " + _("no known way"), "dim"), *[blank] * 6)
        if twig.second:
            return (*_second(twig.node, twig.second, indent), *self._of_link(twig.second, twig.node), blank)
        device, node = twig.node.device, twig.node
        state = self._state(node)
        place = one_line(self._site_names.get(device.site_id, device.site))
        named = f"{indent} {state[0].text[:1]} {one_line(device.name)}" + "".join(map(_failing, node.failing))
        name = Cell(named, state[0].style if state[0].style != "up" else "")
        return (name, *state, *(self._of_link(node.link, node) if node.link else [blank] * 3), Cell(place, "dim"))

    @property
    def _levels(self) -> int:
        """How many levels are indented, so that room is left for names."""
        wide = self._widths[0] if self._widths else 0
        return min(_MOST_INDENTED, max(_LEAST_INDENTED, (wide - _FOR_NAMES) // 2))

    def _state(self, node: Node) -> tuple[Cell, Cell]:
        """The state and how many are up with all below; where something is lit, what it does and how many it cuts."""
        if self._lit is None:
            state = look(node.device.state)
            total = sum(node.counts.values())
            up = Cell(f"{number(node.counts.get('up', 0))}/{number(total)}" if total > 1 else "")
            return Cell(f"{state.glyph} {state.word}", node.device.state), up
        cut, own = self._cut_below.get(node.device.id, 0), node.device.name in self._lit.cut
        return _touched(self._lit, node.device.name), Cell(f"✖{number(cut)}" if cut > own else "", "down")

    def _of_link(self, link: LinkRow, node: Node) -> tuple[Cell, Cell, Cell]:
        """State, ports from the upper end to the lower one (of a redundant link from this device), and circuit."""
        state = look(link.state)
        from_here = (link.a_device_id == node.device.id) == (link is not node.link)
        ends = (link.a_interface, link.b_interface) if from_here else (link.b_interface, link.a_interface)
        ports = " – ".join(short_port(one_line(port or "?")) for port in ends)
        circuit = one_line(link.circuit or link.carrier or "")
        return Cell(f"{state.glyph} {state.word}", link.state), Cell(ports, "dim"), Cell(circuit)


def _columns(broadest: int, devices: int) -> list[Column]:
    """The columns of a tree of so many devices; what the names need not is for the others."""
    state = state_column()
    in_state = (*touched_words().values(), _("redundant"))
    return [
        Column(_("Device"), 16, grow=1, most=max(16, 5 + len(_("no known way")), min(60, broadest))),
        state._replace(width=max(state.width, *(2 + len(word) for word in in_state))),
        Column(_("Up"), max(7, 2 * len(number(devices)) + 1), right=True, drop=1),
        Column(_("Link"), state.width, drop=2),
        Column(_("Ports"), 18, grow=2, most=40, drop=4, by_end=True),
        Column(_("Circuit"), 10, grow=2, most=24, drop=3),
        Column(_("Site"), 12, grow=2, most=44, drop=5),
    ]


def broadest(tree: NetworkTree) -> int:
    """How many cells the names take with all open. Of a large tree it takes its time."""
    widest, pending = 0, [(0, ident) for ident in tree.below.get(None, ())]
    while pending:
        depth, ident = pending.pop()
        node = tree.nodes[ident]
        depth += node.apart and node.parent is None
        others = (len(_other(node, link)) + 2 for link in node.redundant)
        named = len(node.device.name) + sum(len(_failing(service)) for service in node.failing)
        widest = max(widest, len(_indent(depth, _MOST_INDENTED)) + 4 + max(named, *others, 0))
        pending += [(depth + 1, below) for below in tree.below.get(ident, ())]
    return widest


def _indent(depth: int, most: int) -> str:
    over = depth - most
    return "  " * min(depth, most) + (f"+{over} " if over > 0 else "")


def _second(node: Node, link: LinkRow, indent: str) -> tuple[Cell, Cell, Cell]:
    style = "planned" if link.state in WELL else link.state
    return Cell(f"{indent} ⇄ {one_line(_other(node, link))}", "planned"), Cell(_("redundant"), style), Cell("")


def _other(node: Node, link: LinkRow) -> str:
    return link.b_device if link.a_device_id == node.device.id else link.a_device


def _failing(service: str) -> str:
    return f"  {look('down').glyph} {one_line(service)}"


def _touched(lit: Lit, name: str) -> Cell:
    """What something that fails does to a device."""
    words = touched_words()
    if name in lit.failed:
        return Cell(f"◉ {words['origin']}", "down")
    if name in lit.cut:
        return Cell(f"✖ {words['down']}", "down")
    if name in lit.fewer:
        return Cell(f"◐ {words['degraded']}", "degraded")
    return Cell("· ", "dim")


def _cut_below(tree: NetworkTree, lit: Lit) -> dict[int, int]:
    """How many are cut off below each device, itself among them."""
    found: dict[int, int] = {}
    for ident, node in tree.nodes.items():
        if node.device.name in lit.cut:
            for one in (ident, *tree.above(ident)):
                found[one] = found.get(one, 0) + 1
    return found
