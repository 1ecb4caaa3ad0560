"""Reading the declared inventory as the rows of its files. Light: plain SQL, for exports."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from netinv.errors import StoreError
from netinv.i18n import _
from netinv.store.file.connection import check_revision, connect, translated

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.declaration import Kind, Value

_QUERIES: dict[Kind, str] = {
    "sites": """
SELECT s.code, s.name, s.level, p.code AS parent, s.kind, s.lat, s.lon, s.status, s.connected_since,
       nullif(s.valid_from, '') AS valid_from, s.valid_to
FROM site s LEFT JOIN site p ON p.id = s.parent_id ORDER BY s.id""",
    "devices": """
SELECT d.name, s.code AS site, d.address, d.port, d.role, d.snmp, d.ssh, nullif(d.ssh_port, 22) AS ssh_port,
       d.platform, d.timeout_s, d.max_repetitions, d.notes
FROM device d JOIN site s ON s.id = d.site_id ORDER BY d.id""",
    "links": """
SELECT a.name AS a_device, nullif(l.a_interface, '') AS a_interface, b.name AS b_device,
       nullif(l.b_interface, '') AS b_interface, l.medium, l.carrier, l.circuit, l.capacity_bps
FROM declared_link l JOIN device a ON a.id = l.a_device_id JOIN device b ON b.id = l.b_device_id ORDER BY l.id""",
    "services": """
SELECT v.name, s.code AS site, v.url, v.expect, d.name AS device
FROM service v JOIN site s ON s.id = v.site_id LEFT JOIN device d ON d.id = v.device_id ORDER BY v.id""",
    "indicators": """
SELECT s.code AS site, f.indicator, f.value, f.total, f.date, f.source
FROM declared_figure f JOIN site s ON s.id = f.site_id ORDER BY f.id""",
}


def declared(path: Path, kind: Kind) -> list[dict[str, Value]]:
    """All rows of a kind by the columns of its file, in the order in which they came in; a device's ``port`` beside.

    Raises:
        StoreError: no file, no netinv database, or one of another version.
    """
    with closing(connect(path)) as connection, translated(path):
        if not check_revision(connection, path):
            message = _("{path} is of an older netinv or empty: run netinv init to bring it up to date")
            raise StoreError(message.format(path=path))
        cursor = connection.execute(_QUERIES[kind])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
