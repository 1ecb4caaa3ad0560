"""Each rule of more than reachability in real sweeps over scripted agents: told once when broken, once when kept again.

A changed SSH host key stands in ``test_real_failures`` (a real sshd), certificates in ``test_cli_services``.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from netinv.store.reading.event_query import EventQuery
from netinv.store.reading.reader import Reader
from tests.integration.snmp_agents.box import Box
from tests.integration.snmp_agents.scripted import Scripted
from tests.integration.snmp_agents.sockets import Replies, answering
from tests.interface.running import Place

SETTINGS = (
    "icmp = false\ntimeout_s = 20\nflap_threshold = 1000\n"  # one rule after the other would else be a flapping link
)
PERIOD_S = 300
BETWEEN_S = 1.1  # the growth since a keyframe is measured by our own clock, and within a second says nothing
LINK = "a--b"

Change = Callable[[Box, Box], None]


class Boxes:
    """Three boxes behind agents: a and b at a link, c beside them; and where a user stands."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        self.community = ""
        self.boxes = {"a": Box("a", "b"), "b": Box("b", "a"), "c": Box("c")}

    def agent(self, name: str) -> Callable[[bytes], Replies]:
        """Answers for a box as it is when it is asked."""
        return lambda datagram: Scripted(self.boxes[name].values(), self.community).answer(datagram)

    async def sweep(self, expect: int) -> Any:
        """One sweep in a process of its own; before it five minutes of the devices pass, and a second of ours."""
        await asyncio.sleep(BETWEEN_S)
        for box in self.boxes.values():
            box.uptime_s += PERIOD_S
        ran = await asyncio.to_thread(self.place.run, "sweep", "--json")
        assert ran.code == expect, (ran.out, ran.err)
        return ran.json

    def take(self, community: str) -> None:
        """Agents and secrets have it from now on."""
        self.community, path = community, self.place.folder / "secrets.toml"
        path.touch(0o600)
        path.write_text(f'[campus]\nkind = "snmp-v2c"\ncommunity = "{community}"\n')

    async def json(self, *words: str) -> Any:
        return (await asyncio.to_thread(self.place.run, *words, "--json")).json

    def link(self) -> str:
        """The state of the one link."""
        with Reader(self.place.db) as reader:
            (link,) = reader.links()
        return link.state

    def told(self, kind: str) -> list[tuple[str, str | None, str | None, str]]:
        """The events of a kind, the oldest first."""
        with Reader(self.place.db) as reader:
            events = reader.events(EventQuery(kinds=(kind,)))
        return [(row.subject, row.old, row.new, row.severity) for row in reversed(events)]


def _write(folder: Path, ports: dict[str, int]) -> None:
    (folder / "sites.csv").write_text("code,name,level\n1,One,province\n")
    rows = "".join(f"{name},1,127.0.0.1:{port},campus\n" for name, port in ports.items())
    (folder / "devices.csv").write_text("name,site,address,snmp\n" + rows)
    (folder / "netinv.toml").write_text(SETTINGS)


@asynccontextmanager
async def _answering(network: Boxes) -> AsyncIterator[dict[str, int]]:
    async with AsyncExitStack() as stack:
        yield {name: await stack.enter_async_context(answering(network.agent(name))) for name in network.boxes}


@pytest.fixture
async def network(tmp_path: Path) -> AsyncIterator[Boxes]:
    """Swept twice, and all is well."""
    network = Boxes(tmp_path)
    async with _answering(network) as ports:
        _write(tmp_path, ports)
        network.take("t3st-rules")
        assert (await asyncio.to_thread(network.place.run, "import", ".")).code == 0
        for _time in range(2):
            await network.sweep(0)
        assert network.link() == "up"
        yield network


class Rule(NamedTuple):
    """A rule of links: what breaks it, and what is told of it."""

    kind: str
    broken: Change
    subject: str
    said: str


def _grow(**grown: int) -> Change:
    """What a's port counts in five minutes."""

    def change(a: Box, _b: Box) -> None:
        for what, n in grown.items():
            a.counted[what] += n

    return change


def _set(**changed: int) -> Change:
    def change(a: Box, _b: Box) -> None:
        vars(a).update(changed)

    return change


LOADED = PERIOD_S * 1_000_000_000 * 95 // 100 // 8
OF_LINKS = [
    Rule("errors", _grow(in_errors=PERIOD_S * 500, in_packets=PERIOD_S * 1000), "a:g1", "500/s"),
    Rule("discards", _grow(out_discards=PERIOD_S * 500, out_packets=PERIOD_S * 1000), "a:g1", "500/s"),
    Rule("load", _grow(out_octets=LOADED), "a:g1", "95%"),
    Rule("duplex", _set(duplex=2), "a:g1--b:g1", "half, full"),
    Rule("speed", _set(speed_bps=100_000_000), "a:g1--b:g1", "100 Mb/s, 1 Gb/s"),
]


async def test_each_rule_degrades_the_link_until_it_is_kept_again(network: Boxes) -> None:
    a, b = network.boxes["a"], network.boxes["b"]
    for rule in OF_LINKS:
        rule.broken(a, b)
        await network.sweep(1)
        assert network.told(rule.kind) == [(rule.subject, None, rule.said, "warning")]
        assert network.link() == "degraded", rule
        (problem,) = (await network.json("status"))["problems"]
        assert (problem["kind"], problem["name"], problem["state"]) == ("link", LINK, "degraded")
        assert rule.said in problem["sentence"]
        a.duplex, a.speed_bps = b.duplex, b.speed_bps
        await network.sweep(0)
        assert network.told(rule.kind)[1:] == [(rule.subject, rule.said, None, "info")]
        assert network.link() == "up", rule


async def test_reboots_serials_and_clocks_are_told_and_make_no_state(network: Boxes) -> None:
    a, b, c = network.boxes.values()
    a.uptime_s = 0
    b.serial = "SN-b-2"
    c.clock_off_s = -7200
    report = await network.sweep(0)
    assert report["states"] == {"up": 3}
    ((subject, _old, booted, severity),) = network.told("reboot")
    assert (subject, severity) == ("a", "warning")
    assert booted is not None, "since when it is up"
    assert network.told("serial") == [("b", "SN-b-1", "SN-b-2", "warning")]
    ((subject, old, new, severity),) = network.told("clock")
    assert (subject, old, severity) == ("c", None, "warning")
    assert new is not None
    assert abs(int(new.split()[0]) + 7200) < 30
    assert (await network.json("status"))["problems"] == []
    findings = {one["check"]: one["found"] for one in await network.json("doctor") if not one["ok"]}
    assert "c " in findings["clocks"]
    c.clock_off_s = 0
    await network.sweep(0)
    assert network.told("clock")[1:] == [("c", new, None, "info")]
    for kind in ("reboot", "serial"):
        assert len(network.told(kind)) == 1, "an event is told once"


async def test_a_community_that_anyone_would_guess(network: Boxes) -> None:
    network.take("public")
    for _time in range(2):
        await network.sweep(0)
    assert network.told("community") == [("campus", None, "default", "warning")], "once"
    findings = {one["check"]: one["ok"] for one in await network.json("doctor")}
    assert findings["credential campus"] is False
    network.take("t3st-rules")
    await network.sweep(0)
    assert network.told("community")[1:] == [("campus", "default", None, "info")]


async def test_a_version_older_than_is_wanted(network: Boxes) -> None:
    assert network.told("community") == []
    (network.place.folder / "netinv.toml").write_text(f'{SETTINGS}oldest_snmp = "v3"\n')
    await network.sweep(0)
    assert network.told("community") == [("campus", None, "v2c", "warning")]
