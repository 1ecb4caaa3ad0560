"""The HTML map in a real headless Chromium: drawn in time, searched, clicked, filtered, and safe from what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.interface.browser import Browser, missing
from topology.export import render
from topology.graph import build
from topology.values import Device, Link, Site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    # Chromium's driver closes its sockets when it likes.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

EVIL = "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 2'>"
SITES = [
    Site("P", "Tỉnh Vĩnh Phúc", "province", "tỉnh", None, 21.36, 105.55, "degraded"),
    Site("D", "Huyện Lập Thạch", "district", "huyện", "P", 21.43, 105.47, "up"),
    Site("C", "Phường Đống Đa", "commune", "phường", "D", 21.30, 105.60, "down"),
    Site("X", EVIL, "commune", "xã", "D", None, None, "up"),
]
DEVICES = [
    Device("core1", "P", "10.26.0.1", "router", "up", "Cisco", "ASR1001-X", "FTX1", "17.3"),
    Device("lapthach-r1", "D", "10.26.3.1", "router", "up", "Huawei", EVIL, "S1"),
    Device("dongda-sw1", "C", "10.26.3.9", "switch", "down"),
]
LINKS = [
    Link("core1", "Gi0/1", "lapthach-r1", "Gi0/2", "up", ("cdp", "lldp"), "both", "fibre", "VNPT", "VNPT-0173", 10**9),
    Link("dongda-sw1", None, "lapthach-r1", "Gi0/3", "down", ("declared",), "declared"),
]
FACTS = "return document.getElementById('facts').innerText"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Browser:
    """The small province, open."""
    path = tmp_path / "map.html"
    path.write_bytes(render(build(SITES, DEVICES, LINKS), "html"))
    browser.requests()
    browser.open(path)
    return browser


def found(page: Browser) -> list[str]:
    texts: list[str] = page.run(
        "return [...document.querySelectorAll('#results button')].map((one) => one.textContent)"
    )
    return texts


def shown(page: Browser) -> set[str]:
    return set(
        page.run(
            "return netinv.cy.nodes().filter((node) => node.style('display') === 'element').map((node) => node.id())"
        )
    )


def place(page: Browser, node: str) -> dict[str, Any]:
    """Where a node is in the window."""
    script = """const at = netinv.cy.getElementById(arguments[0]).renderedPosition();
        const box = document.getElementById('graph').getBoundingClientRect();
        return { x: at.x + box.left, y: at.y + box.top };"""
    where: dict[str, Any] = page.run(script, node)
    return where


def test_it_is_drawn_and_asks_for_nothing_but_itself(page: Browser) -> None:
    assert page.run("return netinv.cy.nodes().length") == len(SITES) + len(DEVICES)
    assert page.run("return netinv.cy.edges('.link').length") == len(LINKS)
    asked = [url for url in page.requests() if not url.startswith(("chrome", "data:"))]
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    assert page.messages() == []
    assert page.run("return document.title") == "Tỉnh Vĩnh Phúc"


def test_what_devices_say_is_text(page: Browser) -> None:
    page.run("netinv.select('device:lapthach-r1')")
    assert EVIL in page.run(FACTS)
    page.run("netinv.select('site:X')")
    assert EVIL in page.run(FACTS)
    assert page.run("return [window.owned === undefined, document.querySelectorAll('img').length]") == [True, 0]
    assert page.messages() == []


def test_north_is_up_and_the_layers_are_by_level(page: Browser) -> None:
    ys = {code: place(page, f"site:{code}")["y"] for code in "PDC"}
    assert ys["D"] < ys["P"] < ys["C"]
    page.run("document.getElementById('tree').click()")
    ys = {code: place(page, f"site:{code}")["y"] for code in "PDC"}
    assert ys["P"] < ys["D"] < ys["C"]
    assert page.run("return document.getElementById('tree').getAttribute('aria-pressed')") == "true"


def test_the_search_ignores_marks(page: Browser) -> None:
    page.type("#search", "dong da")
    assert {text.split(" ", 1)[1] for text in found(page)} == {"Phường Đống Đa", "dongda-sw1 – Phường Đống Đa"}
    page.type("#search", "\ue00c")  # Escape empties it
    page.type("#search", "10.26.3.1")
    assert found(page) == ["● lapthach-r1 – Huyện Lập Thạch"]
    page.type("#search", "\ue007")  # Enter takes the first
    assert page.run("return netinv.cy.$(':selected').id()") == "device:lapthach-r1"
    assert "VNPT" not in page.run(FACTS)
    assert "Huawei" in page.run(FACTS)


def test_a_click_shows_a_devices_facts_and_leads_on(page: Browser) -> None:
    page.run("document.getElementById('tree').click()")
    where = place(page, "device:core1")
    page.click(where["x"], where["y"])
    facts = page.run(FACTS)
    assert all(text in facts for text in ("core1", "Cisco", "ASR1001-X", "10.26.0.1", "Tỉnh Vĩnh Phúc (P)"))
    page.run("[...document.querySelectorAll('#facts li button')][0].click()")
    assert "VNPT-0173" in page.run(FACTS)


def test_filters_by_state_and_level(page: Browser) -> None:
    everything = shown(page)
    assert len(everything) == len(SITES) + len(DEVICES)
    page.run("document.querySelector('#states input[value=down]').click()")
    assert everything - shown(page) == {"site:C", "device:dongda-sw1"}
    page.run("document.querySelector('#levels input[value=province]').click()")
    assert "device:core1" not in shown(page)
    page.run("document.querySelectorAll('nav input:not(:checked)').forEach((box) => box.click())")
    assert shown(page) == everything


def test_states_differ_by_shape_and_colour(page: Browser) -> None:
    script = "return netinv.cy.nodes().map((node) => [node.style('shape'), node.style('background-color')])"
    assert len({tuple(look) for look in page.run(script)}) == 3
    assert len({shape for shape, _colour in page.run(script)}) == 3


def test_a_thousand_nodes_are_painted_within_two_seconds(browser: Browser, tmp_path: Path) -> None:
    sites, devices, links = SITES[:1], DEVICES[:1], list[Link]()
    for number in range(500):
        code = f"C{number:03}"
        lat, lon = 21 + number % 23 / 40, 105 + number // 23 / 40
        sites.append(Site(code, f"Xã {number}", "commune", "xã", "P", lat, lon, "up"))
        devices.append(Device(f"r{number:03}", code, f"10.0.{number // 250}.{number % 250}", "router", "up"))
        links.append(Link("core1", f"Gi{number}", f"r{number:03}", "ether1", "up", ("lldp",), "both"))
    path = tmp_path / "map.html"
    path.write_bytes(render(build(sites, devices, links), "html"))
    browser.open(path)
    painted = browser.run("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
    drawn = float(browser.run("return document.documentElement.dataset.drawnMs"))
    assert painted <= 2000
    assert drawn <= 4000, "the whole map; a busy machine may take twice as long as a quiet one"
    assert browser.run("return netinv.cy.nodes(':visible').length") == 1002
