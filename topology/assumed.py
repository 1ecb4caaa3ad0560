"""Where no path is known, the tree of sites stands in: a site hangs on the devices of the site above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, MutableMapping
    from collections.abc import Set as AbstractSet

    from topology.values import SiteTree


def attach_islands(
    islands: Iterable[list[str]], reachable: AbstractSet[str], root_of: MutableMapping[str, str], tree: SiteTree
) -> Iterator[str]:
    """Hang each island of silent devices on a root; yields those devices that become roots, as causes of their own.

    An island hangs by its devices highest in the tree. They are behind what failed at their own site or at the nearest
    site above that has devices; where something answers there, or no site is known, each is a cause of its own.
    """
    sites = tree.site_of
    alive = {sites[device] for device in reachable if device in sites}
    linked = _roots_by_site(root_of, sites)
    known = dict(linked)
    depths: dict[str, int] = {}
    ordered = []
    for island in islands:
        depth_of = {device: _depth(sites.get(device), tree, depths) for device in island}
        top = min(depth_of.values())
        ordered.append((top, sorted(device for device in island if depth_of[device] == top)))
    for _, heads in sorted(ordered):
        for head in heads:
            root = _root_above(sites.get(head), alive, linked, known, tree.parent_of)
            root_of[head] = root or head
            if root is None:
                yield head
        for head in heads:  # after all: devices of one site do not hang on each other
            if head in sites:
                known.setdefault(sites[head], root_of[head])


def _roots_by_site(root_of: Mapping[str, str], sites: Mapping[str, str]) -> dict[str, str]:
    """For each site one root that its silent devices have; the first by name, so that it is always the same."""
    found: dict[str, str] = {}
    for device in sorted(root_of):
        if device in sites:
            found.setdefault(sites[device], root_of[device])
    return found


def _depth(site: str | None, tree: SiteTree, known: dict[str, int]) -> int:
    """Steps from the top of the tree; a circle of parents ends where it closes."""
    path: list[str] = []
    while site is not None and site not in known and site not in path:
        path.append(site)
        site = tree.parent_of.get(site)
    depth = known.get(site, -1) if site is not None else -1
    for one in reversed(path):
        depth += 1
        known[one] = depth
    return max(depth, 0)


def _root_above(
    site: str | None,
    alive: AbstractSet[str],
    linked: Mapping[str, str],
    known: Mapping[str, str],
    parent_of: Mapping[str, str | None],
) -> str | None:
    """The root at the nearest site with devices, from the own one upwards; None where that lives or is not there."""
    seen: set[str] = set()
    at_own = True
    while site is not None and site not in seen and site not in alive:
        root = (linked if at_own else known).get(site)
        if root is not None:
            return root
        seen.add(site)
        site, at_own = parent_of.get(site), False
    return None
