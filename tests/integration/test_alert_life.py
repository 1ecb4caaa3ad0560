"""What becomes of alerts when somebody takes a problem on, plans work, or the poller goes blind."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from netinv import config
from netinv.app.alerts.delivering import deliver
from netinv.app.data.importing import import_inventory
from netinv.app.maintenance import maintaining
from netinv.app.maintenance.acknowledging import acknowledge
from netinv.model import Reach
from tests.integration.receivers import http_server
from tests.integration.watched import OK, SILENT, Watched, webhook
from tests.swept import make_empty

HOUR_MS = 3_600_000


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
        network.silence(3)
        network.silence(3)
        network.silence()
        deliver(network.settings)
    assert told(posted) == []


def test_what_flaps_is_told_a_few_times_and_not_at_each_change(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        for _time in range(8):
            network.silence(3)
            deliver(network.settings)
            network.silence()
            deliver(network.settings)
        assert told(posted) == [("open", "d3"), ("end", "d3"), ("open", "d3"), ("update", "d3")]
        assert "chập chờn, 4 lần thay đổi" in posted[-1].body["sentence"]
        network.silence(2, 3)
        deliver(network.settings)
        assert told(posted)[-1] == ("open", "d2"), "what is new beside it is told"
        network.silence()
        network.store_query(f"UPDATE flap SET changed_at = changed_at - {6 * HOUR_MS}")
        network.silence()
        deliver(network.settings)
    assert sorted(told(posted)[5:]) == [("end", "d2"), ("end", "d3")]


@pytest.mark.parametrize("suppressed", ["planned", "behind"])
def test_timers_stand_still_while_a_failure_is_suppressed(empty: Path, tmp_path: Path, suppressed: str) -> None:
    """An hour's patience begins when it becomes a problem of its own, not when it fell silent."""

    def age(network: Watched) -> None:
        network.store_query(f"UPDATE problem SET opened_at = opened_at - {HOUR_MS} WHERE name = 'd3'")

    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port), rule='after_s = 3600\nkinds = ["device"]\n')
        (tmp_path / "links.csv").write_text("a_device,b_device\nd2,d3\n")
        import_inventory(network.settings, [tmp_path / "links.csv"])
        network.silence()
        if suppressed == "planned":
            window = maintaining.add(network.settings, "d3", "now", "+5h").planned.window
        cut = (3,) if suppressed == "planned" else (2, 3)
        network.silence(*cut)
        network.store_query(f"UPDATE device_state SET valid_from = valid_from - {3 * HOUR_MS} WHERE state != 'up'")
        network.silence(*cut)
        assert network.query("SELECT name FROM problem WHERE name = 'd3'") == []
        if suppressed == "planned":
            maintaining.end(network.settings, window.id)
        network.silence(3)
        deliver(network.settings)
        assert told(posted) == [], "three hours silent, but a problem only now"
        age(network)
        network.silence(3)
        deliver(network.settings)
    assert told(posted) == [("open", "d3")]


def test_work_that_begins_on_what_is_down_ends_the_alarm_and_says_why(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        network.silence(3)
        maintaining.add(network.settings, "d3", "now", "+2h")
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


def test_rules_choose_by_severity_and_by_the_hour(empty: Path, tmp_path: Path) -> None:
    def hours(begins_in: int) -> str:
        begins, ends = (datetime.now(UTC).astimezone() + timedelta(hours=begins_in + more) for more in (0, 2))
        return f'hours = "{begins:%H:%M}-{ends:%H:%M}"'

    def settings(night: int) -> str:
        channels = "".join(f'[[channels]]\nname = "{name}"\n{webhook(port, path=name)}' for name in "abn")
        rules = '[[alerts]]\nchannels = ["a"]\nseverities = ["error"]\n'
        rules += '[[alerts]]\nchannels = ["b"]\nseverities = ["warning"]\n'
        return f'{channels}{rules}[[alerts]]\nchannels = ["n"]\n{hours(night)}\n'

    part = Reach(snmp=OK.snmp, ssh=SILENT.snmp)
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        for night in (3, -1):
            (tmp_path / "netinv.toml").write_text(settings(night))
            network.settings = config.load({"db": network.db}, {})
            network.sweep({1: ([], OK, 6000), 2: ([], part, 6000), 3: ([], SILENT, 6000)})
            deliver(network.settings)
            if night > 0:
                early = len(posted)
    heard = sorted((one.path, one.body["name"], one.body["severity"]) for one in posted)
    assert heard == [
        ("/a", "d3", "error"),
        ("/b", "d2", "warning"),
        ("/n", "d2", "warning"),
        ("/n", "d3", "error"),
    ]
    assert early == 2, "whoever works at other hours hears of it when these begin"


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
        senders = [threading.Thread(target=deliver, args=(network.settings, 200.0)) for _ in range(3)]
        for one in senders:
            one.start()
        for one in senders:
            one.join()
    assert sorted(one.body["id"] for one in posted) == sorted(f"u{n}" for n in range(1, 401))
