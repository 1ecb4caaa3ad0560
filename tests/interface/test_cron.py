"""netinv as cron runs it: hardly any environment, no terminal, LANG=C, another folder; what it prints is mailed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from netinv.inventory.example import example_dir
from netinv.lab.faults import Faults
from netinv.lab.province import build
from netinv.lab.server import Lab
from tests.integration.receivers import smtp_server
from tests.interface.running import LONGEST_S, Laboratory, Place, Ran, finish
from tests.interface.steady import write_inventory
from tests.interface.test_cli_interrupted import check_store, sweeps, wait_for_mark
from tests.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE = Path(__file__).parents[2] / "examples" / "cron" / "netinv"
SETTINGS = "icmp = false\nretries = 2\ntimeout_s = 1.0\n"  # for what is broken; the others have their own
BROKEN = "tichson-r1"
QUIET = "netinv sweep --quiet"
COPY = "inventory-%Y-%m-%d.db"
_JOB = re.compile(r"^#?(?:[\d*/,-]+\s+){5}netinv\s+(.+)$", re.M)


class Cron:
    """Runs a line of a crontab as cron(8) does: ``/bin/sh -c`` in the user's home with its few variables."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        folder.mkdir()
        program = folder / "netinv"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m netinv "$@"\n')
        program.chmod(0o755)
        self.environment = {"SHELL": "/bin/sh", "PATH": f"{folder}:/usr/bin:/bin", "HOME": "/", "LOGNAME": "netinv"}
        self.environment |= {"LANG": "C", "NETINV_DB": str(place.db)}

    def start(self, line: str) -> subprocess.Popen[str]:
        words = ["/bin/sh", "-c", line.replace("\\%", "%")]
        return subprocess.Popen(
            words,
            cwd="/",
            env=self.environment,
            encoding="utf-8",
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, line: str) -> Ran:
        return finish(self.start(line))


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """A dozen units where nothing is wrong."""
    folder = tmp_path_factory.mktemp("well")
    province = build(example_dir("vinh-phuc"), sites=12, port=free_port(), ssh_port=free_port(), faults=False)
    write_inventory(province, folder, impatient=(BROKEN,))
    (folder / "services.csv").unlink()
    (folder / "netinv.toml").write_text(SETTINGS)
    with Lab(province) as lab:
        yield Laboratory(lab, Place(folder))


@pytest.fixture
def cron(well: Laboratory, tmp_path: Path) -> Cron:
    place = well.place.copy(tmp_path / "place")
    assert place.run("import", ".").code == 0
    return Cron(place, tmp_path / "bin")


def paragraph(ran: Ran) -> str:
    """What cron would mail: some lines without a gap, progress or colour between them."""
    assert ran.err == ""
    assert ran.out
    assert "\r" not in ran.out
    assert "" not in ran.out.splitlines()
    return ran.out


def test_nothing_on_a_calm_day_and_one_paragraph_when_something_changed(cron: Cron, well: Laboratory) -> None:
    first = cron.run(QUIET)
    assert (first.code, "14 of 14 devices answered" in paragraph(first)) == (0, True)
    assert cron.run(QUIET) == Ran(0, "", "")
    well.lab.set_faults(BROKEN, Faults(silent=True))
    try:
        broken = cron.run(QUIET)
        assert (broken.code, f"{BROKEN} does not answer" in paragraph(broken)) == (1, True)
        assert len(broken.out.splitlines()) == 2
        assert cron.run(QUIET).code == 1
    finally:
        well.lab.set_faults(BROKEN, Faults())
    mended = cron.run(QUIET)
    assert (mended.code, "up 14" in paragraph(mended)) == (0, True)
    assert cron.run(QUIET) == Ran(0, "", "")


def test_vietnamese_names_are_whole_where_lang_is_c(cron: Cron, well: Laboratory) -> None:
    cron.environment["NETINV_LANG"] = "vi"
    cron.run(QUIET)
    well.lab.set_faults(BROKEN, Faults(silent=True))
    try:
        told = paragraph(cron.run(QUIET))
    finally:
        well.lab.set_faults(BROKEN, Faults())
    assert "không trả lời" in told
    assert "\\u" not in told


def test_a_deadline_holds_and_keeps_what_answered(cron: Cron, well: Laboratory) -> None:
    (cron.place.folder / "netinv.toml").write_text("icmp = false\nretries = 1\ntimeout_s = 60.0\n")
    well.lab.set_faults(BROKEN, Faults(silent=True))
    try:
        began = time.monotonic()
        ran = cron.run(f"{QUIET} --deadline 8")
        took = time.monotonic() - began
    finally:
        well.lab.set_faults(BROKEN, Faults())
    assert took < 50  # not the two minutes that it would have waited
    assert (ran.code, "the deadline passed" in paragraph(ran)) == (1, True)
    ((status, answered),) = sweeps(cron.place)
    assert (status, answered >= 1) == ("partial", True)


def test_timers_that_fire_at_once_make_one_sweep(cron: Cron, well: Laboratory) -> None:
    well.lab.set_faults(BROKEN, Faults(silent=True))  # so that it takes its time
    try:
        ran = [finish(process) for process in [cron.start(f"{QUIET} --json") for _ in range(5)]]
    finally:
        well.lab.set_faults(BROKEN, Faults())
    assert {one.code for one in ran} <= {1, 4}
    swept = [one for one in ran if one.code == 1]
    assert len(swept) == len(sweeps(cron.place)) >= 1
    assert all(one.json["targets"] == 14 for one in swept)
    refused = [one for one in ran if one.code == 4]
    assert all(one.out == "" and one.err.count("\n") == 1 and "another sweep is running" in one.err for one in refused)
    assert {status for status, _answered in sweeps(cron.place)} == {"done"}
    check_store(cron.place)


def test_one_that_comes_while_another_asks_is_told_at_once(cron: Cron, well: Laboratory) -> None:
    (cron.place.folder / "netinv.toml").write_text("icmp = false\nretries = 1\ntimeout_s = 30.0\n")
    well.lab.set_faults(BROKEN, Faults(silent=True))
    try:
        first = cron.start(f"{QUIET} --deadline 50")
        wait_for_mark(cron.place)
        ran = cron.run(QUIET)
        assert (ran.code, ran.out, "another sweep is running" in ran.err) == (4, "", True)
        assert first.poll() is None
        os.killpg(first.pid, signal.SIGTERM)
        assert finish(first).code in (143, -signal.SIGTERM)  # the shell's own end, where it stays for its command
    finally:
        well.lab.set_faults(BROKEN, Faults())
    assert [status for status, _answered in sweeps(cron.place)] == ["partial"]


def jobs(folder: Path) -> list[str]:
    """The lines of the example, also those that wait behind a mark, with folders of our own."""
    lines: list[str] = _JOB.findall(EXAMPLE.read_text("utf-8"))
    for line in lines:
        assert not re.search(r"(?<!\\)%", line), "cron ends a command at a bare %"
    for name in ("/var/backups/netinv", "/var/lib/netinv/reports", "/var/log/netinv", "/var/lib/netinv-metrics"):
        (ours := folder / name.removeprefix("/var/")).mkdir(parents=True, exist_ok=True)
        lines = [line.replace(name, str(ours)) for line in lines]
    return lines


def test_the_lines_of_the_example_do_what_they_say(cron: Cron, tmp_path: Path) -> None:
    """With a logger that writes to a file."""
    logger = tmp_path / "bin" / "logger"
    logger.write_text(f"#!/bin/sh\ncat >>{tmp_path}/journal\n")
    logger.chmod(0o755)
    lines = jobs(tmp_path)
    begun = time.strftime(COPY)
    (old := tmp_path / "backups" / "netinv" / "inventory-2020-01-01.db").touch()
    os.utime(old, (0, 0))
    assert len(lines) >= 5
    for line in lines:
        if "--send" not in line:
            assert cron.run(line) == Ran(0, "", ""), line
    assert "14 of 14 devices answered" in (tmp_path / "journal").read_text("utf-8")
    assert (tmp_path / "log" / "netinv" / "sweep.log").read_text("utf-8") == "", "the second sweep of a calm day"
    (copy,) = old.parent.iterdir()
    assert copy.name in (begun, time.strftime(COPY))
    (figures,) = (tmp_path / "lib" / "netinv-metrics").iterdir()
    assert figures.name == "netinv.prom"
    assert "\nnetinv_problems 0\n" in figures.read_text("utf-8")


def test_the_report_of_the_example_goes_out_once(cron: Cron, tmp_path: Path) -> None:
    logger = tmp_path / "bin" / "logger"
    logger.write_text(f"#!/bin/sh\ncat >>{tmp_path}/journal\n")
    logger.chmod(0o755)
    with (cron.place.folder / "netinv.toml").open("a") as file:
        file.write('[[channels]]\nname = "office"\nkind = "apprise"\ncredential = "mail"\n')
    port = free_port()
    with (cron.place.folder / "secrets.toml").open("a") as file:
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=netinv@noc.example&to=office@noc.example"
        file.write(f'[mail]\nkind = "apprise"\nurl = "{url}"\n')
    (line,) = [job for job in jobs(tmp_path) if "--send" in job]
    reports = tmp_path / "lib" / "netinv" / "reports"
    assert cron.run(line) == Ran(0, "", "")  # nobody takes mail yet
    assert not [path for path in reports.iterdir() if path.suffix == ".pdf"]
    assert "office" in (tmp_path / "journal").read_text("utf-8")
    months = {time.strftime("%Y-%m")}
    with smtp_server(port) as mails:
        for _hour in range(2):
            assert cron.run(line) == Ran(0, "", "")
    months.add(time.strftime("%Y-%m"))
    made = list(reports.iterdir())
    assert 1 <= len(mails) == len(made) <= len(months), "once for each month"
    assert made[0].read_bytes().startswith(b"%PDF")
    assert re.search(r"availability-\d{4}-\d\d.pdf", str(mails[0]))


@pytest.mark.slow
@pytest.mark.skipif(
    os.geteuid() != 0 or not all(map(shutil.which, ("cron", "unshare", "mount"))),
    reason="a cron of our own needs root, cron and util-linux",
)
def test_a_real_cron_mails_only_what_changed(cron: Cron, well: Laboratory, tmp_path: Path) -> None:
    """Its tables and its sendmail are ours, in a mount namespace: the machine's own cron knows nothing of it."""
    mails, tables, programs = tmp_path / "mails", tmp_path / "cron.d", tmp_path / "sbin"
    for folder in (mails, tables, tmp_path / "spool"):
        folder.mkdir()
    shutil.copytree("/usr/sbin", programs, symlinks=True)
    (programs / "sendmail").write_text(f"#!/bin/sh\ncat >{mails}/$(date +%s%N)\n")
    (programs / "sendmail").chmod(0o755)
    variables = "".join(f"{name}={value}\n" for name, value in cron.environment.items() if name != "HOME")
    (tables / "netinv").write_text(f"{variables}MAILTO=noc\n* * * * * root {QUIET}\n")
    (tables / "netinv").chmod(0o644)
    (tmp_path / "crontab").touch()
    mounts = [(tables, "/etc/cron.d"), (tmp_path / "crontab", "/etc/crontab"), (programs, "/usr/sbin")]
    mounts.append((tmp_path / "spool", "/var/spool/cron"))
    script = "".join(f"mount --bind {ours} {theirs} && " for ours, theirs in mounts)
    script += "mount -t tmpfs tmpfs /run && exec cron -f"
    daemon = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", "sh", "-c", script], start_new_session=True
    )
    try:
        wait_until(lambda: [status for status, _answered in sweeps(cron.place)].count("done") >= 2, daemon)
        wait_until(lambda: len(list(mails.iterdir())) == 1, daemon)  # the first sweep's, not the second's
        well.lab.set_faults(BROKEN, Faults(silent=True))
        wait_until(lambda: len(list(mails.iterdir())) == 2, daemon)
    finally:
        well.lab.set_faults(BROKEN, Faults())
        with suppress(ProcessLookupError):
            os.killpg(daemon.pid, signal.SIGTERM)
        daemon.wait()
    first, second = (path.read_text("utf-8") for path in sorted(mails.iterdir()))
    assert "14 of 14 devices answered" in first
    assert f"{BROKEN} does not answer" in second
    assert "To: noc" in second


def wait_until(ready: Callable[[], bool], daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 4 * LONGEST_S
    while not ready():
        assert daemon.poll() is None
        assert time.monotonic() < until
        time.sleep(0.5)
