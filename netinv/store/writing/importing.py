"""Writing what inventory files declare: adds and updates by key, in bulk, and not one row where nothing differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.declaration import ImportCounts, Known, KnownSite, SiteKey, day_of, merged
from netinv.store.reading.placing import Placing
from netinv.store.tables.metadata import METADATA
from netinv.store.writing.merging import TableMerge
from netinv.store.writing.reorganising import left
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from netinv.declaration import Inventory, Row

_TABLES = METADATA.tables
_LINK_COLUMNS = ("medium", "carrier", "circuit", "capacity_bps")
_DEVICE_DEFAULTS = {"port": 161, "ssh_port": 22}


def known(connection: Connection) -> Known:
    """What the database has that files may refer to, for :func:`netinv.inventory.checking.check`."""
    succeeded = "EXISTS(SELECT 1 FROM succession WHERE old_site_id = site.id)"
    sql = f"SELECT id, code, valid_from, valid_to, parent_id, {succeeded} FROM site"
    rows = connection.exec_driver_sql(sql).all()
    keys = {row[0]: SiteKey(row[1], row[2]) for row in rows}
    devices = connection.exec_driver_sql("SELECT name FROM device").scalars()
    return Known(
        tuple(KnownSite(keys[row[0]], row[3], keys.get(row[4]), bool(row[5])) for row in rows), frozenset(devices)
    )


def apply(connection: Connection, inventory: Inventory, now_ms: int) -> ImportCounts:
    """Write a checked inventory within the caller's transaction and say what it changed."""
    counts = ImportCounts()
    # New units and their parents come in one batch, in the order of the file.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    today = day_of(now_ms)
    places = _Places(connection, inventory, today)
    _sites(places, inventory, counts)
    devices = _devices(connection, inventory, places, counts, now_ms)
    _links(connection, inventory, devices, counts)
    _services(connection, inventory, places, devices, counts)
    _figures(connection, inventory, places, counts)
    return counts


class _Places:
    """Sites by key, and which of them a code means today."""

    def __init__(self, connection: Connection, inventory: Inventory, today: str) -> None:
        self.merge = TableMerge(connection, _TABLES["site"], "sites")
        stored = [(SiteKey(row["code"], row["valid_from"]), row) for row in self.merge.rows.values()]
        self.ids: dict[SiteKey, int] = {key: row["id"] for key, row in stored}
        self.index, self.keys = merged([(key, row["valid_to"]) for key, row in stored], inventory.sites)
        self.today = today
        self._placing = Placing(lambda sql: [tuple(row) for row in connection.exec_driver_sql(sql)], today)

    def id_of(self, code: str) -> int:
        """The id of the unit that a code means today; of one that has ended, its successor's."""
        key = self.index.find(code, self.today)
        assert key is not None, "references are checked before they are written"
        site_id = self.ids[key]
        return self._placing.boundaries.heir(site_id) if self._placing.dated else site_id

    def id_on(self, code: str, day: str) -> int:
        """The id of the unit that a code meant on a day."""
        key = self.index.find(code, day)
        assert key is not None, "references are checked before they are written"
        return self.ids[key]

    def codes(self) -> dict[int, str]:
        """The code of each id."""
        return {row_id: key.code for key, row_id in self.ids.items()}


def _sites(places: _Places, inventory: Inventory, counts: ImportCounts) -> None:
    merge = places.merge
    known_ids = dict(places.ids)
    for key in places.keys:
        if key not in places.ids:
            places.ids[key] = merge.new_id()
    merge.shown = {"parent_id": ("parent", places.codes())}
    for key, row in zip(places.keys, inventory.sites, strict=True):
        values = dict(row.values) | {"valid_from": key.valid_from}
        if "parent" in values:
            values["parent_id"] = _parent_id(str(values.pop("parent") or ""), key, places)
        values["search"] = fold(f"{values['name']} {values['code']}")
        merge.put(places.ids[key], key.code, values, new=key not in known_ids)
    merge.write(counts)


def _parent_id(code: str, child: SiteKey, places: _Places) -> int | None:
    parent = places.index.find_parent(code, child, places.today) if code else None
    return places.ids[parent] if parent else None


def _devices(
    connection: Connection, inventory: Inventory, places: _Places, counts: ImportCounts, now_ms: int
) -> dict[str, int]:
    """Write the devices; gives the id of each name, old and new."""
    merge = TableMerge(connection, _TABLES["device"], "devices", {"added_at": now_ms, **_DEVICE_DEFAULTS})
    merge.shown = {"site_id": ("site", places.codes())}
    ids = {row["name"]: row["id"] for row in merge.rows.values()}
    moved: list[tuple[str, int, int]] = []
    for row in inventory.devices:
        values: dict[str, Any] = dict(row.values)
        values["site_id"] = places.id_of(str(values.pop("site")))
        moved += _left("device", merge, ids, values)
        for column, default in _DEVICE_DEFAULTS.items():
            if column in values and values[column] is None:
                values[column] = default
        values["search"] = fold(f"{values['name']} {values['address']}")
        _put_named(merge, ids, values)
    merge.write(counts)
    left(connection, places.today, moved)
    return ids


def _left(
    kind: str, merge: TableMerge, ids: Mapping[str, int], values: Mapping[str, Any]
) -> list[tuple[str, int, int]]:
    """The site that it leaves, if it is there already and at another."""
    stored = merge.rows.get(ids.get(values["name"], 0))
    return [(kind, stored["id"], stored["site_id"])] if stored and stored["site_id"] != values["site_id"] else []


def _put_named(merge: TableMerge, ids: dict[str, int], values: Mapping[str, Any]) -> None:
    name = values["name"]
    new = name not in ids
    if new:
        ids[name] = merge.new_id()
    merge.put(ids[name], name, values, new=new)


def _links(connection: Connection, inventory: Inventory, devices: Mapping[str, int], counts: ImportCounts) -> None:
    if not inventory.links:
        return
    merge = TableMerge(connection, _TABLES["declared_link"], "links")
    stored = {
        frozenset(((row["a_device_id"], row["a_interface"]), (row["b_device_id"], row["b_interface"]))): row["id"]
        for row in merge.rows.values()
    }
    for row in inventory.links:
        a, b = ((devices[row.text(f"{side}_device")], row.text(f"{side}_interface")) for side in "ab")
        values: dict[str, Any] = {column: row.values[column] for column in _LINK_COLUMNS if column in row.values}
        row_id = stored.get(frozenset((a, b)))
        if row_id is None:
            values |= {"a_device_id": a[0], "a_interface": a[1], "b_device_id": b[0], "b_interface": b[1]}
            merge.put(merge.new_id(), _link_name(row), values, new=True)
        else:
            merge.put(row_id, _link_name(row), values, new=False)
    merge.write(counts)


def _link_name(row: Row) -> str:
    ends = ((row.text(f"{side}_device"), row.text(f"{side}_interface")) for side in "ab")
    return "--".join(f"{device}:{port}" if port else device for device, port in ends)


def _services(
    connection: Connection, inventory: Inventory, places: _Places, devices: Mapping[str, int], counts: ImportCounts
) -> None:
    if not inventory.services:
        return
    merge = TableMerge(connection, _TABLES["service"], "services")
    names = {row_id: name for name, row_id in devices.items()}
    merge.shown = {"site_id": ("site", places.codes()), "device_id": ("device", names)}
    ids = {row["name"]: row["id"] for row in merge.rows.values()}
    moved: list[tuple[str, int, int]] = []
    for row in inventory.services:
        values: dict[str, Any] = dict(row.values)
        values["site_id"] = places.id_of(str(values.pop("site")))
        moved += _left("service", merge, ids, values)
        if "device" in values:
            device = values.pop("device")
            values["device_id"] = devices[device] if device else None
        _put_named(merge, ids, values)
    merge.write(counts)
    left(connection, places.today, moved)


def _figures(connection: Connection, inventory: Inventory, places: _Places, counts: ImportCounts) -> None:
    """What is declared of units, each as it was on the date."""
    if not inventory.indicators:
        return
    merge = TableMerge(connection, _TABLES["declared_figure"], "indicators")
    ids = {(row["site_id"], row["indicator"], row["date"]): row["id"] for row in merge.rows.values()}
    for row in inventory.indicators:
        values: dict[str, Any] = dict(row.values)
        code, date = str(values.pop("site")), str(values["date"])
        values["site_id"] = places.id_on(code, date)
        key = (values["site_id"], values["indicator"], date)
        merge.put(ids.get(key) or merge.new_id(), f"{code} {key[1]} {date}", values, new=key not in ids)
    merge.write(counts)
