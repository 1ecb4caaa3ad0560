"""Whatever a network does: each channel hears an opening, growth, one end; and every line is whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from netinv.alerts.decide import Told, Wrong, notices
from netinv.alerts.message import Message
from netinv.alerts.syslog import record
from netinv.app.alerts.alert_texts import trial
from netinv.recipients import AlertRule

SITES = st.frozensets(st.sampled_from(["1", "2", "3"]))
SEVERITIES = st.sampled_from(["error", "warning"])
RULES = st.lists(
    st.builds(
        AlertRule,
        channels=st.lists(st.sampled_from(["a", "b"]), min_size=1, unique=True).map(tuple),
        sites=st.lists(st.sampled_from(["1", "2"]), max_size=1).map(tuple),
        severities=st.lists(SEVERITIES, max_size=1).map(tuple),
        hours=st.sampled_from([None, (0, 720), (1200, 300)]),
        after_s=st.sampled_from([0.0, 7200.0]),
        repeat_s=st.sampled_from([None, 60.0]),
    ),
    min_size=1,
    max_size=3,
)
STATES = st.lists(
    st.dictionaries(st.integers(1, 3), st.tuples(SEVERITIES, SITES, st.booleans()), max_size=3), min_size=1, max_size=12
)
ORDER = re.compile(r"(open( update| repeat)*( end|$)\s?)*")
TEXT = st.text(max_size=300)


@given(rules=RULES, states=STATES)
def test_each_channel_hears_a_whole_story(rules: list[AlertRule], states: list[dict[int, Any]]) -> None:
    start = datetime(2026, 11, 25, tzinfo=UTC)
    standing: dict[tuple[str, int], Told] = {}
    stories: dict[tuple[str, int], list[str]] = {}
    ended: set[int] = set()
    opened: dict[int, int] = {}
    for hour, state in enumerate(states):
        now_ms, local = hour * 3_600_000, start + timedelta(hours=hour)
        ended |= {number for number in opened if number not in state}
        wrongs = [
            Wrong(number, "link", f"l{number}", severity, opened.setdefault(number, now_ms), acked, sites, sites)
            for number, (severity, sites, acked) in state.items()
            if number not in ended  # a problem that ended is another one when it comes again
        ]
        told = [one._replace(ended=one.problem_id in ended) for one in standing.values()]
        due = notices(rules, wrongs, told, now_ms, local)
        places = [(one.channel, one.problem_id) for one in due]
        assert len(places) == len(set(places)), "one message at a time"
        facts = {wrong.id: wrong for wrong in wrongs}
        for row, one in enumerate(due):
            place = (one.channel, one.problem_id)
            stories.setdefault(place, []).append(one.action)
            if one.action == "end":
                del standing[place]
                continue
            wrong = facts[one.problem_id]
            what = (wrong.kind, wrong.name, wrong.severity, wrong.affected, wrong.concerned)
            standing[place] = Told(*(row, *place, *what, now_ms, "en", False))
    for story in stories.values():
        assert ORDER.fullmatch(" ".join(story)), story


@given(name=TEXT, site=TEXT, text=TEXT, form=st.sampled_from(["rfc5424", "cef"]))
def test_no_text_breaks_a_line_of_syslog(name: str, site: str, text: str, form: str) -> None:
    body = trial("c", 0, "id1", "en") | {"problem": 1, "name": name, "site": site}
    line = record(Message("id1", "open", "error", text, text, body), form)
    assert len(line) <= 2048
    assert not re.search(rb"[\x00-\x1f\x7f]", line)
    line.decode()
    if form == "rfc5424":
        assert re.match(
            rb'<27>1 \S+ \S+ netinv \d+ open \[netinv@32473( \w+="(\\["\\\]]|[^"\\\]])*")+\] \xef\xbb\xbf', line
        )
    else:
        header, bar, _facts = line.partition(b"|externalId=" if b"|externalId=" in line else b"|")
        assert bar
        assert header.count(b"CEF:0|netinv|netinv|") == 1
