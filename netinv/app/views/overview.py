"""How the network is: states by level of the tree, and what is wrong, each problem under its cause."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.views import planned_work, shapes
from netinv.app.views.standing import standing
from netinv.app.views.viewing import find, site_tree, subtree
from netinv.app.words import sentences
from netinv.app.words.states import WELL
from netinv.store.reading.views import SiteRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.app.views.standing import Standing
    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow, SweepRow

_LEVEL_SHOWN = 1


class Status(NamedTuple):
    """The promised JSON, the part of the tree it speaks of, whether something is wrong, and the work that goes on."""

    shape: dict[str, Any]
    tree: list[SiteView]
    wrong: bool
    work: list[str]


def status(reader: Reader, site: str | None, now_ms: int, stale_after_s: float) -> Status:
    """The status of the network, or of a site with all beneath it.

    Raises:
        UsageError: no such site.
    """
    sites, devices, links = reader.sites(), reader.devices(), reader.links()
    tree = site_tree(sites, devices)
    if site is not None:
        found = find(site, sites, [])
        assert isinstance(found, SiteRow)
        tree = subtree(tree, found.id)
    here = [device for view in tree for device in view.devices]
    codes = {row.id: row.code for row in sites}
    sweep = next(iter(reader.sweeps()), None)
    names, places = {device.name for device in here}, sentences.Places({row.code: row for row in sites})
    inside = {view.row.code for view in tree}
    wrongs = [one for one in standing(reader, devices, links) if one.concerns & names or one.row.site in inside]
    causes = [one for one in wrongs if _cuts_off(one)]
    swept = _sweep(sweep, now_ms, stale_after_s)
    active = [one for one in planned_work.windows(reader, now_ms) if one.now is not None]
    active = active if site is None else planned_work.concerning(active, names, {view.row.code for view in tree})
    shape = {
        "at": sentences.iso(now_ms),
        "sweep": swept,
        "states": dict(sorted(Counter(device.state for device in here).items())),
        "services": dict(sorted(Counter(row.state for row in reader.services() if row.site in inside).items())),
        "sites": [shapes.site(view, codes) for view in sorted(tree, key=lambda view: view.row.code)],
        "causes": [shapes.cause(one.cause, one.row.began, now_ms, places) for one in causes],
        "problems": [shapes.problem(one, now_ms, places) for one in wrongs if not _cuts_off(one)],
        "maintenance": [shapes.window(one) for one in active],
    }
    stale = bool(here) and swept["stale"]  # no fresh news is never good news
    excuses = _excuses(devices, links)
    wrong = bool(wrongs or stale or any(device.state not in WELL and device.cause not in excuses for device in here))
    return Status(shape, tree, wrong, [planned_work.sentence(one) for one in active])


def _excuses(devices: Iterable[DeviceRow], links: Iterable[LinkRow]) -> set[str]:
    """What causes are called that are planned work: nobody needs to hear of who lies behind them."""
    at_work = [link for link in links if link.state == "maintenance"]
    names = {name for link in at_work for name in (f"{link.a_device}--{link.b_device}", link.circuit) if name}
    return names | {device.name for device in devices if device.state == "maintenance"}


def _cuts_off(found: Standing) -> bool:
    """Whether it is a cause in the network; a poller without sight tells nothing of that."""
    return bool(found.row.explains) and found.row.kind != "poller"


def _sweep(row: SweepRow | None, now_ms: int, stale_after_s: float) -> dict[str, Any]:
    if row is None or row.finished_at is None:
        return {"id": None, "finished_at": None, "age_s": None, "stale": True}
    age_s = (now_ms - row.finished_at) / 1000
    return {
        "id": row.id,
        "finished_at": sentences.iso(row.finished_at),
        "age_s": round(age_s, 1),
        "stale": age_s > stale_after_s,
    }


def shown_levels(tree: list[SiteView]) -> list[SiteView]:
    """The rows of the tree that fit a glance: the top two levels."""
    top = tree[0].depth if tree else 0
    return [view for view in tree if view.depth <= top + _LEVEL_SHOWN and view.row.level != "agency"] or tree
