"""A network of real agents that is up while its ``with`` block runs, and gone without a trace afterwards."""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from tests.integration.network import agents, namespaces, processes
from tests.integration.network.routing import Table, routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from types import FrameType

    from tests.integration.network.plan import Node, Plan

_PLACE = Path("/tmp")  # one place for all runs, whatever TMPDIR says: they find each other's leavings here
_FOLDER = "netinv-net-"
_BOOTS_AT_ONCE = 8
_LOOK_EVERY_S = 0.2
_serial = itertools.count()


class Network:
    """Brings a :class:`Plan` up. Names carry the pid of this process, so that two runs do not collide.

    What an earlier run that died has left is taken away first. Cables and nodes are named as in the plan.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        run = f"{os.getpid()}-{next(_serial)}"
        self.prefix = f"ni{run}-"
        self.folder = _PLACE / f"{_FOLDER}{run}"
        self._lock: IO[str] | None = None
        self._cut: set[int] = set()
        self._dead: set[str] = set()
        self._hung: set[str] = set()
        self._tables: dict[str, Table] = {}
        self._terminate: object = None

    def __enter__(self) -> Self:
        self._terminate = signal.signal(signal.SIGTERM, _leave)
        try:
            self.up()
        except BaseException:
            self.down()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.down()

    def up(self) -> None:
        """Make everything and boot every node; LLDP is not complete yet."""
        clear()
        self._lock = _make_locked(self.folder)
        namespaces.make(self.plan, self.prefix)
        for node in self.plan.everything:
            agents.write(self.plan, node, self._home(node.name))
        self._boot([node.name for node in self.plan.everything])
        self._converge()

    def down(self) -> None:
        """End the processes, take the namespaces and files away. May be called twice."""
        _remove(self.folder, self.prefix)
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        if self._terminate is not None:
            signal.signal(signal.SIGTERM, self._terminate)  # type: ignore[arg-type]  # what signal() itself gave us
            self._terminate = None

    def cut(self, *cables: str) -> None:
        """Cut cables: both ends lose their carrier, routes move away."""
        self._cut |= {self.plan.cable(name) for name in cables}
        self._apply()

    def heal(self, *cables: str) -> None:
        """Mend what :meth:`cut` has cut."""
        self._cut -= {self.plan.cable(name) for name in cables}
        self._apply()

    def mute(self, cable: str, *, muted: bool = True) -> None:
        """A silent failure: nothing passes, both ends keep their carrier, no route moves."""
        namespaces.mute(self.prefix, self.plan.cable(cable), muted=muted)

    def kill(self, *nodes: str, dark: bool = True) -> None:
        """Power off: all processes end at once and the cables go dark. Not ``dark``: it hangs, its ports keep light."""
        self._dead |= set(nodes)
        if not dark:
            self._hung |= set(nodes)
            self._mute_all(nodes, muted=True)
        self._apply()
        processes.end(self.prefix + node for node in nodes)

    def boot(self, *nodes: str) -> None:
        """Power on again."""
        self._mute_all(self._hung & set(nodes), muted=False)
        self._dead -= set(nodes)
        self._hung -= set(nodes)
        for node in nodes:
            self._tables.pop(node, None)
        self._apply(converge=False)
        self._boot(nodes)
        self._converge()

    def stop(self, node: str, daemon: str) -> None:
        """End one daemon (snmpd, lldpd or sshd) of a node that goes on otherwise."""
        processes.end([self.prefix + node], only=daemon, politely=True)

    def running(self) -> dict[int, str]:
        """All processes of the network: pid to name."""
        return processes.within(processes.inodes(self._namespaces()))

    def run(
        self,
        command: Sequence[str | Path],
        *,
        node: str | None = None,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout_s: float = 120.0,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command at the poller, or in another node's network namespace; its end is the caller's to judge."""
        inside = ["ip", "netns", "exec", self.prefix + (node or self.plan.poller.name), *map(str, command)]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder), **(env or {})}
        return subprocess.run(
            inside, cwd=cwd, env=environment, text=True, capture_output=True, check=False, timeout=timeout_s
        )

    def neighbors(self, node: str) -> set[tuple[str, str]]:
        """What lldpd of a node sees: (own port as the kernel calls it, the neighbour's name)."""
        socket = self._home(node) / "run/lldpd.socket"
        command = ["lldpcli", "-u", str(socket), "-f", "json0", "show", "neighbors"]
        done = subprocess.run(command, text=True, capture_output=True, check=False, timeout=60)
        if done.returncode:
            return set()
        seen = [port for lldp in json.loads(done.stdout)["lldp"] for port in lldp.get("interface", ())]
        return {(port["name"], port["chassis"][0]["name"][0]["value"]) for port in seen}

    def wait_for_lldp(self, timeout_s: float = 120.0) -> float:
        """Wait until every lldpd sees exactly the neighbours that are there; gives the seconds it took.

        Raises:
            TimeoutError: naming what is missing or too much.
        """
        start = time.monotonic()
        wanted = self._neighbors_wanted()
        while wanted:
            wrong = {node: seen ^ ports for node, ports in wanted.items() if (seen := self.neighbors(node)) != ports}
            wanted = {node: wanted[node] for node in wrong}
            if wrong and time.monotonic() - start > timeout_s:
                raise TimeoutError(f"LLDP is not complete: {wrong}")
            if wanted:
                time.sleep(_LOOK_EVERY_S)
        return time.monotonic() - start

    def _neighbors_wanted(self) -> dict[str, set[tuple[str, str]]]:
        broken = self._broken()
        speaks = {node.name for node in self.plan.nodes if node.lldp and node.name not in self._dead}
        return {
            node: {
                (port.device, port.peer)
                for port in self.plan.ports[node]
                if port.peer in speaks and port.cable not in broken
            }
            for node in sorted(speaks)
        }

    def _cables_of(self, nodes: Iterable[str]) -> set[int]:
        return {port.cable for node in nodes for port in self.plan.ports[node]}

    def _broken(self) -> set[int]:
        """The cables that routes have to avoid."""
        return self._cut | self._cables_of(self._dead)

    def _mute_all(self, nodes: Iterable[str], *, muted: bool) -> None:
        for number in self._cables_of(nodes):
            namespaces.mute(self.prefix, number, muted=muted)

    def _apply(self, *, converge: bool = True) -> None:
        dark = self._cut | self._cables_of(self._dead - self._hung)
        namespaces.carry(self.prefix, {number: number not in dark for number in range(len(self.plan.cables))})
        if converge:
            self._converge()

    def _converge(self) -> None:
        new = routes(self.plan, self._broken())
        moved = [
            node
            for node in self.plan.everything
            if node.name not in self._dead and self._tables.get(node.name, {}) != new[node.name]
        ]

        def bring(node: Node) -> None:
            old = self._tables.get(node.name, {})
            namespaces.route(self.prefix + node.name, node.address, old, new[node.name])

        with ThreadPoolExecutor(_BOOTS_AT_ONCE) as pool:
            list(pool.map(bring, moved))
        self._tables |= {node.name: new[node.name] for node in moved}

    def _boot(self, nodes: Sequence[str]) -> None:
        def boot(name: str) -> None:
            script = str(self._home(name) / "boot.sh")
            command = ["ip", "netns", "exec", self.prefix + name, "unshare", "--uts", "sh", script]
            log = self._home(name) / "boot.log"
            with log.open("w") as out:
                done = subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False, timeout=60
                )
            if done.returncode:
                raise RuntimeError(f"{name} does not boot: {log.read_text()[-500:]}")

        with ThreadPoolExecutor(_BOOTS_AT_ONCE) as pool:
            list(pool.map(boot, nodes))

    def _home(self, node: str) -> Path:
        return self.folder / node

    def _namespaces(self) -> list[str]:
        return namespaces.existing(self.prefix)


def clear() -> list[str]:
    """Take away what runs that died have left: a folder that nobody holds locked is such a one's."""
    cleared = []
    for folder in _PLACE.glob(f"{_FOLDER}*"):
        lock = _locked(folder)
        if lock is not None:
            with lock:
                _remove(folder, f"ni{folder.name.removeprefix(_FOLDER)}-")
            cleared.append(folder.name)
    for run in {found[1] for name in namespaces.existing("ni") if (found := re.match(r"ni(\d+-\d+)-", name))}:
        folder = _PLACE / f"{_FOLDER}{run}"
        if not folder.exists():  # a folder is there before its namespaces
            _remove(folder, f"ni{run}-")
            cleared.append(folder.name)
    return cleared


def _make_locked(folder: Path) -> IO[str]:
    """Make the folder with its lock already held, so that no other run takes it for a dead one's."""
    unseen = Path(tempfile.mkdtemp(dir=_PLACE))
    lock = _locked(unseen)
    assert lock is not None
    unseen.chmod(0o755)  # daemons that drop root read below it
    unseen.rename(folder)
    return lock


def _locked(folder: Path) -> IO[str] | None:
    """Hold the folder's lock; None where a living run holds it."""
    try:
        lock = (folder / "lock").open("w")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _remove(folder: Path, prefix: str) -> None:
    names = namespaces.existing(prefix)
    processes.end(names)
    namespaces.remove(names)
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def _leave(number: int, _frame: FrameType | None) -> None:
    """SIGTERM as Ctrl-C: pytest takes a SystemExit for one failed test and goes on."""
    raise KeyboardInterrupt(signal.Signals(number).name)
