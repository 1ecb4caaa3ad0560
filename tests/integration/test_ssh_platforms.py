"""Real logins by netmiko on scripted devices of each platform: prompts, paging, keys to press, and nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from netinv.config import Settings
from netinv.credentials import Credentials, Secret, SshCredential
from netinv.errors import AuthFailed, Unsupported
from netinv.inventory.example import example_dir
from netinv.lab.province import build
from netinv.lab.server import Lab
from netinv.model import Counters, Fact, Interface, Neighbor, System, Target, Visit
from netinv.visit import Visitor
from probes.snmp import load_engine
from probes.ssh import facts
from probes.ssh.host_keys import MemoryHostKeys
from probes.ssh.questions import ETHERNET
from probes.ssh.session import SshSessions
from tests.ssh_devices.expected import NEIGHBORS, PORTS, SYSTEMS, UPTIMES
from tests.ssh_devices.scripts import SCRIPTS, Script, recorded
from tests.ssh_devices.server import PASSWORD, USER, ScriptedSsh

OPS = SshCredential("ops", USER, Secret(PASSWORD))
LOGIN_S, VISIT_S = 60.0, 60.0


def script(platform: str) -> Script:
    known = SCRIPTS[platform]
    return replace(known, answers=recorded(platform) | dict(known.answers))


def at(server: ScriptedSsh, platform: str | None) -> Target:
    return Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=server.port, platform=platform)


async def visit(server: ScriptedSsh, platform: str | None, credential: SshCredential = OPS) -> facts.SshFacts:
    sessions = SshSessions(threads=1)
    async with sessions, await sessions.open(at(server, platform), credential, LOGIN_S) as session:
        return await facts.read(session)


def check(platform: str, found: facts.SshFacts) -> None:
    assert found.platform == platform
    assert [reading.failure for reading in found.readings] == [None] * 4
    (system,) = found.readings[0].facts
    assert isinstance(system, System)
    assert (system.vendor, system.os, system.os_version) == SYSTEMS[platform][:3]
    assert (system.model, system.serial, system.sys_name) == SYSTEMS[platform][3:6]
    assert found.uptime_ticks == UPTIMES[platform]
    assert list(found.readings[1].facts) == [Interface(*port) for port in PORTS[platform]]
    assert list(found.readings[3].facts) == [Neighbor(*claim) for claim in NEIGHBORS[platform]]


@pytest.mark.parametrize("platform", SCRIPTS)
@pytest.mark.parametrize("named", [True, False], ids=["named", "found out"])
async def test_a_device_is_logged_in_to_and_read(platform: str, named: bool) -> None:
    device = script(platform)
    started = time.monotonic()
    with ScriptedSsh(device) as server:
        check(platform, await visit(server, platform if named else None))
        typed = server.typed
    assert time.monotonic() - started < VISIT_S
    assert not [line for line in typed if line.startswith(device.forbidden) or line in ("login", "enable")]


@pytest.mark.parametrize("platform", ["cisco_asa", "hp_comware", "hp_procurve"])
async def test_a_device_behind_a_slow_line_is_read_as_well(platform: str) -> None:
    with ScriptedSsh(script(platform), latency_s=0.1) as server:
        check(platform, await visit(server, platform))


async def test_pages_are_turned_where_paging_cannot_be_switched_off() -> None:
    device = replace(script("hp_procurve"), unpaged="never")
    with ScriptedSsh(device) as server:
        check("hp_procurve", await visit(server, "hp_procurve"))


async def test_a_fortigate_with_virtual_domains_is_asked_as_a_whole() -> None:
    device = script("fortinet")
    status = device.answers["get system status"].replace("configuration: disable", "configuration: multiple")
    domains = {"get system status | grep Virtual": "Virtual domain configuration: multiple\n", "config global": ""}
    device = replace(
        device,
        answers=dict(device.answers) | domains | {"get system status": status},
        prompts={"config global": "fw-hue (global) # "},
    )
    with ScriptedSsh(device) as server:
        check("fortinet", await visit(server, "fortinet"))
        assert "config global" in server.typed


@pytest.mark.parametrize("platform", ["hp_procurve", "paloalto_panos", "fortinet"])
async def test_a_wrong_password_is_refused_once_and_shown_nowhere(platform: str) -> None:
    with ScriptedSsh(script(platform)) as server:
        with pytest.raises(AuthFailed) as raised:
            await visit(server, platform, SshCredential("ops", USER, Secret("wr0ng-marker")))
        assert server.tries == 1
    assert "wr0ng-marker" not in f"{raised.value!r}"


async def test_a_device_that_nobody_knows_says_what_to_do() -> None:
    device = Script("", "what> ", "no such thing\n")
    with ScriptedSsh(device) as server, pytest.raises(Unsupported, match="column “platform”"):
        await visit(server, None)


@pytest.mark.agents
@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs a network of its own: root")
@pytest.mark.parametrize("platform", ["juniper_junos", "arista_eos"])
def test_probe_asks_over_ssh_what_it_was_never_told_about(platform: str, tmp_path: Path) -> None:
    """In a network namespace, where port 22 is free: ``netinv probe`` asks at the usual port only."""
    login = f'[ops]\nkind = "ssh"\nusername = "{USER}"\npassword = "{PASSWORD}"\n'
    (tmp_path / "secrets.toml").write_text(login, "utf-8")
    (tmp_path / "secrets.toml").chmod(0o600)
    inside = f"""
import subprocess, sys
from tests.integration.test_ssh_platforms import script
from tests.ssh_devices.server import ScriptedSsh
with ScriptedSsh(script({platform!r}), "127.9.9.9", 22):
    words = [sys.executable, "-m", "netinv", "probe", "127.9.9.9", "--ssh-credential", "ops", "--json"]
    sys.exit(subprocess.run(words, cwd={str(tmp_path)!r}, timeout=120).returncode)
"""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, "-c", inside],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["vendor"], found["os"], found["os_version"]) == SYSTEMS[platform][:3]
    assert (found["model"], found["serial"], found["sys_name"]) == SYSTEMS[platform][3:6]
    assert found["reach"]["ssh"] == "ok"
    assert [port["name"] for port in found["interfaces"]] == [port[0] for port in PORTS[platform]]
    assert [claim["remote_name"] for claim in found["neighbors"]] == [claim[5] for claim in NEIGHBORS[platform]]
    assert found["errors"] == []


async def test_a_device_is_the_same_over_snmp_and_over_ssh(tmp_path: Path) -> None:
    """All that both ways tell. IOS prints no ifIndex, nor more of a neighbour's description than its first line."""
    province = build(example_dir("vinh-phuc"), port=0, ssh_port=0, faults=False)
    province.write_inventory(tmp_path)
    (tmp_path / "secrets.toml").chmod(0o600)
    credentials = Credentials.load(tmp_path / "secrets.toml")
    device = province.device("core1")
    with Lab(province, services=False) as lab:
        visitor = Visitor(Settings(timeout_s=LOGIN_S), credentials, load_engine("auto"), MemoryHostKeys())
        snmp = await visitor.visit(Target(1, "core1", device.address, lab.port, snmp=device.credential))
        ssh = await visitor.visit(
            Target(1, "core1", device.address, ssh=province.ssh_logins[0], ssh_port=lab.ssh_port, timeout_s=20.0)
        )
        await visitor.close()
    assert (snmp.failures, ssh.failures) == ([], [])
    assert ssh.platform == "cisco_xe"
    assert comparable(snmp) == comparable(ssh)


def comparable(visit: Visit) -> list[object]:
    facts = [fact for reading in visit.readings for fact in reading.facts if not isinstance(fact, Counters)]
    return [without(fact) for fact in facts]


def without(fact: Fact) -> object:
    match fact:
        case System():
            first = (fact.sys_descr or "").splitlines()[0]
            return fact._replace(sys_descr=first, sys_object_id=None, location=None, contact=None, sources=None)
        case Interface():  # a loopback's speed means nothing
            return fact._replace(if_index=None, speed_bps=fact.speed_bps if fact.type == ETHERNET else None)
        case Neighbor():
            return fact._replace(remote_platform=(fact.remote_platform or "").splitlines()[0])
    return fact
