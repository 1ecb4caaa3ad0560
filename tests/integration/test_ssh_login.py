"""Logins on a real sshd: key and password, host keys that change, wrong secrets, shells that hang, many at once.

The server runs on loopback, in a mount namespace of its own where /etc/passwd and /etc/shadow have our users.
"""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netinv.credentials import Secret, SshCredential
from netinv.errors import AuthFailed, HostKeyChanged, ProbeError, Timeout, Unsupported
from netinv.model import Address, Interface, Kind, System, Target
from probes.ssh import facts
from probes.ssh.greeting import greet
from probes.ssh.host_keys import HostKey, MemoryHostKeys, fingerprint
from probes.ssh.session import SshSessions
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

SSHD = "/usr/sbin/sshd"
MARKER = "hunter2-Marker-Đông"
PATIENT_S = 30.0
USER, ROUTER = "probe-user", "probe-router"
_missing = [tool for tool in (SSHD, "ssh-keygen", "unshare", "openssl") if shutil.which(tool) is None]

pytestmark = [
    pytest.mark.agents,
    pytest.mark.skipif(bool(_missing), reason=f"not installed: {', '.join(_missing)}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="sshd takes passwords for others than itself only as root"),
]

CONFIG = """
Port {port}
ListenAddress 127.0.0.1
{host_keys}
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication yes
MaxStartups 200
PrintMotd no
"""

CLI = r"""#!/bin/sh
# The command line of a small router, as netmiko expects it: a prompt, an echo by the terminal, no paging.
refuse() { echo "% Invalid input detected at '^' marker."; }
[ $# -eq 0 ] || { refuse; exit 1; }
while printf 'edge-r1#' && read -r command; do
    case "$command" in
        ""|terminal*) ;;
        exit) exit ;;
        "show hang") sleep 40 ;;
        *) cat "$HOME/$command" 2>/dev/null || refuse ;;
    esac
done
"""
ANSWERS = {
    "show version": """\
Cisco IOS Software, C2900 Software (C2900-UNIVERSALK9-M), Version 15.7(3)M3, RELEASE SOFTWARE (fc2)
ROM: System Bootstrap, Version 15.0(1r)M16, RELEASE SOFTWARE (fc1)
edge-r1 uptime is 2 days, 1 hour, 5 minutes
System image file is "flash0:c2900-universalk9-mz.SPA.157-3.M3.bin"
Cisco CISCO2911/K9 (revision 1.0) with 479232K/45056K bytes of memory.
Processor board ID FTX1840ABCD
Configuration register is 0x2102""",
    "show interfaces": """GigabitEthernet0/0 is up, line protocol is up
  Hardware is CN Gigabit Ethernet, address is 001a.2b3c.4d5e (bia 001a.2b3c.4d5e)
  Description: uplink
  MTU 1500 bytes, BW 1000000 Kbit/sec, DLY 10 usec,""",
    "show ip interface": """GigabitEthernet0/0 is up, line protocol is up
  Internet address is 10.0.0.1/30""",
}  # fmt: skip


class Server:
    """An sshd, started and ended by the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        for kind in ("ed25519", "rsa", "ecdsa"):
            self.new_key(f"host_{kind}", kind)
        self.new_key("user", "ed25519")
        shutil.copy(folder / "user.pub", folder / "authorized_keys")
        self._accounts()
        Path("/run/sshd").mkdir(exist_ok=True)

    def new_key(self, name: str, kind: str, passphrase: str = "") -> Path:
        path = self.folder / name
        path.unlink(missing_ok=True)
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", path], check=True)
        return path

    def _accounts(self) -> None:
        self.folder.chmod(0o755)
        cli = self.folder / "cli"
        cli.write_text(CLI)
        for command, answer in ANSWERS.items():
            (self.folder / command).write_text(answer + "\n")
        cli.chmod(0o755)
        hashed = subprocess.run(
            ["openssl", "passwd", "-6", "-stdin"], input=MARKER, capture_output=True, text=True, check=True
        ).stdout.strip()
        people = "".join(
            f"{name}:x:{number}:65534::{self.folder}:{shell}\n"
            for name, number, shell in ((USER, 64001, "/bin/sh"), (ROUTER, 64002, cli))
        )
        (self.folder / "passwd").write_text(Path("/etc/passwd").read_text("utf-8") + people)
        shadow = "".join(f"{name}:{hashed}:19000:0:99999:7:::\n" for name in (USER, ROUTER))
        (self.folder / "shadow").write_text(Path("/etc/shadow").read_text("utf-8") + shadow)

    @contextmanager
    def running(self, *kinds: str, port: int = 0) -> Iterator[int]:
        """Run with these host keys, always at the same port if none is given; the port."""
        port = port or self.port
        lines = "\n".join(f"HostKey {self.folder}/host_{kind}" for kind in kinds)
        config = self.folder / f"sshd_config_{port}"
        config.write_text(CONFIG.format(port=port, host_keys=lines, folder=self.folder))
        mounts = " && ".join(f"mount --bind {self.folder}/{name} /etc/{name}" for name in ("passwd", "shadow"))
        script = f"{mounts} && exec {SSHD} -D -f {config} -E {self.folder}/log"
        process = subprocess.Popen(["unshare", "-m", "sh", "-c", script])
        try:
            self._wait(process, port)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENT_S)

    def _wait(self, process: subprocess.Popen[bytes], port: int) -> None:
        end = time.monotonic() + PATIENT_S
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        log = (self.folder / "log").read_text() if (self.folder / "log").exists() else "no log"
        pytest.skip(f"sshd does not start here: {log}")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """In a folder of its own: the users of the test have to get to their shell, and those of pytest are closed."""
    with tempfile.TemporaryDirectory(prefix="netinv-sshd-") as folder:
        yield Server(Path(folder))


@pytest.fixture(scope="module")
def port(server: Server) -> Iterator[int]:
    with server.running("ed25519", port=free_port()) as listening:
        yield listening


@pytest.fixture
def by_key(server: Server) -> SshCredential:
    return SshCredential("ops", USER, None, str(server.folder / "user"))


BY_PASSWORD = SshCredential("ops", USER, Secret(MARKER))
AS_ROUTER = SshCredential("ops", ROUTER, Secret(MARKER))


def at(port: int, platform: str | None = "linux") -> Target:
    return Target(1, "r1", "127.0.0.1", ssh="ops", ssh_port=port, platform=platform)


async def login(port: int, credential: SshCredential, keys: MemoryHostKeys | None = None) -> None:
    """Log in, run a command, hang up."""
    async with (
        SshSessions(keys, threads=2) as sessions,
        await sessions.open(at(port), credential, PATIENT_S) as session,
    ):
        assert await session.run("echo there") == "there\n"


async def test_a_key_a_password_and_a_locked_key_log_in(server: Server, port: int, by_key: SshCredential) -> None:
    await login(port, by_key)
    await login(port, BY_PASSWORD)
    locked = server.new_key("locked", "ecdsa", passphrase="a passphrase")
    with (server.folder / "authorized_keys").open("a") as file:
        file.write(locked.with_suffix(".pub").read_text())
    await login(port, SshCredential("ops", USER, Secret("a passphrase"), str(locked)))


async def test_a_linux_machine_tells_its_facts_to_a_plain_user(port: int) -> None:
    async with SshSessions() as sessions, await sessions.open(at(port, None), BY_PASSWORD, PATIENT_S) as session:
        assert session.platform == "linux"
        found = await facts.read(session)
    system, interfaces, addresses, neighbors = found.readings
    assert [reading.failure for reading in found.readings] == [None] * 4
    (said,) = system.facts
    assert isinstance(said, System)
    assert (said.sys_name, said.os, said.os_version) == (os.uname().nodename, "Linux", os.uname().release)
    ports = {port.name: port for port in interfaces.facts if isinstance(port, Interface)}
    assert ports.keys() == {path.name for path in Path("/sys/class/net").iterdir()}
    assert ports["lo"].oper_status == 1
    assert Address("127.0.0.1", 8, "lo") in addresses.facts
    assert neighbors.covers in ((), (Kind.NEIGHBOR,))  # the latter where an lldpd runs and lets that user ask
    uptime_s = float(Path("/proc/uptime").read_text().split()[0])
    assert found.uptime_ticks is not None
    assert abs(found.uptime_ticks / 100 - uptime_s) < 10


@pytest.mark.parametrize("platform", ["cisco_ios", None])
async def test_a_router_with_a_prompt_is_read_by_netmiko_named_or_found_out(port: int, platform: str | None) -> None:
    async with SshSessions() as sessions, await sessions.open(at(port, platform), AS_ROUTER, PATIENT_S) as session:
        assert (session.platform, session.prompt) == ("cisco_ios", "edge-r1")
        with pytest.raises(Unsupported):
            await session.run("show nonsense")
        found = await facts.read(session)
    system, interfaces, addresses, neighbors = found.readings
    (said,) = system.facts
    assert isinstance(said, System)
    assert (said.sys_name, said.model, said.serial) == ("edge-r1", "CISCO2911/K9", "FTX1840ABCD")
    assert found.uptime_ticks == (2 * 86_400 + 3_600 + 5 * 60) * 100
    assert interfaces.facts == (
        Interface("Gi0/0", None, "GigabitEthernet0/0", "uplink", 6, "00:1a:2b:3c:4d:5e", 1, 1, 1_000_000_000, 1500),
    )
    assert addresses.facts == (Address("10.0.0.1", 30, "Gi0/0"),)
    assert (neighbors.facts, neighbors.covers, neighbors.failure) == ((), (), None)


async def test_a_first_host_key_is_trusted_and_a_changed_one_refused(
    server: Server, by_key: SshCredential, capfd: pytest.CaptureFixture[str]
) -> None:
    keys = MemoryHostKeys()
    with server.running("rsa") as port:
        await login(port, by_key, keys)
        await login(port, by_key, keys)
    (trusted,) = keys.newly_trusted
    assert trusted[:3] == ("127.0.0.1", port, "ssh-rsa")
    shown = subprocess.run(
        ["ssh-keygen", "-lf", server.folder / "host_rsa.pub"], capture_output=True, text=True, check=True
    ).stdout
    assert fingerprint(trusted.key) in shown
    server.new_key("host_rsa", "rsa")
    with server.running("rsa") as port, pytest.raises(HostKeyChanged) as raised:
        await login(port, BY_PASSWORD, keys)
    new = base64.b64decode((server.folder / "host_rsa.pub").read_text().split()[1])
    message = str(raised.value)
    assert all(part in message for part in ("127.0.0.1", str(port), fingerprint(trusted.key), fingerprint(new)))
    assert MARKER not in message
    assert keys.newly_trusted == [trusted]
    assert capfd.readouterr() == ("", "")


async def test_a_known_key_type_is_asked_for_first_and_another_type_is_no_way_around(
    server: Server, by_key: SshCredential
) -> None:
    keys = MemoryHostKeys()
    with server.running("rsa") as port:
        await login(port, by_key, keys)
    with server.running("ed25519", "ecdsa", "rsa") as port:
        await login(port, by_key, keys)  # ed25519 would be preferred, but rsa is known
    with server.running("ed25519") as port, pytest.raises(HostKeyChanged, match="ssh-ed25519"):
        await login(port, by_key, keys)
    assert [key.key_type for key in keys.newly_trusted] == ["ssh-rsa"]


async def test_a_key_from_the_store_counts(server: Server, by_key: SshCredential) -> None:
    with server.running("ecdsa") as port:
        seen = MemoryHostKeys()
        await login(port, by_key, seen)
        stored = MemoryHostKeys(seen.newly_trusted)
        await login(port, by_key, stored)
        assert stored.newly_trusted == []
        (key,) = seen.newly_trusted
        wrong = MemoryHostKeys([HostKey(key.address, key.port, key.key_type, key.key[:-1] + b"\x00")])
        with pytest.raises(ProbeError):
            await login(port, by_key, wrong)


async def test_wrong_secrets_are_told_apart_and_shown_nowhere(
    server: Server, port: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    garbage = server.folder / "garbage"
    garbage.write_text(f"{MARKER}\n")
    locked = server.new_key("locked2", "ed25519", passphrase=MARKER)
    cases = [
        (SshCredential("ops", USER, Secret(MARKER + "x")), USER),
        (SshCredential("ops", "nobody-here", Secret(MARKER)), "nobody-here"),
        (SshCredential("ops", USER, Secret(MARKER), str(server.folder / "absent")), "absent"),
        (SshCredential("ops", USER, None, str(garbage)), "garbage"),
        (SshCredential("ops", USER, None, str(locked)), "locked2"),
        (SshCredential("ops", USER, Secret(MARKER + "x"), str(locked)), "locked2"),
        (SshCredential("ops", USER, Secret(MARKER), str(locked)), USER),  # opens, but the server does not know it
    ]
    for credential, named in cases:
        with pytest.raises(AuthFailed) as raised:
            await login(port, credential)
        assert named in str(raised.value)
        assert MARKER not in f"{raised.value} {raised.value!r} {credential!r}"
    await login(port, BY_PASSWORD)
    assert MARKER not in caplog.text
    assert capfd.readouterr() == ("", "")


async def test_commands_that_hang_or_never_end_are_bounded(port: int) -> None:
    async with SshSessions(threads=1) as sessions:
        for credential, platform, hang in ((BY_PASSWORD, "linux", "sleep 40"), (AS_ROUTER, "cisco_ios", "show hang")):
            async with await sessions.open(at(port, platform), credential, PATIENT_S) as session:
                started = time.monotonic()
                with pytest.raises(Timeout):
                    await session.run(hang, timeout_s=0.5)
                assert time.monotonic() - started < PATIENT_S  # and not 40
        async with await sessions.open(at(port), BY_PASSWORD, PATIENT_S) as session:
            with pytest.raises(ProbeError, match="does not end"):
                await session.run("yes")


async def test_a_cancelled_command_sets_its_thread_free(port: int) -> None:
    async with SshSessions(threads=1) as sessions:
        for credential, platform, hang in ((BY_PASSWORD, "linux", "sleep 40"), (AS_ROUTER, "cisco_ios", "show hang")):
            session = await sessions.open(at(port, platform), credential, 600.0)
            asking = asyncio.create_task(session.run(hang))
            await asyncio.sleep(0.4)
            asking.cancel()
            async with asyncio.timeout(PATIENT_S):
                with pytest.raises(asyncio.CancelledError):
                    await asking
                await session.close()
        async with asyncio.timeout(PATIENT_S):
            await login(port, BY_PASSWORD)


async def test_a_server_that_dies_in_a_session_is_a_fault(server: Server) -> None:
    async with SshSessions() as sessions:
        with server.running("ed25519") as port:
            session = await sessions.open(at(port), BY_PASSWORD, PATIENT_S)
            with pytest.raises(ProbeError):
                await session.run("kill -9 $PPID", timeout_s=2.0)
        await session.close()


async def test_a_real_server_greets(port: int) -> None:
    assert (await greet("127.0.0.1", port)).startswith("SSH-2.0-OpenSSH")


async def test_160_logins_at_once_take_turns_at_16_places(port: int, by_key: SshCredential) -> None:
    async def visit(number: int) -> str:
        target = Target(number, f"r{number}", "127.0.0.1", ssh="ops", ssh_port=port, platform="linux")
        async with await sessions.open(target, by_key, 600.0) as session:
            return await session.run(f"echo {number}")

    async with SshSessions(threads=16) as sessions:
        answers = await asyncio.gather(*(visit(number) for number in range(160)))
    assert answers == [f"{number}\n" for number in range(160)]
