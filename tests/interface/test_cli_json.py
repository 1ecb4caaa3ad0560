"""What the commands print with --json: the shapes of the interface promise, key by key, and nothing else on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import netinv
from tests.interface.running import PATIENT, QUICK, Laboratory, Place, Ran

SCHEMAS = Path(netinv.__file__).parent / "schemas"

# As interface.md has them: a change here is a change of the product.
PROMISED = {
    "probe": "address answered reach vendor os os_version model serial sys_name sys_descr sys_object_id location "
    "contact uptime_s interfaces neighbors errors",
    "device": "name site address role state state_since cause reach vendor model serial os os_version sys_name "
    "sys_object_id location uptime_s last_seen interfaces_total interfaces_up",
    "interface": "device name index description alias type mac admin_status oper_status speed_bps mtu in_bps out_bps "
    "aggregate duplex",
    "link": "a b state sources confidence medium carrier circuit capacity_bps first_seen last_seen evidence",
    "site": "code name level kind parent lat lon status state devices",
    "sweep": "sweep started_at finished_at duration_s targets answered states changes causes errors",
    "event": "id time kind subject site old new severity cause acked_by acked_at note",
    "status": "at sweep states sites causes problems",
    "service": "name site url device state state_since cause latency_ms status tls_days_left last_checked",
    "import": "added updated unchanged errors",
}
PROMISED_PARTS = {
    (
        "status",
        "cause",
    ): "kind name members alternative state since affected_devices affected_sites confidence sentence",
    ("status", "last_sweep"): "id finished_at age_s stale",
    ("status", "problem"): "kind name state since site sentence",
    ("sweep", "error"): "device what error",
    ("probe", "reach"): "icmp snmp ssh",
    ("probe", "neighbor"): "protocol local_port remote_name remote_port remote_address remote_chassis remote_platform",
    ("link", "end"): "device interface",
}


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    return found


def check(value: Any, name: str) -> None:
    """The value is of the shape, and has no key that the shape does not name."""
    jsonschema.Draft202012Validator(_closed(schema(name)), format_checker=jsonschema.FormatChecker()).validate(value)


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(each) for key, each in part.items()}
    return {"additionalProperties": False, **closed} if "properties" in part and "type" in part else closed


def listed(ran: Ran, name: str) -> list[dict[str, Any]]:
    """A listing: a bare array of the shape, nothing said beside it."""
    assert (ran.code, ran.err) == (0, "")
    assert isinstance(ran.json, list)
    for each in ran.json:
        check(each, name)
    found: list[dict[str, Any]] = ran.json
    return found


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_the_schemas_are_schemas_and_printed_by_the_program(path: Path, tmp_path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(path.stem))
    ran = Place(tmp_path).run("schema", path.stem)
    assert (ran.code, ran.json) == (0, schema(path.stem))
    assert path.stem in Place(tmp_path).run("schema").out.split()


@pytest.mark.parametrize("name", PROMISED)
def test_the_schemas_require_what_is_promised(name: str) -> None:
    assert set(PROMISED[name].split()) <= set(schema(name)["required"])


@pytest.mark.parametrize(("name", "part"), PROMISED_PARTS)
def test_so_do_their_parts(name: str, part: str) -> None:
    assert schema(name)["$defs"][part]["required"] == PROMISED_PARTS[name, part].split()


def test_the_same_part_is_the_same_in_every_schema() -> None:
    parts: dict[str, Any] = {}
    for path in SCHEMAS.glob("*.json"):
        for name, part in schema(path.stem).get("$defs", {}).items():
            assert parts.setdefault(name, part) == part


def test_list_devices(swept: Place) -> None:
    devices = listed(swept.run("list", "devices", "--json"), "device")
    assert [each["name"] for each in devices] == sorted(each["name"] for each in devices)
    core = next(each for each in devices if each["name"] == "core1")
    assert (core["site"], core["state"], core["vendor"], core["os"]) == ("26", "up", "Cisco", "IOS XE")
    assert core["reach"] == {"icmp": None, "snmp": "ok", "ssh": "ok"}
    assert core["interfaces_total"] > core["interfaces_up"] > 0
    silent = next(each for each in devices if each["name"] == "hoihop-r1")
    assert (silent["state"], silent["cause"]) == ("unreachable", "hoihop-r1--vinhyen-r1")
    assert (silent["vendor"], silent["last_seen"]) == (None, None)


def test_list_interfaces_with_rates(swept: Place) -> None:
    ports = listed(swept.run("list", "interfaces", "--json", "core1"), "interface")
    assert {port["device"] for port in ports} >= {"core1"}
    uplink = next(port for port in ports if (port["device"], port["name"]) == ("core1", "Te0/0/0"))
    assert (uplink["type"], uplink["speed_bps"], uplink["oper_status"]) == ("ethernetCsmacd", 10**10, "up")
    assert uplink["in_bps"] is not None
    assert 0 <= uplink["in_bps"] <= uplink["speed_bps"]


def test_list_links_sites_and_services(swept: Place) -> None:
    links = listed(swept.run("list", "links", "--json"), "link")
    assert any(
        link["sources"] == ["cdp", "declared", "lldp", "subnet"] and link["confidence"] == "both" for link in links
    )
    sites = listed(swept.run("list", "sites", "--json"), "site")
    assert [site["code"] for site in sites] == sorted(site["code"] for site in sites)
    province = next(site for site in sites if site["level"] == "province")
    assert (province["parent"], sum(province["devices"].values())) == (None, 14)
    services = listed(swept.run("list", "services", "--json"), "service")
    assert services
    assert {service["state"] for service in services} == {"up"}
    assert all(service["latency_ms"] > 0 and service["last_checked"] for service in services)


def test_filters_are_kept_to(swept: Place) -> None:
    down = listed(swept.run("list", "devices", "--json", "--state", "down"), "device")
    assert [each["name"] for each in down] == ["dinhtrung-r1"]
    here = listed(swept.run("list", "devices", "--json", "--site", "26-A01"), "device")
    assert [each["name"] for each in here] == ["vptu-fw1"]
    found = listed(swept.run("list", "sites", "--json", "dong da"), "site")
    assert [each["name"] for each in found] == ["Phường Đống Đa"]
    assert listed(swept.run("list", "devices", "--json", "no such words"), "device") == []


def test_show_a_device_and_a_site(swept: Place) -> None:
    ran = swept.run("show", "core1", "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "device")
    assert {"interfaces", "neighbors", "links", "events"} <= ran.json.keys()
    assert len(ran.json["interfaces"]) == ran.json["interfaces_total"]
    assert {neighbor["remote_name"] for neighbor in ran.json["neighbors"]} >= {"core2", "vinhyen-r1"}
    site = swept.run("show", "243", "--json").json
    check(site, "site")
    assert len(site["device_list"]) == sum(site["devices"].values())


def test_show_links(swept: Place) -> None:
    ran = swept.run("show", "vinhyen-r1--core1", "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "links")
    (link,) = ran.json["links"]
    assert link in swept.run("list", "links", "--json").json
    given = {(one["source"], one["device"]) for one in link["evidence"]}
    assert given >= {(source, device) for source in ("lldp", "subnet") for device in ("core1", "vinhyen-r1")}
    assert {one["last_seen"] for one in link["evidence"] if one["device"]} == {link["last_seen"]}
    told = swept.run("show", "core1--vinhyen-r1")
    assert (told.code, told.err) == (0, "")
    assert all(one["claim"] in told.out for one in link["evidence"])
    wrong = swept.run("show", "core1--nowhere")
    assert (wrong.code, wrong.out) == (2, "")


def test_status_and_events(swept: Place) -> None:
    ran = swept.run("status", "--json")
    assert (ran.code, ran.err) == (1, "")
    check(ran.json, "status")
    assert ran.json["sweep"]["id"] == 2
    assert ran.json["sweep"]["stale"] is False
    assert {cause["name"] for cause in ran.json["causes"]} == {"hoihop-r1--vinhyen-r1", "dinhtrung-r1"}
    assert ran.json["states"] == {"down": 1, "unreachable": 1, "up": 12}
    part = swept.run("status", "26-A01", "--json")
    assert (part.code, part.json["states"], part.json["causes"]) == (0, {"up": 1}, [])
    events = listed(swept.run("events", "--json", "--since", "1d"), "event")
    assert {event["severity"] for event in events} <= {"info", "warning", "error"}
    assert [event["id"] for event in events] == sorted((event["id"] for event in events), reverse=True)
    errors = {event["subject"] for event in events if event["severity"] == "error"}
    assert errors == {"dinhtrung-r1", "hoihop-r1:ether1--vinhyen-r1:Gi0/0/4"}, "each cause opens once"
    assert listed(swept.run("events", "--json", "--since", "2099-01-01"), "event") == []


def test_sweep(imported: Place) -> None:
    ran = imported.run("sweep", "--json")
    assert (ran.code, ran.err) == (1, "")
    check(ran.json, "sweep")
    assert (ran.json["targets"], ran.json["answered"], ran.json["sweep"]) == (14, 12, 1)
    assert sum(ran.json["states"].values()) == 14
    assert {error["device"] for error in ran.json["errors"]} == {"hoihop-r1", "dinhtrung-r1"}
    one = imported.run("sweep", "--only", "core1", "--json")
    assert (one.code, one.json["targets"], one.json["states"]) == (0, 1, {"up": 1})
    quiet = imported.run("sweep", "--only", "core1", "--quiet")
    assert quiet == (0, "", "")


def test_import_with_and_without_faults(place: Place) -> None:
    ran = place.run("import", ".", "--json", "--dry-run")
    assert not place.db.exists()
    check(ran.json, "import")
    assert place.run("import", ".", "--json").json == ran.json
    again = place.run("import", ".", "--json").json
    assert (again["unchanged"], sum(again["added"].values())) == (ran.json["added"], 0)
    (place.folder / "sites.csv").write_text("code,nmae,level\n1,One,province\n")
    wrong = place.run("import", "sites.csv", "--json")
    assert (wrong.code, wrong.err) == (2, "")
    check(wrong.json, "import")
    assert wrong.json["errors"][0].items() >= {"file": "sites.csv", "line": 1, "column": "nmae"}.items()
    told = place.run("import", "sites.csv")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("netinv: sites.csv:1: column nmae: ")


def test_probe(place: Place, laboratory: Laboratory) -> None:
    core = laboratory.lab.province.device("core1")
    address = f"{core.address}:{laboratory.lab.port}"
    place.settings(PATIENT)
    ran = place.run("probe", address, "--credential", "core-v3", "--json")
    assert (ran.code, ran.err) == (0, "")
    check(ran.json, "probe")
    assert (ran.json["answered"], ran.json["vendor"], ran.json["sys_name"]) == (True, "Cisco", "core1")
    assert ran.json["errors"] == []
    assert not place.db.exists()
    silent = laboratory.lab.province.device("hoihop-r1")
    place.settings(QUICK)
    none = place.run("probe", f"{silent.address}:{laboratory.lab.port}", "--community", "x", "--json")
    check(none.json, "probe")
    assert (none.code, none.json["answered"], none.json["reach"]["snmp"]) == (1, False, "timeout")


def test_doctor(swept: Place) -> None:
    ran = swept.run("doctor", "--json")
    check(ran.json, "doctor")
    assert ran.code == int(any(not finding["ok"] for finding in ran.json))
    found = {finding["check"]: finding for finding in ran.json}
    assert found["database"]["ok"]
    assert found["credential core-v3"]["ok"]
    assert all(finding["mend"] for finding in ran.json if not finding["ok"])
    swept.settings('icmp = false\nvantage = ["gone1"]\n')
    told = swept.run("doctor")
    assert told.code == 1
    assert "gone1" in told.out
