"""The inventory of a plan as a user would write it: the CSV files, secrets.toml and netinv.toml."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from tests.integration.network.plan import Plan


_PATIENCE_S = 2.0
"""Twice the default: agents of a busy machine answer late."""


def write(plan: Plan, folder: Path, *, undeclared: Collection[str] = ()) -> None:
    """Write all files to the folder. Links of ``undeclared`` (``A--B``) are left for the sweep to find."""
    hidden = {plan.cable(name) for name in undeclared}
    declared = [c for c in plan.device_cables if plan.cables.index(c) not in hidden]
    _csv(folder / "sites.csv", ("code", "name", "level", "parent", "kind"), plan.sites)
    _csv(
        folder / "devices.csv",
        ("name", "site", "address", "role", "snmp", "ssh", "platform"),
        [(n.name, n.site, n.address, n.role, n.snmp, n.ssh, n.platform) for n in plan.nodes],
    )
    _csv(
        folder / "links.csv",
        ("a_device", "a_interface", "b_device", "b_interface", "medium", "carrier", "circuit", "capacity_bps"),
        [(c.a, c.a_port, c.b, c.b_port, c.medium, c.carrier, c.circuit, c.capacity_bps) for c in declared],
    )
    _csv(
        folder / "services.csv",
        ("name", "site", "url", "device"),
        [("stttt-ssh", plan.nodes[0].site, f"tcp://{plan.nodes[0].address}:22", plan.nodes[0].name)],
    )
    secrets(plan, folder)
    vantage = ", ".join(f'"{name}"' for name in plan.vantage)
    (folder / "netinv.toml").write_text(f"vantage = [{vantage}]\ntimeout_s = {_PATIENCE_S}\n")


def secrets(plan: Plan, folder: Path) -> None:
    """Write secrets.toml, readable by its owner alone."""
    lines = []
    for credential in plan.credentials:
        lines += [f"[{credential.name}]", f'kind = "{credential.kind}"']
        lines += [f'{key} = "{value}"' for key, value in credential.fields]
    path = folder / "secrets.toml"
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text("\n".join(lines) + "\n")


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
