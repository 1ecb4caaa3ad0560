"""Links that fail together because they share a circuit or a carrier: one cause instead of many.

The inventory names them (``carrier``, ``circuit``). A group is blamed only if none of its links works.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from netinv.model import State
from topology.values import Cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from topology.values import Link


class Joined(NamedTuple):
    """The causes by their root device, and for each root that there was the one that stands for it now."""

    causes: dict[str, Cause]
    root_of: dict[str, str]


class _Suspect(NamedTuple):
    """Causes that one failure may stand for: their roots, and the dark links that lead to those."""

    roots: tuple[str, ...]
    links: tuple[Link, ...]


def join_shared(
    causes: Mapping[str, Cause], dark: Mapping[str, Sequence[Link]], links: Iterable[tuple[Link, bool]]
) -> Joined:
    """Put causes together that share a circuit, then those that share a carrier.

    Args:
        causes: By root device.
        dark: For each root the broken links that lead to it; empty where the root itself must have failed.
        links: All links, each with whether it works.
    """
    joined = Joined(dict(causes), {root: root for root in causes})
    suspects = [_Suspect((root,), tuple(edge)) for root, edge in sorted(dark.items()) if edge]
    if not any(link.circuit or link.carrier for suspect in suspects for link in suspect.links):
        return joined
    known = list(links)
    suspects = _join(joined, suspects, known, _circuit, fewest=1)
    _join(joined, suspects, known, _carrier, fewest=2)
    return joined


def dark_groups(links: Iterable[tuple[Link, bool]]) -> dict[str, list[Link]]:
    """The circuits over which several pairs of devices are joined and nothing works, with their links."""
    return {name: found for name, found in _groups(links, _circuit).items() if _pairs(found) > 1}


def _circuit(link: Link) -> str | None:
    return link.circuit


def _carrier(link: Link) -> str | None:
    return link.carrier


def _groups(links: Iterable[tuple[Link, bool]], name_of: Callable[[Link], str | None]) -> dict[str, list[Link]]:
    """The links by circuit or carrier, of those where none works."""
    found: dict[str, list[Link]] = defaultdict(list)
    alive: set[str] = set()
    for link, works in links:
        if name := name_of(link):
            found[name].append(link)
            if works:
                alive.add(name)
    return {name: own for name, own in found.items() if name not in alive}


def _pairs(links: Iterable[Link]) -> int:
    return len({link.pair for link in links})


def _join(
    joined: Joined,
    suspects: Sequence[_Suspect],
    links: Sequence[tuple[Link, bool]],
    name_of: Callable[[Link], str | None],
    *,
    fewest: int,
) -> list[_Suspect]:
    """Blame each group that stands for at least so many causes and joins several pairs; returns what remains."""
    groups = _groups(links, name_of)
    by_name: dict[str, list[_Suspect]] = defaultdict(list)
    rest: list[_Suspect] = []
    for suspect in suspects:
        names = {name_of(link) for link in suspect.links}
        name = names.pop() if len(names) == 1 else None
        if name is not None and name in groups:
            by_name[name].append(suspect)
        else:
            rest.append(suspect)
    for name, own in sorted(by_name.items()):
        if len(own) < fewest or _pairs(groups[name]) < 2:
            rest.extend(own)
        else:
            rest.append(_blame(joined, name, own, groups[name]))
    return rest


def _blame(joined: Joined, name: str, suspects: Sequence[_Suspect], links: Sequence[Link]) -> _Suspect:
    """One dead device dark on all its links may be what is wrong as well; several at once are the group's."""
    roots = tuple(sorted({root for suspect in suspects for root in suspect.roots}))
    replaced = [joined.causes.pop(root) for root in roots if root in joined.causes]
    alone = replaced[0].name if len(replaced) == 1 and replaced[0].kind == "device" else None
    members = tuple(sorted({link.name for link in links}))
    confidence: Literal["sure", "likely"] = "sure" if alone is None else "likely"
    joined.causes[roots[0]] = Cause("group", name, members, alone, State.DOWN, (), (), confidence)
    joined.root_of.update({old: roots[0] for old, root in joined.root_of.items() if root in roots})
    return _Suspect(roots, tuple(link for suspect in suspects for link in suspect.links))
