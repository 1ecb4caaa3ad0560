"""How the network is: states by level of the tree, and what is wrong, each problem under its cause."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app import sentences, shapes
from netinv.app.states import word
from netinv.app.viewing import find, link_name, site_tree, subtree
from netinv.i18n import _
from netinv.store.views import SiteRow

if TYPE_CHECKING:
    from netinv.app.viewing import SiteView
    from netinv.store.reader import Reader
    from netinv.store.views import DeviceRow, LinkRow, SweepRow

_GOOD = {"up", "planned", "maintenance"}
_LEVEL_SHOWN = 1


class Status(NamedTuple):
    """The promised JSON, the part of the tree it speaks of, and whether something is wrong."""

    shape: dict[str, Any]
    tree: list[SiteView]
    wrong: bool


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
    causes = named_causes(reader, {device.name for device in here})
    swept = _sweep(sweep, now_ms, stale_after_s)
    shape = {
        "at": sentences.iso(now_ms),
        "sweep": swept,
        "states": dict(sorted(Counter(device.state for device in here).items())),
        "sites": [shapes.site(view, codes) for view in sorted(tree, key=lambda view: view.row.code)],
        "causes": causes,
        "problems": open_problems(here, links, causes, now_ms),
    }
    stale = bool(here) and swept["stale"]  # no fresh news is never good news
    wrong = bool(shape["problems"] or causes or stale or any(device.state not in _GOOD for device in here))
    return Status(shape, tree, wrong)


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


def named_causes(reader: Reader, names: set[str]) -> list[dict[str, Any]]:
    """The causes that the last whole sweep named, those that concern the wanted devices."""
    report = next((row.report for row in reader.sweeps(limit=50) if row.whole and row.report), None)
    found = json.loads(report)["causes"] if report else []
    return [cause for cause in found if names & {*cause["members"], *cause["affected_devices"]}]


def open_problems(
    devices: list[DeviceRow], links: list[LinkRow], causes: list[dict[str, Any]], now_ms: int
) -> list[dict[str, Any]]:
    """What no cause says already: degraded and unknown devices, and broken links that cut nobody off."""
    named = {member for cause in causes for member in (cause["name"], *cause["members"])}
    found = [
        _problem("device", row.name, row.state, row.state_since, row.site, now_ms)
        for row in devices
        if row.state in ("down", "degraded") and row.name not in named
    ]
    here = {row.id for row in devices}
    found += [
        _problem("link", f"{row.a_device}--{row.b_device}", row.state, row.since, None, now_ms)
        | {"sentence": _link_sentence(row, now_ms)}
        for row in links
        if row.state in ("down", "gone")
        and {row.a_device_id, row.b_device_id} & here
        and not {link_name(row), f"{row.a_device}--{row.b_device}"} & named
        and not {row.a_device, row.b_device} & named
    ]
    return sorted(found, key=lambda problem: (problem["since"] or "", problem["name"]))


def _problem(kind: str, name: str, state: str, since: int | None, site: str | None, now_ms: int) -> dict[str, Any]:
    when = sentences.clock(since, now_ms) if since is not None else "?"
    sentence = _("{name} is {state} since {since}").format(name=name, state=word(state), since=when)
    return {
        "kind": kind,
        "name": name,
        "state": state,
        "since": sentences.iso(since),
        "site": site,
        "sentence": sentence,
    }


def _link_sentence(row: LinkRow, now_ms: int) -> str:
    over = f" ({', '.join(filter(None, (row.carrier, row.circuit)))})" if row.carrier or row.circuit else ""
    message = _("redundancy lost: the link {name}{over} is {state} since {since}")
    since = sentences.clock(row.since, now_ms)
    return message.format(name=link_name(row), over=over, state=word(row.state), since=since)


def shown_levels(tree: list[SiteView]) -> list[SiteView]:
    """The rows of the tree that fit a glance: the top two levels."""
    top = tree[0].depth if tree else 0
    return [view for view in tree if view.depth <= top + _LEVEL_SHOWN and view.row.level != "agency"] or tree
