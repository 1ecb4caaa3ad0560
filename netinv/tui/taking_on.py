"""Taking a problem on, and telling the carrier of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.maintenance.acknowledging import acknowledge as acknowledge_events
from netinv.app.maintenance.acknowledging import acknowledge_problem
from netinv.app.views.problem_pages import carrier_page
from netinv.errors import NetinvError
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.screens.paper import PaperScreen
from netinv.tui.screens.prompt import Prompt, ask_for
from netinv.tui.writing import write

if TYPE_CHECKING:
    from netinv.app.views.pages import Views
    from netinv.tui.net import Net


async def acknowledge(net: Net) -> None:
    """Ask for some words, and take on what the cursor is on: the open problem, else the event."""
    subject = net.subject
    if subject is None:
        return
    problem = next((one for one in net.snapshot.problems if one.id == subject.problem), None)
    number = problem.id if problem else None
    if number is None and subject.event is None:
        net.say(_("This problem has ended: there is nothing to take on."))
        return

    def typed(words: str | None) -> None:
        if words is not None:
            write(net, lambda: take(words), told)

    def take(words: str) -> None:
        if number is not None:
            acknowledge_problem(net.settings, number, words)
        elif subject.event is not None:
            acknowledge_events(net.settings, [subject.event], words)

    def told(_nothing: None) -> None:
        net.notify(_("Taken on: {name}").format(name=subject.name))

    question = _("Take on {name}").format(name=subject.name)
    if problem and problem.acked_by:
        question = _("Take on {name}, which {who} has").format(name=subject.name, who=one_line(problem.acked_by))
    hint = _("a few words for the others, or none; Enter takes it on")
    await ask_for(net, Prompt(question, hint), typed)


def carrier(net: Net) -> None:
    """The text for the carrier, on the screen and on the clipboard."""
    subject = net.subject
    number = subject.problem if subject else None
    if number is None:
        net.say(_("No problem belongs to this."))
        return

    def ask(views: Views, at: int | None) -> str:
        with views.reading(at) as reader:
            text = carrier_page(reader, number, net.clock() if at is None else at)
        if text is None:
            raise NetinvError(_("This problem was not there then."))
        return text

    def told(text: str) -> None:
        net.copy_to_clipboard(text)
        net.open_page(PaperScreen(_("For the carrier (copied)"), text))

    net.ask(ask, told)
