"""What the store is not asked again while one types on."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from netinv.app.views.pages import Views
from netinv.app.views.searching import only_narrows, stored
from tests.interface.tui.looking import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
        if only_narrows(begun) and not stored(reader, snapshot.services, begun):
            event("nothing found")
            assert stored(reader, snapshot.services, typed) == []


@pytest.mark.parametrize("query", ["", "v", "0", "020", "0-2:0", " f "])
def test_what_is_too_short_says_nothing_of_longer_ones(query: str) -> None:
    assert not only_narrows(query)


async def test_a_letter_taken_back_is_looked_for_again(app: NetinvApp) -> None:
    async with app.run_test() as pilot:
        await pilot.press("slash", *"vp-x")
        await pilot.press("backspace", *"0003")
        await pilot.pause()
        assert table(app), "the link over that circuit"
