"""Logging in to a device over SSH from the screen and coming back, on a real pseudo-terminal with the real ssh."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from typing import TYPE_CHECKING

import paramiko
import pytest

from tests.interface.tui.test_terminal import Screen, finish
from tests.ssh_devices.scripts import Script
from tests.ssh_devices.server import PASSWORD, USER, ScriptedSsh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("ssh"), reason="no ssh")
SCRIPT = Script("test", "xa-van-truc> ", "no such command\n", answers={"hello": "good day\n"})


@pytest.fixture
def device() -> Iterator[ScriptedSsh]:
    with ScriptedSsh(SCRIPT) as server:
        yield server


def trust(province: Path, device: ScriptedSsh, key: paramiko.PKey) -> None:
    """Device 1 is the scripted one, and that is the host key that netinv trusts."""
    with sqlite3.connect(province) as connection:
        connection.execute(
            "UPDATE device SET address = '127.0.0.1', ssh = 'ops', ssh_port = ? WHERE id = 1", (device.port,)
        )
        connection.execute(
            "INSERT INTO host_key (address, port, key_type, key, first_seen) VALUES ('127.0.0.1', ?, ?, ?, 0)",
            (device.port, key.get_name(), key.asbytes()),
        )
    secrets = province.parent / "secrets.toml"
    secrets.write_text(f'[ops]\nkind = "ssh"\nusername = "{USER}"\npassword = "{PASSWORD}"\n')
    secrets.chmod(0o600)


def opened(province: Path) -> Screen:
    screen = Screen(province)
    screen.see("Huyện Lập Thạch")
    screen.see("quit")
    screen.type("2")
    screen.see("core1")
    screen.type("s")
    return screen


def test_there_and_back(province: Path, device: ScriptedSsh) -> None:
    trust(province, device, device._key)
    screen = opened(province)
    screen.see("host key of core1: only the one that netinv trusts is accepted")
    screen.see(f"{USER}@127.0.0.1's password:")
    screen.type(PASSWORD + "\r")
    screen.see("xa-van-truc> ")
    screen.type("hello\r")
    screen.see("good day")
    screen.type("\r~.")
    screen.see("Enter brings netinv back")
    screen.type("\r")
    screen.see("core1")
    screen.see("quit")
    assert finish(screen, "q") == 0


def test_another_host_key_is_refused_and_ctrl_c_ends_only_ssh(province: Path, device: ScriptedSsh) -> None:
    trust(province, device, paramiko.ECDSAKey.generate())
    screen = opened(province)
    screen.see("REMOTE HOST IDENTIFICATION HAS CHANGED")
    screen.see("Enter brings netinv back")
    screen.type("\x03")
    time.sleep(0.3)
    screen.type("\r")
    screen.see("quit")
    assert finish(screen, "q") == 0
    assert device.tries == 0


def test_a_signal_during_a_login_ends_both_and_leaves_the_terminal_as_it_was(
    province: Path, device: ScriptedSsh
) -> None:
    trust(province, device, device._key)
    screen = opened(province)
    screen.see("password:")
    os.kill(screen.child.pid, signal.SIGTERM)
    assert finish(screen, "") == 143
