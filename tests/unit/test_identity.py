"""Which device is which: two addresses of one, a replaced chassis, renumbered ports, marks that two claim."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from netinv.app.doctor.doctoring import examine
from netinv.app.views.looking_back import Past
from netinv.app.views.showing import show
from netinv.config import Settings
from netinv.discover import Crawl, Place
from netinv.identity import Marks, same_device
from netinv.model import (
    COUNTER_NAMES,
    Address,
    Counters,
    Interface,
    Kind,
    Neighbor,
    Reach,
    Reached,
    Reading,
    System,
    Target,
    Visit,
)
from netinv.store.reading.reader import Reader
from tests.swept import Network, make_empty

HEARD = Reach(None, Reached.OK, None)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    where = tmp_path / "swept"
    where.mkdir()
    return Network(make_empty(tmp_path), str(where))


def system(**fields: str) -> Reading:
    return Reading("system", (System(sys_name="r1", **fields),), (Kind.SYSTEM,))


def ports(*indexes: int, octets: tuple[int, ...] = ()) -> Reading:
    """Ports g1, g2 … in the order of a table that is sorted by ifIndex."""
    named = sorted((if_index, f"g{place}") for place, if_index in enumerate(indexes, 1))
    interfaces = tuple(Interface(name, if_index, oper_status=1, alias=f"of {name}") for if_index, name in named)
    columns = (octets, *((0,) * len(octets) for _name in COUNTER_NAMES[1:]))
    counters = (Counters(100, tuple(port.name for port in interfaces), columns),) if octets else ()
    return Reading("interfaces", (*interfaces, *counters), (Kind.INTERFACE,))


def events(network: Network) -> list[Any]:
    return network.query("SELECT kind, subject, old, new, severity FROM event WHERE kind NOT IN ('device', 'link')")


def test_a_replaced_chassis_is_an_event_of_the_same_device(network: Network) -> None:
    network.sweep({1: ([system(serial="AAA111"), ports(1, 2)], HEARD, 5000)})
    network.sweep({1: ([system(serial="BBB222"), ports(1, 2)], HEARD, 5100)})
    assert ("serial", "d1", "AAA111", "BBB222", "warning") in events(network)
    assert network.query("SELECT count(*) FROM device") == [(3,)]
    held = network.query("SELECT serial, valid_to IS NULL FROM system WHERE device_id = 1 ORDER BY valid_from")
    assert held == [("AAA111", 0), ("BBB222", 1)]  # nothing overwritten: what it was can be looked up
    assert network.query("SELECT count(*) FROM interface WHERE device_id = 1") == [(2,)]


def test_where_a_fact_stood_is_that_of_the_time_asked_for(network: Network) -> None:
    moments = []
    for serial, place in (("AAA111", "serial=1.3.6.1.9"), ("BBB222", "serial=show_version")):
        network.sweep({1: ([system(serial=serial, sources=place)], HEARD, 5000)})
        moments += network.query("SELECT max(finished_at) FROM sweep")
    shown = []
    for (at,) in moments:
        with Past(network.db, at) as reader:
            found = show(reader, "d1", 0)
        shown.append((found["serial"], found["sources"]))
    assert shown == [("AAA111", {"serial": "1.3.6.1.9"}), ("BBB222", {"serial": "show version"})]


def test_ports_that_swap_their_numbers_keep_their_history(network: Network) -> None:
    network.sweep({1: ([system(), ports(1, 2, octets=(1000, 50_000))], HEARD, 5000)})
    network.sweep({1: ([system(), ports(2, 1, octets=(50_000, 1000))], HEARD, 5100)})
    rows = network.query("SELECT name, if_index, alias, valid_to IS NULL FROM interface ORDER BY name, valid_from")
    assert rows == [("g1", 1, "of g1", 0), ("g1", 2, "of g1", 1), ("g2", 2, "of g2", 0), ("g2", 1, "of g2", 1)]
    assert events(network) == []  # no port went, none came, none changed its state
    with Reader(network.db) as reader:
        rates = {port.name: port.in_bps for port in reader.interfaces(1)}
    assert rates == {"g1": 0, "g2": 0}  # each goes on from its own counter, not from the other's


@pytest.mark.parametrize(("mark", "word"), [("serial", "serial number"), ("engine_id", "engine ID")])
def test_two_that_claim_one_mark_are_both_kept_and_told_once(network: Network, mark: str, word: str) -> None:
    network.sweep({1: ([system(**{mark: "80001F88AA"})], HEARD, 5000)})
    assert events(network) == []
    for _ in range(2):
        network.sweep({number: ([system(**{mark: "80001F88AA"})], HEARD, 5100) for number in (1, 2)})
    assert events(network) == [(f"duplicate_{mark}", "d1, d2", None, "80001F88AA", "warning")]
    with Reader(network.db) as reader:
        assert [(row.name, row.sys_name) for row in reader.devices()][:2] == [("d1", "r1"), ("d2", "r1")]
    (finding,) = [one for one in examine(Settings(db=network.db, icmp=False)) if one.check == f"duplicate {mark}"]
    assert not finding.ok
    assert finding.found == "80001F88AA is claimed by d1, d2"
    assert word in str(finding.mend)
    network.sweep({2: ([system(**{mark: "80001F88BB"})], HEARD, 5200)})
    assert not [one for one in examine(Settings(db=network.db, icmp=False)) if one.check == f"duplicate {mark}"]


def test_one_mark_alone_makes_no_two_one() -> None:
    one = Marks("SN0001", "m1", "r1", frozenset({"192.0.2.1"}), frozenset({"aa"}))
    assert same_device(one, Marks("SN0001", None, "other", frozenset({"192.0.2.9"}))) is False
    assert same_device(one, Marks("SN0001", None, "R1", frozenset({"192.0.2.9"}))) is True
    assert same_device(one, one._replace(serial="SN0002")) is False  # a clone of the configuration
    assert same_device(one, one._replace(serial=None)) is True
    assert same_device(Marks(sys_name="Switch"), Marks(sys_name="Switch")) is False


Answers = dict[str, tuple[System, tuple[str, ...], tuple[str, ...]]]


def crawled(answers: Answers, *seeds: str, limit: int = 99) -> tuple[Crawl, list[str]]:
    """A crawl over devices by address: their system, addresses and the addresses of their neighbours."""
    asked = []

    async def ask(place: Place) -> Visit:
        asked.append(place.address)
        visit = Visit(Target(0, place.address, place.address), 0)
        if place.address in answers:
            said, addresses, neighbors = answers[place.address]
            claims = tuple(Neighbor("lldp", "g1", remote_address=address) for address in neighbors)
            visit.reach = HEARD
            visit.readings = [Reading("all", (said, *map(Address, addresses), *claims))]
        return visit

    crawl = Crawl()
    places = [Place(seed) for seed in seeds]
    asyncio.run(crawl.run(places, ask, at_once=1, limit=limit, progress=lambda _crawl: None))
    return crawl, asked


def test_one_device_under_two_addresses_is_found_once_and_asked_once() -> None:
    both = ("192.0.2.1", "192.0.2.2")
    r1, r2 = System(sys_name="r1", serial="SN0001"), System(sys_name="r2", serial="SN0002")
    answers: Answers = {
        "192.0.2.1": (r1, both, ("192.0.2.3",)),
        "192.0.2.2": (r1, both, ("192.0.2.3",)),
        "192.0.2.3": (r2, ("192.0.2.3",), both),
    }
    crawl, asked = crawled(answers, "192.0.2.1")
    assert [found.name for found in crawl.found] == ["r1", "r2"]
    assert asked == ["192.0.2.1", "192.0.2.3"]


def test_a_second_address_that_it_does_not_tell_is_known_by_its_marks() -> None:
    """As behind a translated address: asked again, and found to be the same by serial number and name."""
    r1 = System(sys_name="r1", serial="SN0001")
    crawl, asked = crawled({"192.0.2.1": (r1, (), ()), "198.51.100.1": (r1, (), ())}, "192.0.2.1", "198.51.100.1")
    assert (len(crawl.found), crawl.answered, len(asked)) == (1, 2, 2)


def test_two_devices_that_claim_one_serial_number_are_both_found() -> None:
    answers: Answers = {
        f"192.0.2.{n}": (System(sys_name=f"r{n}", serial="SN0001"), (f"192.0.2.{n}",), ()) for n in (1, 2)
    }
    crawl, _asked = crawled(answers, *answers)
    assert [found.name for found in crawl.found] == ["r1", "r2"]


def test_two_devices_of_one_name_are_told_apart() -> None:
    answers: Answers = {
        f"192.0.2.{n}": (System(sys_name="sw", serial=f"SN000{n}"), (f"192.0.2.{n}",), ()) for n in (1, 2)
    }
    crawl, _asked = crawled(answers, *answers)
    assert [found.name for found in crawl.found] == ["sw", "sw-2"]


def test_the_limit_ends_a_crawl_that_would_go_on() -> None:
    answers: Answers = {
        f"10.0.{n // 256}.{n % 256}": (
            System(sys_name=f"r{n}", serial=f"SN{n:05}"),
            (),
            (f"10.0.{(n + 1) // 256}.{(n + 1) % 256}",),
        )
        for n in range(1000)
    }
    crawl, asked = crawled(answers, "10.0.0.0", limit=20)
    assert (len(crawl.found), len(asked), crawl.ended) == (20, 20, "limit")
