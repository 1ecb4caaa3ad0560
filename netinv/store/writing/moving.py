"""What moves with the units of a reorganisation, beside the devices themselves: links, open problems."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from netinv.store.reading.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def links(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """The links that are known and those that are only declared: name and the devices at both ends."""
    ends = "{side}.name || CASE l.{side}_interface WHEN '' THEN '' ELSE ':' || l.{side}_interface END"
    name = f"{ends.format(side='a')} || '--' || {ends.format(side='b')}"
    joined = "JOIN device a ON a.id = l.a_device_id JOIN device b ON b.id = l.b_device_id"
    known = f"SELECT {name}, a.name, b.name FROM link l {joined} JOIN link_state s ON s.link_id = l.id"
    sql = f"{known} WHERE s.valid_to IS NULL AND s.state <> 'gone' ORDER BY 1"
    for row in connection.exec_driver_sql(sql):
        yield row[0], row[1], row[2]


def open_problems(connection: Connection) -> Iterator[tuple[int, str, str, list[int]]]:
    """Number, kind, name, and the ids of the sites they stand at or cut off."""
    sql = "SELECT id, kind, name, opened_at, affected_sites, site_id FROM problem WHERE closed_at IS NULL ORDER BY id"
    rows = connection.exec_driver_sql(sql).all()
    placing = Placing(lambda query: [tuple(row) for row in connection.exec_driver_sql(query)], "")
    for number, kind, name, opened_at, affected, site_id in rows:
        meant = (placing.meant(code, opened_at) for code in json.loads(affected))
        ids = [site for site in meant if site is not None]
        yield number, kind, name, list(dict.fromkeys([*([site_id] if site_id else []), *ids]))
