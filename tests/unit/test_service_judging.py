"""What the answers of services come to in a sweep: states, problems, events, and what is written."""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path
from typing import Any

import pytest

from netinv.app.data.importing import import_inventory
from netinv.app.maintenance import maintaining
from netinv.app.reports.availability import Asked, availability
from netinv.app.reports.period import Period
from netinv.app.reports.scope import Wanted
from netinv.app.views.looking_back import Past
from netinv.app.views.overview import status
from netinv.model import Reach, Reached
from netinv.recipients import AlertRule, Channel
from netinv.store.reading.reader import Reader
from probes.services.values import Answer
from tests.swept import Network, make_empty

DAY_MS = 86_400_000
SERVICES = """name,site,url,device
portal,2,https://portal.example/,d2
mail,2,tls://mail.example:993,
far,1,tcp://far.example:80,d1
"""
PORTAL, MAIL, FAR = 1, 2, 3
WELL = Answer(ok=True, status="200", latency_s=0.012)
FAILS = Answer(ok=False, status="503", latency_s=0.02)
SILENT = Answer(ok=False, silent=True, status="timeout")


@pytest.fixture
def network(tmp_path: Path) -> Network:
    folder = tmp_path / "inventory"
    folder.mkdir()
    (folder / "services.csv").write_text(SERVICES)
    db = make_empty(folder)
    (tmp_path / "work").mkdir()
    return Network(db, str(tmp_path / "work"))


def visits(silent: tuple[int, ...] = ()) -> dict[int, Any]:
    return {n: ([], Reach(icmp=Reached.TIMEOUT if n in silent else Reached.OK), None) for n in (1, 2, 3)}


def services(network: Network) -> dict[str, tuple[str, str | None, str | None]]:
    with Reader(network.db) as reader:
        return {row.name: (row.state, row.cause, row.status) for row in reader.services()}


def wrong(network: Network, site: str | None = None) -> list[tuple[str, str, str]]:
    with Reader(network.db) as reader:
        found = status(reader, site, network.moment(), 900).shape["problems"]
    return [(one["kind"], one["name"], one["state"]) for one in found]


def test_up_then_down_then_up(network: Network) -> None:
    first = network.sweep(visits(), {PORTAL: WELL, MAIL: WELL, FAR: WELL})
    assert (first.exit_code, first.report["services"]) == (0, {"up": 3})
    with Reader(network.db) as reader:
        row = reader.services()[-1]
        assert (row.name, row.latency_us) == ("portal", 12_000)
        assert row.checked_at == row.state_since
    second = network.sweep(visits(), {PORTAL: FAILS, MAIL: WELL, FAR: WELL})
    assert (second.exit_code, second.report["services"]) == (1, {"down": 1, "up": 2})
    assert services(network)["portal"] == ("down", None, "503")
    assert wrong(network) == wrong(network, "2") == [("service", "portal", "down")]
    network.sweep(visits(), {PORTAL: WELL, MAIL: WELL, FAR: WELL})
    assert wrong(network) == []
    told = (
        "SELECT e.subject, e.old, e.new, e.severity, e.problem_id, t.code FROM event e JOIN site t ON t.id = e.site_id"
    )
    assert network.query(f"{told} WHERE e.kind = 'service' AND e.subject = 'portal' ORDER BY e.id") == [
        ("portal", None, "up", "info", None, "2"),
        ("portal", "up", "down", "error", 1, "2"),
        ("portal", "down", "up", "info", 1, "2"),
    ]
    assert network.query("SELECT closed_at IS NULL FROM problem") == [(0,)]


def test_the_sentence_says_why(network: Network) -> None:
    network.sweep(visits(), {PORTAL: FAILS})
    with Reader(network.db) as reader:
        (problem,) = status(reader, None, network.moment(), 900).shape["problems"]
    assert problem["sentence"].startswith("the service portal is down since ")
    assert problem["sentence"].endswith(": HTTP 503")
    assert problem["site"] == "2"


@pytest.mark.parametrize(
    ("silent", "answer", "portal", "mail"),
    [
        # d2 is the portal's own device; mail has the site's: d2 and d3
        ((2,), SILENT, ("unreachable", "d2"), ("down", None)),
        ((2, 3), SILENT, ("unreachable", "d2"), ("unreachable", "d2")),
        ((2, 3), FAILS, ("down", None), ("down", None)),  # it answered, if badly: the network is not to blame
        ((), SILENT, ("down", None), ("down", None)),
        ((2, 3), WELL, ("up", None), ("up", None)),  # what answers is up, whatever its device says
    ],
)
def test_silence_is_put_down_to_the_network(
    network: Network, silent: tuple[int, ...], answer: Answer, portal: tuple[str, str | None], mail: Any
) -> None:
    network.sweep(visits(), {PORTAL: WELL, MAIL: WELL})
    network.sweep(visits(silent), {PORTAL: answer, MAIL: answer})
    found = services(network)
    assert (found["portal"][:2], found["mail"][:2]) == (portal, mail)
    down = sorted(name for name, state in (("portal", portal), ("mail", mail)) if state[0] == "down")
    assert [name for kind, name, _state in wrong(network) if kind == "service"] == down


def test_one_that_is_down_and_then_cut_off_has_not_recovered(network: Network) -> None:
    network.sweep(visits(), {PORTAL: FAILS})
    network.sweep(visits((2,)), {PORTAL: SILENT})
    assert ("service", "portal", "unreachable") in wrong(network)
    network.sweep(visits(), {PORTAL: FAILS})
    assert network.query("SELECT count(*) FROM problem WHERE kind = 'service'") == [(1,)]


def test_what_is_not_checked_stays_as_it_was(network: Network) -> None:
    network.sweep(visits(), {PORTAL: FAILS, MAIL: WELL})
    network.sweep(visits(), {})
    assert services(network)["portal"][0] == "down"
    assert wrong(network) == [("service", "portal", "down")]


def test_a_poller_without_sight_judges_no_service(network: Network) -> None:
    network.sweep(visits(), {PORTAL: WELL, MAIL: FAILS})
    swept = network.sweep(visits((1, 2, 3)), {PORTAL: SILENT, MAIL: SILENT})
    assert (swept.exit_code, swept.report["services"]) == (3, {"unknown": 2})
    network.sweep(visits(), {PORTAL: WELL})
    assert [name for _kind, name, _state in wrong(network)] == ["mail"]


def test_planned_work_on_its_device_excuses_it(network: Network) -> None:
    now = round(time.time() * 1000)
    network.sweep(visits(), {PORTAL: FAILS})
    network.store_query(
        "INSERT INTO maintenance (kind, name, starts_at, ends_at, zone, local_from, local_to, added_by, added_at)"
        f" VALUES ('device', 'd2', {now - 1000}, {now + 3_600_000}, 'UTC', '', '', 'me', {now - 1000})"
    )
    network.sweep(visits((2,)), {PORTAL: SILENT})
    assert services(network)["portal"][:2] == ("maintenance", "d2")
    assert wrong(network) == []
    network.sweep(visits(), {PORTAL: WELL})
    assert services(network)["portal"][0] == "up"


@pytest.mark.parametrize(
    ("worked_on", "excused"),
    [
        ("d2", {"portal": "d2"}),  # its server is being patched, the box itself answers
        ("Two", {"portal": "d2", "mail": None}),
        ("One", {"portal": "d2", "mail": None, "far": "d1"}),
        ("d3", {}),
        ("d1--d2", {}),  # the way works: whoever works on it has not broken the service
    ],
)
def test_a_service_that_fails_while_its_device_or_site_is_worked_on_is_no_alarm(
    network: Network, worked_on: str, excused: dict[str, str | None]
) -> None:
    network.sweep(visits(), {PORTAL: WELL, MAIL: WELL, FAR: WELL})
    added = maintaining.add(network.settings, worked_on, "now", "+2h", zone="UTC")
    swept = network.sweep(visits(), {PORTAL: FAILS, MAIL: FAILS, FAR: FAILS})
    found = {name: cause for name, (state, cause, _status) in services(network).items() if state == "maintenance"}
    assert found == excused
    told = sorted({"portal", "mail", "far"} - excused.keys())
    assert sorted(name for _kind, name, _state in wrong(network)) == told
    assert swept.exit_code == bool(told)
    maintaining.end(network.settings, added.planned.window.id)
    network.sweep(visits(), {PORTAL: FAILS, MAIL: WELL, FAR: WELL})
    assert wrong(network) == [("service", "portal", "down")], "what is down after the window is one"


def test_a_site_without_devices_is_worked_on_too(network: Network, tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text("code,name,level,parent\n3,Three,commune,2\n")
    (tmp_path / "services.csv").write_text("name,site,url\nhall,3,tcp://hall.example:80\n")
    import_inventory(network.settings, [tmp_path / "sites.csv", tmp_path / "services.csv"])
    hall = 4
    network.sweep(visits(), {hall: WELL})
    added = maintaining.add(network.settings, "Three", "now", "+2h", zone="UTC")
    assert added.impact.shape["cut_services"] == ["hall"], "said before it is cut"
    assert network.sweep(visits(), {hall: SILENT}).exit_code == 0
    assert services(network)["hall"][:2] == ("maintenance", None)
    assert wrong(network) == []


def test_a_flapping_service_is_one_problem(network: Network) -> None:
    for _time in range(4):
        network.sweep(visits(), {PORTAL: WELL})
        network.sweep(visits(), {PORTAL: FAILS})
    network.sweep(visits(), {PORTAL: WELL})
    (row,) = network.query("SELECT kind, name, state, flaps > 3 FROM problem WHERE closed_at IS NULL")
    assert row == ("service", "portal", "up", 1)
    assert network.query("SELECT count(*) FROM event WHERE kind = 'flapping' AND subject = 'portal'") == [(1,)]
    assert network.query("SELECT count(*) FROM problem") < [(4,)]


def test_certificates_near_their_end_are_told_once(network: Network) -> None:
    def sweep(days: float) -> None:
        end = round(time.time() * 1000 + days * DAY_MS)
        network.sweep(visits(), {PORTAL: WELL._replace(not_after=end)})

    def told() -> list[tuple[int, str]]:
        sql = "SELECT old IS NOT NULL, severity FROM event WHERE kind = 'certificate' ORDER BY id"
        return list(network.query(sql))

    sweep(40.5)
    assert told() == []
    with Reader(network.db) as reader:
        assert reader.services()[-1].tls_days_left == 40
    end = round(time.time() * 1000 + 10.5 * DAY_MS)
    for _time in range(3):
        network.sweep(visits(), {PORTAL: WELL._replace(not_after=end)})
    assert told() == [(0, "warning")]
    network.sweep(visits(), {PORTAL: SILENT})  # says nothing of it
    with Reader(network.db) as reader:
        assert reader.services()[-1].tls_days_left == 10
    sweep(364.5)
    assert told() == [(0, "warning"), (1, "info")]


def test_a_sweep_without_change_writes_no_state(network: Network) -> None:
    network.sweep(visits(), {PORTAL: WELL, MAIL: SILENT, FAR: WELL})
    before = network.query("SELECT count(*) FROM service_state"), network.query("SELECT count(*) FROM event")
    network.sweep(visits(), {PORTAL: WELL._replace(latency_s=0.5), MAIL: SILENT, FAR: WELL})
    after = network.query("SELECT count(*) FROM service_state"), network.query("SELECT count(*) FROM event")
    assert before == after
    assert network.query("SELECT latency_us FROM service_check WHERE service_id = 1") == [(500_000,)]


def test_the_past_knows_what_held(network: Network) -> None:
    network.sweep(visits(), {PORTAL: WELL._replace(not_after=round(time.time() * 1000 + 9.5 * DAY_MS))})
    (then,) = network.query("SELECT max(finished_at) FROM sweep")[0]
    network.sweep(visits(), {PORTAL: FAILS})
    with Past(network.db, then) as reader:
        row = reader.services()[-1]
    assert (row.state, row.status, row.tls_days_left, row.checked_at, row.latency_us) == ("up", "200", 9, then, None)


def test_a_service_may_have_the_name_of_a_device(tmp_path: Path) -> None:
    folder = tmp_path / "inventory"
    folder.mkdir()
    (folder / "services.csv").write_text("name,site,url,device\nd3,2,tcp://d3.example:80,\n")
    (tmp_path / "work").mkdir()
    network = Network(make_empty(folder), str(tmp_path / "work"))
    network.sweep(visits(), {1: WELL})
    network.sweep(visits((3,)), {1: FAILS})
    assert sorted(network.query("SELECT kind, name FROM problem")) == [("device", "d3"), ("service", "d3")]
    sql = "SELECT e.kind, p.kind, e.severity FROM event e JOIN problem p ON p.id = e.problem_id"
    assert sorted(network.query(sql)) == [("device", "device", "error"), ("service", "service", "error")]
    network.sweep(visits(), {1: FAILS})
    assert wrong(network) == [("service", "d3", "down")]


def test_imports_keep_what_was_found(network: Network, tmp_path: Path) -> None:
    network.sweep(visits(), {PORTAL: FAILS})
    (tmp_path / "services.csv").write_text("name,site,url\nportal,2,https://portal.example/new\n")
    import_inventory(network.settings, [tmp_path / "services.csv"])
    assert services(network)["portal"][0] == "down"


def test_alerts_tell_services_with_why_and_when_it_is_over(network: Network) -> None:
    channel, rule = Channel("hook", "webhook", url="http://127.0.0.1:9/"), AlertRule(("hook",), kinds=("service",))
    network.settings = dataclasses.replace(network.settings, channels=(channel,), alerts=(rule,))
    network.sweep(visits(), {PORTAL: WELL})
    network.sweep(visits(), {PORTAL: FAILS})
    network.sweep(visits(), {PORTAL: FAILS})
    network.sweep(visits((2,)), {PORTAL: SILENT})
    network.sweep(visits(), {PORTAL: WELL})
    bodies = [json.loads(body) for (body,) in network.query("SELECT body FROM outbox ORDER BY id")]
    assert [(one["action"], one["kind"], one["name"], one["severity"]) for one in bodies] == [
        ("open", "service", "portal", "error"),
        ("end", "service", "portal", "error"),
    ]
    assert bodies[0]["title"].endswith(": HTTP 503")
    assert bodies[0]["site"] == "2"
    assert bodies[1]["part_of"] is None


def test_availability_is_that_of_its_checks(network: Network) -> None:
    now, hour = round(time.time() * 1000), 3_600_000
    states = ((10, 6, "up"), (6, 5, "down"), (5, 4, "unreachable"), (4, 0, "up"))
    rows = (f"(2, {now - since * hour}, {now - until * hour}, '{state}')" for since, until, state in states)
    network.store_query("INSERT INTO service_state (service_id, valid_from, valid_to, state) VALUES " + ", ".join(rows))
    columns = (
        "status, started_at, finished_at, deadline_at, pid, process_started, host, targets, answered, changes, whole"
    )
    sweeps = (f"('done', 0, {now - ago * hour}, 0, 1, '', '', 1, 1, 0, 1)" for ago in range(30))
    network.store_query(f"INSERT INTO sweep ({columns}) VALUES " + ", ".join(sweeps))
    with Reader(network.db) as reader:
        report = availability(reader, Period(now - 24 * hour, now), Wanted(), Asked(99.5, stale_ms=2 * hour))
    table = next(table for table in report.tables if table.key == "services")
    found = {row[0]: dict(zip([column.key for column in table.columns], row, strict=True)) for row in table.rows}
    assert (found["mail"]["up_share"], found["mail"]["outages"]) == (0.8, 1)
    assert found["mail"]["down_s"] == 2 * hour
    assert found["far"]["up_share"] is None
