"""What the store is not asked again while one types on."""

from __future__ import annotations

import sqlite3
import string
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from netinv.app.views.pages import Views
from netinv.app.views.searching import narrows, stored
from netinv.store.reading.views import InterfaceRow, LinkRow
from tests.interface.tui.looking import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netinv.app.views.searching import Hit
    from netinv.tui.app import NetinvApp

WHOLE = ["vp-0003", "02-00-00-00-0c-02", "0200.0000.0c02", "02:00:00:00:0c:02", "portal", "VNPT"]
TYPED = st.sampled_from(WHOLE) | st.text(string.hexdigits + "-:. vxpV", max_size=8)


@pytest.fixture
def views(province: Path) -> Iterator[Views]:
    with Views(province) as views:
        yield views


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.builds(lambda text, cut: text[cut:], TYPED, st.integers(0, 4)), at=st.integers(0, 20))
def test_where_nothing_was_found_no_longer_query_finds_anything(views: Views, typed: str, at: int) -> None:
    begun = typed[:at]
    snapshot = views.snapshot(0)
    with views.reading() as reader:
        if narrows(begun, typed) and not stored(reader, snapshot.services, begun, alone=True):
            event("nothing found")
            assert stored(reader, snapshot.services, typed, alone=True) == []


@pytest.mark.parametrize("query", ["", "v", "0", "020", "0-2:0", " f "])
def test_what_is_too_short_says_nothing_of_longer_ones(query: str) -> None:
    assert not narrows(query, f"{query}0")


def test_one_more_word_is_asked_anew() -> None:
    assert narrows("lapthach", "lapthach-r")
    assert not narrows("lapthach", "lapthach v")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("vinh phuc", ["core1--xaxuanhoa1-r1"]),
        ("Vĩnh Phúc", ["core1--xaxuanhoa1-r1"]),
        ("vp 0004", ["core1--xaxuanhoa1-r1"]),
        ("core1 vĩnh", ["core1--xaxuanhoa1-r1"]),
        ("core1", []),
        ("198.51.100.", ["core1:GE0/0/1 198.51.100.7"]),
        ("2001:DB8", ["core1:GE0/0/1 2001:db8::7"]),
        ("ge0/0/1 core2", ["core2:GE0/0/1 "]),
    ],
)
def test_what_the_store_finds(province: Path, query: str, found: list[str]) -> None:
    with closing(sqlite3.connect(province)) as connection, connection:
        connection.execute("UPDATE link_state SET carrier = 'Vĩnh Phúc' WHERE circuit = 'VP-0004'")
        sql = "INSERT INTO address VALUES (1, ?, 0, NULL, 24, 'GE0/0/1')"
        connection.executemany(sql, [("198.51.100.7",), ("192.0.2.1",)])
        connection.execute("INSERT INTO address VALUES (1, '2001:db8::7', 0, NULL, 64, 'GE0/0/1')")
    with Views(province) as views, views.reading() as reader:
        hits = stored(reader, (), query, alone=True)
    assert [_said(hit) for hit in hits] == found


def _said(hit: Hit) -> str:
    row = hit.row
    if isinstance(row, LinkRow):
        return f"{row.a_device}--{row.b_device}"
    assert isinstance(row, InterfaceRow)
    return f"{row.device}:{row.name} {hit.address}"


async def test_the_address_by_which_a_port_was_found_is_shown(app: NetinvApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"02-00-00-00-01-01")
        await pilot.pause()
        assert "02:00:00:00:01:01" in table(app)[0]


async def test_a_letter_taken_back_is_looked_for_again(app: NetinvApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("slash", *"vp-x")
        await pilot.press("backspace", *"0003")
        await pilot.pause()
        assert table(app), "the link over that circuit"
