"""The small change of a sweep: states as intervals, the dense last-poll rows, counters packed against keyframes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.store.file import packing
from netinv.store.writing.facts import insert_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from netinv.model import Counters

_KEYFRAME_AGE_MS = 24 * 3600 * 1000
_STATE_COLUMNS = ("device_id", "valid_from", "state", "cause", "icmp", "snmp", "ssh", "last_seen")
_CHUNK_COLUMNS = ("taken_at", "device_id", "keyframe_at", "data", "rtt_us", "cpu", "memory")


class PollRow(NamedTuple):
    """The last poll of a device, as the table has it."""

    device_id: int
    asked_at: int
    last_seen: int | None = None
    rtt_us: int | None = None
    uptime_ticks: int | None = None
    max_repetitions: int | None = None
    platform: str | None = None
    interfaces_total: int | None = None
    interfaces_up: int | None = None
    counters_at: int | None = None
    keyframe_at: int | None = None


class Gauges(NamedTuple):
    """What is measured of a device beside its counters: µs, and shares in thousandths."""

    rtt_us: int | None = None
    cpu: int | None = None
    memory: int | None = None


_NO_GAUGES = Gauges()


class StateRow(NamedTuple):
    """What a device is taken for, with how each way of asking ended."""

    state: str
    cause: str | None = None
    icmp: str | None = None
    snmp: str | None = None
    ssh: str | None = None


def polls(connection: Connection) -> dict[int, PollRow]:
    """The last poll of each device."""
    rows = connection.exec_driver_sql(f"SELECT {', '.join(PollRow._fields)} FROM poll")
    return {row[0]: PollRow._make(row) for row in rows}


def states(connection: Connection) -> dict[int, tuple[StateRow, int]]:
    """What holds for each device, and since when."""
    sql = "SELECT device_id, valid_from, state, cause, icmp, snmp, ssh FROM device_state WHERE valid_to IS NULL"
    return {row[0]: (StateRow._make(row[2:]), row[1]) for row in connection.exec_driver_sql(sql)}


def write_states(connection: Connection, at_ms: int, changed: dict[int, tuple[StateRow, int | None]]) -> None:
    """End what held and begin what holds now; with each state comes the time of the device's last answer."""
    ended = [(at_ms, device_id) for device_id in changed]
    if ended:
        connection.exec_driver_sql(
            "UPDATE device_state SET valid_to = ? WHERE device_id = ? AND valid_to IS NULL", ended
        )
    rows = [(device_id, at_ms, *state, last_seen) for device_id, (state, last_seen) in changed.items()]
    insert_rows(connection, "device_state", _STATE_COLUMNS, rows)


def silent_since(connection: Connection, device_ids: Iterable[int]) -> dict[int, int]:
    """Since when each of those devices has given no sign of life without a break, as far as is known."""
    few = ",".join(str(int(device_id)) for device_id in device_ids)
    answered = " OR ".join(f"{way} IN ('ok', 'auth')" for way in ("icmp", "snmp", "ssh"))
    heard = f"CASE WHEN state = 'unknown' OR {answered} THEN valid_to END"
    sql = f"""SELECT device_id, coalesce(max({heard}), min(valid_from)) FROM device_state
              WHERE device_id IN ({few}) GROUP BY device_id"""
    return dict(connection.exec_driver_sql(sql).all())


def write_polls(connection: Connection, rows: list[PollRow]) -> None:
    """Write the dense rows over."""
    insert_rows(connection, "poll", PollRow._fields, [tuple(row) for row in rows], replace=True)


class CounterWriter:
    """Packs the counters of many devices; flushes by itself in batches, at the end by :meth:`flush`."""

    def __init__(self, connection: Connection, at_ms: int) -> None:
        self._connection = connection
        self._at_ms = at_ms
        self._rows: list[tuple[int | bytes | None, ...]] = []

    def add(
        self, device_id: int, counters: Counters, keyframe_at: int | None, gauges: Gauges = _NO_GAUGES
    ) -> tuple[int, packing.Keyframe | None]:
        """Add one device's counters; returns the time of the keyframe they are measured from, and it if it is older."""
        if keyframe_at is not None and self._at_ms - keyframe_at < _KEYFRAME_AGE_MS:
            keyframe = self._keyframe(device_id, keyframe_at)
            if keyframe is not None and packing.continues(keyframe, counters):
                packed = packing.pack_since(keyframe, counters)
                self._rows.append((self._at_ms, device_id, keyframe_at, packed, *gauges))
                return keyframe_at, keyframe
        self._rows.append((self._at_ms, device_id, None, packing.pack_keyframe(counters), *gauges))
        return self._at_ms, None

    def add_gauges(self, device_id: int, gauges: Gauges) -> None:
        """Add what was measured of a device without counters; of nothing measured there is no row."""
        if any(each is not None for each in gauges):
            self._rows.append((self._at_ms, device_id, None, b"", *gauges))

    def flush(self) -> None:
        """Write what was collected, in the table's order."""
        insert_rows(self._connection, "counter_chunk", _CHUNK_COLUMNS, self._rows)
        self._rows = []

    def _keyframe(self, device_id: int, keyframe_at: int) -> packing.Keyframe | None:
        sql = "SELECT data FROM counter_chunk WHERE taken_at = ? AND device_id = ?"
        row = self._connection.exec_driver_sql(sql, (keyframe_at, device_id)).first()
        try:
            return packing.unpack_keyframe(row[0])[1] if row else None
        except ValueError:
            return None  # damaged: a new keyframe takes its place
