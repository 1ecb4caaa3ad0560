"""``netinv topology`` on a swept province: what hangs on what, declared against found, looking back, pictures."""

from __future__ import annotations

import csv
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest

from netinv.lab.faults import Faults
from tests.interface.running import Laboratory, Place
from tests.interface.test_cli_json import check


def drawn(place: Place) -> nx.MultiGraph[str]:
    """The devices and the links that are ways, as the export has them."""
    exported = place.run("topology", "export", "--view", "physical", "--format", "json").json
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(node["name"] for node in exported["nodes"])
    for edge in exported["edges"]:
        if edge["state"] not in ("down", "gone"):
            graph.add_edge(edge["source"].removeprefix("device:"), edge["target"].removeprefix("device:"))
    return graph


def reached(graph: nx.MultiGraph[str]) -> set[str]:
    return set(nx.node_connected_component(graph, "core1"))


def test_impact_is_what_the_graph_says(swept: Place) -> None:
    ran = swept.run("topology", "impact", "vinhyen-r1", "--json")
    assert ran.code == 0
    check(ran.json, "impact")
    graph = drawn(swept)
    before = reached(graph)
    graph.remove_node("vinhyen-r1")
    assert ran.json["failed"] == ["vinhyen-r1"]
    assert ran.json["cut_devices"] == sorted(before - reached(graph) - {"vinhyen-r1"})
    assert ran.json["cut_devices"]
    assert "243" in ran.json["cut_sites"]


def test_impact_of_a_link_of_a_site_and_of_several(swept: Place) -> None:
    one = swept.run("topology", "impact", "vinhyen-r1--core1", "--json").json
    assert (one["failed"], one["cut_devices"], one["lost_redundancy"]) == (["core1--vinhyen-r1"], [], ["vinhyen-r1"])
    both = swept.run("topology", "impact", "vinhyen-r1--core1", "core2--vinhyen-r1", "--json").json
    assert "vinhyen-r1" in both["cut_devices"]
    named = swept.run("topology", "impact", "core1:Te0/0/2--vinhyen-r1:TenGigabitEthernet0/0/0", "--json").json
    assert named["failed"] == ["core1:Te0/0/2--vinhyen-r1:Te0/0/0"]
    assert named["lost_redundancy"] == ["vinhyen-r1"]
    site = swept.run("topology", "impact", "vinh yen", "--json").json
    assert site["failed"] == ["vinhyen-r1"]
    services = swept.run("topology", "impact", "26", "--json").json
    assert services["cut_services"]
    told = swept.run("topology", "impact", "vinhyen-r1")
    assert "without vinhyen-r1: " in told.out


def test_single_points_are_worst_first_and_agree_with_impact(swept: Place) -> None:
    ran = swept.run("topology", "spof", "--json")
    assert ran.code == 0
    assert ran.json
    for point in ran.json:
        check(point, "spof")
    sizes = [len(point["cut_devices"]) for point in ran.json]
    assert sizes == sorted(sizes, reverse=True)
    worst = ran.json[1]
    impact = swept.run("topology", "impact", worst["name"], "--json").json
    assert (impact["cut_devices"], impact["cut_sites"]) == (worst["cut_devices"], worst["cut_sites"])
    assert worst["name"] in swept.run("topology", "spof").out


def test_path_names_ports_and_says_whether_there_is_a_second_way(swept: Place) -> None:
    ran = swept.run("topology", "path", "core1", "vinhyen-r1", "--json")
    assert ran.code == 0
    check(ran.json, "path")
    assert ran.json == {
        "hops": [
            {"device": "core1", "out_interface": "Te0/0/2", "in_interface": None},
            {"device": "vinhyen-r1", "out_interface": None, "in_interface": "Te0/0/0"},
        ],
        "redundant": True,
    }
    cut = swept.run("topology", "path", "hoihop-r1", "core1", "--json")
    assert (cut.code, cut.json) == (1, {"hops": [], "redundant": False})


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("impact", "vinyen-r1"), "did you mean vinhyen-r1"),
        (("impact", "core1--hoihop-r1"), "did you mean"),
        (("impact", "core1--nobody"), "no site or device is named “nobody”"),
        (("path", "core1", "core9"), "did you mean core"),
        (("path", "26", "core1"), "name one of core1, core2"),
        (("check", "--accept", "core1"), "write A--B"),
        (("diff", "yesterday"), "is no time"),
        (("diff", "2d"), "no sweep had ended by then"),
        (("export", "--at", "2099-01-01"), "is in the future"),
    ],
)
def test_what_is_not_there_is_wrong_use_and_the_nearest_is_named(
    swept: Place, words: tuple[str, ...], told: str
) -> None:
    ran = swept.run("topology", *words)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_vantage_that_is_not_there_is_named(swept: Place) -> None:
    swept.settings('vantage = ["core7"]\n')
    ran = swept.run("topology", "spof")
    assert ran.code == 2
    assert "core7" in ran.err


def declare(place: Place, *rows: dict[str, str]) -> None:
    """Import links beside those that are declared."""
    with (place.folder / "links.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = place.run("import", "links.csv")
    assert ran.code == 0, ran.err


def undeclare(place: Place, a: str, b: str) -> None:
    """Take a declaration away, which no command does; the next sweep makes the link a found one."""
    with sqlite3.connect(place.db) as connection:
        ids = dict(connection.execute("SELECT name, id FROM device").fetchall())
        done = connection.execute(
            "DELETE FROM declared_link WHERE (a_device_id, b_device_id) IN (VALUES (?, ?), (?, ?))",
            (ids[a], ids[b], ids[b], ids[a]),
        )
        assert done.rowcount
    connection.close()


def test_check_of_a_healthy_network_finds_little(swept: Place) -> None:
    found = swept.run("topology", "check", "--json")
    check(found.json, "check")
    assert found.json["extra"] == found.json["mismatched"] == []
    assert [link for link in found.json["missing"] if link["state"] != "down"] == [], "one port of the laboratory flaps"
    assert found.json["unknown_neighbors"] == []
    assert {link["b"]["device"] for link in found.json["one_sided"]} | {
        link["a"]["device"] for link in found.json["one_sided"]
    } <= {"dinhtrung-r1", "vinhyen-r1"}
    assert found.code == int(any(found.json.values()))


def test_check_tells_what_is_missing_mismatched_and_moved(swept: Place) -> None:
    ends = {"a_device": "core1", "a_interface": "Te0/0/2", "b_device": "vinhyen-r1", "b_interface": "Te0/0/0"}
    strange = {"a_device": "vptu-fw1", "a_interface": "", "b_device": "dongda-r1", "b_interface": ""}
    declare(swept, {**ends, "capacity_bps": "99000000000"}, {**strange, "capacity_bps": ""})
    undeclare(swept, "core2", "vinhyen-r1")
    moved = {"a_device": "vinhyen-r1", "a_interface": "Gi0/0/9", "b_device": "core2", "b_interface": ""}
    declare(swept, moved)
    found = swept.run("topology", "check", "--json")
    assert found.code == 1
    check(found.json, "check")
    missing = {(link["a"]["device"], link["b"]["device"]) for link in found.json["missing"]}
    assert missing - {("tichson-r1", "vinhyen-r1")} == {("dongda-r1", "vptu-fw1"), ("core2", "vinhyen-r1")}
    (mismatch,) = found.json["mismatched"]
    assert (mismatch["what"], mismatch["declared"], mismatch["found"]) == ("speed", 99_000_000_000, 10_000_000_000)
    (elsewhere,) = found.json["moved"]
    assert elsewhere["declared"]["b"] == {"device": "vinhyen-r1", "interface": "Gi0/0/9"}
    assert elsewhere["found"]["b"] == {"device": "vinhyen-r1", "interface": "Te0/0/1"}
    told = swept.run("topology", "check")
    assert told.code == 1
    assert told.out.count("Gi0/0/9") == 1


def test_a_found_link_is_accepted_once(swept: Place) -> None:
    undeclare(swept, "core1", "vinhyen-r1")
    assert swept.run("sweep").code == 1
    (extra,) = swept.run("topology", "check", "--json").json["extra"]
    assert (extra["a"]["device"], extra["b"]["device"]) == ("core1", "vinhyen-r1")
    ran = swept.run("topology", "check", "--accept", "vinhyen-r1--core1", "--json")
    assert (ran.code, ran.json["extra"]) == (0, [])
    assert "declared now" in ran.err
    before = swept.db.read_bytes()
    again = swept.run("topology", "check", "--accept", "core1--vinhyen-r1", "--json")
    assert again.code == 0
    assert "declared already" in again.err
    assert swept.db.read_bytes() == before
    assert "core1" in swept.run("list", "links", "--csv", "vinhyen core1").out


def moment() -> str:
    time.sleep(1.1)  # the command line knows no parts of a second in this form
    now = datetime.now(UTC).isoformat(timespec="seconds")
    time.sleep(1.1)
    return now


def test_looking_back_and_the_difference(imported: Place, laboratory: Laboratory) -> None:
    assert imported.run("sweep").code == 1
    healthy = moment()
    laboratory.lab.set_faults("dongda-r1", Faults(silent=True))
    try:
        assert imported.run("sweep").code == 1
    finally:
        laboratory.lab.set_faults("dongda-r1", Faults())
    listings = (imported.run("list", "devices", "--json", *words).json for words in (("--at", healthy), ()))
    then, now = ({row["name"]: row for row in listing} for listing in listings)
    assert (then["dongda-r1"]["state"], now["dongda-r1"]["state"]) == ("up", "down")
    for row in then.values():
        check(row, "device")
    shown = imported.run("show", "dongda-r1", "--at", healthy, "--json").json
    assert shown["state"] == "up"
    assert all(event["time"] <= healthy.replace("+00:00", "Z") for event in shown["events"])
    status = imported.run("status", "--at", healthy, "--json")
    check(status.json, "status")
    assert (status.json["at"], status.json["sweep"]["id"]) == (healthy.replace("+00:00", "Z"), 1)
    assert "dongda-r1" not in str(status.json["causes"])
    exported = imported.run("topology", "export", "--format", "json", "--at", healthy).json
    assert {node["name"]: node["state"] for node in exported["nodes"]}["dongda-r1"] == "up"
    ran = imported.run("topology", "diff", healthy, "0s", "--json")
    assert ran.code == 0
    check(ran.json, "diff")
    assert {"name": "dongda-r1", "what": "state", "old": "up", "new": "down"} in ran.json["devices"]["changed"]
    assert "dongda-r1" in imported.run("topology", "diff", healthy).out


@pytest.mark.parametrize("file_format", ["graphml", "json", "dot", "mermaid", "html"])
def test_every_format_is_written_and_read_back(swept: Place, file_format: str) -> None:
    ran = swept.run("topology", "export", "--format", file_format, "-o", "out")
    assert (ran.code, ran.out) == (0, "")
    assert swept.run("topology", "export", "--format", file_format).code == 0
    refused = swept.run("topology", "export", "--format", file_format, "-o", str(Path("no", "such", "folder")))
    assert refused.code == 3
    assert refused.err.startswith("netinv: no/such/folder: cannot be written")


def test_an_empty_network_and_one_without_links(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.run("init").code == 0
    assert place.run("topology", "spof", "--json").json == []
    assert place.run("topology", "check", "--json").code == 0
    assert place.run("topology", "export", "--format", "html", "-o", "map.html").code == 0
    (tmp_path / "sites.csv").write_text("code,name,level,parent\nP,Tỉnh,province,\nD,Huyện,district,P\n", "utf-8")
    (tmp_path / "devices.csv").write_text("name,site,address\nd1,D,192.0.2.1\nd2,D,192.0.2.2\n")
    assert place.run("import", ".").code == 0
    ran = place.run("topology", "impact", "d1", "--json")
    assert ran.json == {"failed": ["d1"], "cut_devices": [], "cut_sites": [], "cut_services": [], "lost_redundancy": []}
    apart = place.run("topology", "path", "d1", "d2")
    assert (apart.code, apart.out) == (1, "no way from d1 to d2 holds now\n")
    assert place.run("topology", "check").code == 0
