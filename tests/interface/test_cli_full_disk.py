"""A disk that is full in the middle: nothing half-written, a clear message, and all well once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.interface.running import COMMAND, LONGEST_S, Laboratory, Ran

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("nsenter") is None,
    reason="a small disk of our own needs root, unshare and nsenter (util-linux)",
)
DISK_BYTES = 2_000_000


class SmallDisk:
    """A file system of two megabytes that only the programs run by it see."""

    def __init__(self, folder: Path) -> None:
        mount = f"mount -t tmpfs -o size={DISK_BYTES} tmpfs {folder} && echo mounted && cat"
        words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mount]
        self._keeper = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._keeper.stdout is not None
        if self._keeper.stdout.readline() != "mounted\n":
            self.close()
            pytest.skip("this container may not mount")
        self._folder = folder
        self.seen = Path(f"/proc/{self._keeper.pid}/root{folder}")

    def run(self, *arguments: str) -> Ran:
        words = ["nsenter", "--target", str(self._keeper.pid), "--mount", "sh", "-c", f'cd {self._folder} && exec "$@"']
        done = subprocess.run([*words, "-", *COMMAND, *arguments], capture_output=True, text=True, timeout=LONGEST_S)
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    def leave(self, free_bytes: int) -> None:
        """Fill the disk but for so many bytes."""
        ballast = self.seen / "ballast"
        ballast.unlink(missing_ok=True)
        ballast.write_bytes(b"\0" * max(0, shutil.disk_usage(self.seen).free - free_bytes))

    def empty(self) -> None:
        (self.seen / "ballast").unlink()

    def close(self) -> None:
        self._keeper.communicate()
        self._keeper.wait()


@pytest.fixture
def disk(laboratory: Laboratory, tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path)
    for path in laboratory.place.folder.iterdir():
        shutil.copy(path, disk.seen)
    yield disk
    disk.close()


@pytest.mark.parametrize("free_kb", [0, 8, 60, 150])
def test_an_import_without_room(disk: SmallDisk, free_kb: int) -> None:
    disk.leave(free_kb * 1024)
    ran = disk.run("import", ".")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("netinv: ")
    assert "inventory.db" in ran.err
    assert "room" in ran.err or "space" in ran.err
    disk.empty()
    assert disk.run("list", "devices", "--json").code in (0, 3)  # an empty database, or none yet
    assert disk.run("import", ".").code == 0
    assert len(disk.run("list", "devices", "--json").json) == 14


@pytest.mark.parametrize("free_kb", [0, 40, 90])
def test_a_sweep_without_room(disk: SmallDisk, free_kb: int) -> None:
    assert disk.run("import", ".").code == 0
    disk.leave(free_kb * 1024)
    ran = disk.run("sweep", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("netinv: ")
    assert "inventory.db" in ran.err
    assert "room" in ran.err or "space" in ran.err
    disk.empty()
    assert [each["state"] for each in disk.run("list", "devices", "--json").json] == ["unknown"] * 14
    assert disk.run("list", "interfaces", "--json").json == []
    ran = disk.run("sweep", "--json")
    assert (ran.code, ran.json["answered"]) == (1, 12)


def test_an_export_and_init_without_room(disk: SmallDisk) -> None:
    assert disk.run("import", ".").code == 0
    assert disk.run("topology", "export", "-o", "map.graphml").code == 0
    before = (disk.seen / "map.graphml").read_bytes()
    (disk.seen / "netinv.toml").unlink()
    disk.leave(0)
    ran = disk.run("topology", "export", "-o", "map.graphml", "--profile", "yed")
    assert (ran.code, ran.out) == (3, "")
    assert "map.graphml" in ran.err
    assert (disk.seen / "map.graphml").read_bytes() == before
    ran = disk.run("init")
    assert ran.code == 3
    assert "netinv.toml cannot be made" in ran.err
    assert not (disk.seen / "netinv.toml").exists()


@pytest.mark.parametrize("free_kb", [0, 40, 200])
def test_a_backup_without_room(disk: SmallDisk, free_kb: int) -> None:
    assert disk.run("import", ".").code == 0
    assert disk.run("backup", "old.db").code == 0
    before = (disk.seen / "old.db").read_bytes()
    disk.leave(free_kb * 1024)
    ran = disk.run("backup", "old.db", "--force")
    assert (ran.code, ran.out) == (3, "")
    assert "old.db" in ran.err
    assert "room" in ran.err or "space" in ran.err or "disk" in ran.err
    assert (disk.seen / "old.db").read_bytes() == before
    assert not [path for path in disk.seen.iterdir() if path.name.startswith(".")]
    disk.empty()
    assert disk.run("backup", "old.db", "--force").code == 0


@pytest.mark.parametrize("free_kb", [0, 100, 320, 400])
def test_a_restore_without_room(disk: SmallDisk, free_kb: int) -> None:
    assert disk.run("import", ".").code == 0
    assert disk.run("backup", "old.db").code == 0
    assert disk.run("sweep").code == 1
    disk.leave(free_kb * 1024)
    ran = disk.run("restore", "old.db")
    assert (ran.code, ran.out) == (3, "")
    assert "inventory.db" in ran.err
    disk.empty()
    for kept in disk.seen.glob("*before-restore*"):
        kept.unlink()
    states = [each["state"] for each in disk.run("list", "devices", "--json").json]
    assert states.count("up") == 12  # as it was
    ran = disk.run("restore", "old.db")
    assert ran.code == 0, ran.err
    assert [each["state"] for each in disk.run("list", "devices", "--json").json] == ["unknown"] * 14


def test_a_prune_without_room(disk: SmallDisk) -> None:
    assert disk.run("import", ".").code == 0
    assert disk.run("sweep").code == 1
    disk.leave(0)
    ran = disk.run("prune", "--vacuum")
    assert (ran.code, "Traceback" in ran.err) in ((0, False), (3, False))
    disk.empty()
    assert disk.run("prune", "--vacuum").code == 0
    assert disk.run("sweep").code == 1
