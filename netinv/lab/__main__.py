"""``python -m netinv.lab``: write the inventory of a simulated network to a folder, and answer until told to end."""

from __future__ import annotations

import argparse
import gc
import os
import select
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.errors import UsageError
from netinv.inventory.example import example_dir
from netinv.lab.province import UNITS, build, plain
from netinv.lab.server import Lab

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.lab.province import Province


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m netinv.lab", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="where to write the inventory; with --plain it may be left out"
    )
    parser.add_argument("--port", type=int, required=True, help="UDP port of the agents, TCP port of the services")
    parser.add_argument("--ssh-port", type=int, help="TCP port of the SSH servers (default: port + 1)")
    parser.add_argument("--sites", type=int, default=UNITS, help="units below the province (default: %(default)s)")
    parser.add_argument("--no-faults", action="store_true", help="nothing is broken")
    parser.add_argument("--example", default="vinh-phuc", help="which province (default: %(default)s)")
    parser.add_argument("--plain", type=int, metavar="N", help="instead: N equal SNMP v2c devices, for load")
    parser.add_argument("--interfaces", type=int, default=48, help="with --plain: ports of each (default: %(default)s)")
    return parser


def _province(arguments: argparse.Namespace) -> Province:
    if arguments.plain is not None:
        return plain(arguments.plain, interfaces=arguments.interfaces, port=arguments.port)
    ssh_port = arguments.ssh_port or arguments.port + 1
    folder = example_dir(arguments.example)
    return build(folder, sites=arguments.sites, port=arguments.port, ssh_port=ssh_port, faults=not arguments.no_faults)


def _listen_for_signals() -> int:
    """From now on SIGTERM and SIGINT end nothing: they can be read from the file descriptor that is returned."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: None)
    return reading


def _wait(signals: int) -> None:
    """Until a signal, or the end of standard input: whoever started us has gone."""
    watched = [signals] if sys.stdin is None or sys.stdin.closed else [signals, sys.stdin.fileno()]
    while True:
        ready, _writable, _failed = select.select(watched, [], [])
        if signals in ready or not os.read(ready[0], 4096):
            return


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the laboratory. Returns the exit code: 0, or 2 where it could not begin."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.folder is None and given.plain is None:
        parser.error("FOLDER is missing")
    try:
        province = _province(given)
        if given.folder is not None:
            province.write_inventory(given.folder)
        lab = Lab(province)
    except (OSError, ValueError, UsageError) as error:
        sys.stderr.write(f"netinv.lab: {error}\n")
        return 2
    gc.freeze()  # thousands of devices that stay: no collection need look at them again
    signals = _listen_for_signals()
    with lab:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        _wait(signals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
