"""Planned work from the screen: what the cursor is on, as windows name it; the list of windows; ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.app.views.viewing import link_name
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.screens.menu import Choice, Menu, asking
from netinv.tui.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.app.views.planned_work import Planned
    from netinv.store.reading.views import LinkRow
    from netinv.tui.app import NetinvApp
    from netinv.tui.subject import Subject

_MOST_CHOICES = 9


class Work(NamedTuple):
    """What can be worked on: its kind, the name that the use case knows, and what people call it."""

    kind: str
    name: str
    called: str


async def plan(net: NetinvApp) -> None:
    """Ask when what the cursor is on will be worked on; of a port or a link first what: it, its circuit, its device.

    The field is waited for, so that what is typed right after the key reaches it.
    """
    subject = net.subject
    works = list(dict.fromkeys(_works(net, subject)))[:_MOST_CHOICES] if subject else []
    if not works:
        net.say(_("There is nothing here that work could be planned on."))
    elif len(works) == 1:
        await _open(net, works[0])
    else:

        async def chosen(name: str | None) -> None:
            if name is not None:
                await _open(net, works[int(name)])

        choices = [Choice(str(place), str(place + 1), _said(work)) for place, work in enumerate(works)]
        await net.push_screen(Menu(_("Plan work on"), choices), chosen)


async def _open(net: NetinvApp, work: Work) -> None:
    from netinv.tui.screens.plan import PlanScreen

    screen = PlanScreen(work)
    await net.push_screen(screen)
    screen.set_focus(screen.query_one("#box"))


def _said(work: Work) -> str:
    from netinv.app.views.planned_work import kind_word

    return f"{kind_word(work.kind)} {one_line(work.called)}"


def _works(net: NetinvApp, subject: Subject) -> Iterator[Work]:
    """The nearest first: of a port the links that end on it, of a broken link the link, then circuits and devices."""
    problem = next((one for one in net.snapshot.problems if one.id == subject.problem), None)
    if subject.kind == "circuit":
        yield Work("circuit", subject.name, subject.name)
        return
    link_id = subject.ident if subject.kind == "link" else subject.link
    if link_id is not None:
        yield from _of_links(one for one in net.snapshot.links if one.id == link_id)
    elif subject.port:
        yield from _of_links(one for one in net.snapshot.links if _ends_on(one, subject.ident, subject.port))
    elif problem and problem.kind in ("link", "group"):
        yield from _of_links(one for one in net.snapshot.links if problem.name in _names(one))
    if subject.kind in ("device", "site"):
        called = net.snapshot.site_names.get(subject.ident, subject.name) if subject.kind == "site" else subject.name
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


def windows(net: NetinvApp) -> None:
    """The list of windows."""
    net.action_go("windows")


def end(net: NetinvApp) -> None:
    """End the window under the cursor, once the user has said yes."""
    subject = net.subject
    if subject is None or subject.window is None:
        return
    number = subject.window

    def do() -> Planned:
        from netinv.app.maintenance.maintaining import end as end_window

        return end_window(net.settings, number, net.clock())

    def told(ended: Planned) -> None:
        said = _("window {number} on {name} has ended").format(number=number, name=ended.window.name)
        net.notify(said)

    def answered(yes: str | None) -> None:
        if yes:
            write(net, do, told)

    name = net.snapshot.names_by_code.get(subject.name, subject.name) if subject.kind == "site" else subject.name
    question = _("End the planned work on {name} now? What is still down is a problem from then on.")
    net.push_screen(asking(question.format(name=one_line(name)), _("Yes, end it")), answered)
