"""Events and outages in words: as each language writes them, and no longer than anyone reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from netinv import i18n
from netinv.app.words.event_words import change
from netinv.app.words.sentences import Places, clock, of_cause
from netinv.store.reading.views import EventRow
from topology.values import Cause

AT = datetime(2026, 11, 26, 15, 58, 40).astimezone()
AT_MS = round(AT.timestamp() * 1000)


@pytest.fixture(params=["en", "vi"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def event(kind: str, old: str | None, new: str | None) -> EventRow:
    return EventRow(1, AT_MS, kind, "r1", 1, None, old, new, "info", None, None, None, None, None)


def test_a_reboot_is_told_in_local_time(language: str) -> None:
    day = "26/11/2026" if language == "vi" else "2026-11-26"
    said = change(event("reboot", None, AT.astimezone().isoformat().replace("+00:00", "Z")))
    assert f"{day} 15:58" in said
    assert "T15" not in said


def test_what_is_no_time_is_said_as_it_is() -> None:
    assert change(event("reboot", None, "some day")) == "rebooted: some day"


def test_speeds_and_states_are_said_in_words(language: str) -> None:
    assert "1 Gb/s → 100 Mb/s" in change(event("speed_bps", "1000000000", "100000000"))
    assert ("hoạt động" if language == "vi" else "up →") in change(event("oper_status", "up", "down"))


def test_a_day_before_today_is_written_as_the_language_does(language: str) -> None:
    day = "26/11/2026" if language == "vi" else "2026-11-26"
    assert clock(AT_MS, AT_MS + 3 * 86_400_000) == f"{day} 15:58"


@pytest.mark.parametrize(
    ("n", "said"), [(3, "the links r1--x0, r1--x1, r1--x2 are cut"), (4, "all its 4 links are cut")]
)
def test_many_links_that_may_be_cut_are_counted(n: int, said: str) -> None:
    links = ", ".join(f"r1--x{k}" for k in range(n))
    cause = Cause("device", "r1", ("r1",), links, "down", (), (), "likely")
    assert said in of_cause(cause, AT_MS, AT_MS, Places({}))
