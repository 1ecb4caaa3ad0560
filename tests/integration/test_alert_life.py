"""What becomes of alerts when somebody takes a problem on, plans work, or the poller goes blind."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from netinv import config
from netinv.app import maintaining
from netinv.app.acknowledging import acknowledge
from netinv.app.delivering import deliver
from tests.integration.receivers import http_server
from tests.integration.watched import OK, SILENT, Watched, webhook
from tests.swept import make_empty


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_empty(tmp_path_factory.mktemp("empty"))


def told(posted: list[Any]) -> list[tuple[str, str]]:
    return [(one.body["action"], one.body["name"]) for one in posted]


def test_it_is_repeated_until_somebody_takes_it_on(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port), rule="repeat_s = 3600\n")
        network.silence()
        for _ in range(2):
            network.silence(3)
            deliver(network.settings)
        assert told(posted) == [("open", "d3")]
        network.store_query("UPDATE outbox SET created_at = created_at - 3600000")
        network.silence(3)
        deliver(network.settings)
        assert told(posted) == [("open", "d3"), ("repeat", "d3")]
        acknowledge(network.settings, [posted[0].body["event"]], "VNPT called")
        network.store_query("UPDATE outbox SET created_at = created_at - 3600000")
        network.silence(3)
        network.silence()
        deliver(network.settings)
    assert told(posted) == [("open", "d3"), ("repeat", "d3"), ("end", "d3")]


def test_planned_work_wakes_nobody(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        maintaining.add(network.settings, "d3", "now", "+2h")
        time.sleep(0.01)
        network.silence(3)
        network.silence(3)
        network.silence()
        deliver(network.settings)
    assert told(posted) == []


def test_work_that_begins_on_what_is_down_ends_the_alarm_and_says_why(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        network.silence(3)
        maintaining.add(network.settings, "d3", "now", "+2h")
        time.sleep(0.01)
        network.silence(3)
        deliver(network.settings)
    assert told(posted) == [("open", "d3"), ("end", "d3")]
    assert posted[1].body["text"].startswith("đang làm việc theo kế hoạch: ")


def test_what_a_larger_cause_takes_in_is_not_called_over(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        network.sweep({1: ([], OK, 6000), 2: ([], OK._replace(ssh=SILENT.snmp), 6000), 3: ([], SILENT, 6000)})
        network.sweep({1: ([], OK, 6000), 2: ([], SILENT, 6000), 3: ([], SILENT, 6000)})
        deliver(network.settings)
        network.silence()
        deliver(network.settings)
    ends = [(one.body["name"], one.body["part_of"]) for one in posted if one.body["action"] == "end"]
    assert told(posted)[:2] == [("open", "d3"), ("open", "d2")], told(posted)
    assert ends[0] == ("d3", "d2"), (told(posted), ends)
    assert ends[1] == ("d2", None)


def test_a_blind_poller_tells_that_and_nothing_else(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port), rule="after_s = 0\n")
        network.silence()
        network.silence(3)
        network.silence(1, 2, 3)
        network.silence(1, 2, 3)
        network.silence()
        deliver(network.settings)
    assert told(posted) == [("open", "d3"), ("open", "d1"), ("end", "d3"), ("end", "d1")]
    assert posted[1].body["kind"] == "poller"


def test_rules_choose_who_hears_what_in_which_language(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        channels = "".join(f'[[channels]]\nname = "{name}"\n{webhook(port)}' for name in ("a", "b", "c"))
        rules = '[[alerts]]\nchannels = ["a"]\nsites = ["1"]\nlang = "vi"\n'
        rules += '[[alerts]]\nchannels = ["b"]\nlang = "en"\n[[alerts]]\nchannels = ["c"]\nkinds = ["link"]\n'
        (tmp_path / "netinv.toml").write_text(channels + rules)
        network.settings = config.load({"db": network.db}, {})
        network.silence()
        network.silence(3)
        deliver(network.settings)
    said = {one.body["lang"]: one.body["sentence"] for one in posted}
    assert len(posted) == 2, "site 2 lies in 1, and no link is down"
    assert "không trả lời" in said["vi"]
    assert "does not answer" in said["en"]


def test_old_alerts_go_and_what_cannot_be_delivered_is_given_up(empty: Path, tmp_path: Path) -> None:
    network = Watched(empty, tmp_path, webhook(9))
    network.silence()
    network.silence(3)
    network.silence()
    week_ms = 7 * 24 * 3_600_000
    network.store_query(f"UPDATE outbox SET created_at = created_at - {week_ms + 1}")
    network.silence()
    assert network.query("SELECT action, status FROM outbox ORDER BY id") == [
        ("open", "abandoned"),
        ("end", "abandoned"),
    ]
    assert deliver(network.settings) == []
    network.store_query(f"UPDATE outbox SET created_at = created_at - {5 * week_ms}")
    network.silence()
    assert network.query("SELECT count(*) FROM outbox") == [(0,)]


def test_two_senders_at_once_send_each_alert_once(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.store_query(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)"
            " INSERT INTO problem (id, kind, name, explains, state, severity, confidence, members, affected_sites,"
            " opened_at, closed_at) SELECT i, 'link', 'l' || i, 0, 'down', 'error', 'sure', '[]', '[]', 1, 2 FROM n"
        )
        network.store_query(
            "INSERT INTO outbox (uid, channel, problem_id, action, severity, lang, title, text, body, created_at,"
            " standing, status, attempts, next_try_at)"
            " SELECT 'u' || id, 'c', id, 'open', 'error', 'en', 't', 't', '{\"id\": \"u' || id || '\"}', 1, 0,"
            " 'pending', 0, 0 FROM problem"
        )
        senders = [threading.Thread(target=deliver, args=(network.settings, 20.0)) for _ in range(3)]
        for one in senders:
            one.start()
        for one in senders:
            one.join()
    assert sorted(one.body["id"] for one in posted) == sorted(f"u{n}" for n in range(1, 401))
