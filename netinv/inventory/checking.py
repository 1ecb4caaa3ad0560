"""What rows say together: keys that stand once, references that lead somewhere, one tree of sites. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.declaration import Row, SiteIndex, SiteKey, merged
from netinv.i18n import _
from netinv.inventory.figures import check_figures
from netinv.inventory.problems import Problems, nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from netinv.declaration import Inventory, Kind, Known


def check(inventory: Inventory, known: Known, today: str) -> None:
    """Check the rows against each other and against what the store has. ``today`` is an ISO date.

    Raises:
        InventoryError: with every fault, up to a bound.
    """
    problems = Problems()
    index, keys = merged([(site.key, site.valid_to) for site in known.sites], inventory.sites)
    _check_sites(inventory.sites, keys, index, problems)
    _check_parents(inventory.sites, keys, index, known, today, problems)
    devices = known.devices | {row.text("name") for row in inventory.devices}
    _check_names(inventory.devices, problems)
    _check_references(inventory.devices, "site", index.codes(), "sites", problems)
    _check_links(inventory.links, devices, problems)
    _check_names(inventory.services, problems)
    _check_references(inventory.services, "site", index.codes(), "sites", problems)
    _check_references(inventory.services, "device", devices, "devices", problems)
    check_figures(inventory.indicators, index, known.indicators, today, problems)
    problems.stop_if_any()


def link_key(row: Row) -> tuple[tuple[str, str], tuple[str, str]]:
    """Both ends of a link, device and interface, in an order of their own: either order in the file is one link."""
    ends = sorted((row.text(f"{side}_device"), row.text(f"{side}_interface")) for side in "ab")
    return ends[0], ends[1]


def _check_once(
    rows: Sequence[Row], keys: Sequence[object], column: str, say: Callable[[Row], str], problems: Problems
) -> None:
    """Each key at most once in the files."""
    first: dict[object, Row] = {}
    for key, row in zip(keys, rows, strict=True):
        earlier = first.setdefault(key, row)
        if earlier is not row:
            message = _("{what} stands already in {file}:{line}: take one of the two out")
            error = message.format(what=say(row), file=earlier.file, line=earlier.line)
            problems.add(row.file, row.line, column, error)


def _check_names(rows: Sequence[Row], problems: Problems) -> None:
    _check_once(rows, [row.text("name") for row in rows], "name", lambda row: quoted(row.text("name")), problems)


def _check_references(rows: Sequence[Row], column: str, known: Collection[str], kind: Kind, problems: Problems) -> None:
    names = frozenset(known)
    for row in rows:
        name = row.text(column)
        if name and name not in names:
            problems.add(row.file, row.line, column, "" if problems.full else _unknown(name, kind, sorted(names)))


def _unknown(name: str, kind: Kind, names: list[str]) -> str:
    word = {"sites": _("no site has the code {name}"), "devices": _("no device has the name {name}")}[kind]
    message = _("{what}{hint}: mend it, or add it to {kind}.csv")
    return message.format(what=word.format(name=quoted(name)), hint=nearest(name, names), kind=kind)


def _check_sites(rows: Sequence[Row], keys: Sequence[SiteKey], index: SiteIndex, problems: Problems) -> None:
    _check_once(rows, keys, "code", lambda row: quoted(row.text("code")), problems)
    told: set[SiteKey] = set()
    for key, row in zip(keys, rows, strict=True):
        valid_to = index.valid_to(key)
        if valid_to is not None and valid_to <= key.valid_from:
            message = _("the end {to} is not after valid_from {since}: mend one of them")
            problems.add(row.file, row.line, "valid_to", message.format(to=valid_to, since=key.valid_from))
            continue
        others = [each for each in index.intervals(key.code) if each[0] != key.valid_from]
        overlapping = [each for each in others if _overlap(each, (key.valid_from, valid_to))]
        if overlapping and key not in told:
            told.update(SiteKey(key.code, since) for since, _to in overlapping)
            _note_overlap(row, overlapping[0], problems)


def _overlap(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])


def _note_overlap(row: Row, other: tuple[str, str | None], problems: Problems) -> None:
    since, to = other
    if since and to:
        when = _("from {since} until {to}")
    elif since:
        when = _("from {since} on")
    else:
        when = _("until {to}") if to else _("without an end")
    message = _("{code} is another unit’s code {when}: give both valid_from and valid_to that do not overlap")
    error = message.format(code=quoted(row.text("code")), when=when.format(since=since, to=to))
    problems.add(row.file, row.line, "code", error)


def _check_parents(
    rows: Sequence[Row],
    keys: Sequence[SiteKey],
    index: SiteIndex,
    known: Known,
    today: str,
    problems: Problems,
) -> None:
    _check_references(rows, "parent", index.codes(), "sites", problems)
    parents = {site.key: site.parent for site in known.sites}
    for key, row in zip(keys, rows, strict=True):
        if "parent" in row.values:
            code = row.text("parent")
            parents[key] = index.find_parent(code, key, today) if code else None
    done: set[SiteKey] = set()
    row_of = dict(zip(keys, rows, strict=True))
    for key in keys:
        circle = _circle(key, parents, done)
        if circle:
            row = next(row_of[each] for each in circle if each in row_of)
            message = _("the parents go in a circle ({circle}): give one of them another parent")
            error = message.format(circle=" → ".join(each.code for each in _shortened(circle)))
            problems.add(row.file, row.line, "parent", error)


def _circle(start: SiteKey, parents: dict[SiteKey, SiteKey | None], done: set[SiteKey]) -> list[SiteKey]:
    """The circle that the way up from a site first runs into, if no walk before has seen it."""
    way: dict[SiteKey, None] = {}
    key: SiteKey | None = start
    while key is not None and key not in done and key not in way:
        way[key] = None
        key = parents.get(key)
    met = key if key in way else None
    done.update(way)
    if met is None:
        return []
    steps = list(way)
    return [*steps[steps.index(met) :], met]


def _shortened(circle: list[SiteKey]) -> list[SiteKey]:
    """A circle's beginning and end, where it has many members."""
    return circle if len(circle) <= 12 else [*circle[:8], SiteKey("…"), *circle[-2:]]


def _check_links(rows: Sequence[Row], devices: Collection[str], problems: Problems) -> None:
    for column in ("a_device", "b_device"):
        _check_references(rows, column, devices, "devices", problems)
    for row in rows:
        if row.text("a_device") == row.text("b_device"):
            message = _("the link leads from {name} to itself: name the device at its other end")
            problems.add(row.file, row.line, "b_device", message.format(name=quoted(row.text("b_device"))))
    _check_once(rows, [link_key(row) for row in rows], "a_device", _link_name, problems)


def _link_name(row: Row) -> str:
    ends = []
    for device, port in link_key(row):
        ends.append(f"{device}:{port}" if port else device)
    return quoted("--".join(ends))
