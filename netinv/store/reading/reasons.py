"""Reading why links are believed: what is given, and of a source that gives nothing any more what it gave last."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from netinv.store.reading.views import EvidenceRow

if TYPE_CHECKING:
    import sqlite3

READ_AT = """SELECT d.id, CASE WHEN d.snmp IS NULL THEN p.last_seen ELSE coalesce(p.counters_at, p.last_seen) END
             FROM device d JOIN poll p ON p.device_id = d.id"""
"""When each device was last read: one that answers a ping alone says nothing of its neighbours."""

_READ_BY = """SELECT device_id, CASE WHEN state IN ('up', 'degraded') THEN ? ELSE last_seen END FROM device_state
              WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)"""
_EVIDENCE = """SELECT e.link_id, e.source, d.name, d.id, e.said, e.valid_from, e.valid_to, e.last_seen
               FROM link_evidence e JOIN link l ON l.id = e.link_id
               LEFT JOIN device d ON d.id = CASE e.side WHEN 'a' THEN l.a_device_id WHEN 'b' THEN l.b_device_id END"""
_OLDEST_FIRST = " ORDER BY e.link_id, e.source, e.side, e.valid_from, e.said"


class Reasons:
    """The evidence of the links of one device or of all, as it is known now or was at a time."""

    def __init__(
        self, connection: sqlite3.Connection, device_id: int | None, at: int | None, swept: int | None
    ) -> None:
        """Read it; ``swept`` is when the newest sweep ended by then."""
        if at is None:
            self._read_at: dict[int, int | None] = dict(connection.execute(READ_AT).fetchall())
        else:
            self._read_at = dict(connection.execute(_READ_BY, (swept, at, at)).fetchall())
        sql = _EVIDENCE
        if device_id is not None:
            sql += f" AND {int(device_id)} IN (l.a_device_id, l.b_device_id)"
        holding: dict[int, list[EvidenceRow]] = defaultdict(list)
        ended: dict[int, dict[tuple[str, str | None], EvidenceRow]] = defaultdict(dict)
        for link_id, source, device, giver, said, valid_from, valid_to, last_seen in connection.execute(
            sql + _OLDEST_FIRST
        ):
            if at is not None and valid_from > at:
                continue
            holds = valid_to is None or (at is not None and valid_to > at)
            seen = self._read_at.get(giver) if holds else last_seen
            row = EvidenceRow(source, device, said, valid_from, seen, holds)
            if holds:
                holding[link_id].append(row)
            else:
                ended[link_id][source, device] = row
        self._holding, self._ended = holding, ended

    def of(self, link_id: int) -> tuple[EvidenceRow, ...]:
        """Why a link is believed, or was."""
        given = self._holding.get(link_id, [])
        giving = {(row.source, row.device) for row in given}
        past = [row for key, row in self._ended.get(link_id, {}).items() if key not in giving]
        return tuple(sorted([*given, *past], key=lambda row: (row.source, row.device or "", row.said)))
