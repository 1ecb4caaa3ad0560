"""As measurements grow older, their steps grow longer: a little of it after each sweep, so that none takes long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.store.measured.chunks import pack_day, unpack_day
from netinv.store.measured.raw import Raw
from netinv.store.measured.rollup import DAY_MS, DAY_S, FIVE_MINUTES_S, HOUR_S, STEPS_S, fold, roll
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from netinv.config import Settings

_COLUMNS = ("day", "device_id", "step_s", "data")
_SWEEPS_A_DAY = 96
"""In so many sweeps a day's work is done, in any case; of fewer a day each does what its time allows."""

BUDGET_S = 0.5

_DUE = """SELECT d.id FROM device d WHERE
EXISTS (SELECT 1 FROM counter_chunk c WHERE c.device_id = d.id AND c.taken_at >= {start} AND c.taken_at < {end})
AND NOT EXISTS (SELECT 1 FROM measured_day m WHERE m.device_id = d.id AND m.day = {day})"""


class Keeping(NamedTuple):
    """How many days measurements are kept as they were taken, in five minutes, in hours, and at all."""

    sweeps: int
    five_minutes: int
    hours: int
    all: int

    @classmethod
    def of(cls, settings: Settings) -> Keeping:
        """What the settings say."""
        return cls(
            settings.keep_counters_days,
            settings.keep_five_minutes_days,
            settings.keep_hours_days,
            settings.keep_measurements_days,
        )

    def step_s(self, age_days: int) -> int | None:
        """The step of a day of that age which is not kept as it was taken; None: it is not kept any more."""
        if age_days > self.all:
            return None
        if age_days <= self.five_minutes:
            return FIVE_MINUTES_S
        return HOUR_S if age_days <= self.hours else DAY_S


def age(
    connection: Connection,
    now_ms: int,
    keeping: Keeping,
    budget_s: float = BUDGET_S,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Do what is due: a share of it for certain, and more while it takes no longer than the budget."""
    _Ageing(connection, now_ms // DAY_MS, keeping, clock, clock() + budget_s).run()


class _Ageing:
    """One run of it. ``today`` is a day since the epoch."""

    def __init__(
        self, connection: Connection, today: int, keeping: Keeping, clock: Callable[[], float], until: float
    ) -> None:
        self._connection = connection
        self._today, self._keeping = today, keeping
        self._clock, self._until = clock, until
        devices = self._query("SELECT count(*) FROM device")[0][0]
        self._share = devices // _SWEEPS_A_DAY + 1

    def run(self) -> None:
        """Sweeps to steps, steps to longer ones, and away with what is too old."""
        oldest = self._query("SELECT taken_at FROM counter_chunk ORDER BY id LIMIT 1")
        if oldest:
            self._roll(oldest[0][0] // DAY_MS)
        for step_s in STEPS_S[:-1]:
            self._fold(step_s)
        for step_s in STEPS_S:
            sql = f"DELETE FROM measured_day WHERE step_s = {step_s} AND day < {self._today - self._keeping.all}"
            self._connection.exec_driver_sql(sql)

    def _roll(self, first: int) -> None:
        """The days that are too old to be kept as they were taken, the oldest first."""
        done = first - 1
        for day in range(first, self._today - self._keeping.sweeps):
            if not self._roll_day(day):
                break
            done = day
        # The day after needs the last chunk of the day before, and that one its keyframe of up to a day earlier.
        limit = (done - 1) * DAY_MS
        if first * DAY_MS < limit:
            kept = "SELECT id FROM counter_chunk WHERE taken_at >= ? ORDER BY id LIMIT 1"
            self._connection.exec_driver_sql(f"DELETE FROM counter_chunk WHERE id < ({kept})", (limit,))

    def _roll_day(self, day: int) -> bool:
        """Devices of a day, as many as are this run's to do; whether none is left."""
        step_s = self._keeping.step_s(self._today - day)
        if step_s is None:
            return True
        start = day * DAY_MS
        due = self._query(_DUE.format(start=start, end=start + DAY_MS, day=day))
        rows = []
        for (device,) in due:
            if not self._may_go_on():
                break
            rolled = roll(start, *Raw(self._query, device).between(start, start + DAY_MS))
            rows.append((day, device, step_s, pack_day(fold(rolled, step_s))))
        insert_rows(self._connection, "measured_day", _COLUMNS, rows)
        return len(rows) == len(due)

    def _fold(self, step_s: int) -> None:
        """Days whose step is too short for their age."""
        limit = {FIVE_MINUTES_S: self._keeping.five_minutes, HOUR_S: self._keeping.hours}[step_s]
        sql = f"""SELECT id, day FROM measured_day WHERE step_s = {step_s} AND day < {self._today - limit}
                  AND day >= {self._today - self._keeping.all} ORDER BY day"""
        for number, day in self._query(sql):
            if not self._may_go_on():
                break
            longer = self._keeping.step_s(self._today - day) or DAY_S
            data = self._query(f"SELECT data FROM measured_day WHERE id = {number}")[0][0]
            try:
                folded = (longer, pack_day(fold(unpack_day(step_s, data), longer)), number)
            except ValueError:  # damaged: nobody can read it
                self._connection.exec_driver_sql("DELETE FROM measured_day WHERE id = ?", (number,))
                continue
            self._connection.exec_driver_sql("UPDATE measured_day SET step_s = ?, data = ? WHERE id = ?", folded)

    def _may_go_on(self) -> bool:
        self._share -= 1
        return self._share >= 0 or self._clock() < self._until

    def _query(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.exec_driver_sql(sql).all()  # type: ignore[return-value]  # rows are tuples
