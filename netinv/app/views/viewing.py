"""What is shown of a network, as values without layout: the tree with rolled-up states, finding by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words.states import WELL
from netinv.errors import UsageError
from netinv.i18n import _
from netinv.store.reading.views import SiteRow
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.store.reading.views import DeviceRow, LinkRow

    _Place = tuple[SiteRow, int, tuple[str, ...]]

_LEVELS = ("province", "district", "commune", "agency")
_ASIDE = ("planned", "maintenance")
_SILENT = ("down", "unreachable", "unknown")


class SiteView(NamedTuple):
    """A site in the tree. ``counts`` are devices per state of it and all below it, ``devices`` only its own."""

    row: SiteRow
    depth: int
    path: tuple[str, ...]
    state: str
    counts: Mapping[str, int]
    devices: tuple[DeviceRow, ...]

    @property
    def total(self) -> int:
        """How many devices it has, with all below it."""
        return sum(self.counts.values())


def roll_up(counts: Mapping[str, int], status: str | None = None) -> str:
    """The state of a site from its devices' states; planned and maintained ones count only where there are no others.

    Args:
        counts: Devices per state, the whole subtree.
        status: The site's own status: it decides where there is no device.
    """
    present = {state for state, n in counts.items() if n}
    if not present:
        return "planned" if status == "planned" else "unknown"
    if len(present) == 1:
        return next(iter(present))
    judged = present.difference(_ASIDE) or present
    if len(judged) == 1:
        return next(iter(judged))
    if judged.issubset((*_SILENT, *_ASIDE)):
        return next(state for state in (*_SILENT, *_ASIDE) if state in judged)
    return "degraded"


def site_tree(sites: Iterable[SiteRow], devices: Iterable[DeviceRow]) -> list[SiteView]:
    """All sites, parents before children: districts by code, then communes, agencies last.

    A site whose parent is not among ``sites`` stands as a root, so that nothing is lost from sight.
    """
    own: dict[int, list[DeviceRow]] = {}
    counts: dict[int, dict[str, int]] = {}
    for device in devices:
        own.setdefault(device.site_id, []).append(device)
        here = counts.setdefault(device.site_id, {})
        here[device.state] = here.get(device.state, 0) + 1
    return counted_tree(sites, counts, own)


def counted_tree(
    sites: Iterable[SiteRow],
    counts: Mapping[int, Mapping[str, int]],
    own: Mapping[int, Sequence[DeviceRow]] | None = None,
) -> list[SiteView]:
    """The same from how many devices of each site are in which state; without ``own`` the views hold no devices."""
    rows = {row.id: row for row in sites}
    children: dict[int | None, list[SiteRow]] = {}
    for row in rows.values():
        children.setdefault(row.parent_id if row.parent_id in rows else None, []).append(row)
    for siblings in children.values():
        siblings.sort(key=lambda row: (_level(row), row.code))
    return _walk(children, counts, own or {})


def _level(row: SiteRow) -> int:
    return _LEVELS.index(row.level) if row.level in _LEVELS else len(_LEVELS)


def _walk(
    children: Mapping[int | None, Sequence[SiteRow]],
    counted: Mapping[int, Mapping[str, int]],
    own: Mapping[int, Sequence[DeviceRow]],
) -> list[SiteView]:
    order: list[_Place] = []
    pending: list[_Place] = [(row, 0, (row.code,)) for row in reversed(children.get(None, ()))]
    while pending:
        row, depth, path = pending.pop()
        order.append((row, depth, path))
        pending += [(child, depth + 1, (*path, child.code)) for child in reversed(children.get(row.id, ()))]
    counts: dict[int, dict[str, int]] = {}
    for row, _depth, _path in reversed(order):
        total = counts.setdefault(row.id, {})
        for state, n in counted.get(row.id, {}).items():
            total[state] = total.get(state, 0) + n
        if row.parent_id is not None:
            above = counts.setdefault(row.parent_id, {})
            for state, n in total.items():
                above[state] = above.get(state, 0) + n
    # Thousands of sites have one device that is up: they share what is counted and rolled up.
    alike: dict[tuple[object, ...], tuple[str, Mapping[str, int]]] = {}
    views = []
    for row, depth, path in order:
        here = counts[row.id]
        kind = (row.status, *here.items())
        state, shared = alike.get(kind) or alike.setdefault(kind, (roll_up(here, row.status), here))
        views.append(SiteView(row, depth, path, state, shared, tuple(own.get(row.id, ()))))
    return views


def subtree(tree: Sequence[SiteView], site_id: int) -> list[SiteView]:
    """A site of :func:`site_tree` and all below it, in the same order; empty where it is not there."""
    start = next((place for place, view in enumerate(tree) if view.row.id == site_id), None)
    if start is None:
        return []
    depth = tree[start].depth
    end = next((place for place in range(start + 1, len(tree)) if tree[place].depth <= depth), len(tree))
    return list(tree[start:end])


def unwell(tree: Sequence[SiteView]) -> list[SiteView]:
    """The sites of :func:`site_tree` that are not well, with all above them."""
    kept = {code for view in tree if view.state not in WELL for code in view.path}
    return [view for view in tree if view.row.code in kept]


def site_ids(name: str, sites: Sequence[SiteRow]) -> list[int]:
    """The ids of a site and all beneath it.

    Raises:
        UsageError: no such site.
    """
    found = find(name, sites, [])
    return [view.row.id for view in subtree(site_tree(sites, ()), found.id)]


def find(name: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> SiteRow | DeviceRow:
    """The site or device of that name or code; else the one that fits without regard to case and marks.

    Raises:
        UsageError: nothing fits (with the nearest names), or several sites do (with their codes).
    """
    wanted = name.strip()
    for exact in (
        [row for row in devices if row.name == wanted],
        [row for row in sites if row.code == wanted],
        [row for row in sites if row.name == wanted],
        _alike(fold(wanted), sites, devices),
    ):
        found = _only_one(name, exact)
        if found:
            return found
    raise UsageError(_not_there(name, sites, devices))


def _alike(wanted: str, sites: Sequence[SiteRow], devices: Sequence[DeviceRow]) -> Sequence[SiteRow | DeviceRow]:
    """Those equal when folded; else the sites whose name ends so: “vinh yen” is “Thành phố Vĩnh Yên”."""
    same: list[SiteRow | DeviceRow] = [row for row in devices if fold(row.name) == wanted]
    same += [row for row in sites if wanted in (fold(row.name), fold(row.code))]
    return same or ([row for row in sites if fold(row.name).endswith(f" {wanted}")] if wanted else [])


def _only_one(name: str, found: Sequence[SiteRow | DeviceRow]) -> SiteRow | DeviceRow | None:
    if len(found) < 2:  # one or none
        return next(iter(found), None)
    choices = ", ".join(f"{row.code} ({row.name})" if isinstance(row, SiteRow) else row.name for row in found[:10])
    raise UsageError(_("“{name}” fits several: {choices}: give one code").format(name=name, choices=choices))


def _not_there(name: str, sites: Iterable[SiteRow], devices: Iterable[DeviceRow]) -> str:
    from difflib import get_close_matches

    known = {fold(row.name): row.name for row in devices}
    for row in sites:
        known.setdefault(fold(row.name), row.name)
        # Without its kind (“huyện”, “thành phố”), as people write it.
        known.setdefault(fold(row.name.split(" ", 1)[-1]), row.name)
    near = list(dict.fromkeys(known[match] for match in get_close_matches(fold(name.strip()), known, n=5)))
    if near:
        message = _("no site or device is named “{name}”: did you mean {choices}?")
        return message.format(name=name, choices=", ".join(near))
    return _("no site or device is named “{name}”: netinv list sites and netinv list devices show all").format(
        name=name
    )


def link_name(link: LinkRow) -> str:
    """``A:PORT--B:PORT``; a port that is not known is left out."""
    a, b = (
        f"{device}:{port}" if port else device
        for device, port in ((link.a_device, link.a_interface), (link.b_device, link.b_interface))
    )
    return f"{a}--{b}"
