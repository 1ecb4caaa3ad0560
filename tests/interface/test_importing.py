"""Taking inventory files in: what is stored, counted, and left alone."""

import io
import sqlite3
import time
from itertools import count
from pathlib import Path

import pytest

from netinv.app.data.importing import ImportResult, import_inventory
from netinv.app.views.exporting import export_csv
from netinv.config import Settings
from netinv.declaration import KINDS
from netinv.inventory import InventoryError
from netinv.inventory.example import example_dir
from netinv.store.reading.reader import Reader

NOW_MS = 1_772_323_200_000  # 2026-03-01T00:00Z
SITES = "code,name,level,parent\n243,Vĩnh Yên,district,26\n26,Vĩnh Phúc,province,\n"
DEVICES = "name,site,address,ssh_port,notes\ncore1,26,10.0.0.1,,first\nvy-r1,243,10.0.1.1:1161,2222,\n"
LINKS = "a_device,a_interface,b_device,b_interface,medium\ncore1,Gi0/1,vy-r1,,fibre\n"
SERVICES = "name,site,url,expect,device\nportal,26,https://portal.example/,200,core1\n"
MINUTES = count(NOW_MS, 60_000)
"""Each import comes a minute after the one before."""
NOTHING = dict.fromkeys(KINDS, 0)
FOUR = dict.fromkeys(("sites", "devices", "links", "services"), 0)
"""What is said of kinds without rows: figures stand in the JSON only if there are some."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(db=tmp_path / "inventory.db")


def take(
    settings: Settings, files: dict[str, str] | None = None, *, dry_run: bool = False, **more: str
) -> ImportResult:
    folder = settings.db.parent / "files"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for kind, text in {**(files or {}), **more}.items():
        (folder / f"{kind}.csv").write_text(text)
    return import_inventory(settings, [folder], dry_run=dry_run, now_ms=next(MINUTES))


def take_all(settings: Settings) -> ImportResult:
    return take(settings, sites=SITES, devices=DEVICES, links=LINKS, services=SERVICES)


def stored(settings: Settings, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(settings.db)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def exported(settings: Settings, kind: str) -> str:
    stream = io.StringIO()
    export_csv(settings, next(each for each in KINDS if each == kind), stream)
    return stream.getvalue()


def test_everything_is_stored(settings: Settings) -> None:
    result = take_all(settings)
    assert result.as_json() == {
        "added": {"sites": 2, "devices": 2, "links": 1, "services": 1},
        "updated": FOUR,
        "unchanged": FOUR,
        "errors": [],
    }
    with Reader(settings.db) as reader:
        district, province = reader.sites()
        assert (district.parent_id, district.search) == (province.id, "vinh yen 243")
        core, router = reader.devices()
        assert (core.port, core.ssh_port, core.notes, core.search) == (161, 22, "first", "core1 10.0.0.1")
        assert (router.site, router.port, router.ssh_port, router.notes) == ("243", 1161, 2222, None)
        (service,) = reader.services()
        assert (service.site, service.device, service.expect) == ("26", "core1", "200")
    assert stored(settings, "SELECT a_interface, b_interface, medium FROM declared_link") == [("Gi0/1", "", "fibre")]
    assert len(stored(settings, "SELECT DISTINCT added_at FROM device")) == 1


def test_declared_links_are_links_at_once(settings: Settings) -> None:
    take_all(settings)
    with Reader(settings.db) as reader:
        (link,) = reader.links()
    assert (link.a_device, link.a_interface, link.b_device, link.b_interface) == ("core1", "Gi0/1", "vy-r1", None)
    assert (link.sources, link.confidence, link.medium) == (("declared",), "declared", "fibre")
    take(settings, links="a_device,a_interface,b_device,medium\ncore1,Gi0/1,vy-r1,radio\n")
    with Reader(settings.db) as reader:
        assert [link.medium for link in reader.links()] == ["radio"]


def test_the_same_files_again_write_not_one_row(settings: Settings) -> None:
    from netinv.inventory import read
    from netinv.store.writing import importing
    from netinv.store.writing.engine import Store

    take_all(settings)
    inventory = read([settings.db.parent / "files"])
    with Store(settings.db).write() as connection:
        counts = importing.apply(connection, inventory, NOW_MS + 1)
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        assert driver.total_changes == 0
    assert counts.unchanged == NOTHING | {"sites": 2, "devices": 2, "links": 1, "services": 1}
    assert counts.changes == []


def test_an_absent_column_leaves_an_empty_cell_clears_an_absent_row_stays(settings: Settings) -> None:
    take_all(settings)
    result = take(settings, devices="name,site,address,ssh_port\nvy-r1,26,10.0.1.2:1161,\n")
    assert result.counts.updated["devices"] == 1
    assert result.changes == ("device vy-r1: address 10.0.1.1 → 10.0.1.2, ssh_port 2222 → 22, site 243 → 26",)
    take(settings, devices="name,site,address,notes\ncore1,26,10.0.0.1,\n")
    assert stored(settings, "SELECT name, address, port, ssh_port, notes, search FROM device ORDER BY name") == [
        ("core1", "10.0.0.1", 161, 22, None, "core1 10.0.0.1"),
        ("vy-r1", "10.0.1.2", 1161, 22, None, "vy-r1 10.0.1.2"),
    ]


def test_a_link_is_the_same_from_its_other_end(settings: Settings) -> None:
    take_all(settings)
    result = take(settings, links="a_device,b_device,b_interface,carrier\nvy-r1,core1,Gi0/1,VNPT\n")
    assert result.counts.updated["links"] == 1
    assert result.changes == ("link vy-r1--core1:Gi0/1: carrier – → VNPT",)
    rows = stored(settings, "SELECT a_interface, b_interface, medium, carrier FROM declared_link")
    assert rows == [("Gi0/1", "", "fibre", "VNPT")]


def test_a_code_used_again_is_another_unit(settings: Settings) -> None:
    header = "code,name,level,valid_from,valid_to\n"
    take(settings, sites=header + "8815,Old,commune,,\n", devices="name,site,address\nr1,8815,10.0.0.1\n")
    both = header + "8815,Old,commune,,2025-07-01\n8815,New,commune,2025-07-01,\n"
    result = take(settings, sites=both, devices="name,site,address\nr2,8815,10.0.0.2\n")
    assert (result.counts.updated["sites"], result.counts.added["sites"]) == (1, 1)
    names = "SELECT d.name, s.name FROM device d JOIN site s ON s.id = d.site_id ORDER BY 1"
    assert stored(settings, names) == [("r1", "Old"), ("r2", "New")]
    with pytest.raises(InventoryError, match="“8815” is another unit’s code"):
        take(settings, sites="code,name,level,valid_from\n8815,Third,commune,2025-08-01\n")


def test_without_valid_from_the_only_unit_of_the_code_is_meant(settings: Settings) -> None:
    take(settings, sites="code,name,level,valid_from\n1,Old,commune,2020-01-01\n")
    result = take(settings, sites="code,name,level\n1,New,commune\n")
    assert result.changes == ("site 1: name Old → New",)


def test_a_dry_run_changes_nothing(settings: Settings) -> None:
    result = take(settings, dry_run=True, sites=SITES)
    assert (result.dry_run, result.changes) == (True, ("site 243: new", "site 26: new"))
    assert not settings.db.exists()
    take_all(settings)
    before = exported(settings, "sites")
    result = take(settings, dry_run=True, sites=SITES.replace("Vĩnh Yên", "Phúc Yên"))
    assert result.changes == ("site 243: name Vĩnh Yên → Phúc Yên",)
    assert exported(settings, "sites") == before


def test_all_or_nothing(settings: Settings) -> None:
    take_all(settings)
    before = {kind: exported(settings, kind) for kind in KINDS}
    with pytest.raises(InventoryError):
        take(settings, sites=SITES.replace("Vĩnh Phúc", "Another"), devices="name,site,address\nr9,99,10.0.0.9\n")
    assert {kind: exported(settings, kind) for kind in KINDS} == before


def test_faults_make_no_database(settings: Settings) -> None:
    with pytest.raises(InventoryError):
        import_inventory(settings, [settings.db.parent / "absent"])
    assert not settings.db.exists()


def test_what_is_exported_goes_in_unchanged(settings: Settings) -> None:
    take_all(settings)
    result = take(settings, {kind: exported(settings, kind) for kind in KINDS})
    assert result.counts.unchanged == NOTHING | {"sites": 2, "devices": 2, "links": 1, "services": 1}
    assert "10.0.1.1:1161" in exported(settings, "devices")


def test_an_export_of_some(settings: Settings) -> None:
    take_all(settings)
    stream = io.StringIO()
    export_csv(settings, "devices", stream, keep=lambda row: row["site"] == "26")
    assert stream.getvalue().splitlines()[1:] == ["core1,26,10.0.0.1,,,,,,,,first"]


def test_the_example(settings: Settings) -> None:
    result = import_inventory(settings, [example_dir("vinh-phuc")], now_ms=NOW_MS)
    assert (result.counts.added["sites"], result.counts.added["devices"]) == (170, 171)
    assert sum(result.counts.updated.values()) + sum(result.counts.unchanged.values()) == 0
    again = import_inventory(settings, [example_dir("vinh-phuc")], now_ms=NOW_MS)
    assert again.counts.unchanged == result.counts.added
    assert again.changes == ()


@pytest.mark.slow  # it holds a time, which tests beside it would lengthen
def test_ten_thousand_devices_in_three_seconds(settings: Settings) -> None:
    devices = [f"d{n},26,10.{n >> 14}.{n >> 7 & 127}.{n & 127},router,campus\n" for n in range(10_000)]
    links = [f"d{n},p{m},d{(n + m) % 10_000},q{m},fibre,VNPT\n" for n in range(10_000) for m in (1, 2)]
    began = time.process_time()
    result = take(
        settings,
        sites=SITES,
        devices="name,site,address,role,snmp\n" + "".join(devices),
        links="a_device,a_interface,b_device,b_interface,medium,carrier\n" + "".join(links),
    )
    assert time.process_time() - began < 3
    assert (result.counts.added["devices"], result.counts.added["links"]) == (10_000, 20_000)
