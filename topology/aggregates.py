"""Links of aggregated ports (IEEE 802.1AX): the cables end in the members, and a claim on the whole is about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from topology.layers import agreement, beneath
from topology.values import supported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from topology.ports import PortIndex
    from topology.values import Link


def join_aggregates(links: list[Link], indexes: Mapping[str, PortIndex]) -> list[Link]:
    """The links between two devices without those of a whole aggregate whose members have links of their own.

    What was said of the whole is evidence for each of its members that it can mean.
    """
    wholes = [link for link in links if _is_whole(link, indexes)] if len(links) > 1 else []
    if not wholes:
        return links
    cables = [link for link in links if link not in wholes]
    kept = []
    for whole in wholes:
        places = [place for place, link in enumerate(cables) if means(whole[:4], link, indexes)]
        for place in places:
            cables[place] = supported(cables[place], whole.evidence)
        if not places:
            kept.append(whole)
    return [*cables, *kept]


def means(whole: tuple[str, str | None, str, str | None], link: Link, indexes: Mapping[str, PortIndex]) -> bool:
    """Whether ports that may be aggregates can mean the ports of a link between the same devices."""
    fits = (
        agreement(indexes[link.a_device], whole[1], link.a_interface),
        agreement(indexes[link.b_device], whole[3], link.b_interface),
    )
    return None not in fits and any(fits)


def _is_whole(link: Link, indexes: Mapping[str, PortIndex]) -> bool:
    ends = ((link.a_device, link.a_interface), (link.b_device, link.b_interface))
    return any(port is not None and beneath(indexes[device], port) != frozenset({port}) for device, port in ends)
