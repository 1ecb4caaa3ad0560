"""Columns that fit a width, rows that are found by key, and the window on all ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from netinv.app.views.trends import PortTrends, Trend
from netinv.store.reading.views import DeviceRow, InterfaceRow
from netinv.tui.actions import ACTIONS, bindings
from netinv.tui.keys import key_name
from netinv.tui.ports import PortsWindow
from netinv.tui.rows import Cell, Column, ListRows, Short, fit
from netinv.tui.tables import subject_cell
from netinv.tui.trends import PortsSeen
from netinv.tui.words import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = [Column("a", 10), Column("b", 10, grow=1, most=20), Column("c", 10, drop=1), Column("d", 10, grow=2, drop=2)]


def total(widths: Sequence[int], gap: int = 2) -> int:
    shown = [width for width in widths if width]
    return sum(shown) + gap * (len(shown) - 1)


def test_columns_never_exceed_the_width() -> None:
    for width in range(1, 200):
        assert total(fit(COLUMNS, width, 2)) <= max(width, 4)


def test_the_least_important_columns_leave_first() -> None:
    assert fit(COLUMNS, 46, 2) == [10, 10, 10, 10]
    assert fit(COLUMNS, 45, 2) == [10, 21 - 10, 10, 0] or fit(COLUMNS, 45, 2)[3] == 0
    assert fit(COLUMNS, 30, 2) == [10, 18, 0, 0]


def test_what_must_stay_is_narrowed_from_the_right() -> None:
    assert fit(COLUMNS, 15, 2) == [10, 3, 0, 0]


def test_growing_goes_by_turns_up_to_the_most() -> None:
    assert fit(COLUMNS, 50, 2) == [10, 14, 10, 10]
    assert fit(COLUMNS, 100, 2) == [10, 20, 10, 54]


def test_rows_are_found_by_their_key() -> None:
    rows = ListRows(["x", "y"], str.upper, lambda item: [Cell(item)])
    assert (rows.key(1), rows.find("Y"), rows.find("Z"), len(rows)) == ("Y", 1, None, 2)
    assert rows.cells(0) == [Cell("x")]


def device(ident: int, ports: int | None, state: str = "up") -> DeviceRow:
    values = dict.fromkeys(DeviceRow._fields) | {"id": ident, "name": f"d{ident}", "interfaces_total": ports}
    return DeviceRow(**{**values, "state": state})  # type: ignore[arg-type]  # rows by name


def port(device_id: int, name: str) -> InterfaceRow:
    return InterfaceRow(device_id, f"d{device_id}", name, 1, None, None, None, None, 1, 1, 10**9, None, 0)


def window() -> tuple[PortsWindow, list[int]]:
    asked: list[int] = []
    rows = PortsWindow([device(1, 2), device(2, None), device(3, 3, "down")], asked.extend, lambda: 0)
    return rows, asked


def test_the_window_knows_its_length_without_reading() -> None:
    rows, asked = window()
    assert (len(rows), asked) == (5, [])
    assert [rows.key(index) for index in range(5)] == [(1, 0), (1, 1), (3, 0), (3, 1), (3, 2)]


def test_a_port_in_sight_is_asked_for_once() -> None:
    rows, asked = window()
    assert rows.cells(3)[0].text == "d3"
    rows.cells(4)
    assert asked == [3]
    assert rows.take({3: (port(3, "ge1"), port(3, "ge2"))})
    assert rows.cells(3)[2].text == "ge2"
    assert rows.cells(4)[2].text == ""  # it has fewer ports than was counted
    assert asked == [3]


def test_ports_of_others_are_none_of_its_business() -> None:
    rows, _asked = window()
    assert not rows.take({9: ()})


def test_a_silent_device_s_ports_are_not_shown_as_up() -> None:
    rows, _asked = window()
    rows.cells(0), rows.cells(2)
    rows.take({1: (port(1, "ge1"),), 3: (port(3, "ge1"),)})
    assert rows.cells(0)[1] == Cell("● up", "up")
    assert rows.cells(2)[1] == Cell("? was up", "dim")


def test_a_row_is_found_after_a_refresh_even_if_ports_went_away() -> None:
    rows, _asked = window()
    assert rows.find((3, 1)) == 3
    assert rows.find((3, 99)) == 4
    assert rows.find((9, 0)) is None


def test_a_new_window_shows_the_old_reading_and_asks_again() -> None:
    old, _asked = window()
    old.cells(0)
    old.take({1: (port(1, "ge1"), port(1, "ge2"))})
    new, asked = window()
    new.carry_over(old)
    assert new.cells(0)[2].text == "ge1"
    assert asked == [1]
    new.take({1: (port(1, "renamed"), port(1, "ge2"))})
    assert new.cells(0)[2].text == "renamed"
    assert asked == [1]


def test_every_action_has_its_words_and_its_binding() -> None:
    assert set(labels()) == set(ACTIONS)
    assert all(word and sentence for word, sentence in labels().values())
    assert {binding.id for binding in bindings(*ACTIONS)} == set(ACTIONS)  # type: ignore[union-attr]  # all are Bindings


def test_keys_are_named_as_on_the_keyboard() -> None:
    names = [key_name(key) for key in ("slash", "ctrl+c", "f5", "shift+tab", "g", "pagedown")]
    assert names == ["/", "Ctrl+C", "F5", "Shift+Tab", "g", "PgDn"]


def test_what_was_measured_is_asked_for_the_ports_in_sight_and_those_beside_them_once() -> None:
    asked: list[Sequence[str]] = []
    names = [f"Gi0/{place}" for place in range(150)]
    seen = PortsSeen(asked.append)
    assert seen.of("Gi0/70") is None
    assert asked == []  # of what device it is a port is not known yet
    seen.among(names)
    assert [seen.of("Gi0/70"), seen.of("Gi0/64"), seen.of("Gi0/127"), seen.of("Te9/9")] == [None] * 4
    assert asked == [names[64:128]]
    assert not seen.any()
    measured = PortTrends(Trend([1.0], 1), Trend([2.0], 2))
    seen.take(names[64:128], {"Gi0/70": measured})
    assert (seen.any(), seen.of("Gi0/70"), seen.of("Gi0/71")) == (True, measured, None)
    seen.of("Gi0/149")
    assert asked[1:] == [names[128:]]
    seen.outdated()
    assert seen.of("Gi0/71") is None
    assert seen.of("Gi0/70") == measured  # until it has been read again
    assert asked[2:] == [names[64:128]]
    seen.take(names[64:128], {})  # at that time it had not been measured yet
    assert (seen.of("Gi0/70"), seen.any()) == (None, False)


def test_columns_of_one_rank_leave_together() -> None:
    columns = [Column("Name", 10), Column("In", 8, drop=3), Column("Out", 8, drop=3), Column("For", 8, drop=4)]
    assert fit(columns, 30, 2) == [10, 8, 8, 0]
    assert fit(columns, 29, 2) == [10, 0, 0, 0]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("GigabitEthernet0/0/12", 10, "Gi0/0/12  "),
        ("MyGigabitPort0/0/12", 10, "MyG…0/0/12"),
        ("GigabitEthernet0/0/12", 8, "Gi0/0/12"),
        ("GigabitEthernet0/0/12", 4, "G…12"),
        ("GigabitEthernet0/0/12", 2, "G…"),
        ("1.3.6.1.2.1.47.1.1.1.1.11.1", 12, "1….1.1.1.11.1"[:2] + "1.1.1.11.1"),
        ("bridge-of-all", 8, "bridge-…"),
        ("ether1", 8, "ether1  "),
    ],
)
def test_a_long_text_is_cut_before_the_number_that_tells_it_apart(text: str, width: int, shown: str) -> None:
    from netinv.tui.widgets.grid import _cut

    assert _cut(text, width, Column("Port", 8, by_end=True)) == shown
    assert len(_cut(text, width, Column("Port", 8))) == width


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (60, "▸ core1:GigabitEthernet0/0/1--lapthach-r1:GE0/0/2"),
        (30, "▸ core1--lapthach-r1"),
    ],
)
def test_of_a_link_its_devices_are_left_where_there_is_little_room(width: int, shown: str) -> None:
    assert fitted_text(subject_cell("core1:GigabitEthernet0/0/1--lapthach-r1:GE0/0/2", "", "▸ "), width) == shown


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "lapthach-r1:GigabitEthernet0/0/12"),
        (22, "lapthach-r1:Gi0/0/12"),
        (14, "lapthach-r1:GigabitEthernet0/0/12"),
    ],
)
def test_of_a_port_device_and_number_are_left(width: int, shown: str) -> None:
    assert fitted_text(subject_cell("lapthach-r1:GigabitEthernet0/0/12"), width)[: len(shown)] == shown


def fitted_text(cell: Cell, width: int) -> str:
    assert isinstance(cell, Short)
    return cell.text if len(cell.text) <= width else cell.shortened(width)
