"""The examples for systemd and logrotate, taken by those programs themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
MOST_EXPOSED = 25
"""What systemd-analyze calls OK ends at 5.0; it says 10 for a service without any hardening."""


def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, as they would be called where netinv is installed; only its path is this Python's."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze (package systemd) is not here")
    folder = tmp_path / "units"
    shutil.copytree(EXAMPLES / "systemd", folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text("utf-8").replace("/usr/local/bin/netinv", sys.executable), "utf-8")
    return folder


def test_systemd_understands_every_line_of_the_units(units: Path) -> None:
    names = sorted(path.name for path in units.iterdir() if path.is_file())
    assert {"netinv-sweep.service", "netinv-sweep.timer"} <= set(names)
    done = run("systemd-analyze", "verify", *(units / name for name in names), cwd=units)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    service = units / "netinv-sweep.service"
    service.write_text(service.read_text("utf-8").replace("ProtectHome=", "ProtectHomes="), "utf-8")
    assert "ProtectHomes" in run("systemd-analyze", "verify", service, cwd=units).stderr, "it does tell"


@pytest.mark.parametrize("service", sorted(path.name for path in (EXAMPLES / "systemd").glob("*.service")))
def test_the_services_are_hardened(units: Path, service: str) -> None:
    words = ("systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager")
    done = run(*words, units / service, cwd=units)
    assert done.returncode == 0, done.stdout
    assert re.search(rf"exposure level for {service}: \d\.\d OK", done.stdout)


def test_the_timer_fires_every_five_minutes(units: Path) -> None:
    (when,) = re.findall(r"^OnCalendar=(.+)$", (units / "netinv-sweep.timer").read_text("utf-8"), re.M)
    told = run("systemd-analyze", "calendar", "--iterations=3", "--base-time=2026-01-01 00:00:00 UTC", when, cwd=units)
    assert told.returncode == 0, told.stderr
    assert re.findall(r"00:(\d\d):00", told.stdout)[-3:] == ["05", "10", "15"]


def test_the_time_that_systemd_gives_is_enough(units: Path) -> None:
    from netinv.config import Settings

    text = (units / "netinv-sweep.service").read_text("utf-8")
    (seconds,) = map(int, re.findall(r"^TimeoutStartSec=(\d+)$", text, re.M))
    assert Settings().deadline_s + Settings().alert_deadline_s < seconds < 300


def test_logrotate_takes_a_log_away_and_keeps_its_modes(tmp_path: Path) -> None:
    if shutil.which("logrotate") is None:
        pytest.skip("logrotate is not here")
    folder = tmp_path / "log"
    folder.mkdir(mode=0o750)
    example = (EXAMPLES / "logrotate" / "netinv").read_text("utf-8")
    user = folder.owner()
    group = tmp_path.group()
    rules = tmp_path / "netinv"
    ours = example.replace("/var/log/netinv", str(folder)).replace("su netinv netinv", f"su {user} {group}")
    rules.write_text(ours.replace("0640 netinv netinv", f"0640 {user} {group}"), "utf-8")
    rules.chmod(0o644)
    log = folder / "sweep.log"
    log.write_text('{"message": "one"}\n')
    dry = run("logrotate", "--debug", "--force", rules, cwd=tmp_path)
    assert (dry.returncode, "error" in dry.stderr) == (0, False), dry.stderr
    assert f"considering log {log}" in dry.stderr
    state = ("logrotate", "--state", tmp_path / "state")
    today = date.today()  # noqa: DTZ011  # logrotate goes by the machine's own days
    done = run(*state, "--force", rules, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    (kept,) = [path for path in folder.iterdir() if path != log]
    assert kept.read_text() == '{"message": "one"}\n'
    assert (log.read_text(), log.stat().st_mode & 0o777) == ("", 0o640)
    log.write_text('{"message": "two"}\n')
    later = run(*state, rules, cwd=tmp_path)
    assert (later.returncode, later.stderr) == (0, "")
    assert log.read_text() or date.today() != today, "not yet: a day has not passed"  # noqa: DTZ011
