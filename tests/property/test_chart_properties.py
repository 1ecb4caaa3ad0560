"""No site is lost on the map, whatever the coordinates, the size and the zoom; and the cursor reaches every one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from netinv.app.views.placing import atlas
from netinv.app.views.viewing import site_tree
from netinv.tui.chart.bar import bar, lengths
from netinv.tui.chart.marks import FAINT, mark
from netinv.tui.chart.picture import Picture, Window
from netinv.tui.chart.projection import Projection
from netinv.tui.chart.stacks import Stacks, Way
from netinv.tui.rows import Cell
from tests.charts import row, spot

STATES = ["up", "down", "unreachable", "degraded", "unknown"]
LEVELS = ["province", "district", "commune", "agency"]
degrees = st.floats(-90, 90, allow_nan=False) | st.sampled_from([0.0, 21.3, 21.30001])
spots = st.lists(st.tuples(degrees, degrees, st.sampled_from(STATES), st.sampled_from(LEVELS)), min_size=1, max_size=40)
sizes = st.tuples(st.integers(1, 100), st.integers(1, 40))
WAYS: tuple[Way, ...] = ("left", "right", "up", "down")


@given(spots, sizes, st.sampled_from([1, 2, 8]))
def test_every_site_stands_in_one_cell_of_the_canvas_and_its_worst_is_seen(
    drawn: list[tuple[float, float, str, str]], size: tuple[int, int], zoom: int
) -> None:
    sites = [spot(n, lat, lon, state, level) for n, (lat, lon, state, level) in enumerate(drawn)]
    width, height = size[0] * zoom, size[1] * zoom
    stacks = Stacks(sites, Projection([(one.lat, one.lon) for one in sites], width, height))
    assert sorted(one.id for own in stacks.cells.values() for one in own) == [one.id for one in sites]
    assert all(0 <= at.x < width and 0 <= at.y < height for at in stacks.cells)
    seen = ""
    for top in range(0, height, size[1]):
        for left in range(0, width, size[0]):
            picture = Picture(stacks, [], Window(left, top, *size))
            for y in range(size[1]):
                line = "".join(cell.text for cell in picture.line(y, {}))
                assert cell_len(line) == size[0]
                seen += line
    for own in stacks.cells.values():
        assert mark(own[0].level, own[0].state) in seen


@given(spots, sizes)
def test_keys_lead_to_every_site(drawn: list[tuple[float, float, str, str]], size: tuple[int, int]) -> None:
    sites = [spot(n, lat, lon, state, level) for n, (lat, lon, state, level) in enumerate(drawn)]
    stacks = Stacks(sites, Projection([(one.lat, one.lon) for one in sites], *size))
    at, walked = sites[0].id, set()
    for _site in sites:
        walked.add(at)
        at = stacks.after(at, 1)
    assert walked == {one.id for one in sites}
    for at_cell in stacks.cells:
        for way in WAYS:
            other = stacks.toward(at_cell, way)
            beyond = {
                "left": [one for one in stacks.cells if one.x < at_cell.x],
                "right": [one for one in stacks.cells if one.x > at_cell.x],
                "up": [one for one in stacks.cells if one.y < at_cell.y],
                "down": [one for one in stacks.cells if one.y > at_cell.y],
            }[way]
            assert (other in beyond) if beyond else other is None


@given(st.lists(st.tuples(st.integers(0, 20), st.none() | degrees), min_size=1, max_size=20))
def test_a_site_is_on_the_map_or_said_to_have_no_place(drawn: list[tuple[int, float | None]]) -> None:
    rows = [row(n + 1, parent=parent if parent <= n else None, lat=at, lon=at) for n, (parent, at) in enumerate(drawn)]
    found = atlas(site_tree(rows, []), [])
    assert sorted([*(one.id for one in found.spots), *(view.row.id for view in found.nowhere)]) == [
        one.id for one in rows
    ]
    assert FAINT not in {mark(level, state) for level in LEVELS for state in STATES}


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6), st.integers(0, 120))
def test_a_bar_is_as_wide_as_its_column_and_hides_no_part(amounts: list[int], width: int) -> None:
    found = lengths(amounts, width)
    assert sum(found) == (width if any(amounts) else 0)
    assert all(count >= 0 for count in found)
    assert not any(count for count, amount in zip(found, amounts, strict=True) if not amount)
    if width >= 2 * len(amounts):
        assert all(count for count, amount in zip(found, amounts, strict=True) if amount)


@given(st.lists(st.integers(0, 100), max_size=4), st.floats(0, 1), st.integers(0, 60))
def test_a_mark_takes_one_cell_of_the_column(amounts: list[int], target: float, width: int) -> None:
    drawn = "".join(cell.text for cell in bar([(amount, Cell("█")) for amount in amounts], target).parts(width))
    assert len(drawn) == width
    assert drawn.count("┃") == min(1, width)
