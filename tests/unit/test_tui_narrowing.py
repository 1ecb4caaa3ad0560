"""Rows with some words, sorted by a column."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from netinv.tui.narrowing import Narrowing, in_order, narrowed, natural, sortable
from netinv.tui.rows import Cell, Column, ListRows, never


class Port(NamedTuple):
    """A row."""

    name: str
    bps: int | None


COLUMNS = [
    Column("Name", 10),
    Column("In", 5, right=True, by=lambda row: row.bps, drop=3),
    Column("last 24 h", 5, by=never),
    Column("", 2),
]
PORTS = [Port("ether10", 5), Port("ether2", None), Port("Đường trục", 700)]
ROWS = ListRows(PORTS, lambda port: port.name, lambda port: [Cell(port.name), Cell(f"{port.bps}"), Cell(""), Cell("")])


def names(how: Narrowing) -> list[str]:
    return [port.name for port in narrowed(ROWS, COLUMNS, how).items]


def test_without_words_and_order_they_are_the_same_rows() -> None:
    assert narrowed(ROWS, COLUMNS, Narrowing()) is ROWS


@pytest.mark.parametrize(
    ("words", "found"),
    [("ETHER", ["ether10", "ether2"]), ("duong truc", ["Đường trục"]), ("ether 5", ["ether10"]), ("none such", [])],
)
def test_all_words_must_occur_without_regard_to_case_and_marks(words: str, found: list[str]) -> None:
    assert names(Narrowing(words)) == found


def test_a_row_that_spans_lines_is_one_row() -> None:
    rows = ListRows(["a\nb", "c\u2028d", "e"], str, lambda text: [Cell(text)])
    assert narrowed(rows, COLUMNS[:1], Narrowing("e")).items == ["e"]


def test_texts_are_sorted_as_people_do_and_numbers_with_the_largest_first() -> None:
    assert names(Narrowing(by=0)) == ["Đường trục", "ether2", "ether10"]
    assert names(Narrowing(by=0, turned=True)) == ["ether10", "ether2", "Đường trục"]
    assert names(Narrowing(by=1)) == ["Đường trục", "ether10", "ether2"]


def test_what_has_no_value_comes_last_in_both_orders() -> None:
    assert names(Narrowing(by=1, turned=True)) == ["ether10", "Đường trục", "ether2"]
    for falls in (False, True):
        assert in_order([None, 1, None, 2], lambda value: value, falls=falls)[2:] == [None, None]


def test_rows_of_one_value_stay_as_they_came() -> None:
    for falls in (False, True):
        assert in_order(["b1", "a1", "c2"], lambda text: text[1:] if text != "c2" else None, falls=falls) == [
            "b1",
            "a1",
            "c2",
        ]


def test_addresses_and_ports_in_their_natural_order() -> None:
    texts = ["10.0.0.10", "Gi0/0/2", "10.0.0.9", "Gi0/0/10", "gi0/0/1", "9"]
    assert sorted(texts, key=natural) == ["9", "10.0.0.9", "10.0.0.10", "gi0/0/1", "Gi0/0/2", "Gi0/0/10"]
    assert natural("") is None


def test_the_same_column_once_more_turns_the_order_round() -> None:
    once = Narrowing("x").sorted_by(1)
    assert once == Narrowing("x", 1)
    assert once.sorted_by(1) == Narrowing("x", 1, turned=True)
    assert once.sorted_by(1).sorted_by(1) == once
    assert once.sorted_by(1).sorted_by(0) == Narrowing("x", 0)
    assert once.sorted_by(None) == Narrowing("x")


def test_the_column_they_go_by_is_marked_and_never_leaves() -> None:
    assert [head.title for head in Narrowing(by=1).heads(COLUMNS)] == ["Name", "▼In", "last 24 h", ""]
    assert Narrowing(by=1).heads(COLUMNS)[1].drop == 0
    assert Narrowing(by=0).heads(COLUMNS)[0].title == "▲Name"
    assert Narrowing().heads(COLUMNS) is COLUMNS
    assert sortable(COLUMNS) == [0, 1]
