"""The simulated SSH servers, logged in to by netmiko, and the laboratory as a process of its own."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import netmiko
import pytest
from ntc_templates.parse import parse_output

from netinv.inventory.example import example_dir
from netinv.lab.faults import Faults
from netinv.lab.province import build
from netinv.lab.server import Lab
from netinv.lab.ssh_server import host_key
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from netinv.lab.network import Device


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with Lab(build(example_dir("vinh-phuc"), port=0, ssh_port=0, faults=False), services=False) as running:
        yield running


def one(lab: Lab, platform: str) -> Device:
    """An SSH-only device of that platform."""
    return next(d for d in lab.province.devices if d.ssh and not d.credential and d.maker.platform == platform)


def login(lab: Lab, device: Device, password: str | None = None) -> Any:
    user, right = lab.province.ssh_login
    return netmiko.ConnectHandler(
        device_type=device.maker.platform,
        host=device.address,
        port=lab.ssh_port,
        username=user,
        password=right if password is None else password,
        **dict.fromkeys(("conn_timeout", "auth_timeout", "banner_timeout", "read_timeout_override"), 60),
    )


def parsed(shell: Any, command: str) -> list[dict[str, Any]]:
    return list(parse_output(platform=shell.device_type, command=command, data=shell.send_command(command)))


def test_an_ios_device_prints_what_templates_parse(lab: Lab) -> None:
    device = one(lab, "cisco_ios")
    end = device.ends()[0]
    with login(lab, device) as shell:
        assert shell.base_prompt == device.name
        version = parsed(shell, "show version")[0]
        ports = parsed(shell, "show interfaces")
        brief = parsed(shell, "show ip interface brief")
        owned = parsed(shell, "show ip interface")
        lldp = parsed(shell, "show lldp neighbors detail")
        assert "Invalid input" in shell.send_command("show nonsense")
    assert (version["hostname"], version["serial"], version["version"]) == (device.name, [device.serial], "16.9.5")
    assert [port["interface"] for port in ports] == [port.descr for port in device.ports]
    assert [port["interface"] for port in brief] == [port.descr for port in device.ports]
    assert device.address in [address for port in owned for address in port["ip_address"]]
    assert [(row["local_interface"], row["neighbor_name"]) for row in lldp] == [(end.port.name, end.far.name)]
    assert lldp[0]["mgmt_address"] == end.far.address


def test_cdp_is_spoken_between_ciscos(lab: Lab) -> None:
    core = lab.province.device("core1")
    with login(lab, core) as shell:
        rows = parsed(shell, "show cdp neighbors detail")
    claims = {(row["local_interface"], row["neighbor_name"], row["neighbor_interface"]) for row in rows}
    ciscos = [end for end in core.ends() if end.far.maker.platform == "cisco_ios"]
    assert claims == {(end.port.descr, end.far.name, end.far_port.descr) for end in ciscos}


def test_a_linux_device_prints_what_is_parsed(lab: Lab) -> None:
    device = one(lab, "linux")
    end = device.ends()[0]
    with login(lab, device) as shell:
        assert shell.send_command("uname -a").split()[:2] == ["Linux", device.name]
        rows = parsed(shell, "ip address show")
        links = json.loads(shell.send_command("PATH=$PATH:/usr/sbin:/sbin ip -j address"))
        claims = json.loads(shell.send_command("lldpcli -f json0 show neighbors"))["lldp"][0]["interface"]
        files = shell.send_command("grep -s . /proc/uptime /sys/class/dmi/id/product_serial /nowhere")
        assert "not found" in shell.send_command("frobnicate")
    names = [port.name for port in device.ports]
    assert [row["interface"] for row in rows] == [link["ifname"] for link in links] == names
    assert device.address in [address for row in rows for address in row["ip_addresses"]]
    assert f"/sys/class/dmi/id/product_serial:{device.serial}" in files
    assert [(claim["name"], claim["chassis"][0]["name"][0]["value"]) for claim in claims] == [
        (end.port.name, end.far.name)
    ]


def test_a_wrong_password_is_refused(lab: Lab) -> None:
    with pytest.raises(netmiko.NetmikoAuthenticationException):
        login(lab, one(lab, "linux"), "wrong")


def test_the_greeting_alone_is_answered(lab: Lab) -> None:
    with socket.create_connection(("127.26.0.2", lab.ssh_port), 60) as asker:
        assert asker.recv(8) == b"SSH-2.0-"


def test_a_device_without_ssh_hangs_up(lab: Lab) -> None:
    with socket.create_connection(("127.26.1.1", lab.ssh_port), 60) as asker:
        assert asker.recv(8) == b""


def test_host_keys_stay_until_they_are_changed(lab: Lab) -> None:
    device = one(lab, "linux")
    before = host_key(device).asbytes()
    assert host_key(device).asbytes() == before
    assert host_key(one(lab, "cisco_ios")).asbytes() != before
    lab.set_faults(device.name, Faults(new_host_key=True))
    assert host_key(device).asbytes() != before
    lab.set_faults(device.name, Faults())


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT", "end of input"])
def test_as_a_process_it_says_ready_and_ends_when_told(tmp_path: Path, ending: str) -> None:
    words = [sys.executable, "-m", "netinv.lab", str(tmp_path), "--sites", "12"]
    words += ["--port", str(free_port()), "--ssh-port", str(free_port())]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        assert (tmp_path / "devices.csv").is_file()
        if ending == "end of input":
            child.stdin.close()
            child.stdin = None
        else:
            child.send_signal(getattr(signal, ending))
        _out, errors = child.communicate(timeout=60)
        assert (child.returncode, errors) == (0, b"")


def test_a_taken_port_is_said_without_a_traceback(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
        holder.bind(("0.0.0.0", 0))
        words = [sys.executable, "-m", "netinv.lab", str(tmp_path), "--port", str(holder.getsockname()[1])]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr
