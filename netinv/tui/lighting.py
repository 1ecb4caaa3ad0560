"""Lighting up on tree and map what is cut off with something, until it is put out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.sentences import of_impact
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell
from netinv.tui.screens.lit import LitPage

if TYPE_CHECKING:
    from netinv.app.network.lighting import Lit
    from netinv.app.views.pages import Views
    from netinv.tui.app import NetinvApp


def light(net: NetinvApp) -> None:
    """Light up what is cut off with what the cursor is on, on the tree where no map is seen; or put it out."""
    if net.lit:
        net.lit = None
        _show(net)
    elif net.subject:
        _ask(net, net.subject.name)


def renew(net: NetinvApp) -> None:
    """Where the network is another than the one that was asked of, ask again."""
    if net.lit and net.lit_of is not net.snapshot:
        _ask(net, net.lit.name)


def _ask(net: NetinvApp, name: str) -> None:
    snapshot = net.snapshot

    def asked(views: Views, at: int | None) -> Lit:
        from netinv.app.network.lighting import lit

        with views.reading(at) as reader:
            return lit(reader, net.settings, name, snapshot.problems)

    def take(found: Lit) -> None:
        net.lit, net.lit_of = found, snapshot
        _show(net)

    net.ask(asked, take)


def _show(net: NetinvApp) -> None:
    if isinstance(net.page, LitPage):
        net.page.show_lit()
    elif net.lit and net.page:
        net.action_go("topology")


def told(net: NetinvApp) -> list[Cell]:
    """What is lit, in a sentence; empty where nothing is."""
    lit = net.lit
    if lit is None:
        return []
    hurt = len(lit.cut), len(lit.sites), len(lit.services), len(lit.fewer)
    names = {view.row.code: view.row.name for view in net.snapshot.tree}
    said = one_line(of_impact([names.get(lit.name, lit.name)], *hurt))
    ends = _("{key} ends this").format(key=net.key_of("light"))
    return [Cell(f" ◉ {said}", "down" if any(hurt) else "up"), Cell(f"    {ends}", "key")]
