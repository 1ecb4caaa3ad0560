"""Discovery's bounds: ranges in parts, the end at a limit, few accounts on one device; and where finds are placed."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from pathlib import Path
from typing import Any

import pytest

from netinv.app.devices import discovering
from netinv.app.devices.discovering import Search
from netinv.config import Settings, load
from netinv.credentials import Credentials
from netinv.discover import Crawl, Place, alive
from netinv.errors import ConfigError, UsageError
from netinv.model import Neighbor, Reach, Reached, Reading, Target, Visit
from netinv.placement import Candidate, place, rule


def asked_in_parts(text: str, answers: bool | None) -> tuple[list[int], list[int]]:
    """The sizes of the parts pinged and given."""
    pinged: list[int] = []

    async def ping(part: list[str]) -> dict[str, float | None]:
        pinged.append(len(part))
        return dict.fromkeys(part, 0.001 if answers else None)

    async def run() -> list[int]:
        parts = alive(ipaddress.ip_network(text), None if answers is None else ping, lambda _done: None)
        return [len(part) async for part in parts]

    return pinged, asyncio.run(run())


def test_a_range_is_pinged_in_parts_so_that_memory_stays_flat() -> None:
    assert asked_in_parts("10.99.0.0/16", answers=False) == ([16_384] * 3 + [16_382], [0] * 4)
    assert asked_in_parts("10.99.0.0/17", answers=True)[1] == [16_384, 16_382]
    assert asked_in_parts("10.99.0.0/30", answers=None) == ([], [2])  # no ping: all of them


def test_a_crawl_goes_on_part_by_part_and_ends_at_the_limit() -> None:
    async def ask(where: Place) -> Visit:
        visit = Visit(Target(0, where.address, where.address), 0)
        visit.reach = Reach(None, Reached.OK, None)
        return visit

    async def run() -> list[str]:
        crawl, ends = Crawl(), []
        for part in range(3):
            seeds = [Place(f"10.99.{part}.{host}") for host in range(10)]
            await crawl.run(seeds, ask, at_once=4, limit=15, progress=lambda _crawl: None)
            ends.append(crawl.ended)
        assert len(crawl.found) == 15
        return ends

    assert asyncio.run(run()) == ["done", "limit", "limit"]


def test_neighbours_are_asked_but_no_bgp_peer_is() -> None:
    told = {
        "10.99.0.1": [
            Neighbor("lldp", "1", remote_address="10.99.0.2"),
            Neighbor("bgp", "2", remote_address="10.99.0.3"),
        ],
        "10.99.0.2": [Neighbor("ospf", "1", remote_address="10.99.0.4")],
    }

    async def ask(where: Place) -> Visit:
        visit = Visit(Target(0, where.address, where.address), 0)
        visit.reach = Reach(None, Reached.OK, None)
        visit.readings = [Reading("neighbors", tuple(told.get(where.address, ())))]
        return visit

    crawl = Crawl()
    asyncio.run(crawl.run([Place("10.99.0.1")], ask, at_once=2, limit=9, progress=lambda _crawl: None))
    assert [found.place.address for found in crawl.found] == ["10.99.0.1", "10.99.0.2", "10.99.0.4"]


@pytest.mark.parametrize("text", ["10.0.0.0/8", "10.0.0.0/15", "2001:db8::/64", "0.0.0.0/0", "::/0"])
def test_a_very_large_range_wants_a_limit_or_somebody_who_is_sure(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(discovering.LargeRange, match="--limit"):
        discovering.discover(Settings(), Search((), (text,), ("c",)), lambda _text: None)
    for search in (Search((), (text,), (), limit=5), Search((), (text,), (), sure=True)):
        with pytest.raises(UsageError, match="nothing to ask with"):  # past the bound
            discovering.discover(Settings(), search, lambda _text: None)


def test_few_accounts_are_tried_on_one_device(tmp_path: Path) -> None:
    names = [f"user{number}" for number in range(9)]
    path = tmp_path / "secrets.toml"
    path.touch(0o600)
    users = "".join(
        f'[{name}]\nkind = "snmp-v3"\nuser = "u"\nauth_protocol = "SHA"\nauth_password = "long enough"\n'
        for name in names
    )
    path.write_text(users + '[c1]\nkind = "snmp-v2c"\ncommunity = "a"\n[s]\nkind = "ssh"\nusername = "u"\n')
    search = Search((), credentials=("c1", *names), ssh_credential="s")
    assert discovering._ways(Credentials.load(path), search) == [
        ("c1", None),
        ("user0", None),
        ("user1", None),
        (None, "s"),
    ]


RULES = [
    {"site": "1", "range": "10.26.3.0/24", "name": "^core-"},
    {"site": "2", "range": "2001:db8::/32"},
    {"site": "3", "location": "lap thach"},
    {"site": "4", "behind": "core1"},
    {"site": "5", "name": "^sw"},
]


@pytest.mark.parametrize(
    ("candidate", "site", "reason"),
    [
        (Candidate("10.26.3.9", "CORE-1", None, None), "1", "address in 10.26.3.0/24, name fits ^core-"),
        (Candidate("10.26.3.9", "sw1", None, None), "5", "name fits ^sw"),
        (Candidate("2001:db8::1", "x", None, None), "2", "address in 2001:db8::/32"),
        (Candidate("10.1.1.1", "x", "Tủ 3, Huyện Lập Thạch", None), "3", "location holds lap thach"),
        (Candidate("10.1.1.1", "x", None, "core1"), "4", "seen by core1"),
        (Candidate("a-host-name", "x", None, None), None, None),
    ],
)
def test_where_a_find_belongs_and_why(candidate: Candidate, site: str | None, reason: str | None) -> None:
    placed = place(candidate, [rule(table, "netinv.toml") for table in RULES])
    assert (placed and placed.site, placed and placed.reason) == (site, reason)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"site": "1"}, "at least one condition"),
        ({"range": "10.0.0.0/8"}, "wants a site"),
        ({"site": "1", "range": "10.0.0.0/40"}, "of 1: "),
        ({"site": "1", "name": "("}, "no regular expression"),
        ({"site": "1", "name": "(a+)+$"}, "a repeat within a repeat"),
        ({"site": "1", "nam": "x"}, "unknown key “nam”"),
        ({"site": 1}, "tables of texts"),
        ("x", "tables of texts"),
    ],
)
def test_a_bad_rule_is_named(table: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        rule(table, "netinv.toml")
    assert said in str(error.value)
    assert str(error.value).startswith("netinv.toml: ")


def test_a_hostile_name_keeps_no_rule_busy() -> None:
    rules = [rule({"site": "1", "name": r"^[\w.-]+-(?:core|access)\d+\.example$"}, "x")]
    started = time.process_time()
    assert place(Candidate("10.0.0.1", "a-" * 5000 + "!", None, None), rules) is None
    assert time.process_time() - started < 0.1


def test_placement_comes_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "netinv.toml").write_text('[[placement]]\nsite = "246"\nname = "^lapthach-"\n')
    settings = load({"db": tmp_path / "inventory.db"}, {})
    placed = place(Candidate("10.0.0.1", "lapthach-r1", None, None), settings.placement)
    assert placed == ("246", "name fits ^lapthach-")
