"""What holds for the exports of any network: read back whole, whatever its texts hold."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from netinv.text import clean
from tests.property.hostile import hostile
from topology.export import FORMATS, Format, graphml, render, write_checked
from topology.export.attributes import SafeText
from topology.graph import build
from topology.values import (
    Device,
    Link,
    Site,
)


def unsafe(text: str) -> list[str]:
    return [char for char, safe in zip(text, clean(text), strict=True) if char != safe]


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiGraph[str]:
    """A graph in which every text may be anything."""
    site = st.builds(
        Site, hostile, hostile, hostile, kind=st.none() | hostile, parent=st.none() | hostile, lat=st.floats()
    )
    device = st.builds(Device, hostile, hostile, hostile, state=hostile, model=hostile, sys_name=hostile)
    sites, devices = draw(st.lists(site, max_size=4)), draw(st.lists(device, max_size=4))
    devices += [Device(draw(hostile), site.code, "192.0.2.1") for site in sites[:1]]
    names = [device.name for device in devices] or [""]
    link = st.builds(
        lambda a, b, port, carrier, circuit: Link(
            *(min(a, b), port, max(a, b), None), carrier=carrier, circuit=circuit, sources=("lldp",)
        ),
        *(st.sampled_from(names), st.sampled_from(names), hostile, hostile, hostile),
    )
    return build(sites, devices, draw(st.lists(link, max_size=4)))


@settings(max_examples=60)
@given(graphs(), st.sampled_from([("graphml", "yed"), *((form, "plain") for form in FORMATS)]))
def test_no_export_brings_what_drives_a_terminal_and_all_read_back(
    graph: nx.MultiGraph[str], form: tuple[Format, graphml.Profile]
) -> None:
    data = render(graph, *form)
    text = data.decode()
    assert unsafe(text) == unsafe(render(build([], [], []), *form).decode()), "what stands in our own page is all"
    assert "\r" not in text
    if form[0] == "graphml":
        assert ET.fromstring(text).tag.endswith("graphml")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "graph"
        write_checked(data, form[0], target)
        assert target.read_bytes() == data


@settings(max_examples=60)
@given(
    st.lists(st.builds(Site, hostile, hostile, hostile, parent=st.none() | hostile, lat=st.floats()), max_size=4),
    st.lists(st.builds(Device, hostile, hostile, hostile, state=hostile, model=hostile), max_size=4),
    st.data(),
)
def test_graphml_and_json_come_back_whatever_the_text(
    sites: list[Site], devices: list[Device], data: st.DataObject
) -> None:
    names = [device.name for device in devices] or [""]
    link = st.builds(
        lambda a, b, port, carrier: Link(min(a, b), port, max(a, b), None, carrier=carrier, sources=("lldp",)),
        *(st.sampled_from(names), st.sampled_from(names), hostile, hostile),
    )
    graph = build(sites, devices, data.draw(st.lists(link, max_size=4)))
    meant = (len(graph), graph.number_of_edges())
    safe = SafeText()
    names_meant = sorted(safe(node["value"].name) for _, node in graph.nodes(data=True))
    profiles: tuple[graphml.Profile, ...] = ("plain", "yed")
    for profile in profiles:
        written = render(graph, "graphml", profile)
        read: nx.Graph[str] = nx.read_graphml(io.BytesIO(written), edge_key_type=str, force_multigraph=True)
        assert (len(read), read.number_of_edges()) == meant
        assert sorted(node.get("name", "") for _, node in read.nodes(data=True)) == names_meant
    document = json.loads(render(graph, "json"))
    assert (len(document["nodes"]), len(document["edges"])) == meant
