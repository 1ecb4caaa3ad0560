"""What work can be planned on: what the cursor is on, as windows of planned work name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import link_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.app.views.pages import Snapshot
    from netinv.store.reading.views import LinkRow
    from netinv.tui.subject import Subject


class Work(NamedTuple):
    """What can be worked on: its kind, the name that the use case knows, and what people call it."""

    kind: str
    name: str
    called: str


def works_on(snapshot: Snapshot, subject: Subject) -> Iterator[Work]:
    """The nearest first: of a port the links that end on it, of a broken link the link, then circuits and devices."""
    problem = next((one for one in snapshot.problems if one.id == subject.problem), None)
    if subject.kind == "circuit":
        yield Work("circuit", subject.name, subject.name)
        return
    link_id = subject.ident if subject.kind == "link" else subject.link
    if link_id is not None:
        yield from _of_links(one for one in snapshot.links if one.id == link_id)
    elif subject.port:
        yield from _of_links(one for one in snapshot.links if _ends_on(one, subject.ident, subject.port))
    elif problem and problem.kind in ("link", "group"):
        yield from _of_links(one for one in snapshot.links if problem.name in _names(one))
    if subject.kind in ("device", "site"):
        called = snapshot.site_names.get(subject.ident, subject.name) if subject.kind == "site" else subject.name
        yield Work(subject.kind, subject.name, called)


def _of_links(links: Iterable[LinkRow]) -> Iterator[Work]:
    for link in links:
        yield Work("link", link_name(link), link_name(link))
        if link.circuit:
            yield Work("circuit", link.circuit, link.circuit)


def _ends_on(link: LinkRow, device_id: int, port: str) -> bool:
    return (device_id, port) in ((link.a_device_id, link.a_interface), (link.b_device_id, link.b_interface))


def _names(link: LinkRow) -> set[str | None]:
    ends = link.a_device, link.b_device
    return {link_name(link), "--".join(ends), "--".join(reversed(ends)), link.circuit}
