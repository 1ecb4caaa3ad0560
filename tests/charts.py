"""Made-up sites on a map."""

from __future__ import annotations

from netinv.app.views.placing import Spot
from netinv.app.views.viewing import SiteView
from netinv.store.reading.views import SiteRow


def row(
    ident: int,
    *,
    parent: int | None = None,
    lat: float | None = None,
    lon: float | None = None,
    level: str = "commune",
    name: str = "",
    kind: str | None = None,
) -> SiteRow:
    """A site as the store gives it."""
    code = f"{ident:05}"
    return SiteRow(ident, code, name or f"Xã {ident}", level, kind, parent, lat, lon, "connected", None, "", None, code)


def spot(  # a site has so many faces
    ident: int,
    lat: float,
    lon: float,
    state: str = "up",
    level: str = "commune",
    name: str = "",
    kind: str | None = None,
) -> Spot:
    """A site on the map."""
    site = row(ident, lat=lat, lon=lon, level=level, name=name, kind=kind)
    return Spot(SiteView(site, 0, (site.code,), state, {state: 1}, ()), state, lat, lon, exact=True)
