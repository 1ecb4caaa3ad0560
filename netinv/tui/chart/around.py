"""The neighbourhood of a device drawn: the device in the middle, neighbours at its sides, wires with their ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from netinv.app.views.neighborhood import carried_by, ports
from netinv.app.words.durations import number
from netinv.app.words.port_names import port_within, short_port
from netinv.app.words.states import look, severity
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.chart.wires import Sheet
from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.app.views.neighborhood import Near, Neighborhood
    from netinv.store.reading.views import DeviceRow, LinkRow

BAND = 3  # lines of a neighbour: its box
_TWO_SIDED = 72  # cells of width
_BORDERS = 4  # of a box, with a blank inside of each
_SITE_LEAST = 8  # cells: less of a site's name says nothing
_BROKEN = ("down", "gone")


class Wanted(NamedTuple):
    """How wide things are where nothing is cut: the middle, a neighbour's name, its site's, and what is on a wire."""

    middle: int
    name: int
    site: int
    wire: int


class Frame(NamedTuple):
    """Where things stand on a sheet: ``sides`` of neighbours, and how wide boxes, wires and the middle are.

    ``sited``: a neighbour's box has room for the name of its site.
    """

    sides: int
    left: int
    box: int
    wire: int
    middle: int
    bands: int
    sited: bool

    @property
    def hub(self) -> int:
        """The left border of the box in the middle."""
        return self.left + (self.box + self.wire if self.sides == 2 else 0)

    def of_side(self, side: int) -> int:
        """The left border of the neighbours' boxes at a side."""
        return self.left if self.sides == 2 and side == 0 else self.hub + self.middle + self.wire


def wanted(around: Neighborhood, sites: Mapping[int, str]) -> Wanted:
    """Measure a neighbourhood. ``sites``: the names of sites by id."""

    def widest(texts: Iterable[str]) -> int:
        return max(map(cell_len, texts), default=0)

    here = _site(around.device, sites)
    return Wanted(
        _BORDERS + widest((_name(around.device).text, here)),
        _BORDERS + widest(_name(near.device).text for near in around.near),
        2 + widest(_site(near.device, sites) for near in around.near),
        4 + max((_written(worst(near.links), around.device.id) for near in around.near), default=0),
    )


def _written(link: LinkRow, hub_id: int) -> int:
    """The wider of the two lines beside a wire: the far port, and the near one with what carries the link."""
    here, there = (len(short_port(port or "?")) for port in ports(link, hub_id))
    return max(there, here + 2 + cell_len(one_line(carried_by(link))), len(look(link.state).word) + 10)


def frame(size: tuple[int, int], n: int, want: Wanted) -> Frame:
    """One side on a narrow sheet and for a single neighbour, else two; no wider than what is to be written.

    Names have their room first, then what is on the wires, then the names of sites.
    """
    width, height = size
    sides = 2 if width >= _TWO_SIDED and n > 1 else 1
    middle = max(6, min(want.middle, width // (5 if sides == 2 else 3)))
    side = (width - middle) // sides
    least = max(4, min(40, side * 3 // 8))
    box = max(4, min(want.name, side - least))
    wire = max(4, min(want.wire, side - box))
    box += max(0, min(want.site, side - box - wire))
    left = max(0, (width - middle - (wire + box) * sides) // 2)
    return Frame(sides, left, box, wire, middle, max(1, height // BAND), box >= want.name + min(want.site, _SITE_LEAST))


def shares(n: int, sides: int) -> list[range]:
    """Which neighbours stand at which side: the first half at the left."""
    half = -(-n // 2) if sides == 2 else 0
    return [range(half), range(half, n)] if sides == 2 else [range(n)]


class Placed(NamedTuple):
    """A neighbour in sight: its place in order, its side, and the line of its wire."""

    place: int
    side: int
    y: int


def placed(n: int, shape: Frame, top: int, height: int) -> list[Placed]:
    """The neighbours in sight where ``top`` bands are scrolled away; few of them stand around the middle."""
    found = []
    for side, share in enumerate(shares(n, shape.sides)):
        seen = share[top : top + shape.bands]
        bands = min(len(share), shape.bands)
        # The middle one of an odd number stands on the line of the middle: its wire goes straight to it.
        first = max(0, min(height // 2 - BAND * bands // 2, height - BAND * bands))
        found += [Placed(place, side, first + BAND * band + 1) for band, place in enumerate(seen)]
    return found


def draw(around: Neighborhood, shape: Frame, size: tuple[int, int], top: int, sites: Mapping[int, str]) -> Sheet:
    """Everything in sight but the cursor. ``sites``: the names of sites by id."""
    width, height = size
    sheet = Sheet(width, height)
    seen = placed(len(around.near), shape, top, height)
    middle = height // 2
    for side in range(shape.sides):
        trunk = _trunk(shape, side)
        ends = [one.y for one in seen if one.side == side]
        if ends:
            sheet.down(trunk, min(*ends, middle), max(*ends, middle), "dim")
            inner = (trunk, shape.hub) if _is_left(shape, side) else (shape.hub + shape.middle - 1, trunk)
            sheet.across(*inner, middle, "dim")
    for one in seen:
        near = around.near[one.place]
        _wire(sheet, shape, one, near, around.device.id)
        _box(sheet, shape, one, near.device, _site(near.device, sites))
    hub = [[_name(around.device)], [Cell(_site(around.device, sites), "dim")]]
    sheet.box(shape.hub, middle - 1, shape.middle, hub[: max(1, height - 2)], "title")
    _more(sheet, shape, len(around.near), top)
    return sheet


def _is_left(shape: Frame, side: int) -> bool:
    return shape.sides == 2 and side == 0


def _trunk(shape: Frame, side: int) -> int:
    """The column at which the wires of a side are joined."""
    return shape.hub - 2 if _is_left(shape, side) else shape.hub + shape.middle + 1


def worst(links: Sequence[LinkRow]) -> LinkRow:
    """Of parallel links the one that is worst."""
    return min(links, key=lambda link: severity(link.state))


def _wire(sheet: Sheet, shape: Frame, one: Placed, near: Near, hub_id: int) -> None:
    link, left_side, trunk = worst(near.links), _is_left(shape, one.side), _trunk(shape, one.side)
    start, end = (shape.left + shape.box, trunk) if left_side else (trunk, shape.hub + shape.middle + shape.wire - 1)
    style = link.state if link.state in _BROKEN else "dim"
    outer, inner = (start - 1, end) if left_side else (start, end + 1)
    sheet.across(outer, inner, one.y, style, broken=link.state in _BROKEN)
    many = f"×{len(near.links)} " if len(near.links) > 1 else ""
    room = end - start - 1
    state = look(link.state)
    mark = f" {many}{state.glyph} {state.word} " if room >= len(state.word) + len(many) + 8 else f"{many}{state.glyph}"
    sheet.text(start + 1 + (room - len(mark)) // 2, one.y, room, Cell(mark, link.state))
    here, there = (port_within(one_line(port or "?"), room) for port in ports(link, hub_id))
    beside = start + (0 if left_side else 1)
    sheet.text(beside, one.y - 1, room, Cell(there, "dim"), right=not left_side)
    sheet.text(beside, one.y + 1, room, Cell(here, "dim"), right=left_side)
    spare = room - cell_len(here) - 2
    carried = next((text for text in _carried(link) if text and cell_len(text) <= spare), "")
    sheet.text(beside + (0 if left_side else cell_len(here) + 2), one.y + 1, spare, Cell(carried), right=not left_side)


def _carried(link: LinkRow) -> tuple[str, ...]:
    """What carries a link: all that is known, or as much as there is room for."""
    return one_line(carried_by(link)), one_line(link.circuit or ""), one_line(link.carrier or "")


def _box(sheet: Sheet, shape: Frame, one: Placed, device: DeviceRow, site: str) -> None:
    """A neighbour, and its site where there is room for the sites of all."""
    where = [Cell(f"  {site}", "dim")] if shape.sited and site else []
    sheet.box(shape.of_side(one.side), one.y - 1, shape.box, [[_name(device), *where]], device.state)


def _site(device: DeviceRow, sites: Mapping[int, str]) -> str:
    return one_line(sites.get(device.site_id, ""))


def _name(device: DeviceRow) -> Cell:
    return Cell(f"{look(device.state).glyph} {one_line(device.name)}", device.state)


def _more(sheet: Sheet, shape: Frame, n: int, top: int) -> None:
    """How many neighbours are out of sight, above and below."""
    lengths = [len(share) for share in shares(n, shape.sides)]
    above = sum(min(length, top) for length in lengths)
    below = sum(max(0, length - top - shape.bands) for length in lengths)
    for hidden, y, arrow in ((above, 0, "▲"), (below, sheet.height - 1, "▼")):
        if hidden:
            said = _("{arrow} {n} more").format(arrow=arrow, n=number(hidden))
            sheet.text(shape.hub, y, shape.middle, Cell(said, "dim"))
