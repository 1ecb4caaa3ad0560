"""A line that goes on in a second one."""

from __future__ import annotations

from rich.cells import cell_len

from netinv.tui.rows import Cell
from netinv.tui.widgets.lines import flowed

SAID = [Cell(" ◉ without lapthach-r1: 19 devices cut off, 20 sites dark", "down"), Cell("    I ends this", "key")]


def drawn(width: int, most: int = 2) -> list[str]:
    return ["".join(cell.text for cell in line) for line in flowed(SAID, width, most)]


def test_where_it_fits_it_is_one_line_as_it_was() -> None:
    assert drawn(80) == [SAID[0].text + SAID[1].text]
    assert flowed([], 80, 2) == [[]]


def test_it_breaks_between_words_and_keeps_a_key_with_what_it_does() -> None:
    assert drawn(60) == [" ◉ without lapthach-r1: 19 devices cut off, 20 sites dark", " I ends this"]
    assert drawn(66) == [" ◉ without lapthach-r1: 19 devices cut off, 20 sites dark", " I ends this"]
    assert [[cell.style for cell in line] for line in flowed(SAID, 50, 2)] == [["down"], ["down", "key"]]


def test_the_last_line_is_cut() -> None:
    assert drawn(30) == [" ◉ without lapthach-r1: 19", " devices cut off, 20 sites da…"]
    assert drawn(30, most=1) == [" ◉ without lapthach-r1: 19 de…"]


def test_no_line_is_wider_than_there_is_room() -> None:
    for width in range(1, 90):
        for most in (1, 2, 3):
            lines = drawn(width, most)
            assert len(lines) <= most
            assert all(cell_len(line) <= width for line in lines)
