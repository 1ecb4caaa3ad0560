"""What ``netinv list`` shows: rows of one kind, filtered by words, site and state; as a table, JSON, or CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from netinv.app.views import services, shapes
from netinv.app.views.viewing import find, link_name, site_tree, subtree
from netinv.app.words.durations import rate
from netinv.errors import UsageError
from netinv.events import IF_STATUS
from netinv.i18n import _
from netinv.model import State
from netinv.store.reading.views import SiteRow
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from netinv.app.views.viewing import SiteView
    from netinv.config import Settings
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list. ``query`` are words that all must occur, without regard to case and marks."""

    what: str
    query: str | None = None
    site: str | None = None
    state: str | None = None


class Listing(NamedTuple):
    """The result, in the forms it can be shown in; the one that is not wanted need not be made."""

    header: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]
    state_column: int | None
    shapes: Iterable[dict[str, Any]]


class _Scope:
    """The part of the network that is wanted."""

    def __init__(self, reader: Reader, wanted: Wanted) -> None:
        states = IF_STATUS.values() if wanted.what == "interfaces" else [state.value for state in State]
        if wanted.state is not None and wanted.state not in states:
            message = _("--state: {state} is no state: use {states}")
            raise UsageError(message.format(state=wanted.state, states=", ".join(states)))
        self.reader = reader
        self.wanted = wanted
        self.all_sites = reader.sites()
        self.all_devices = reader.devices()
        self.tree = site_tree(self.all_sites, self.all_devices)
        if wanted.site is not None:
            found = find(wanted.site, self.all_sites, [])
            assert isinstance(found, SiteRow)
            self.tree = subtree(self.tree, found.id)
        self.codes = {view.row.code for view in self.tree}
        self.words = fold(wanted.query).split() if wanted.query else []

    @property
    def devices(self) -> list[DeviceRow]:
        """The devices at the wanted sites."""
        return [row for row in self.all_devices if row.site in self.codes]

    def fits(self, state: str | None, *texts: str | None) -> bool:
        """Whether a row has the wanted state and words."""
        if self.wanted.state is not None and state != self.wanted.state:
            return False
        text = fold(" ".join(filter(None, texts))) if self.words else ""
        return all(word in text for word in self.words)


def listing(reader: Reader, wanted: Wanted) -> Listing:
    """List what is wanted.

    Raises:
        UsageError: a site or state that is not there.
    """
    return _LISTS[wanted.what](_Scope(reader, wanted))


def declared_csv(settings: Settings, wanted: Wanted, stream: TextIO) -> None:
    """The declared inventory of a kind as CSV that import takes, filtered the same way.

    Raises:
        UsageError: interfaces are not declared, so they cannot be imported again.
    """
    from netinv.app.views.exporting import export_csv
    from netinv.store.reading.reader import Reader

    if wanted.what == "interfaces":
        raise UsageError(_("interfaces are found, not declared: use --json"))
    if wanted == Wanted(wanted.what):  # units of other times, too
        export_csv(settings, wanted.what, stream)  # type: ignore[arg-type]  # one of the four
        return
    with Reader(settings.db) as reader:
        found = listing(reader, wanted).shapes
    export_csv(settings, wanted.what, stream, _kept(wanted.what, found))  # type: ignore[arg-type]  # one of the four


def _kept(what: str, found: Iterable[dict[str, Any]]) -> Callable[[Any], bool]:
    if what == "links":
        pairs = {(link["a"]["device"], link["b"]["device"]) for link in found}
        return lambda row: (row["a_device"], row["b_device"]) in pairs or (row["b_device"], row["a_device"]) in pairs
    key = "code" if what == "sites" else "name"
    keys = {row[key] for row in found}
    return lambda row: row[key] in keys


def _sites(scope: _Scope) -> Listing:
    views = [view for view in scope.tree if scope.fits(view.state, view.row.code, view.row.name, view.row.kind)]
    codes = {row.id: row.code for row in scope.all_sites}
    header = (_("code"), _("name"), _("level"), _("state"), _("up"), _("devices"))
    rows = [_site_row(view) for view in views]
    return Listing(
        header, rows, 3, [shapes.site(view, codes) for view in sorted(views, key=lambda view: view.row.code)]
    )


def _site_row(view: SiteView) -> tuple[object, ...]:
    name = "  " * view.depth + view.row.name
    return (view.row.code, name, view.row.level, view.state, view.counts.get("up", 0), view.total)


def _devices(scope: _Scope) -> Listing:
    kept = [
        row
        for row in scope.devices
        if scope.fits(
            row.state, row.name, row.address, row.site, row.vendor, row.model, row.serial, row.sys_name, row.role
        )
    ]
    header = (_("name"), _("site"), _("address"), _("state"), _("vendor"), _("model"), _("version"), _("cause"))
    rows: list[tuple[object, ...]] = [
        (row.name, row.site, row.address, row.state, row.vendor, row.model, row.os_version, row.cause) for row in kept
    ]
    return Listing(header, rows, 3, [shapes.device(row) for row in kept])


def _interfaces(scope: _Scope) -> Listing:
    here = {row.id for row in scope.devices}
    kept = [
        row
        for row in scope.reader.interfaces()
        if row.device_id in here
        and scope.fits(shapes.if_status(row.oper_status), row.device, row.name, row.descr, row.alias, row.mac)
    ]
    header = (_("device"), _("port"), _("alias"), _("admin"), _("oper"), _("speed"), _("in"), _("out"))
    rows: Iterable[tuple[object, ...]] = (
        (
            *(row.device, row.name, row.alias, shapes.if_status(row.admin_status), shapes.if_status(row.oper_status)),
            *(rate(row.speed_bps), rate(row.in_bps), rate(row.out_bps)),
        )
        for row in kept
    )
    return Listing(header, rows, None, map(shapes.interface, kept))


def _links(scope: _Scope) -> Listing:
    here = {row.id for row in scope.devices}
    kept = [
        row
        for row in scope.reader.links()
        if {row.a_device_id, row.b_device_id} & here
        and scope.fits(row.state, link_name(row), row.circuit, row.carrier, row.medium)
    ]
    header = (_("link"), _("state"), _("sources"), _("confidence"), _("medium"), _("carrier"), _("circuit"))
    rows: list[tuple[object, ...]] = [
        (link_name(row), row.state, ",".join(row.sources), row.confidence, row.medium, row.carrier, row.circuit)
        for row in kept
    ]
    return Listing(header, rows, 1, [shapes.link(row) for row in kept])


def _services(scope: _Scope) -> Listing:
    kept = [
        row
        for row in scope.reader.services()
        if row.site in scope.codes and scope.fits(row.state, row.name, row.url, row.site, row.device)
    ]
    found = [shapes.service(row) for row in kept]
    return Listing(services.header(), [services.line(one) for one in found], 2, found)


_LISTS: dict[str, Callable[[_Scope], Listing]] = {
    "sites": _sites,
    "devices": _devices,
    "interfaces": _interfaces,
    "links": _links,
    "services": _services,
}
