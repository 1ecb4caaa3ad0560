"""One real snmpd of the test's own: its own configuration, persistent folder and free loopback port."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

from tests.ports import free_port

SNMPD = shutil.which("snmpd") or shutil.which("snmpd", path="/usr/sbin:/sbin")
_START_S = 60.0


class Snmpd:
    """A context manager; ``reboot`` as the device would.

    Args:
        folder: for configuration and what it keeps between boots.
        lines: of its configuration, besides the addresses.
    """

    def __init__(self, folder: Path, lines: list[str], *, ipv6: bool = False) -> None:
        self.folder = folder
        self.port = free_port()
        self._ipv6 = ipv6
        self._lines = lines
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Boot, and wait until it listens."""
        assert SNMPD
        kept = self.folder / "kept"
        kept.mkdir(parents=True, exist_ok=True)
        addresses = f"udp:127.0.0.1:{self.port}" + (f",udp6:[::1]:{self.port}" if self._ipv6 else "")
        (self.folder / "snmpd.conf").write_text("\n".join([f"agentaddress {addresses}", *self._lines, ""]))
        environment = {
            "PATH": os.environ["PATH"],
            "MIBS": "",
            "SNMPCONFPATH": f"{self.folder}:{kept}",
            "SNMP_PERSISTENT_DIR": str(kept),
        }
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        command = [SNMPD, "-f", "-Lf", str(log), "-I", "-smux"]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        give_up_at = time.monotonic() + _START_S
        while time.monotonic() < give_up_at:
            if log.exists() and "NET-SNMP version" in log.read_text():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"snmpd did not start: {log.read_text() if log.exists() else ''}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Go dark."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_S)
            self._process = None

    def reboot(self, *, forget: bool = False) -> None:
        """Boot anew: engineBoots + 1, or with ``forget`` another engine ID."""
        self.stop()
        if forget:
            shutil.rmtree(self.folder / "kept")
        self.start()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop(signal.SIGKILL)
