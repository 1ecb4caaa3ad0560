"""A machine without network: netinv installed from ``make wheelhouse`` with the network cut off, used and upgraded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from netinv import __version__
from tests.interface.wheels import LONGEST_S, ROOT, made_by

NEWER = "999.0.0"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "ip", "make"))),
        reason="to cut the network off needs root, unshare, ip and make",
    ),
]


class Machine:
    """A folder and a Python of its own, in a network namespace that has nothing but its loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "opt" / "bin"

    def run(self, *words: str | Path, code: int = 0) -> str:
        cut = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "-", *map(str, words)]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        done = subprocess.run(
            cut, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
        assert done.returncode == code, f"{words}: {done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout

    def netinv(self, *words: str, code: int = 0) -> str:
        return self.run(self.bin / "netinv", *words, code=code)

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self.netinv(*words, "--json", code=code))


@pytest.fixture(scope="module")
def newer(wheelhouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheelhouse of a later version."""
    source = tmp_path_factory.mktemp("source")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    version = source / "netinv" / "__init__.py"
    version.write_text(version.read_text().replace(__version__, NEWER))
    folder = tmp_path_factory.mktemp("later") / "wheelhouse"
    shutil.copytree(wheelhouse, folder)
    pip = str(ROOT / "build" / "pip" / "bin" / "pip")
    made_by(pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(source), cwd=source)
    return folder


def test_from_install_to_upgrade_without_a_network(wheelhouse: Path, newer: Path, tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    reach = "import socket; socket.create_connection(('192.0.2.1', 443), 5)"
    cut = subprocess.run(["unshare", "--net", sys.executable, "-c", reach], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in cut.stderr

    machine.run("sh", "-c", f"cd {wheelhouse} && sha256sum --check --quiet SHA256SUMS")
    machine.run(sys.executable, "-m", "venv", "opt")
    pip = (machine.bin / "pip", "install", "--no-index", "--find-links")
    machine.run(*pip, wheelhouse, "--constraint", wheelhouse / "constraints.txt", "netinv[keyring]")
    machine.run(machine.bin / "pip", "check")
    assert machine.netinv("--version") == f"netinv {__version__}\n"
    use(machine)

    machine.run(*pip, newer, "--upgrade", "netinv")
    assert machine.netinv("--version") == f"netinv {NEWER}\n"
    machine.netinv("init")
    assert len(machine.json("list", "devices")) == 171


def use(machine: Machine) -> None:
    """What a day needs, so that each library is loaded from the wheelhouse."""
    machine.netinv("init", "--example", "vinh-phuc")
    counts = machine.json("import", str(ROOT / "examples" / "vinh-phuc"))
    assert (counts["added"]["devices"], counts["unchanged"]["devices"]) == (0, 171)
    status = machine.json("status", code=1)
    assert status["states"] == {"unknown": 171}
    engine = next(one for one in machine.json("doctor", code=1) if one["check"] == "snmp engine")
    assert (engine["ok"], engine["found"]) == (True, "gufo")
    machine.netinv("topology", "export", "--format", "html", "-o", "map.html")
    machine.netinv("report", "inventory", "-o", "inventory.pdf")
    machine.netinv("report", "inventory", "-o", "inventory.xlsx")
    machine.netinv("backup", "copy.db")
    shown = machine.netinv("demo", "--once", "--sites", "12")
    assert "12" in shown
    machine.run(machine.bin / "python", "-c", "import apprise, netmiko, pysnmp, textual, textual_serve, keyring")


def test_a_python_without_pip_of_its_own(wheelhouse: Path, tmp_path: Path) -> None:
    """As Debian's without the package python3-venv."""
    machine = Machine(tmp_path)
    machine.run(sys.executable, "-m", "venv", "--without-pip", "opt")
    pip = f'opt/bin/python "$(echo {wheelhouse}/pip-*.whl)/pip"'
    machine.run("sh", "-c", f"{pip} install --quiet --no-index --find-links {wheelhouse} netinv")
    assert machine.netinv("--version") == f"netinv {__version__}\n"
