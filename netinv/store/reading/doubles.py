"""Marks that should be one device's alone and are claimed by several: clones, or one device asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.store.reading.views import Double

if TYPE_CHECKING:
    from sqlalchemy import Connection

SQL = """
SELECT 'serial', y.serial, json_group_array(d.name)
FROM system y JOIN device d ON d.id = y.device_id
WHERE y.valid_to IS NULL AND y.serial IS NOT NULL GROUP BY y.serial HAVING count(*) > 1
UNION ALL
SELECT 'engine_id', y.engine_id, json_group_array(d.name)
FROM system y JOIN device d ON d.id = y.device_id
WHERE y.valid_to IS NULL AND y.engine_id IS NOT NULL GROUP BY y.engine_id HAVING count(*) > 1
ORDER BY 1 DESC, 2
"""


def made(row: Any) -> Double:
    """A row of :data:`SQL`; names may hold any character, hence JSON."""
    import json

    return Double(row[0], row[1], tuple(sorted(json.loads(row[2]))))


def current(connection: Connection) -> list[Double]:
    """Those that hold within a write transaction."""
    return [made(row) for row in connection.exec_driver_sql(SQL)]
