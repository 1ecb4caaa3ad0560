"""A simulated province: the example's sites and links, its devices moved to loopback addresses, with some faults."""

from __future__ import annotations

import ipaddress
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.lab import makers, tables
from netinv.lab.faults import Faults
from netinv.lab.network import Device, connect, fail, flap, uptime_at_start_s
from netinv.lab.usm import User

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.lab.tables import Row, Tables

UNITS = 169
_PORTS = {"router": 10, "switch": 28, "firewall": 18}
_VARIANTS = 512  # so many devices carry traffic of their own; in a larger network others carry the same
_FLAP_PERIOD_S = 20.0
_SSH_USER = "netinv"
_V3_USER = "netinv"


@dataclass(slots=True)
class Province:
    """A simulated network and the inventory that describes it.

    Attributes:
        tables: the rows of the inventory files, with loopback addresses.
        devices: the simulated devices.
        communities: SNMP v2c credentials by name.
        users: SNMPv3 credentials by name.
        ssh_logins: names of the SSH credentials; all have the same user and ``ssh_password``.
        port: UDP port of all SNMP agents, and TCP port of the simulated services.
        ssh_port: TCP port of all SSH servers; 0: there are none.
    """

    tables: Tables
    devices: list[Device]
    communities: dict[str, str] = field(repr=False)
    users: dict[str, User] = field(repr=False)
    ssh_logins: tuple[str, ...]
    ssh_password: str = field(repr=False)
    port: int
    ssh_port: int

    @property
    def ssh_login(self) -> tuple[str, str]:
        """User name and password of every SSH server."""
        return _SSH_USER, self.ssh_password

    def device(self, name: str) -> Device:
        """The device of that name.

        Raises:
            KeyError: there is none.
        """
        for device in self.devices:
            if device.name == name:
                return device
        raise KeyError(name)

    def write_inventory(self, folder: Path) -> None:
        """Write what ``netinv import`` and ``netinv sweep`` take: four CSV files, ``secrets.toml``, ``netinv.toml``.

        Raises:
            OSError: the folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        tables.write(self.tables, folder)
        path = folder / "secrets.toml"
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(self._secrets(), "utf-8")
        vantage = self.devices[0].name
        text = "# Loopback answers every ping: devices are asked by SNMP and SSH alone.\nicmp = false\n"
        (folder / "netinv.toml").write_text(f'{text}vantage = ["{vantage}"]\n', "utf-8")

    def _secrets(self) -> str:
        blocks = [
            f'[{name}]\nkind = "snmp-v2c"\ncommunity = "{community}"\n' for name, community in self.communities.items()
        ]
        blocks += [
            f'[{name}]\nkind = "snmp-v3"\nuser = "{user.name}"\n'
            f'auth_protocol = "{user.auth}"\nauth_password = "{user.auth_password}"\n'
            f'priv_protocol = "{user.priv}"\npriv_password = "{user.priv_password}"\n'
            for name, user in self.users.items()
        ]
        blocks += [
            f'[{name}]\nkind = "ssh"\nusername = "{_SSH_USER}"\npassword = "{self.ssh_password}"\n'
            for name in self.ssh_logins
        ]
        return "\n".join(blocks)


def build(
    folder: Path,
    *,
    sites: int = UNITS,
    base: str = "127.26.0.0",
    port: int,
    ssh_port: int,
    faults: bool = True,
) -> Province:
    """Make a simulated province of the example in ``folder`` (see ``netinv.inventory.example.example_dir``).

    ``sites`` counts the units below the province: with the usual 169 there are 169 devices at them and two core routers
    at the province itself, 171 devices in all. More units are made-up districts and communes, fewer are a cut in
    proportion. Each device gets an address in the /16 of ``base``. With ``faults`` two communes are silent (one has no
    power, so that its uplink is down as well; the other's management hangs) and the uplink of a third flaps.
    Credentials are made anew for each province: SNMPv3 where a credential's name has ``v3`` in it, else v2c.

    Raises:
        OSError: the example cannot be read.
        ValueError: ``sites`` or ``base`` cannot be.
    """
    network = ipaddress.IPv4Network(f"{base}/16")
    if not 1 <= sites <= 60_000:
        raise ValueError("sites must be 1 to 60000")
    rows = tables.resize(tables.read(folder), sites)
    _place(rows, network, port, ssh_port)
    devices = _devices(rows)
    if faults:
        _break(rows, devices)
    names = sorted({row["snmp"] for row in rows.devices if row["snmp"]})
    return Province(
        rows,
        devices,
        {name: secrets.token_urlsafe(12) for name in names if "v3" not in name},
        {
            name: User(_V3_USER, "SHA-256", secrets.token_urlsafe(12), "AES-128", secrets.token_urlsafe(12))
            for name in names
            if "v3" in name
        },
        tuple(sorted({row["ssh"] for row in rows.devices if row["ssh"]})),
        secrets.token_urlsafe(12),
        port,
        ssh_port,
    )


def plain(
    count: int, *, interfaces: int = 48, base: str = "127.64.0.0", port: int, community: str = "public"
) -> Province:
    """Make ``count`` equal devices of one site, without links, for load: SNMP v2c, ``interfaces`` ports each.

    Addresses are one after the other in the /10 of ``base``, from its second on.

    Raises:
        ValueError: ``count``, ``interfaces`` or ``base`` cannot be.
    """
    network = ipaddress.IPv4Network(f"{base}/10")
    if not 1 <= count < network.num_addresses - 2 or not 2 <= interfaces <= 100_000:
        raise ValueError("count or interfaces out of range")
    now_s = time.monotonic()
    ports = makers.ports(makers.CISCO, (), interfaces - 1)
    devices = []
    rows = tables.Tables([{"code": "1", "name": "Load", "level": "province"}], [], [], [])
    for number in range(count):
        address = str(network[number + 1])
        name = f"dev-{address}"
        device = Device(number, 0, name, address, makers.CISCO, ports, "campus", location="Load")
        device.started_s = now_s - uptime_at_start_s(0)
        devices.append(device)
        rows.devices.append(
            {"name": name, "site": "1", "address": f"{address}:{port}", "role": "switch", "snmp": "campus"}
        )
    return Province(rows, devices, {"campus": community}, {}, (), "", port, 0)


def _place(rows: Tables, network: ipaddress.IPv4Network, port: int, ssh_port: int) -> None:
    """Give every device and service its address on loopback: the lower half of the old one where that is free."""
    taken: set[int] = {0}
    place = {}
    for row in rows.devices:
        low = 0
        if row["address"]:
            low = int(ipaddress.IPv4Address(row["address"])) & 0xFFFF
        if low in taken:
            low = max(0x8000, max(taken) + 1)
        taken.add(low)
        place[row["name"]] = str(network[low])
        row["address"] = f"{network[low]}:{port}"
        row["ssh_port"] = str(ssh_port) if row["ssh"] else ""
    for service in rows.services:
        where = place.get(service["device"], str(network[1]))
        if service["url"].startswith("http"):
            service["url"] = f"http://{where}:{port}/{service['name']}"
        else:
            service["url"] = f"tcp://{where}:{port}"


def _devices(rows: Tables) -> list[Device]:
    now_s = time.monotonic()
    site_name = {site["code"]: site["name"] for site in rows.sites}
    used: dict[str, list[str]] = {}
    for link in rows.links:
        used.setdefault(link["a_device"], []).append(link["a_interface"])
        used.setdefault(link["b_device"], []).append(link["b_interface"])
    found = {}
    for number, row in enumerate(rows.devices):
        name, variant = row["name"], number % _VARIANTS
        maker = makers.MAKERS.get(row["platform"], makers.LINUX)
        names = tuple(sorted(used.get(name, ())))
        ports = makers.ports(maker, names, max(_PORTS.get(row["role"], 8), len(names) + 4))
        found[name] = Device(
            number, variant, name, row["address"].split(":")[0], maker, ports, row["snmp"], bool(row["ssh"])
        )
        found[name].location = site_name[row["site"]]
        found[name].started_s = now_s - uptime_at_start_s(variant)
    for number, link in enumerate(rows.links):
        a, b = found[link["a_device"]], found[link["b_device"]]
        connect(number, a, link["a_interface"], b, link["b_interface"], link["circuit"])
    return list(found.values())


def _break(rows: Tables, devices: list[Device]) -> None:
    """Choose three communes with nothing behind them, far from each other, and break them."""
    communes = {site["code"] for site in rows.sites if site["level"] == "commune"}
    at: dict[str, Row] = {row["name"]: row for row in rows.devices}
    leaves = [
        device
        for device in devices
        if device.credential and len(device.links) == 1 and at[device.name]["site"] in communes
    ]
    if len(leaves) < 3:
        return
    fail(leaves[len(leaves) // 3])
    leaves[2 * len(leaves) // 3].faults = Faults(silent=True)
    flap(leaves[0].links[0], _FLAP_PERIOD_S)
