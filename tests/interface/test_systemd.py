"""The example units under a real systemd: hardened as they are, a sweep does all its work, and writes nowhere else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.interface.booted import Booted, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PYTHON = Path("/usr/bin/python3")
SERVICE = "netinv-sweep.service"
DB = "/var/lib/netinv/inventory.db"
LAB = (
    r"[Service]\nUser=netinv\nEnvironment=PATH=/opt/netinv/bin:/usr/bin:/bin\n"
    r"ExecStart=/bin/sh -c 'sleep infinity | python -m netinv.lab /opt/lab {words}'\n"
)
PROBE = (
    r"""[Service]\nExecStartPost=/bin/sh -c '! touch /etc/x && ! touch /opt/x && ! touch /var/lib/x && ! ls /root'\n"""
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(missing() is not None, reason=missing() or "")]

# As docs/operations.md has it: the user, its folder, the environment in /opt, the units.
_SET_UP = r"""
echo 'netinv:x:990:990::/var/lib/netinv:/usr/sbin/nologin' >>/etc/passwd
echo 'netinv:x:990:' >>/etc/group
{python} -m venv --without-pip /opt/netinv
/opt/netinv/bin/python "$(echo {wheels}/pip-*.whl)/pip" install --quiet --no-index --find-links {wheels} netinv
ln -s /opt/netinv/bin/netinv /usr/local/bin/netinv
install -d -o netinv -g netinv -m 0750 /var/lib/netinv
install -d -o netinv -g netinv -m 2750 /var/lib/netinv-metrics
install -d -o netinv -g netinv /opt/lab
cp -r {units}/netinv-sweep.* /etc/systemd/system/
printf "{probe}" >/etc/systemd/system/netinv-sweep.service.d/probe.conf
printf "{lab}" >/etc/systemd/system/lab.service
"""


@pytest.fixture(scope="module")
def machine(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booted]:
    """Booted, with netinv installed and a dozen simulated units that answer on its loopback."""
    asked = "import sys; print(*sys.version_info[:2])"
    if not PYTHON.exists() or subprocess.check_output([PYTHON, "-c", asked], text=True).split() != [
        str(number) for number in sys.version_info[:2]
    ]:
        pytest.skip("the wheels are for another Python than the system's, and systemd lets nobody into /root or /home")
    lab = LAB.format(words="--port 16161 --no-faults --sites 12")
    prepare = _SET_UP.format(
        python=PYTHON, wheels=wheelhouse, units=ROOT / "examples" / "systemd", probe=PROBE, lab=lab
    )
    booted = Booted(tmp_path_factory.mktemp("booted"), prepare)
    try:
        booted.run("systemctl", "start", "lab.service")
        booted.run("sh", "-c", "until [ -s /opt/lab/netinv.toml ]; do sleep 0.2; done")
        booted.run("sh", "-c", "cd /var/lib/netinv && install -o netinv -m 0600 /opt/lab/*.toml .")
        settings(booted, "")
        as_netinv(booted, "import", "/opt/lab")
        yield booted
    finally:
        booted.close()


def as_netinv(machine: Booted, *words: str) -> str:
    cd = 'cd /var/lib/netinv && exec runuser -u netinv -- netinv "$@"'
    return machine.run("sh", "-c", cd, "-", *words).stdout


def settings(machine: Booted, text: str) -> None:
    """With pings: those the service must be able to send."""
    machine.run("sh", "-c", f"printf 'vantage = [\"core1\"]\\n{text}' >/var/lib/netinv/netinv.toml")


def failed(machine: Booted) -> str:
    """Units that systemd calls failed, where the service is one of them."""
    return machine.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", SERVICE).stdout


def journal(machine: Booted) -> str:
    machine.run("journalctl", "--sync")
    return machine.run("journalctl", "--unit", SERVICE, "--no-pager", "--output=cat").stdout


def test_a_sweep_does_its_work_and_writes_nowhere_else(machine: Booted) -> None:
    machine.run("systemctl", "start", SERVICE)  # its probe would fail it if it could write elsewhere
    assert "14 of 14 devices answered" in journal(machine)
    devices = {one["name"]: one for one in json.loads(as_netinv(machine, "list", "devices", "--json"))}
    assert {one["state"] for one in devices.values()} == {"up"}
    if shutil.which("fping"):
        assert {one["reach"]["icmp"] for one in devices.values()} == {"ok"}
    written = machine.run("sh", "-c", "stat --format='%U %G' /var/lib/netinv/*").stdout
    assert set(written.splitlines()) == {"netinv netinv", "netinv root"}  # root brought the settings
    before = journal(machine)
    machine.run("systemctl", "start", SERVICE)
    told = [line for line in journal(machine).removeprefix(before).splitlines() if "devices answered" in line]
    assert told == [], "a calm day"


def test_the_figures_lie_where_the_exporter_reads_them(machine: Booted) -> None:
    machine.run("systemctl", "start", SERVICE)
    file = "/var/lib/netinv-metrics/netinv.prom"
    assert machine.run("stat", "--format=%a %U", file).stdout.split() == ["640", "netinv"]
    assert 'netinv_device_state{device="core1"' in machine.run("cat", file).stdout
    assert machine.run("ls", "/var/lib/netinv-metrics").stdout.split() == ["netinv.prom"]


def test_problems_of_the_network_are_no_failure_of_the_service(machine: Booted) -> None:
    row = r"name,site,address,snmp\nghost,26,127.26.99.99:16161,campus\n"
    machine.run("sh", "-c", f"printf '{row}' >/opt/lab/devices.csv")
    as_netinv(machine, "import", "/opt/lab/devices.csv")
    machine.run("systemctl", "start", SERVICE)  # ends with 1 if the service failed
    assert failed(machine) == ""
    assert "ghost: snmp: no answer" in journal(machine)
    status = machine.run("runuser", "-u", "netinv", "--", "netinv", "--db", DB, "status", check=False)
    assert (status.returncode, "degraded 1" in status.stdout) == (1, True)


def test_one_that_is_stopped_keeps_what_it_heard_and_has_not_failed(machine: Booted) -> None:
    settings(machine, r"timeout_s = 30\n")
    machine.run("systemctl", "start", "--no-block", SERVICE)
    machine.run("sh", "-c", "until pgrep -f 'netinv sweep' >/dev/null; do sleep 0.1; done; sleep 5")
    machine.run("systemctl", "stop", SERVICE)
    assert failed(machine) == ""
    assert "interrupted: what had answered until then is stored" in journal(machine)
    settings(machine, "")


def test_the_timer_starts_the_next_within_five_minutes(machine: Booted) -> None:
    machine.run("systemctl", "start", "netinv-sweep.timer")
    listed = json.loads(machine.run("systemctl", "list-timers", "--output=json", "netinv-sweep.timer").stdout)
    now_us = int(machine.run("date", "+%s%6N").stdout)
    (timer,) = listed
    assert timer["activates"] == SERVICE
    assert 0 < timer["next"] - now_us <= 311_000_000
