"""Whom a failure, or planned work, would cut off: the sentence and the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.app.words.durations import number
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.tui.rows import Cell, Column, ListRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from netinv.tui.rows import Rows


class Hurt(NamedTuple):
    """A ``site`` (``ident`` is its code), ``device`` or ``service``; ``cut`` off, or only left with one way."""

    kind: str
    ident: str
    name: str
    cut: bool


def hurt_columns() -> list[Column]:
    """The table of them."""
    return [Column(_("What"), 18), Column(_("Name"), 16, grow=1), Column(_("Kind"), 12)]


def hurt_rows(found: Mapping[str, Any], site_names: Mapping[str, str]) -> Rows:
    """Sites first; ``found`` is the shape of ``netinv topology impact``."""
    return ListRows(list(_hurt(found, site_names)), lambda hurt: hurt[:2], _cells)


def hurt_counts(found: Mapping[str, Any]) -> str:
    """``3 sites and 12 devices``."""
    sites, devices = len(found["cut_sites"]), len(found["cut_devices"])
    return _("{sites} and {devices}").format(
        sites=plural("{n} site", "{n} sites", sites).format(n=number(sites)),
        devices=plural("{n} device", "{n} devices", devices).format(n=number(devices)),
    )


def _hurt(found: Mapping[str, Any], site_names: Mapping[str, str]) -> Iterator[Hurt]:
    for code in found["cut_sites"]:
        yield Hurt("site", code, site_names.get(code, code), cut=True)
    for name in found["cut_devices"]:
        yield Hurt("device", name, name, cut=True)
    for name in found["cut_services"]:
        yield Hurt("service", name, name, cut=True)
    for name in found["lost_redundancy"]:
        yield Hurt("device", name, name, cut=False)


def _cells(hurt: Hurt) -> list[Cell]:
    what = Cell("✖ " + _("cut off"), "down") if hurt.cut else Cell("◐ " + _("one way left"), "degraded")
    kinds = {"site": _("site"), "device": _("device"), "service": _("service")}
    return [what, Cell(one_line(hurt.name)), Cell(kinds[hurt.kind], "dim")]
