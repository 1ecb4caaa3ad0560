"""The map in terminal cells: projection, who stands where, ways between cells, marks, lines."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from netinv.app.views.placing import Spot, atlas, level_rank
from netinv.app.views.viewing import site_tree
from netinv.app.words.states import WORST_FIRST
from netinv.tui.chart.braille import Dots
from netinv.tui.chart.marks import count, mark
from netinv.tui.chart.picture import Line, Picture, Window, short
from netinv.tui.chart.projection import Point, Projection
from netinv.tui.chart.stacks import Stacks
from tests.charts import row, spot

LEVELS = ("province", "district", "commune", "agency")


def drawn(picture: Picture) -> list[str]:
    return ["".join(cell.text for cell in picture.line(y, {})).rstrip() for y in range(picture.window.height)]


def test_north_is_up_and_east_is_right() -> None:
    project = Projection([(21.0, 105.0), (22.0, 106.0)], 80, 24)
    south_west, north_east = project.cell(21.0, 105.0), project.cell(22.0, 106.0)
    assert north_east.y == 0
    assert south_west.y == 23
    assert south_west.x < north_east.x


def test_a_cell_is_twice_as_high_as_wide() -> None:
    project = Projection([(-0.5, 0.0), (0.5, 1.0)], 200, 21)
    (ax, ay), (bx, by) = project.exact(-0.5, 0.0), project.exact(0.5, 1.0)
    assert (bx - ax) / (ay - by) == pytest.approx(2.0)


def test_one_place_stands_in_the_middle() -> None:
    assert Projection([(21.3, 105.6)] * 3, 81, 21).cell(21.3, 105.6) == Point(40, 10)
    assert Projection([], 0, 0).cell(1.0, 1.0) == Point(0, 0)


def test_marks_differ_by_level_and_by_state_and_are_one_cell_wide() -> None:
    states = [state for state in WORST_FIRST if state != "gone"]
    marks = [mark(level, state) for level in LEVELS for state in states]
    assert len(set(marks)) == len(LEVELS) * len(states)
    assert {cell_len(one) for one in marks} == {1}
    assert mark("district", "made up") == mark("district", "unknown")
    assert [count(n) for n in (0, 1, 2, 9, 10, 500)] == ["", "", "²", "⁹", "⁺", "⁺"]


def test_a_site_without_coordinates_stands_where_its_parent_does() -> None:
    rows = [row(1, lat=21.0, lon=105.0), row(2, parent=1), row(3, parent=2), row(4), row(5, lat=float("nan"), lon=1.0)]
    found = atlas(site_tree(rows, []), [])
    assert {(one.id, one.lat, one.exact) for one in found.spots} == {
        (1, 21.0, True),
        (2, 21.0, False),
        (3, 21.0, False),
    }
    assert {view.row.id for view in found.nowhere} == {4, 5}
    assert level_rank("elsewhere") > level_rank("agency")


def test_the_worst_of_a_cell_comes_first_and_is_drawn() -> None:
    spots = [spot(1, 0, 0, "up", "district"), spot(2, 0, 0, "down", "commune"), spot(3, 10, 10, "up", "commune")]
    stacks = Stacks(spots, Projection([(one.lat, one.lon) for one in spots], 40, 11))
    assert [one.id for one in stacks.here(1)] == [2, 1]
    assert drawn(Picture(stacks, [], Window(0, 0, 40, 11)))[10].lstrip().startswith("✖²")
    faint = Picture(stacks, [], Window(0, 0, 40, 11), lambda one: "up" if one.id == 1 else "")
    assert drawn(faint)[10].strip().startswith("■")
    assert drawn(faint)[0].strip()[0] == "◦"


def test_arrows_go_to_what_lies_straight_ahead() -> None:
    places = {1: (0, 0), 2: (0, 10), 3: (1, 5), 4: (10, 0), 5: (-10, 1)}
    spots = [spot(ident, lat, lon) for ident, (lat, lon) in places.items()]
    stacks = Stacks(spots, Projection([(one.lat, one.lon) for one in spots], 101, 51))
    here = stacks.of(1)
    assert here is not None
    assert stacks.toward(here, "right") == stacks.of(3)
    assert stacks.toward(here, "up") == stacks.of(4)
    assert stacks.toward(here, "down") == stacks.of(5)
    assert stacks.toward(here, "left") is None
    assert stacks.of(None) is None
    assert stacks.here(99) == ()
    assert stacks.nearest(Point(0, 0)) is not None


def test_lines_are_dots_and_broken_ones_have_gaps() -> None:
    whole, broken = Dots(10, 1), Dots(10, 1)
    assert len(whole.line((0, 0), (9, 0))) == 10
    assert {whole.character(Point(x, 0)) for x in range(1, 9)} == {"⠤"}
    broken.line((0, 0), (9, 0), broken=True)
    dots = [sum(bits.bit_count() for bits in one.bits.values()) for one in (whole, broken)]
    assert dots[1] < dots[0] / 2


def test_only_the_part_of_a_line_in_the_window_is_drawn() -> None:
    dots = Dots(10, 5)
    assert dots.line((-1e6, 2), (1e6, 2))
    assert len(dots.bits) == 10
    assert dots.line((-5, -5), (-1, 40)) == []
    assert dots.line((3, -9), (3, -2)) == []


def test_too_many_lines_leave_only_the_broken_ones() -> None:
    spots = [spot(1, 0, 0), spot(2, 9, 9)]
    stacks = Stacks(spots, Projection([(one.lat, one.lon) for one in spots], 20, 10))
    net = [Line((0, y), (19, y), "up") for y in range(10)]
    full = Picture(stacks, net, Window(0, 0, 20, 10))
    assert "⠤" not in "".join(drawn(full))
    some = Picture(stacks, [*net, Line((0, 5), (19, 5), "down")], Window(0, 0, 20, 10))
    assert {cell.style for cell in some.line(5, {})} == {"", "down"}
    assert any("⠤" in line for line in drawn(Picture(stacks, net[:3], Window(0, 0, 20, 10))))


def test_names_never_cover_a_mark_and_have_no_kind() -> None:
    named = spot(1, 0, 0, level="district", name="Huyện Lập Thạch", kind="huyện")
    assert short(named) == "Lập Thạch"
    assert short(spot(1, 0, 0, name="Xã " + "dài " * 9, kind="xã")).endswith("…")
    beside = [spot(2, 0, 0.1), spot(3, 0, -0.1)]
    stacks = Stacks([named, *beside], Projection([(0, -5), (0, 5)], 101, 3))
    lines = drawn(Picture(stacks, [], Window(0, 0, 101, 3)))
    assert lines[1].count("●") == 2
    assert "■" in lines[1]
    assert "●■●" in lines[1]


def test_wide_letters_keep_the_lines_straight() -> None:
    spots = [spot(1, 0, 0, level="district", name="日本語の機器"), spot(2, 1, 9)]
    stacks = Stacks(spots, Projection([(one.lat, one.lon) for one in spots], 60, 9))
    picture = Picture(stacks, [], Window(0, 0, 60, 9))
    assert {sum(cell_len(cell.text) for cell in picture.line(y, {})) for y in range(9)} == {60}
    assert isinstance(spots[0], Spot)
