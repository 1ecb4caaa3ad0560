"""netinv itself, run where the poller stands, on an inventory folder."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from tests.integration.network.network import Network

NETINV = Path(sys.executable).with_name("netinv")


class Poller:
    """Runs ``netinv`` in the poller's namespace, with the folder as current directory."""

    def __init__(self, network: Network, folder: Path) -> None:
        self.network = network
        self.folder = folder

    def netinv(
        self, *arguments: str, expect: int | None = 0, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command; ``expect`` is its exit code (None: any)."""
        done = self.network.run([NETINV, *arguments], cwd=self.folder, env=env)
        said = (
            f"netinv {' '.join(arguments)} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        )
        assert expect is None or done.returncode == expect, said
        assert "Traceback" not in done.stderr, said
        return done

    def json(self, *arguments: str, expect: int | None = 0, env: Mapping[str, str] | None = None) -> Any:
        """What a command prints with ``--json``."""
        return json.loads(self.netinv(*arguments, "--json", expect=expect, env=env).stdout)

    def sweep(self, expect: int | None = 0, env: Mapping[str, str] | None = None) -> Any:
        """The report of one sweep."""
        return self.json("sweep", expect=expect, env=env)

    def devices(self) -> dict[str, Any]:
        """All devices by name."""
        return {device["name"]: device for device in self.json("list", "devices")}

    def links(self) -> dict[frozenset[tuple[str, str]], Any]:
        """All links by their two ends."""
        return {
            frozenset((link[end]["device"], link[end]["interface"]) for end in "ab"): link
            for link in self.json("list", "links")
        }

    def twin(self, folder: Path) -> Poller:
        """Another poller that begins with what this one knows."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Poller(self.network, folder)

    def rows(self) -> dict[str, int]:
        """Rows per table of the database."""
        with sqlite3.connect(self.folder / "inventory.db") as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        connection.close()
        return counts
