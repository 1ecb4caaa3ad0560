"""A real systemd as the first process of namespaces of its own: its units run, and the machine notices nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

LONGEST_S = 240.0
TOOLS = ("unshare", "nsenter", "setpriv", "ip", "systemctl", "mount")
_INIT = Path("/lib/systemd/systemd")

# What systemd may write lies on a disk in memory: overlays of /etc, /var and /usr/local, empty /run, /opt and /tmp.
# It sees no other process, no network but its loopback, and may neither set the clock nor load modules.
_BOOT = r"""
set -e
mount -t tmpfs tmpfs {disk}
for name in etc var usr/local; do
    mkdir -p {disk}/$name/over {disk}/$name/work
    mount -t overlay overlay -o lowerdir=/$name,upperdir={disk}/$name/over,workdir={disk}/$name/work /$name
done
mkdir {disk}/opt
mount --bind {disk}/opt /opt
mount -t proc proc /proc
for name in proc/sys sys; do
    mount --bind /$name /$name
    mount -o remount,bind,ro /$name
done
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ip link set lo up
rm -rf /etc/systemd/system/*.wants /etc/systemd/system/default.target
: >/etc/machine-id
: >/etc/fstab
for unit in systemd-tmpfiles-setup systemd-tmpfiles-clean systemd-udevd systemd-udev-trigger; do
    ln -sf /dev/null /etc/systemd/system/$unit.service
done
printf '[Unit]\nWants=basic.target\nAfter=basic.target\n' >/etc/systemd/system/quiet.target
cd /opt
{prepare}
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
export container=other
exec setpriv --bounding-set -sys_module,-sys_time,-sys_rawio,-syslog,-mac_admin,-mac_override \
    {init} --system --unit=quiet.target --log-target=null --show-status=no
"""


class Booted:
    """A machine that has booted; its commands run within."""

    def __init__(self, folder: Path, prepare: str) -> None:
        disk = folder / "disk"
        disk.mkdir()
        flags = ("--mount", "--pid", "--fork", "--kill-child", "--net", "--cgroup", "--uts", "--ipc")
        script = _BOOT.format(disk=disk, prepare=prepare, init=_INIT)
        words = ["unshare", *flags, "--propagation", "private", "sh", "-c", script]
        self._log = (folder / "boot.log").open("w+")
        self._keeper = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        try:
            self._wait()
        except BaseException:
            self.close()
            raise

    def _wait(self) -> None:
        until = time.monotonic() + LONGEST_S
        while True:
            if self._keeper.poll() is not None:
                self._log.seek(0)
                pytest.skip(f"systemd cannot be booted here: {self._log.read().strip().splitlines()[-1:]}")
            state = self.run("systemctl", "is-system-running", check=False).stdout.strip()
            if state in ("running", "degraded"):
                return
            assert time.monotonic() < until, state
            time.sleep(0.5)

    @property
    def _first(self) -> int | None:
        """The first process of the machine, by its number outside."""
        with suppress(OSError):
            children = Path(f"/proc/{self._keeper.pid}/task/{self._keeper.pid}/children").read_text().split()
            return int(children[0]) if children else None
        return None

    def run(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        inside = ("nsenter", f"--target={self._first}", "--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup")
        done = subprocess.run([*inside, *words], capture_output=True, text=True, timeout=LONGEST_S, check=False)
        assert not check or done.returncode == 0, f"{words}: {done.stdout}\n{done.stderr}"
        return done

    def close(self) -> None:
        if (first := self._first) is not None:
            with suppress(ProcessLookupError):
                os.kill(first, signal.SIGKILL)
        self._keeper.wait(LONGEST_S)
        self._log.close()


def missing() -> str | None:
    """What keeps a systemd from being booted here; None: nothing that is known beforehand."""
    if os.geteuid() != 0:
        return "to boot a systemd in namespaces needs root"
    gone = [tool for tool in TOOLS if shutil.which(tool) is None] + [str(_INIT)] * (not _INIT.exists())
    return f"not here: {', '.join(gone)}" if gone else None
