"""DOT, Mermaid, the HTML map and the layout: whole, safe from what devices say, and no strip of a mile."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest

import topology.export
from netinv import i18n
from topology.export import FORMATS, geography, html_map, layout, render, text_graph, write_checked
from topology.export.looks import look, looks
from topology.graph import build
from topology.values import Device, Link, Site

ASSETS = Path(topology.export.__file__).parent / "assets"
HOSTILE = [
    '"];\n}',
    "</script><b>&amp;",
    "<!--",
    "\\",
    'a\\"',
    "`#quot;`",
    "end",
    "]]>",
    "\u2028",
    "=x",
    "Đống Đa | (1)",
]
SITES = [
    Site("P", "Vĩnh Phúc", "province", lat=21.3, lon=105.6, state="up"),
    *(Site(f"S{n}", text, "commune", parent="P", lat=21 + n / 10, lon=105.5) for n, text in enumerate(HOSTILE)),
]
DEVICES = [Device(f"{text} {n}", f"S{n}", "192.0.2.1", state="down") for n, text in enumerate(HOSTILE)]
LINKS = [Link(one.name, "1", DEVICES[1].name, text) for one, text in zip(DEVICES[2:], HOSTILE, strict=False)]
GRAPH = build(SITES, DEVICES, LINKS)
COUNTS = (GRAPH.number_of_nodes(), GRAPH.number_of_edges())


def test_dot_and_mermaid_hold_every_node_and_edge() -> None:
    for data in (text_graph.dot(GRAPH), text_graph.mermaid(GRAPH)):
        assert text_graph.counts(data.decode()) == COUNTS


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_what_was_meant() -> None:
    done = subprocess.run(["dot", "-Tjson"], input=text_graph.dot(GRAPH), capture_output=True, timeout=60, check=True)
    assert done.stderr == b""
    read = json.loads(done.stdout)
    assert (len(read["objects"]), len(read["edges"])) == COUNTS
    assert {unescape(node["label"]).partition(" ")[2].replace("\\\\", "\\") for node in read["objects"]} >= {
        "Đống Đa | (1)",
        "</script><b>&amp;",
        "\\",
    }


def test_mermaid_has_no_text_that_could_be_syntax() -> None:
    for line in text_graph.mermaid(GRAPH).decode().splitlines():
        label = re.fullmatch(r'  n\d+\(?\["(.*)"\]\)?', line)
        if label:
            assert not set(re.sub(r"#\d+;", "", label[1])) & set('"<>&`\\|()[]{}#;')


def test_html_refers_to_nothing_and_holds_everything() -> None:
    page = html_map.render(GRAPH).decode()
    assert html_map.counts(page) == COUNTS
    assert "://" not in page
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|<script[^>]*\bsrc\b|@import|url\(", page)
    assert "default-src 'none'" in page
    assert "Permission is hereby granted" in page, "the library's licence goes with it"


def test_no_text_of_a_device_can_end_its_element() -> None:
    page = html_map.render(GRAPH).decode()
    assert page.count("</script>") == 3
    assert "<b>" not in page
    assert "<!--" not in page
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    labels = {node["label"] for node in json.loads(data)["nodes"]}
    assert {"</script><b>&amp;", "<!--", "\ufffd"} <= labels
    assert "\u2028" not in page


def test_the_map_tells_the_time_of_what_it_shows_in_the_language_in_use() -> None:
    known = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
    assert f"{known.astimezone():%Y-%m-%d %H:%M}" in html_map.render(GRAPH, known).decode()
    i18n.use("vi")
    try:
        page = html_map.render(GRAPH, known).decode()
    finally:
        i18n.use("en")
    assert '<html lang="vi">' in page
    assert "không tới được" in page or "mất" in page


def test_the_library_is_the_one_that_the_documents_name() -> None:
    data = (ASSETS / "cytoscape.min.js").read_bytes()
    assert hashlib.sha256(data).hexdigest() == "081591ab735b2b6a3b31a3c60f8f3a3e2fee8c92939e0c7820ad1208571b6cd8"
    assert b'"3.34.4"' in data
    named = (Path(__file__).parents[2] / "docs" / "dependencies.md").read_text("utf-8")
    assert "Cytoscape.js 3.34.4" in named
    assert "Permission is hereby granted" in (ASSETS / "cytoscape.LICENSE.txt").read_text("utf-8")


def test_every_state_has_a_look_of_its_own() -> None:
    assert len({one.glyph for one in looks()}) == len({one.shape for one in looks()}) == len(looks())
    assert len({(one.fill, one.border) for one in looks()}) == len(looks())
    assert look("no such state") == look("unknown")


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_format_reads_back_even_of_nothing(file_format: topology.export.Format, tmp_path: Path) -> None:
    for graph in (GRAPH, build([], [], []), build([], DEVICES[:1], [])):
        data = render(graph, file_format)
        write_checked(data, file_format, tmp_path / "out")
        assert (tmp_path / "out").read_bytes() == data


def province(communes: int) -> tuple[list[Site], list[Device], list[Link]]:
    """Ten districts with so many communes each, a device at every site."""
    sites = [Site("P", "P", "province"), *(Site(f"D{n}", "D", "district", parent="P") for n in range(10))]
    sites += [Site(f"C{n:04}", "C", "commune", parent=f"D{n % 10}") for n in range(communes * 10)]
    devices = [Device(f"r-{site.code}", site.code, "192.0.2.1") for site in sites]
    links = [Link(f"r-{site.code}", "1", f"r-{site.parent}", "2", "up") for site in sites if site.parent]
    return sites, devices, links


@pytest.mark.parametrize("view", ["full", "physical", "sites"])
@pytest.mark.parametrize("communes", [1, 17, 200])
def test_a_drawing_is_a_page_and_nothing_overlaps(view: object, communes: int) -> None:
    graph = build(*province(communes), view)  # type: ignore[arg-type]  # one of the three
    places = layout.place(graph)
    assert set(places) == set(graph)
    columns: dict[float, list[float]] = {}
    for at in places.values():
        columns.setdefault(at.y, []).append(at.x)
    for row in columns.values():
        row.sort()
        assert all(b - a >= layout.COLUMN - 0.01 for a, b in pairwise(row))
    width = max(at.x for at in places.values()) - min(at.x for at in places.values()) + layout.COLUMN
    height = (len(columns)) * layout.ROW
    if communes > 1:
        assert width * height <= 4 * len(places) * layout.COLUMN * layout.ROW, "most of the page is used"
        assert 1 / 12 < width / height < 12


def test_sites_stand_above_what_is_theirs() -> None:
    places = layout.place(build(*province(17)))
    assert places["site:P"].y < places["device:r-P"].y < places["site:D1"].y < places["site:C0001"].y
    rows = {places[f"site:C{n:04}"].y for n in range(1, 170, 10)}
    assert 1 < len(rows) < 17, "the communes of a district fill a grid"


def test_places_on_the_map() -> None:
    sites = [
        Site("N", "North", "province", lat=22.0, lon=105.0),
        Site("S", "South", "commune", parent="N", lat=21.0, lon=105.0),
        Site("E", "East", "commune", parent="N", lat=21.0, lon=106.0),
        Site("U", "Unknown", "agency", parent="N", lat=float("nan"), lon=105.0),
    ]
    places = geography.place(build(sites, [Device("n1", "N", "192.0.2.1")], []))
    assert places["site:N"].y < places["site:S"].y == places["site:E"].y
    assert places["site:S"].x < places["site:E"].x
    near = [places["device:n1"], places["site:U"]]
    assert all(0 < abs(at.x - places["site:N"].x) + abs(at.y - places["site:N"].y) < 100 for at in near)
    assert len(set(places.values())) == len(places)
    assert geography.place(build([Site("A", "A", "province")], [], [])) == {}
    assert len(geography.place(build([Site("A", "A", "province", lat=90.0, lon=0.0)], [], []))) == 1
