"""What every export says of a node or an edge, under the names that the interface promises.

None is absent. Text is made safe here, as on the terminal (:func:`netinv.text.clean`): what XML 1.0 forbids, what
drives a terminal, hides or turns text round becomes U+FFFD and is counted, so all formats agree. Tabs and line ends
stay; each format has its own way to write them.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from netinv.text import clean
from topology.graph import Contains, Hosts
from topology.values import Link, Site, SiteLink

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from topology.graph import EdgeValue, NodeValue

Value = str | int | float | None
NODE_TYPES: Mapping[str, str] = {
    name: "double" if name in {"lat", "lon"} else "string"
    for name in (
        *("type", "label", "name", "level", "kind", "site", "state", "lat", "lon"),
        *("address", "role", "vendor", "model", "serial", "os_version", "services", "services_down"),
    )
}
EDGE_TYPES: Mapping[str, str] = {
    name: "long" if name == "capacity_bps" else "string"
    for name in (
        *("type", "label", "state", "a_interface", "b_interface", "sources", "confidence"),
        *("medium", "carrier", "circuit", "capacity_bps"),
    )
}
_LONG_MAX = 2**63 - 1


class SafeText:
    """Replaces characters that no file may bring to its reader, and counts them in ``replaced``."""

    def __init__(self) -> None:
        self.replaced = 0

    def __call__(self, text: str) -> str:
        """The text without them."""
        safe = clean(text)
        if safe is not text:
            self.replaced += safe.count("\ufffd") - text.count("\ufffd")
        return safe


class Names:
    """Node and edge ids made safe, still one for each: two that become alike are told apart by a number."""

    def __init__(self, safe: SafeText) -> None:
        self._safe = safe
        self._given: dict[Hashable, str] = {}
        self._taken: set[str] = set()

    def __call__(self, key: Hashable, text: str) -> str:
        """The id for ``key``; ``text`` is what it is made from the first time."""
        if key not in self._given:
            wanted = name = self._safe(text)
            number = 1
            while name in self._taken:
                number += 1
                name = f"{wanted}~{number}"
            self._taken.add(name)
            self._given[key] = name
        return self._given[key]


def of_node(value: NodeValue, safe: SafeText) -> dict[str, Value]:
    """The attributes of a site or device, absent ones left out. Several services are joined by commas."""
    if isinstance(value, Site):
        raw: dict[str, Value] = {
            "type": "site",
            "label": value.name or value.code,
            "name": value.name,
            "level": value.level,
            "kind": value.kind,
            "site": value.code,
            "state": value.state,
            "lat": _finite(value.lat),
            "lon": _finite(value.lon),
        }
    else:
        raw = {
            "type": "device",
            "label": value.name,
            "name": value.name,
            "site": value.site,
            "state": value.state,
            "address": value.address,
            "role": value.role,
            "vendor": value.vendor,
            "model": value.model,
            "serial": value.serial,
            "os_version": value.os_version,
        }
    raw |= {"services": ",".join(value.services.names), "services_down": ",".join(value.services.down)}
    return _present(raw, safe)


def of_edge(value: EdgeValue, safe: SafeText) -> dict[str, Value]:
    """The attributes of an edge, absent ones left out. Several sources are joined by commas."""
    if isinstance(value, Contains | Hosts):
        return {"type": "contains" if isinstance(value, Contains) else "hosts"}
    if isinstance(value, SiteLink):
        return _present(_of_site_link(value), safe)
    fits = value.capacity_bps is not None and abs(value.capacity_bps) <= _LONG_MAX
    raw: dict[str, Value] = {
        "type": "link",
        "label": value.name,
        "state": value.state,
        "a_interface": value.a_interface,
        "b_interface": value.b_interface,
        "sources": ",".join(value.sources),
        "confidence": value.confidence,
        "medium": value.medium,
        "carrier": value.carrier,
        "circuit": value.circuit,
        "capacity_bps": value.capacity_bps if fits else None,
    }
    return _present(raw, safe)


def _of_site_link(value: SiteLink) -> dict[str, Value]:
    """What the links between two sites have in common; their capacities added, their best confidence."""
    capacities = [link.capacity_bps for link in value.links if link.capacity_bps is not None]
    confidences = {link.confidence for link in value.links}
    total = sum(capacities)
    return {
        "type": "link",
        "label": f"{value.a_site}--{value.b_site}",
        "state": value.state,
        "sources": ",".join(sorted({source for link in value.links for source in link.sources})),
        "confidence": next((one for one in ("both", "one", "declared") if one in confidences), None),
        "medium": ",".join(sorted({link.medium for link in value.links if link.medium})),
        "carrier": ",".join(sorted({link.carrier for link in value.links if link.carrier})),
        "circuit": ",".join(sorted({link.circuit for link in value.links if link.circuit})),
        "capacity_bps": total if capacities and abs(total) <= _LONG_MAX else None,
    }


def ends(value: EdgeValue) -> tuple[str, str]:
    """Source and target node: the a end and the b end, or what is above and what is below."""
    if isinstance(value, Link):
        return f"device:{value.a_device}", f"device:{value.b_device}"
    if isinstance(value, SiteLink):
        return f"site:{value.a_site}", f"site:{value.b_site}"
    if isinstance(value, Contains):
        return f"site:{value.site}", f"site:{value.child}"
    return f"site:{value.site}", f"device:{value.device}"


def _finite(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None


def _present(raw: Mapping[str, Value], safe: SafeText) -> dict[str, Value]:
    """Enumerations become their words; empty text is absent text."""
    return {
        name: safe(str(value)) if isinstance(value, str) else value
        for name, value in raw.items()
        if value is not None and value != ""
    }
