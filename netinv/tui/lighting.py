"""What is lit up on tree and map: what is cut off with something, until it is put out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.sentences import of_impact
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.rows import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.app.network.lighting import Lit
    from netinv.app.views.pages import Views
    from netinv.tui.net import Net


def ask(net: Net, name: str, then: Callable[[], object]) -> None:
    """Ask what is cut off with something, and call ``then`` when it is lit.

    Nothing is lit by an answer that comes after another was lit, or this one put out.
    """
    before, snapshot = net.lit, net.snapshot

    def asked(views: Views, at: int | None) -> Lit:
        from netinv.app.network.lighting import lit

        with views.reading(at) as reader:
            return lit(reader, net.settings, name, snapshot.problems)

    def take(found: Lit) -> None:
        if net.lit is before:
            net.lit, net.lit_of = found, snapshot
            then()

    net.ask(asked, take)


def renew(net: Net) -> None:
    """Where the network is another than the one that was asked of, ask again."""
    if net.lit and net.lit_of is not net.snapshot:
        ask(net, net.lit.name, net.update_page)


def told(net: Net) -> list[Cell]:
    """What is lit, in a sentence; empty where nothing is."""
    lit = net.lit
    if lit is None:
        return []
    hurt = len(lit.cut), len(lit.sites), len(lit.services), len(lit.fewer)
    names = {view.row.code: view.row.name for view in net.snapshot.tree}
    said = one_line(of_impact([names.get(lit.name, lit.name)], *hurt))
    ends = _("{key} ends this").format(key=net.key_of("light"))
    return [Cell(f" ◉ {said}", "down" if any(hurt) else "up"), Cell(f"    {ends}", "key")]
