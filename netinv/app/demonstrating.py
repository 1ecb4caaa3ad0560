"""The demo: a simulated province in a process of its own, imported and swept like a real one."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from netinv import config
from netinv.errors import NetinvError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.config import Settings

_SWEEP_EVERY_S = 10.0
_END_WITHIN_S = 5.0


@contextmanager
def province(sites: int, db: Path | None) -> Iterator[Settings]:
    """Simulated agents on loopback, their inventory imported; all ends with the context.

    Args:
        sites: How many units.
        db: Where the database shall stay; None: in a folder that goes with the demo.

    Raises:
        NetinvError: the agents could not be started.
    """
    from netinv.app.data.importing import import_inventory
    from netinv.lab.sockets import free_port

    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # leave by the way that cleans up
    with tempfile.TemporaryDirectory(prefix="netinv-demo-") as name:
        folder = Path(name)
        port, ssh_port = free_port(), free_port()
        command = [sys.executable, "-m", "netinv.lab", name, "--port", str(port), "--ssh-port", str(ssh_port)]
        # The agents listen to our end of their standard input: they end when we do, however that is.
        with subprocess.Popen(
            [*command, "--sites", str(sites)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as lab:
            try:
                assert lab.stdout is not None
                if lab.stdout.readline().strip() != "ready":
                    raise NetinvError(_("the simulated province could not be started: its message stands above"))
                settings = config.load(
                    {
                        "db": db or folder / "inventory.db",
                        "secrets": folder / "secrets.toml",
                        "config": folder / "netinv.toml",
                    }
                )
                import_inventory(settings, [folder])
                yield settings
            finally:
                lab.terminate()
                try:
                    lab.wait(_END_WITHIN_S)
                except subprocess.TimeoutExpired:
                    lab.kill()


def sweep_and_tell(settings: Settings) -> Iterator[str]:
    """One sweep in a process of its own, as cron would do it; what it prints, and then the status."""
    for command in ("sweep", "status"):
        done = subprocess.run(_command(settings, command), stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode not in (0, 1):
            raise NetinvError(
                _("the demo's {command} failed with exit code {code}").format(command=command, code=done.returncode)
            )
        yield from done.stdout.splitlines()


@contextmanager
def sweeping_on(settings: Settings) -> Iterator[None]:
    """Sweeps again and again beside the terminal interface, so that it has something to show live."""
    ended = threading.Event()

    def again() -> None:
        while not ended.wait(_SWEEP_EVERY_S):
            subprocess.run(_command(settings, "sweep"), capture_output=True, check=False)

    worker = threading.Thread(target=again, name="demo sweeps")
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def _command(settings: Settings, command: str) -> list[str]:
    files = ("--db", str(settings.db), "--secrets", str(settings.secrets), "--config", str(settings.config))
    return [sys.executable, "-m", "netinv", *files, command]
