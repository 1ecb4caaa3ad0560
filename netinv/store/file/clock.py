"""The time of a write: later than every time stored, whatever the machine's clock does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEWEST = """
SELECT max(t) FROM (SELECT max(finished_at) AS t FROM sweep UNION ALL SELECT max(valid_from) FROM link_state
UNION ALL SELECT max(valid_from) FROM device_state)
"""


def moment(connection: Connection, now_ms: int) -> int:
    """Now, or a millisecond after the newest time stored: intervals never end before they begin."""
    newest = connection.exec_driver_sql(_NEWEST).scalar()
    return now_ms if newest is None else max(now_ms, int(newest) + 1)
