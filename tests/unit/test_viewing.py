"""The tree with rolled-up states, finding by name."""

from __future__ import annotations

import pytest

from netinv.app.views.viewing import find, link_name, roll_up, site_tree, subtree
from netinv.errors import UsageError
from netinv.store.reading.views import DeviceRow, LinkRow, SiteRow


def site(ident: int, code: str, name: str, level: str, parent: int | None = None, status: str | None = None) -> SiteRow:
    return SiteRow(ident, code, name, level, None, parent, None, None, status, None, "", None, "")


def device(ident: int, name: str, site_id: int, state: str = "up", **more: object) -> DeviceRow:
    blank = dict.fromkeys(DeviceRow._fields)
    values = {"id": ident, "name": name, "site_id": site_id, "site": str(site_id), "address": "192.0.2.1", "port": 161}
    return DeviceRow(**{**blank, **values, "ssh_port": 22, "state": state, "search": name, **more})  # type: ignore[arg-type]  # rows by name


def link(a: str, b: str, state: str, a_port: str | None = None) -> LinkRow:
    return LinkRow(1, 1, a, a_port, 2, b, None, state, 5, ("lldp",), "both", None, None, None, None, 1, None)


SITES = [
    site(4, "002", "Xã Vân Trục", "commune", 2),
    site(3, "A01", "Sở Y tế", "agency", 1),
    site(2, "246", "Huyện Lập Thạch", "district", 1),
    site(5, "001", "Phường Xuân Hoà", "commune", 2, "planned"),
    site(1, "26", "Tỉnh Vĩnh Phúc", "province"),
    site(6, "003", "Xã Xuân Hòa", "commune", 2),
]
DEVICES = [device(1, "core1", 1), device(2, "lt-r1", 2, "up"), device(3, "vt-r1", 4, "down"), device(4, "syt-sw1", 3)]


@pytest.mark.parametrize(
    ("counts", "status", "state"),
    [
        ({"up": 3}, None, "up"),
        ({"up": 3, "down": 1}, None, "degraded"),
        ({"up": 1, "unknown": 1}, None, "degraded"),
        ({"down": 1, "unreachable": 2}, None, "down"),
        ({"unreachable": 2}, None, "unreachable"),
        ({"unreachable": 2, "unknown": 1}, None, "unreachable"),
        ({"degraded": 1}, None, "degraded"),
        ({"up": 2, "planned": 1, "maintenance": 1}, None, "up"),
        ({"maintenance": 1}, None, "maintenance"),
        ({"planned": 1, "maintenance": 1}, None, "planned"),
        ({"up": 0}, "planned", "planned"),
        ({}, "connected", "unknown"),
    ],
)
def test_a_site_is_what_its_devices_are_together(counts: dict[str, int], status: str | None, state: str) -> None:
    assert roll_up(counts, status) == state


def test_the_tree_goes_down_from_the_province_with_agencies_last() -> None:
    tree = site_tree(SITES, DEVICES)
    assert [(view.row.code, view.depth) for view in tree] == [
        ("26", 0),
        ("246", 1),
        ("001", 2),
        ("002", 2),
        ("003", 2),
        ("A01", 1),
    ]
    assert tree[3].path == ("26", "246", "002")


def test_counts_and_states_include_the_subtree() -> None:
    tree = {view.row.code: view for view in site_tree(SITES, DEVICES)}
    assert tree["26"].counts == {"up": 3, "down": 1}
    assert (tree["26"].total, tree["26"].state, [row.name for row in tree["26"].devices]) == (4, "degraded", ["core1"])
    assert (tree["246"].state, tree["002"].state, tree["001"].state) == ("degraded", "down", "planned")


def test_a_site_without_its_parent_is_a_root() -> None:
    tree = site_tree([site(7, "777", "Lost", "commune", 99)], [])
    assert [(view.row.code, view.depth, view.state) for view in tree] == [("777", 0, "unknown")]


def test_the_subtree_of_a_site() -> None:
    tree = site_tree(SITES, DEVICES)
    assert [view.row.code for view in subtree(tree, 2)] == ["246", "001", "002", "003"]
    assert subtree(tree, 99) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("core1", "core1"),
        ("CORE1", "core1"),
        ("246", "Huyện Lập Thạch"),
        ("Huyện Lập Thạch", "Huyện Lập Thạch"),
        ("huyen lap thach", "Huyện Lập Thạch"),
        ("lap thach", "Huyện Lập Thạch"),
        (" van truc ", "Xã Vân Trục"),
        ("a01", "Sở Y tế"),
    ],
)
def test_found_by_name_code_or_without_marks(name: str, found: str) -> None:
    assert find(name, SITES, DEVICES).name == found


def test_a_name_that_fits_two_sites_is_no_guess() -> None:
    with pytest.raises(UsageError, match=r"001 \(Phường Xuân Hoà\), 003 \(Xã Xuân Hòa\)"):
        find("xuan hoa", SITES, DEVICES)


def test_a_name_that_is_not_there_brings_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean core1"):
        find("core9", SITES, DEVICES)
    with pytest.raises(UsageError, match="Huyện Lập Thạch"):
        find("lap thac", SITES, DEVICES)
    with pytest.raises(UsageError, match="netinv list sites"):
        find("zzzzzz", SITES, DEVICES)


def test_a_link_is_named_by_its_ends() -> None:
    assert link_name(link("p", "q", "up")) == "p--q"
    assert link_name(link("p", "q", "up", "Gi0/1")) == "p:Gi0/1--q"
