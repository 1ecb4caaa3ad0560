"""What snmpd, lldpd and sshd of one node are told, and the script that boots the node.

Each node runs in its own network, UTS and mount namespace, with its own /run, /etc/passwd, /etc/shadow and so on:
the daemons find everything in its usual place, and accounts exist only inside the node.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.integration.network import frr

if TYPE_CHECKING:
    from tests.integration.network.plan import Credential, Node, Plan, Port

LLDP_INTERVAL_S = 5
DAEMONS = ("snmpd", "lldpd", "sshd")
_IF_DESCR, _IF_NAME, _IF_ALIAS = ".1.3.6.1.2.1.2.2.1.2", ".1.3.6.1.2.1.31.1.1.1.1", ".1.3.6.1.2.1.31.1.1.1.18"
_ENT_PHYSICAL = ".1.3.6.1.2.1.47.1.1.1.1"
_CHASSIS = 3


def alias(port: Port) -> str:
    """The ifAlias of a port."""
    return f"to {port.peer}"


def snmpd_conf(node: Node, ports: tuple[Port, ...], credential: Credential) -> str:
    """snmpd.conf of a node. No comment may stand behind a value: it would become part of it."""
    lines = ["agentaddress udp:161", *_access(credential), "master agentx", "agentXSocket /run/agentx.sock"]
    if node.routing:  # FRR's daemons run as a user of their own
        lines.append("agentXPerms 0777 0755")
    lines += [f"sysName {node.name}", "sysServices 78"]
    values = {
        "sysDescr": node.descr,
        "sysLocation": node.location,
        "sysContact": node.contact,
        "sysObjectID": node.object_id,
    }
    lines += [f"{directive} {value}" for directive, value in values.items() if value]
    for port in ports:
        lines.append(f"interface {port.device} 6 {port.speed_bps}")
        lines.append(f'override {_IF_ALIAS}.{port.if_index} octet_str "{alias(port)}"')
        if port.name != port.device:
            lines.append(f'override {_IF_DESCR}.{port.if_index} octet_str "{port.name}"')
            lines.append(f'override {_IF_NAME}.{port.if_index} octet_str "{port.name}"')
    if node.serial:
        lines.append(f"override {_ENT_PHYSICAL}.5.1 integer {_CHASSIS}")
        entity = {2: "chassis", 11: node.serial, 12: node.maker, 13: node.model}
        lines += [f'override {_ENT_PHYSICAL}.{at}.1 octet_str "{text}"' for at, text in entity.items() if text]
    return "\n".join(lines) + "\n"


def _access(credential: Credential) -> list[str]:
    if credential.kind == "snmp-v2c":
        return [f"rocommunity {credential['community']} default"]
    user = credential["user"]
    auth = f'{credential["auth_protocol"]} "{credential["auth_password"]}"'
    privacy = f'AES "{credential["priv_password"]}"'
    return [f"createUser {user} {auth} {privacy}", f"rouser {user} authPriv"]


def lldpd_conf(node: Node, ports: tuple[Port, ...]) -> str:
    """The lines that lldpd gives lldpcli at start."""
    lines = [f'configure system hostname "{node.name}"', f"configure lldp tx-interval {LLDP_INTERVAL_S}"]
    if node.port_id != "local":
        lines.append(f"configure lldp portidsubtype {node.port_id}")
    for port in ports:
        if node.port_id == "local":
            lines.append(
                f'configure ports {port.device} lldp portidsubtype local "{port.name}" description "{port.name}"'
            )
        else:
            lines.append(f'configure ports {port.device} lldp portdescription "{port.name}"')
    return "\n".join(lines) + "\n"


_SSHD_CONF = """\
Port 22
HostKey /etc/ssh/host_key
PidFile /run/sshd.pid
UsePAM no
PasswordAuthentication yes
PrintMotd no
PrintLastLog no
"""


def hashed(password: str) -> str:
    """A sha512-crypt line for shadow. By perl, which every Debian has: Python's crypt is on its way out."""
    script = 'chomp(my $p = <STDIN>); print crypt($p, "\\$6\\$netinvlab\\$")'
    done = subprocess.run(["perl", "-e", script], input=password, text=True, capture_output=True, check=True)
    return done.stdout


def write(plan: Plan, node: Node, folder: Path) -> None:
    """Write a node's configuration and boot script under its folder."""
    ports = plan.ports[node.name]
    for name in ("etc/snmp", "etc/ssh", "etc/frr", "run/sshd", "run/lldpd", "run/frr", "persistent"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    files = {
        "etc/hosts": f"127.0.0.1 localhost\n{node.address} {node.name}\n",
        "etc/resolv.conf": "",
        "addresses": _addresses(plan, node, ports),
        "boot.sh": _boot(node, folder),
    }
    if node.snmp:
        files["etc/snmp/snmpd.conf"] = snmpd_conf(node, ports, plan.credential(node.snmp))
    if node.lldp:
        files["etc/lldpd.conf"] = lldpd_conf(node, ports)
    if node.ssh:
        files |= _accounts(plan.credential(node.ssh))
        files["etc/ssh/sshd_config"] = _SSHD_CONF
        key = folder / "etc/ssh/host_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, timeout=60)
    files |= frr.files(plan, node)
    for name, text in files.items():
        (folder / name).write_text(text)


def _addresses(plan: Plan, node: Node, ports: tuple[Port, ...]) -> str:
    lines = ["link set lo up", f"addr replace {node.address}/32 dev lo"]
    for port in ports:
        lines += [f"addr replace {port.address}/30 dev {port.device}", f"link set {port.device} up"]
    if len(ports) > 1:  # no default route on transit nodes: nothing may loop
        lines.append(f"route replace {plan.lost} default metric 4096")
    return "\n".join(lines) + "\n"


def _accounts(credential: Credential) -> dict[str, str]:
    """This machine's accounts and one more; Debian's lldpcli is for members of adm."""
    user = credential["username"]
    passwd, group = Path("/etc/passwd").read_text(), Path("/etc/group").read_text()
    lines = [f"{line},{user}".replace(":,", ":") if line.startswith("adm:") else line for line in group.splitlines()]
    return {
        "etc/passwd": f"{passwd}{user}:x:4242:4242::/:/bin/bash\n",
        "etc/group": "\n".join([*lines, f"{user}:x:4242:"]) + "\n",
        "etc/shadow": f"{user}:{hashed(credential['password'])}:19000:0:99999:7:::\n",
    }


def _boot(node: Node, folder: Path) -> str:
    binds = {"etc/snmp": "/etc/snmp", "etc/ssh": "/etc/ssh", "persistent": "/var/lib/snmp"}
    binds |= {f"etc/{name}": f"/etc/{name}" for name in ("hosts", "resolv.conf")}
    if node.routing:
        binds["etc/frr"] = "/etc/frr"
    if node.ssh:
        binds |= {f"etc/{name}": f"/etc/{name}" for name in ("passwd", "group", "shadow")}
    lines = [
        "set -e",
        f"hostname {node.name}",
        *(f"mount --bind {folder}/{source} {target}" for source, target in binds.items()),
        f"mount --bind {folder}/run /run",
        "rm -f /run/agentx.sock /run/lldpd.socket /run/*.pid",
        "for name in all default; do echo 0 > /proc/sys/net/ipv4/conf/$name/rp_filter; done",
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
        f"ip -batch {folder}/addresses",
    ]
    if node.snmp:
        lines.append("/usr/sbin/snmpd -I -smux -Lf /run/snmpd.log -p /run/snmpd.pid")
    lines += frr.boot(node)
    if node.lldp:
        agentx = "-x -X /run/agentx.sock" if node.snmp else ""
        description = (node.descr or "Linux").replace("'", "")
        lines.append(f"/usr/sbin/lldpd {agentx} -O {folder}/etc/lldpd.conf -m {node.address} -S '{description}'")
    if node.ssh:
        lines.append("/usr/sbin/sshd -f /etc/ssh/sshd_config -E /run/sshd.log")
    return "\n".join(lines) + "\n"
