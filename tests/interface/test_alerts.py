"""Alerts as users meet them: sweeps that send, ``netinv alerts``, a crash between commit and sending."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest

from tests.integration.receivers import http_server, wait_for
from tests.interface.running import LONGEST_S, QUICK, Place
from tests.ports import free_port

SCHEMAS = Path(__file__).parents[2] / "netinv" / "schemas"


def tell(place: Place, port: int, more: str = "", deadline_s: int = 60) -> None:
    """Settings with a webhook that is told everything; ``deadline_s``: how long a sweep may send."""
    place.settings(
        f'{QUICK}alert_deadline_s = {deadline_s}\n[[channels]]\nname = "noc"\nkind = "webhook"\nurl = "http://127.0.0.1:{port}/"\n'
        f'credential = "noc"\n[[alerts]]\nchannels = ["noc"]\nlang = "vi"\n{more}'
    )
    secrets = place.folder / "secrets.toml"
    if "[noc]" not in secrets.read_text():
        secrets.write_text(f'{secrets.read_text()}\n[noc]\nkind = "webhook"\ntoken = "s3cret-t0ken"\n')


def waiting(place: Place) -> list[dict[str, object]]:
    """What ``netinv alerts --json`` says."""
    ran = place.run("alerts", "--json")
    assert ran.code == 0
    found: list[dict[str, object]] = ran.json
    schema = json.loads((SCHEMAS / "outbox.json").read_text("utf-8"))
    for one in found:
        jsonschema.validate(one, schema)
    return found


def test_sweeps_tell_of_each_problem_once(imported: Place) -> None:
    with http_server() as (port, posted):
        tell(imported, port)
        for _ in range(3):
            assert imported.run("sweep", "--json").code == 1
            status = imported.run("status", "--json").json
            wrong = {one["name"] for one in (*status["causes"], *status["problems"])}
            opened = [one.body["name"] for one in posted if one.body["action"] == "open"]
            assert set() != wrong <= set(opened)
            assert len(opened) == len(set(opened)), "one message for each"
    assert waiting(imported) == []
    assert imported.run("alerts").out == "no alert waits\n"


def test_a_dead_receiver_delays_no_sweep_and_is_named(imported: Place) -> None:
    port = free_port()
    tell(imported, port)
    ran = imported.run("sweep")
    assert ran.code == 1
    assert "alerts to noc: 127.0.0.1: Connection refused; netinv alerts shows them" in ran.err
    assert imported.run("sweep", "--quiet").err.count("alerts to noc") == 0
    found = waiting(imported)
    assert {(one["status"], one["attempts"], one["error"]) for one in found} == {
        ("failed", 1, "127.0.0.1: Connection refused")
    }
    table = imported.run("alerts").out
    assert "Connection refused" in table
    doctor = {one["check"]: one for one in imported.run("doctor", "--json").json}
    assert not doctor["alerts"]["ok"]
    assert "netinv alerts send" in doctor["alerts"]["mend"]
    sending = imported.run("alerts", "send", "--deadline", "2")
    assert sending.code == 3
    with http_server(port) as (_port, posted):
        sending = imported.run("alerts", "send")
        assert (sending.code, sending.out) == (0, f"noc: {len(found)} alerts sent\n")
    assert [one.body["id"] for one in posted] == [one["id"] for one in found]
    doctor = {one["check"]: one for one in imported.run("doctor", "--json").json}
    assert doctor["alerts"]["ok"]


def test_nothing_is_lost_by_a_kill_between_commit_and_sending(imported: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # connects, and never answers
        port = deaf.getsockname()[1]
        tell(imported, port, deadline_s=1)
        process = imported.start("sweep", "--json")
        wait_for(lambda: _finished(imported.db), "the sweep was not stored")
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=LONGEST_S)
    found = waiting(imported)
    assert found
    with http_server(port) as (_port, posted):
        until = time.monotonic() + LONGEST_S
        while waiting(imported):  # what the dead process had taken comes due by itself
            assert time.monotonic() < until
            assert imported.run("alerts", "send").code == 0
    assert sorted(str(one.body["id"]) for one in posted) == sorted(str(one["id"]) for one in found)


def _finished(db: Path) -> bool:
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("SELECT 1 FROM sweep WHERE status = 'done'").fetchone())


def test_a_test_message_and_a_wrong_token(imported: Place) -> None:
    with http_server(answers=[401]) as (port, posted):
        tell(imported, port)
        refused = imported.run("alerts", "test", "noc")
        assert refused.code == 3
        assert re.search(r"channel noc: 127\.0\.0\.1 answers 401 .*token or login is wrong.*secrets\.toml", refused.err)
        sent = imported.run("--lang", "vi", "alerts", "test", "noc")
        assert sent.code == 0
    (one,) = posted
    assert one.body["action"] == "test"
    assert one.body["lang"] == "vi"
    assert "s3cret" not in refused.err + refused.out + sent.out + sent.err
    assert imported.run("alerts", "test", "nok").code == 2


def test_a_token_from_the_environment(imported: Place) -> None:
    with http_server() as (port, posted):
        tell(imported, port)
        place = Place(imported.folder, {**imported.environment, "NETINV_SECRET_NOC_TOKEN": "from-outside"})
        assert place.run("alerts", "test", "noc").code == 0
    assert posted[0].headers["authorization"] == "Bearer from-outside"


@pytest.mark.parametrize("sites", ['["99999"]'])
def test_the_doctor_names_sites_and_channels_that_cannot_be(imported: Place, sites: str) -> None:
    tell(imported, 9, f"sites = {sites}\n")
    secrets = imported.folder / "secrets.toml"
    secrets.write_text(secrets.read_text().replace("[noc]", "[other]"))
    found = [one for one in imported.run("doctor", "--json").json if not one["ok"]]
    checks = {one["check"]: one for one in found}
    assert "99999" in checks["alerts"]["found"]
    assert "credential “noc” is in no source" in checks["channel noc"]["mend"]


def test_a_sweep_that_still_sends_is_in_nobodys_way(imported: Place) -> None:
    """Its result is out and its mark is gone; the next sweep runs, and what is being sent is not sent twice."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        tell(imported, deaf.getsockname()[1], deadline_s=300)
        sending = imported.start("sweep", "--json")
        wait_for(lambda: _finished(imported.db), "the sweep was not stored")
        again = imported.run("sweep", "--json")
        assert again.code == 1, again.err
        assert again.json["ended"] == "done"
        sending.send_signal(signal.SIGTERM)
        out, _err = sending.communicate(timeout=LONGEST_S)
    assert json.loads(out)["ended"] == "done"
    assert sending.returncode == -signal.SIGTERM
