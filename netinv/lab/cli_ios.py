"""What an IOS-like command line prints of a simulated device: enough to log in and to read the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.lab import mib_interfaces
from netinv.lab.mib_device import addresses
from netinv.lab.mib_neighbors import port_id, speaks_cdp

if TYPE_CHECKING:
    from netinv.lab.makers import Port
    from netinv.lab.network import Device

_LOOPBACK = 24
_UNKNOWN = "           ^\n% Invalid input detected at '^' marker.\n"


def prompt(device: Device) -> str:
    """The prompt, in privileged mode."""
    return f"{device.name}#"


def run(device: Device, line: str, now_s: float) -> tuple[str, int]:
    """What a command prints, and 0, or 1 where there is no such command. Words may be shortened as IOS allows."""
    words = line.split("|")[0].split()
    if not words or words[0] in ("terminal", "enable", "!"):
        return "", 0
    for command, answer in _COMMANDS.items():
        wanted = command.split()
        if len(wanted) == len(words) and all(w.startswith(g) for w, g in zip(wanted, words, strict=True)):
            return answer(device, now_s), 0
    return _UNKNOWN, 1


def _version(device: Device, now_s: float) -> str:
    minutes = int(device.uptime_s(now_s)) // 60
    weeks, days, hours = minutes // 10_080, minutes // 1_440 % 7, minutes // 60 % 24
    mac = device.mac.hex(":")
    return (
        f"{device.maker.sys_descr()}\n\nROM: IOS-XE ROMMON\n\n"
        f"{device.name} uptime is {weeks} weeks, {days} days, {hours} hours, {minutes % 60} minutes\n"
        "System returned to ROM by power-on\n"
        'System image file is "bootflash:isr4300-universalk9.16.09.05.SPA.bin"\nLast reload reason: power-on\n\n'
        f"cisco {device.maker.model} (1RU) processor with 1795979K/3071K bytes of memory.\n"
        f"Processor board ID {device.serial}\nBase Ethernet MAC Address          : {mac}\n"
        "\nConfiguration register is 0x2102\n"
    )


def _status(device: Device, port: Port, now_s: float) -> tuple[str, str]:
    if mib_interfaces.admin_status(port) != 1:
        return "administratively down", "down"
    word = "up" if mib_interfaces.oper_status(device, port, now_s) == 1 else "down"
    return word, word


def _interfaces(device: Device, now_s: float) -> str:
    alias = mib_interfaces.aliases(device)
    owned = _owned(device)
    return "".join(_interface(device, port, alias.get(port.if_index), owned, now_s) for port in device.ports)


def _interface(
    device: Device, port: Port, alias: bytes | None, owned: dict[int, list[tuple[str, int]]], now_s: float
) -> str:
    link, protocol = _status(device, port, now_s)
    lines = [f"{port.descr} is {link}, line protocol is {protocol} "]
    if port.if_type == _LOOPBACK:
        lines.append("  Hardware is Loopback")
    else:
        mac = _dotted_mac(device.port_mac(port.if_index))
        lines.append(f"  Hardware is ISR4331-3x1GE, address is {mac} (bia {mac})")
    if alias:
        lines.append(f"  Description: {alias.decode('latin-1')}")
    lines += [f"  Internet address is {address}/{size}" for address, size in owned.get(port.if_index, [])[:1]]
    up_s = device.uptime_s(now_s)
    carried = mib_interfaces.octets(mib_interfaces.rate_octets_s(device.variant, port, 0), up_s, port.if_index)
    sent = mib_interfaces.octets(mib_interfaces.rate_octets_s(device.variant, port, 1), up_s, port.if_index + 3)
    speed_kbit = (port.speed_bps or 8_000_000_000) // 1000
    lines += [
        f"  MTU 1500 bytes, BW {speed_kbit} Kbit/sec, DLY 10 usec, ",
        "     reliability 255/255, txload 1/255, rxload 1/255",
        "  Encapsulation ARPA, loopback not set",
        "  Last input 00:00:01, output 00:00:02, output hang never",
        "  Queueing strategy: fifo",
        f"     {carried // 600} packets input, {carried} bytes, 0 no buffer",
        "     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored",
        f"     {sent // 600} packets output, {sent} bytes, 0 underruns",
        "     0 output errors, 0 collisions, 1 interface resets",
    ]
    return "\n".join(lines) + "\n"


def _owned(device: Device) -> dict[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for address, prefix_length, if_index in addresses(device):
        found.setdefault(if_index, []).append((".".join(map(str, address)), prefix_length))
    return found


def _ip_interface(device: Device, now_s: float) -> str:
    owned = _owned(device)
    out = []
    for port in device.ports:
        link, protocol = _status(device, port, now_s)
        out.append(f"{port.descr} is {link}, line protocol is {protocol}")
        for address, size in owned.get(port.if_index, []):
            out += [f"  Internet address is {address}/{size}", "  Broadcast address is 255.255.255.255"]
        if port.if_index in owned:
            out.append("  MTU is 1500 bytes")
        else:
            out.append("  Internet protocol processing disabled")
    return "\n".join(out) + "\n"


def _ip_interface_brief(device: Device, now_s: float) -> str:
    owned = _owned(device)
    out = ["Interface              IP-Address      OK? Method Status                Protocol"]
    for port in device.ports:
        link, protocol = _status(device, port, now_s)
        address = owned.get(port.if_index, [("unassigned", 0)])[0][0]
        out.append(f"{port.descr:<22} {address:<15} YES NVRAM  {link:<21} {protocol}")
    return "\n".join(out) + "\n"


def _lldp(device: Device, now_s: float) -> str:
    out = []
    for end in device.ends():
        if not end.link.is_up(now_s):
            continue
        _subtype, name, descr = port_id(end.far, end.far_port)
        out.append(
            "------------------------------------------------\n"
            f"Local Intf: {end.port.name}\nChassis id: {_dotted_mac(end.far.mac)}\nPort id: {name}\n"
            f"Port Description: {descr}\nSystem Name: {end.far.name}\n\n"
            f"System Description: \n{end.far.maker.sys_descr()}\n\nTime remaining: 104 seconds\n"
            "System Capabilities: B,R\nEnabled Capabilities: B,R\n"
            f"Management Addresses:\n    IP: {end.far.address}\nAuto Negotiation - not supported\n"
            "Physical media capabilities - not advertised\nMedia Attachment Unit type - not advertised\n"
            "Vlan ID: - not advertised\n"
        )
    return "\n".join([*out, f"\nTotal entries displayed: {len(out)}\n"])


def _cdp(device: Device, now_s: float) -> str:
    out = [
        "-------------------------\n"
        f"Device ID: {end.far.name}\nEntry address(es): \n  IP address: {end.far.address}\n"
        f"Platform: cisco {end.far.maker.model},  Capabilities: Router Switch IGMP \n"
        f"Interface: {end.port.descr},  Port ID (outgoing port): {end.far_port.descr}\nHoldtime : 138 sec\n\n"
        f"Version :\n{end.far.maker.sys_descr()}\n\nadvertisement version: 2\n"
        for end in device.ends()
        if end.link.is_up(now_s) and speaks_cdp(end.far)
    ]
    return "\n".join([*out, f"\nTotal cdp entries displayed : {len(out)}\n"])


def _inventory(device: Device, _now_s: float) -> str:
    model = device.maker.model
    return f'NAME: "Chassis", DESCR: "{model} chassis"\nPID: {model:<18}, VID: V01  , SN: {device.serial}\n'


def _dotted_mac(mac: bytes) -> str:
    text = mac.hex()
    return f"{text[:4]}.{text[4:8]}.{text[8:]}"


_COMMANDS = {
    "show version": _version,
    "show interfaces": _interfaces,
    "show ip interface": _ip_interface,
    "show ip interface brief": _ip_interface_brief,
    "show lldp neighbors detail": _lldp,
    "show cdp neighbors detail": _cdp,
    "show inventory": _inventory,
}
