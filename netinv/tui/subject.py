"""What the cursor is on: what actions such as ping or copy are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import link_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.app.views.pages import Problem, Snapshot
    from netinv.maintenance import Window
    from netinv.store.reading.views import DeviceRow, EventRow, LinkRow, SiteRow

    Row = SiteRow | DeviceRow | LinkRow | EventRow


class Subject(NamedTuple):
    """A ``device``, ``site``, ``link``, ``problem`` or ``event`` with its id, and the name the command line knows.

    ``problem``, ``event`` and ``window`` are the numbers of those that it is seen through, for taking them on or ending
    them; ``port`` and ``link`` are the device's port, and the link of it, that the cursor is on.
    """

    kind: str
    ident: int
    name: str
    sentence: str = ""
    problem: int | None = None
    event: int | None = None
    window: int | None = None
    port: str = ""
    link: int | None = None

    def is_one_of(self, kinds: Iterable[str]) -> bool:
        """Whether it is, or is seen through, one of these kinds."""
        through = ("problem", self.problem), ("event", self.event), ("window", self.window)
        return self.kind in kinds or any(kind in kinds and number is not None for kind, number in through)


def of_device(row: DeviceRow | None, sentence: str = "") -> Subject | None:
    """A device; None where there is none."""
    return Subject("device", row.id, row.name, sentence) if row else None


def of_problem(problem: Problem | None, devices: Iterable[DeviceRow]) -> Subject | None:
    """The device to look at first of what is wrong; the problem itself where that is none."""
    if problem is None:
        return None
    device = next((row for row in devices if row.name == problem.device), None)
    found = of_device(device) or Subject("problem", problem.id, problem.name)
    return found._replace(sentence=problem.sentence, problem=problem.id)


def of_event(row: EventRow | None, device: DeviceRow | None) -> Subject | None:
    """The device that something happened to; the event itself where there is none."""
    if row is None:
        return None
    found = of_device(device) or Subject("event", row.id, row.subject)
    return found._replace(event=row.id, problem=row.problem_id)


def of_site(row: SiteRow | None) -> Subject | None:
    """A site, by its code."""
    return Subject("site", row.id, row.code) if row else None


def of_link(row: LinkRow | None) -> Subject | None:
    """A link, by its ends."""
    return Subject("link", row.id, link_name(row)) if row else None


def of_window(window: Window, snapshot: Snapshot) -> Subject:
    """What is worked on; what is not there any more has its name alone."""
    found: Subject | None = None
    if window.kind == "device":
        found = of_device(next((row for row in snapshot.devices if row.name == window.name), None))
    elif window.kind == "site":
        found = of_site(next((view.row for view in snapshot.tree if view.row.id == window.site_id), None))
    elif window.kind == "link":
        found = of_link(next((row for row in snapshot.links if window.name in _names(row)), None))
    found = found or Subject(window.kind if window.kind == "circuit" else "window", 0, window.name)
    return found._replace(window=window.id)


def _names(link: LinkRow) -> tuple[str, str]:
    return link_name(link), f"{link.a_device}--{link.b_device}"
