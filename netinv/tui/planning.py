"""Planned work from the screen: planning it on what the cursor is on; the list of windows; ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.screens.menu import Choice, Menu, asking
from netinv.tui.works import works_on
from netinv.tui.writing import write

if TYPE_CHECKING:
    from netinv.app.views.planned_work import Planned
    from netinv.tui.net import Net
    from netinv.tui.works import Work

_MOST_CHOICES = 9


async def plan(net: Net) -> None:
    """Ask when what the cursor is on will be worked on; of a port or a link first what: it, its circuit, its device.

    The field is waited for, so that what is typed right after the key reaches it.
    """
    subject = net.subject
    works = list(dict.fromkeys(works_on(net.snapshot, subject)))[:_MOST_CHOICES] if subject else []
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


async def _open(net: Net, work: Work) -> None:
    from netinv.tui.screens.plan import PlanScreen

    screen = PlanScreen(work)
    await net.push_screen(screen)
    screen.set_focus(screen.query_one("#box"))


def _said(work: Work) -> str:
    from netinv.app.views.planned_work import kind_word

    return f"{kind_word(work.kind)} {one_line(work.called)}"


def windows(net: Net) -> None:
    """The list of windows."""
    net.action_go("windows")


async def end(net: Net) -> None:
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
    await net.push_screen(asking(question.format(name=one_line(name)), _("Yes, end it")), answered)
