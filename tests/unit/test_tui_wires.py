"""Boxes and wires: what crosses is joined, text is cut, lines have the sheet's width."""

from __future__ import annotations

from rich.cells import cell_len

from netinv.tui.chart.around import Wanted, frame, placed, shares
from netinv.tui.chart.wires import Sheet
from netinv.tui.rows import Cell


def drawn(sheet: Sheet) -> list[str]:
    return ["".join(cell.text for cell in sheet.line(y)) for y in range(sheet.height)]


def test_wires_that_cross_or_end_at_a_box_are_joined() -> None:
    sheet = Sheet(12, 5)
    sheet.box(0, 1, 6, [[Cell("abcdefgh")]])
    sheet.across(5, 11, 2)
    sheet.down(8, 0, 4)
    assert drawn(sheet) == [
        "        ╷   ",
        "┌────┐  │   ",
        "│ ab…├──┼──╴",
        "└────┘  │   ",
        "        ╵   ",
    ]


def test_a_broken_wire_is_dashed_and_joined_at_its_ends() -> None:
    sheet = Sheet(8, 3)
    sheet.down(7, 0, 2)
    sheet.across(0, 7, 1, "down", broken=True)
    assert drawn(sheet)[1] == "╶╌╌╌╌╌╌┤"
    assert [cell.style for cell in sheet.line(1)] == ["down"]


def test_text_is_cut_and_stands_at_its_end() -> None:
    sheet = Sheet(20, 3)
    sheet.text(0, 0, 6, Cell("GigabitEthernet"))
    sheet.text(10, 0, 10, Cell("eth0"), right=True)
    sheet.text(2, 1, 8, Cell("日本語の機器"))
    sheet.text(15, 2, 10, Cell("too far out"))
    sheet.text(0, 2, 0, Cell("no room"))
    assert drawn(sheet)[0] == "Gigab…          eth0"
    assert {cell_len(line) for line in drawn(sheet)} == {20}
    assert not drawn(sheet)[2].strip()


def test_a_box_has_texts_of_several_looks_and_covers_what_is_beneath() -> None:
    sheet = Sheet(16, 3)
    sheet.down(4, 0, 2)
    sheet.box(0, 0, 16, [[Cell("r1", "up"), Cell("  Xã An Hòa", "dim")]])
    assert drawn(sheet)[1] == "│ r1  Xã An Hòa│"
    assert [cell.style for cell in sheet.line(1)] == ["", "up", "dim", ""]
    assert drawn(sheet)[2] == "└───┴──────────┘"
    assert {cell_len(line) for line in drawn(sheet)} == {16}


SHORT, LONG = Wanted(12, 9, 4, 14), Wanted(60, 90, 40, 70)


def test_everything_fits_any_sheet() -> None:
    for want in (SHORT, LONG):
        for width in range(20, 260):
            shape = frame((width, 24), 9, want)
            right = shape.hub + shape.middle + shape.wire + shape.box
            assert shape.left >= 0
            assert right <= width
            assert shape.sides == (2 if width >= 72 else 1)


def test_names_have_their_room_first_then_wires_then_the_names_of_sites() -> None:
    want = Wanted(middle=20, name=20, site=18, wire=30)
    narrow, wide, vast = (frame((width, 24), 9, want) for width in (80, 120, 240))
    assert (narrow.box, narrow.wire, narrow.sited) == (20, 12, False)
    assert (wide.box, wide.wire, wide.sited) == (20, 30, False)
    assert (vast.box, vast.wire, vast.sited) == (38, 30, True)
    assert vast.left == (240 - 20 - 2 * (38 + 30)) // 2  # what nobody needs is left at both sides


def test_a_single_neighbour_stands_beside_the_middle() -> None:
    assert frame((120, 24), 1, SHORT).sides == 1


def test_a_wire_in_the_middle_of_a_side_goes_straight_to_the_middle() -> None:
    for height in range(3, 60):
        for n in (1, 3, 5):
            shape = frame((60, height), n, SHORT)
            if shape.bands >= n:
                assert placed(n, shape, 0, height)[n // 2].y == height // 2


def test_each_neighbour_comes_in_sight_once_on_the_way_down() -> None:
    for n in (1, 2, 7, 40):
        for width, height in ((80, 20), (40, 6), (240, 55), (20, 2)):
            shape = frame((width, height), n, SHORT)
            longest = max(map(len, shares(n, shape.sides)))
            seen = [one.place for top in range(0, longest, shape.bands) for one in placed(n, shape, top, height)]
            assert sorted(seen) == list(range(n))
