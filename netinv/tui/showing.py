"""Seeing what the cursor is on elsewhere: a device with its neighbours, a site on the map, what is cut off with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.tui.net import Net


def around(net: Net) -> None:
    """Draw the neighbourhood of the device under the cursor, or of the first device of the site."""
    subject = net.subject
    if subject is None:
        return
    ident: int | None = subject.ident
    if subject.kind == "site":
        ident = next((row.id for row in net.snapshot.devices if row.site_id == subject.ident), None)
    if ident is None:
        net.say(_("No device stands at this site."))
        return
    from netinv.tui.screens.around import AroundScreen

    net.open_page(AroundScreen(ident))


def on_map(net: Net) -> None:
    """Show the site under the cursor, or that of the device, on the map."""
    subject = net.subject
    device = net.snapshot.device(subject.ident) if subject and subject.kind == "device" else None
    site_id = device.site_id if device else subject.ident if subject else None
    net.action_go("map")
    from netinv.tui.screens.map import MapScreen

    if isinstance(net.trail.here, MapScreen) and site_id is not None:
        net.trail.here.look_at(site_id)


def light(net: Net) -> None:
    """Light up what is cut off with what the cursor is on, on the tree where no map is seen; or put it out."""
    from netinv.tui.lighting import ask

    if net.lit:
        net.lit = None
        _show_lit(net)
    elif net.subject:
        ask(net, net.subject.name, lambda: _show_lit(net))


def _show_lit(net: Net) -> None:
    from netinv.tui.screens.lit import LitPage

    if isinstance(net.page, LitPage):
        net.page.show_lit()
    elif net.lit and net.page:
        net.action_go("topology")
