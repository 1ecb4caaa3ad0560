"""A loss of power as the cause of down time: from visits that sweeps record to the report, without a device."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from netinv.app.maintenance.acknowledging import tell_cause
from netinv.app.reports.availability import Asked, availability
from netinv.app.reports.period import Period
from netinv.app.reports.scope import Wanted
from netinv.errors import UsageError
from netinv.model import Reach, Reached
from netinv.reports.model import Report
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

ANSWERS, SILENT = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT)
LONG = 100_000_000
"""Ticks of a device that has been running for eleven days."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_empty(tmp_path_factory.mktemp("power"))


def report(network: Network, start: int) -> Report:
    with Reader(network.db) as reader:
        period = Period(start, network.moment())
        return availability(reader, period, Wanted(), Asked(0.995, 900_000))


def rows(made: Report, key: str) -> list[dict[str, Any]]:
    table = made.table(key)
    assert table is not None
    return [dict(zip((column.key for column in table.columns), row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    ("ticks", "cause"),
    [(50, "power or restart"), (LONG + 200, "own device"), (50 * 60 * 100, "own device")],
    ids=["it had just started", "it ran on", "it had restarted long before it answered"],
)
def test_the_uptime_after_a_silence_tells_of_a_restart(empty: Path, tmp_path: Path, ticks: int, cause: str) -> None:
    network = Network(empty, str(tmp_path))
    start = network.moment()
    network.sweep({n: ([], ANSWERS, LONG) for n in (1, 2, 3)})
    network.sweep({1: ([], ANSWERS, LONG), 2: ([], SILENT, None), 3: ([], ANSWERS, LONG)})
    time.sleep(0.05)
    network.sweep({1: ([], ANSWERS, LONG), 2: ([], ANSWERS, ticks), 3: ([], ANSWERS, LONG)})
    made = report(network, start)
    ((found, down),) = [(row["cause"], row["down_s"]) for row in rows(made, "causes") if row["down_s"]]
    assert found == cause
    assert down >= 50
    assert down == next(value for key, _label, value, _kind in made.about if key == "down_s")
    district = next(row for row in rows(made, "units") if row["code"] == "2")
    assert district["down_s"] == down == district["power_s"] + district["own_device_s"]


def test_what_somebody_told_goes_before_what_was_found(empty: Path, tmp_path: Path) -> None:
    network = Network(empty, str(tmp_path))
    start = network.moment()
    network.sweep({n: ([], ANSWERS, LONG) for n in (1, 2, 3)})
    network.sweep({1: ([], ANSWERS, LONG), 2: ([], SILENT, None), 3: ([], ANSWERS, LONG)})
    time.sleep(0.05)
    network.sweep({n: ([], ANSWERS, 50 if n == 2 else LONG) for n in (1, 2, 3)})
    ((number,),) = network.query("SELECT id FROM problem WHERE closed_at IS NOT NULL")
    words = {"carrier": "carrier or circuit", "device": "own device", "link": "link", None: "power or restart"}
    for told, cause in words.items():
        tell_cause(network.settings, number, told, "the carrier said so")
        made = report(network, start)
        ((found, down),) = [(row["cause"], row["down_s"]) for row in rows(made, "causes") if row["down_s"]]
        assert (found, down >= 50) == (cause, True)
    with pytest.raises(UsageError, match="no problem has the number 99"):
        tell_cause(network.settings, 99, "power")


def test_a_restart_is_told_with_since_when_the_device_runs(empty: Path, tmp_path: Path) -> None:
    network = Network(empty, str(tmp_path))
    network.sweep({2: ([], ANSWERS, LONG)})
    network.sweep({2: ([], ANSWERS, 6_000)})
    ((subject, since, at),) = network.query("SELECT subject, new, time / 1000.0 FROM event WHERE kind = 'reboot'")
    assert subject == "d2"
    started = datetime.fromisoformat(since).timestamp()
    assert 0 <= at - 60 - started < 2, "in whole seconds"
