"""Names of ports in little room: ``GigabitEthernet0/0/11`` as ``Gi0/0/11``, as engineers write them."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"([A-Za-z][A-Za-z-]*) ?(\d.*)", re.DOTALL)
_FAMILIES = {
    "ethernet": "Eth",
    "fastethernet": "Fa",
    "gigabitethernet": "Gi",
    "twogigabitethernet": "Tw",
    "fivegigabitethernet": "Fi",
    "tengigabitethernet": "Te",
    "tengige": "Te",
    "xgigabitethernet": "XGE",
    "twentyfivegige": "Twe",
    "fortygige": "Fo",
    "fortygigabitethernet": "Fo",
    "hundredgige": "Hu",
    "hundredgigabitethernet": "Hu",
    "portchannel": "Po",
    "bundleether": "BE",
    "bridgeaggregation": "BAGG",
    "loopback": "Lo",
    "tunnel": "Tu",
}


@lru_cache(maxsize=4096)
def short_port(name: str) -> str:
    """A port's name with its family abbreviated, where it is one that has an abbreviation."""
    match = _PARTS.fullmatch(name)
    family = _FAMILIES.get(match[1].replace("-", "").casefold()) if match else None
    return f"{family}{match[2]}" if match and family else name


def port_within(name: str, width: int) -> str:
    """A port's name in that many letters: abbreviated, and if need be cut at its front, for the number says which."""
    name = short_port(name)
    if len(name) <= width:
        return name
    return "…" + name[len(name) - width + 1 :] if width > 1 else "…"[:width]
