"""Measurements kept in a database: they grow old in longer steps, and none of what was counted is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from netinv.app.data.importing import import_inventory
from netinv.app.views import histories
from netinv.app.words.sparklines import sparkline
from netinv.config import Settings
from netinv.errors import UsageError
from netinv.store.measured import ageing
from netinv.store.measured.rollup import DAY_S, FIVE_MINUTES_S, HOUR_S
from netinv.store.reading.reader import Reader
from netinv.store.writing.engine import Store
from tests.measured import DAY_MS, HOUR_MS, SWEEP_MS, Device, sweeps

START_MS = 20_000 * DAY_MS
KEEPING = ageing.Keeping(2, 4, 6, 8)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    (tmp_path / "sites.csv").write_text("code,name,level\n1,One,province\n")
    (tmp_path / "devices.csv").write_text("name,site,address\nd1,1,192.0.2.1\nd2,1,192.0.2.2\n")
    import_inventory(Settings(db=tmp_path / "inventory.db"), [tmp_path], now_ms=START_MS)
    return tmp_path / "inventory.db"


def steps(db: Path) -> dict[int, int]:
    """Days since the start, with the steps they are kept in."""
    with Store(db).write() as connection:
        rows = connection.exec_driver_sql("SELECT day, step_s FROM measured_day WHERE device_id = 1").all()
    return {day - START_MS // DAY_MS: step_s for day, step_s in rows}


def octets(db: Path, start_ms: int, end_ms: int, step_s: int) -> dict[int, list[tuple[int, int]]]:
    """What each day holds of both devices: octets in of the first port, and the steps it is in."""
    found: dict[int, list[tuple[int, int]]] = {}
    with Reader(db) as reader:
        for device in (1, 2):
            for day, rolled in reader.measured(device).days(start_ms, end_ms, step_s):
                found.setdefault((day - START_MS) // DAY_MS, []).append((sum(rolled.added[0, 0]), rolled.step_s))
    return found


def test_some_ports_are_as_among_all_and_the_names_of_all_are_known(db: Path) -> None:
    """As they were taken, in five minutes, in hours and in days; more ports than a block of packed numbers has."""
    devices = [Device(1, 70, START_MS), Device(2, 3, START_MS)]
    sweeps(db, devices, START_MS, START_MS + 5 * DAY_MS)
    end_ms = START_MS + 8 * DAY_MS
    sweeps(db, devices, START_MS + 5 * DAY_MS, end_ms, lambda one, at: ageing.age(one, at, KEEPING))
    asked = histories.Over(START_MS, end_ms, FIVE_MINUTES_S)
    with Reader(db) as reader:
        wanted = None, (), ["Gi0/65", "Gi0/2", "Gi9/9"]
        whole, none, some = (list(histories.days(reader, 1, asked, ports)) for ports in wanted)
        assert reader.measured(1).ports(START_MS, end_ms) == set(devices[0].names)
        assert reader.measured(1).ports(0, DAY_MS) == set()
    assert {tuple(rolled.ports) for _day, rolled in some} == {("Gi0/2", "Gi0/65")}
    for port in ("Gi0/2", "Gi0/65"):
        found = histories.of_port(some, port, asked)
        assert found == histories.of_port(whole, port, asked)
        assert any(point.in_bps for point in found)
    assert histories.of_device(whole, asked) == histories.of_device(some, asked) == histories.of_device(none, asked)


def test_days_grow_old_and_lose_nothing(db: Path) -> None:
    devices = [Device(1, 3, START_MS), Device(2, 3, START_MS)]
    sweeps(db, devices, START_MS, START_MS + 5 * DAY_MS)
    whole = octets(db, START_MS, START_MS + 5 * DAY_MS, DAY_S)
    assert steps(db) == {}
    sweeps(db, devices, START_MS + 5 * DAY_MS, START_MS + 8 * DAY_MS, lambda one, at: ageing.age(one, at, KEEPING))
    assert steps(db) == {0: DAY_S, 1: HOUR_S, 2: HOUR_S, 3: FIVE_MINUTES_S, 4: FIVE_MINUTES_S}
    later = octets(db, START_MS, START_MS + 8 * DAY_MS, FIVE_MINUTES_S)
    assert [later[day] for day in (0, 1, 3, 5)] == [
        [(number, step_s) for (number, _step), step_s in zip(whole[day] if day < 5 else later[5], steps_s, strict=True)]
        for day, steps_s in ((0, (DAY_S,) * 2), (1, (HOUR_S,) * 2), (3, (300,) * 2), (5, (300,) * 2))
    ]
    with Store(db).write() as connection:
        oldest = connection.exec_driver_sql("SELECT min(taken_at) FROM counter_chunk").scalar()
        ageing.age(connection, START_MS + 30 * DAY_MS, KEEPING, budget_s=60)
        ageing.age(connection, START_MS + 30 * DAY_MS, KEEPING, budget_s=60)
    assert oldest is not None
    assert oldest >= START_MS + 3 * DAY_MS
    assert steps(db) == {}  # older than all that is kept


def test_each_run_does_its_share_and_what_time_allows(db: Path) -> None:
    sweeps(db, [Device(1, 2, START_MS), Device(2, 2, START_MS)], START_MS, START_MS + 3 * DAY_MS)
    now = START_MS + 7 * DAY_MS
    with Store(db).write() as connection:
        done = []
        for _run in range(7):
            ageing.age(connection, now, ageing.Keeping(1, 100, 200, 300), budget_s=0)
            done.append(connection.exec_driver_sql("SELECT count(*) FROM measured_day").scalar())
        assert done == [1, 2, 3, 4, 5, 6, 6]  # with two devices a share is one
        assert ageing.Keeping(1, 100, 200, 300).step_s(301) is None


def test_a_network_that_is_not_due_writes_nothing(db: Path) -> None:
    sweeps(db, [Device(1, 2, START_MS)], START_MS, START_MS + HOUR_MS)
    with Store(db).write() as connection:
        before = connection.exec_driver_sql("SELECT total_changes()").scalar()
        ageing.age(connection, START_MS + DAY_MS, ageing.Keeping.of(Settings()))
        assert connection.exec_driver_sql("SELECT total_changes()").scalar() == before


def test_points_of_a_port_and_of_a_device(db: Path) -> None:
    device = Device(1, 5, START_MS)
    sweeps(db, [device], START_MS, START_MS + 3 * HOUR_MS + SWEEP_MS)
    asked = histories.over(START_MS, None, "1h", START_MS + 3 * HOUR_MS)
    with Reader(db) as reader:
        row = histories.named_device(reader, "d1")
        found = list(histories.days(reader, row.id, asked))
        points = histories.of_port(found, histories.named_port(reader, row, "gi0/0", asked), asked)
        idle = histories.of_port(found, "Gi0/4", asked)
        of_device = histories.of_device(found, asked)
        with pytest.raises(UsageError, match="d1 has no interface “Gi9”: the nearest are Gi0/"):
            histories.named_port(reader, row, "Gi9", asked)
        with pytest.raises(UsageError, match="is a site"):
            histories.named_device(reader, "One")
    assert [point.at_ms - START_MS for point in points] == [0, HOUR_MS, 2 * HOUR_MS]
    assert all(point.in_bps and point.in_peak_bps and point.in_bps < point.in_peak_bps for point in points)
    assert {(point.in_bps, point.in_peak_bps, point.in_errors) for point in idle} <= {(0, 0, 0), (0, 0, 1)}
    assert [point.uptime_s for point in of_device] == [86_400 + 3600 * hour for hour in (1, 2, 3)]
    assert all(400 <= (point.memory or 0) <= (point.memory_peak or 0) < 450 for point in of_device)
    rates = histories.even(points, asked, lambda point: point.in_bps)
    assert len(sparkline(rates)) == len(rates) == 3


def test_gaps_and_damage_are_gaps(db: Path) -> None:
    device = Device(1, 1, START_MS)
    sweeps(db, [device], START_MS, START_MS + 2 * HOUR_MS)
    device.booted_ms = START_MS + 4 * HOUR_MS  # it was off meanwhile
    sweeps(db, [device], START_MS + 5 * HOUR_MS, START_MS + 6 * HOUR_MS)
    asked = histories.over(START_MS, None, "1h", START_MS + 6 * HOUR_MS)
    with Reader(db) as reader:
        found = list(histories.days(reader, 1, asked))
    known = [(point.at_ms - START_MS) // HOUR_MS for point in histories.of_port(found, "Gi0/0", asked)]
    assert known == [0, 1, 5]
    with Store(db).write() as connection:
        connection.exec_driver_sql("UPDATE counter_chunk SET data = x'00ff' WHERE taken_at > ?", (START_MS + HOUR_MS,))
        ageing.age(connection, START_MS + 20 * DAY_MS, ageing.Keeping(1, 100, 200, 300))
        connection.exec_driver_sql("UPDATE measured_day SET data = x'00' WHERE device_id = 1 AND day <> 20000")
    with Reader(db) as reader:
        found = list(histories.days(reader, 1, asked))
    assert [(point.at_ms - START_MS) // HOUR_MS for point in histories.of_port(found, "Gi0/0", asked)] == [0]


def test_steps_suit_the_length_of_the_time() -> None:
    now = START_MS + 400 * DAY_MS
    assert histories.over(None, None, None, now)[2] == HOUR_S
    assert histories.over(now - HOUR_MS, None, None, now) == (now - HOUR_MS, now, FIVE_MINUTES_S)
    assert histories.over(START_MS + 1, now + 99, None, now) == (START_MS, now, DAY_S)
    with pytest.raises(UsageError, match="--since"):
        histories.over(now, now - 1, None, now)


def test_a_sparkline_goes_from_nothing_to_the_highest() -> None:
    assert sparkline([0, 1, 2, None, 7]) == "▁▂▃·█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([1, 3, None, None], 2) == "█·"
    assert sparkline([5], 3) == "███"
    assert sparkline([], 2) == "··"
    assert sparkline([50], top=100) == "▅"
