"""Search without marks, by initials, ranked."""

from __future__ import annotations

import time

import pytest

from netinv.app.views.searching import Index, is_site
from netinv.app.views.viewing import site_tree
from netinv.store.reading.views import DeviceRow, SiteRow


def site(ident: int, code: str, name: str, level: str, parent: int | None) -> SiteRow:
    return SiteRow(ident, code, name, level, None, parent, None, None, None, None, "", None, "")


def device(ident: int, name: str, site_id: int, **more: object) -> DeviceRow:
    values = dict.fromkeys(DeviceRow._fields) | {"id": ident, "name": name, "site_id": site_id, "site": "x"}
    return DeviceRow(**{**values, "address": f"192.0.2.{ident}", "state": "up", **more})  # type: ignore[arg-type]


SITES = [
    site(1, "26", "Tỉnh Vĩnh Phúc", "province", None),
    site(2, "243", "Thành phố Vĩnh Yên", "district", 1),
    site(3, "246", "Huyện Lập Thạch", "district", 1),
    site(4, "252", "Huyện Vĩnh Tường", "district", 1),
    site(5, "08770", "Xã Vân Trục", "commune", 3),
    site(6, "08771", "Xã Vân Trục", "commune", 4),
    site(7, "08772", "Xã Đồng Ích", "commune", 3),
]
DEVICES = [
    device(1, "core1", 1, model="NE40E", serial="ABC123"),
    device(2, "dongich-r1", 7),
    device(3, "vinhyen-r1", 2, sys_name="vy.example"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(site_tree(SITES, DEVICES), DEVICES)


def found(index: Index, query: str) -> list[str]:
    return [hit.name for hit in index.search(query)[0]]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("vinh yen", "Thành phố Vĩnh Yên"),
        ("Vĩnh Yên", "Thành phố Vĩnh Yên"),
        ("VINH  YEN", "Thành phố Vĩnh Yên"),
        ("yen vinh", "Thành phố Vĩnh Yên"),
        ("dong ich", "Xã Đồng Ích"),
        ("đồng", "Xã Đồng Ích"),
        ("dongich", "dongich-r1"),
        ("192.0.2.3", "vinhyen-r1"),
        ("abc123", "core1"),
        ("ne40", "core1"),
        ("vy.ex", "vinhyen-r1"),
        ("246", "Huyện Lập Thạch"),
        ("lt", "Huyện Lập Thạch"),
        ("tpvy", "Thành phố Vĩnh Yên"),
        ("lapthach", "Huyện Lập Thạch"),
        ("huyenlap", "Huyện Lập Thạch"),
    ],
)
def test_the_first_hit(index: Index, query: str, first: str) -> None:
    assert found(index, query)[0] == first


def test_initials_of_a_commune_and_its_district(index: Index) -> None:
    hits, _n = index.search("vt lt")
    assert (hits[0].name, hits[0].within) == ("Xã Vân Trục", "Huyện Lập Thạch, Tỉnh Vĩnh Phúc")
    assert is_site(hits[0])


def test_words_that_are_joined_are_found_from_the_beginning_of_one(index: Index) -> None:
    assert found(index, "lapthach") == ["Huyện Lập Thạch"]
    assert found(index, "apthach") == []


def test_every_word_must_match(index: Index) -> None:
    assert found(index, "vinh zzz") == []
    assert index.search("   ") == ([], 0)


def test_the_limit_cuts_but_counts(index: Index) -> None:
    hits, n = index.search("v", limit=2)
    assert (len(hits), n > 2) == (2, True)


def test_a_letter_in_twenty_thousand_names_is_quick() -> None:
    many = [site(10 + n, f"c{n}", f"Xã Vân Trục {n}", "commune", 3) for n in range(10_000)]
    devices = [device(10 + n, f"r{n}", 10 + n) for n in range(10_000)]
    index = Index(site_tree([*SITES, *many], devices), devices)
    began = time.process_time()
    hits, n = index.search("vt")
    assert n > 10_000
    assert hits
    assert time.process_time() - began < 0.5


def test_a_letter_more_finds_what_a_fresh_search_finds(index: Index) -> None:
    for query in ("v", "vt", "vt l", "vt lt", "x", "192.0.2", "vinh"):
        grown = Index(site_tree(SITES, DEVICES), DEVICES)
        for end in range(1, len(query)):
            grown.search(query[:end])
        assert grown.search(query) == Index(site_tree(SITES, DEVICES), DEVICES).search(query)
