"""What the cursor is on: what actions such as ping or copy are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.viewing import link_name

if TYPE_CHECKING:
    from netinv.store.views import DeviceRow, EventRow, LinkRow, SiteRow

    Row = SiteRow | DeviceRow | LinkRow | EventRow


class Subject(NamedTuple):
    """A ``device``, ``site`` or ``link`` with its id, and the name that the command line knows it by."""

    kind: str
    ident: int
    name: str
    sentence: str = ""


def of_device(row: DeviceRow | None, sentence: str = "") -> Subject | None:
    """A device; None where there is none."""
    return Subject("device", row.id, row.name, sentence) if row else None


def of_site(row: SiteRow | None) -> Subject | None:
    """A site, by its code."""
    return Subject("site", row.id, row.code) if row else None


def of_link(row: LinkRow | None) -> Subject | None:
    """A link, by its ends."""
    return Subject("link", row.id, link_name(row)) if row else None
