"""The names that templates have for what we want to know: the same for all platforms, the better name first.

A platform takes one of these mappings as it is, or with a change: ``INTERFACE | {"mtu": ("ip_mtu",)}``.
"""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, tuple[str, ...]]

SYSTEM: dict[str, tuple[str, ...]] = {
    "sys_name": ("hostname", "name"),
    "vendor": ("vendor", "vendor_name"),
    "os_version": ("version", "vrp_version", "os", "junos_version", "software_version", "image"),
    "model": ("model", "hardware", "product", "board_name", "platform"),
    "serial": ("serial", "serial_number", "chassis_serial_number"),
    "uptime": ("uptime",),
    "chassis_id": ("mac_address", "sys_mac", "base_mac"),
}
INVENTORY: dict[str, tuple[str, ...]] = {
    "vendor": ("vendor_name",),
    "model": ("pid", "device_name"),
    "serial": ("sn", "device_serial_number"),
    "chassis_id": ("mac_address",),
}
INTERFACE: dict[str, tuple[str, ...]] = {
    "name": ("interface", "port", "name"),
    "descr": ("interface", "port", "name"),
    "alias": ("description", "interface_description", "interface_desc"),
    "mac": ("mac_address", "bia", "hw_address"),
    "speed_bps": ("bandwidth", "speed"),
    "mtu": ("actual_mtu", "mtu"),
}
ADDRESS: dict[str, tuple[str, ...]] = {
    "interface": ("interface", "name"),
    "address": ("ip_address", "sec_ip_address", "secondary_ip_address", "ipv6_address", "ip"),
    "prefix_length": ("prefix_length", "sec_prefix_length", "netmask", "subnet"),
}
"""Here all names count, not the first: a port has several addresses."""
NEIGHBOR: dict[str, tuple[str, ...]] = {
    "local_port": ("local_interface", "interface"),
    "remote_chassis": ("chassis_id",),
    "remote_port": ("neighbor_port_id", "neighbor_interface"),
    "remote_port_description": ("neighbor_interface_description", "neighbor_port_description"),
    "remote_name": ("neighbor_name", "neighbor"),
    "remote_address": ("mgmt_address", "management_ip", "management_ipv6"),
    "remote_platform": ("neighbor_description", "system_description", "platform"),
}
NEIGHBOR_WITH_PORT_ID = NEIGHBOR | {
    "remote_port": ("neighbor_port_id",),
    "remote_port_description": ("neighbor_interface",),
}
"""For templates that have both: there ``neighbor_interface`` is the port's description."""
CDP_NEIGHBOR = NEIGHBOR | {
    "remote_chassis": (),
    "remote_name": ("neighbor_name", "chassis_id"),
    "remote_address": ("mgmt_address", "interface_ip"),
    "remote_platform": ("platform",),
}
"""CDP knows a device by its ID, which templates take for a chassis, and some releases tell its sysName as well."""
