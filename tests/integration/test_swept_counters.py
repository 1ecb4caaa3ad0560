"""What counters do: they wrap, are reset, begin anew, jump; swept over sockets, seen in list and history."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.snmp_agents.box import Box
from tests.integration.snmp_agents.scripted import Scripted
from tests.integration.snmp_agents.sockets import answering
from tests.interface.running import Place

COMMUNITY = "t3st-counters"
FASTEST_BPS = 20_000_000_000
"""What no port of a device with a gigabit carries: twice ten of them."""
TRAFFIC = 1_000_000
BETWEEN_S = 1.1


class Counting:
    """One box behind an agent, and where a user stands."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        self.box = Box("a")

    async def sweep(self, octets: int = TRAFFIC) -> tuple[int | None, int | None]:
        """Count on and sweep; the rates that the list has then. A second passes, as within one there is no rate."""
        await asyncio.sleep(BETWEEN_S)
        for way in ("in_octets", "out_octets"):
            self.box.counted[way] = (self.box.counted[way] + octets) % 2**64
        self.box.uptime_s += 300
        ran = await asyncio.to_thread(self.place.run, "sweep", "--json")
        assert ran.code == 0, (ran.out, ran.err)
        (port,) = await self.json("list", "interfaces")
        return port["in_bps"], port["out_bps"]

    async def json(self, *words: str) -> Any:
        return (await asyncio.to_thread(self.place.run, *words, "--json")).json

    async def peak_bps(self) -> int:
        """The highest rate of all that was measured."""
        points = (await self.json("history", "a", "g1", "--step", "5m"))["points"]
        return max(max(point["in_peak_bps"] or 0, point["out_peak_bps"] or 0) for point in points)


@pytest.fixture
async def counting(tmp_path: Path) -> AsyncIterator[Counting]:
    counting = Counting(tmp_path)
    agent = answering(lambda datagram: Scripted(counting.box.values(), COMMUNITY).answer(datagram))
    async with agent as port:
        (tmp_path / "sites.csv").write_text("code,name,level\n1,One,province\n")
        (tmp_path / "devices.csv").write_text(f"name,site,address,snmp\na,1,127.0.0.1:{port},campus\n")
        (tmp_path / "netinv.toml").write_text("icmp = false\ntimeout_s = 20\n")
        secrets = tmp_path / "secrets.toml"
        secrets.touch(0o600)
        secrets.write_text(f'[campus]\nkind = "snmp-v2c"\ncommunity = "{COMMUNITY}"\n')
        assert (await asyncio.to_thread(counting.place.run, "import", ".")).code == 0
        assert await counting.sweep() == (None, None)
        yield counting


def known(rates: tuple[int | None, int | None]) -> bool:
    """Whether both are, and such as the traffic of some seconds makes."""
    return all(rate is not None and 0 < rate <= TRAFFIC * 8 * 5 for rate in rates)


@pytest.mark.parametrize("wide", [True, False], ids=["64 bits", "32 bits"])
async def test_a_counter_that_wraps_goes_on(counting: Counting, *, wide: bool) -> None:
    counting.box.wide = wide
    for way in ("in_octets", "out_octets"):
        counting.box.counted[way] = 2 ** (64 if wide else 32) - TRAFFIC - TRAFFIC // 2
    await counting.sweep()
    assert counting.box.counted["in_octets"] < 2**64
    assert known(await counting.sweep())
    assert counting.box.counted["in_octets"] % (2**64 if wide else 2**32) == TRAFFIC // 2
    assert known(await counting.sweep())
    assert 0 < await counting.peak_bps() < FASTEST_BPS


async def test_nothing_is_said_across_a_restart_or_a_reset(counting: Counting) -> None:
    assert known(await counting.sweep())
    counting.box.uptime_s = -290  # it restarted ten seconds before it is asked
    counting.box.counted.update(dict.fromkeys(counting.box.counted, 0))
    assert await counting.sweep() == (None, None)
    assert known(await counting.sweep())
    counting.box.reset_s = (
        counting.box.uptime_s + 200
    )  # somebody cleared the counters, and they grew past what they were
    assert await counting.sweep(50 * TRAFFIC) == (None, None)
    assert known(await counting.sweep())
    counting.box.counted.update(in_octets=0, out_octets=0)  # and an agent that does not say so
    assert await counting.sweep() == (None, None)
    assert known(await counting.sweep())
    assert [event["kind"] for event in await counting.json("events", "--kind", "reboot")] == ["reboot"]
    assert 0 < await counting.peak_bps() < FASTEST_BPS


async def test_a_counter_that_jumps_is_no_traffic(counting: Counting) -> None:
    assert known(await counting.sweep())
    assert await counting.sweep(2**50) == (None, None)
    assert known(await counting.sweep())
    counting.box.counted["in_octets"] = 2**64 - 1
    rates = await counting.sweep(0)
    assert (rates[0], rates[1]) == (None, 0)
    assert 0 < await counting.peak_bps() < FASTEST_BPS
