"""A sweep begun from the screen: asked for, watched in the title, stopped by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.words.durations import number
from netinv.i18n import _, plural

if TYPE_CHECKING:
    from netinv.tui.net import Net


def sweep_here(net: Net) -> None:
    """Sweep what the cursor is on."""
    subject = net.subject
    if subject:
        _begin(net, subject.name)


async def sweep_all(net: Net) -> None:
    """Sweep everything, once the user has said yes."""
    from netinv.tui.screens.menu import asking

    n = sum(net.travelling.present.counts.values())
    question = plural("Sweep everything? {n} device will be asked.", "Sweep everything? {n} devices will be asked.", n)

    def answered(yes: str | None) -> None:
        if yes:
            _begin(net, None)

    await net.push_screen(asking(question.format(n=number(n)), _("Yes, sweep")), answered)


def stop(net: Net) -> None:
    """Stop it."""
    net.own_sweep.stop()
    net.say(_("The sweep is asked to stop: what has answered is being stored."))


def _begin(net: Net, only: str | None) -> None:
    net.own_sweep.running = True
    net.run_worker(_watch(net, only), group="sweep")


async def _watch(net: Net, only: str | None) -> None:
    from netinv.app.sweeps.sweep_process import SweepProcess

    own = net.own_sweep
    try:
        own.process = await SweepProcess.begin(net.settings, only)
        net.update_bars()
        async for progress in own.process.progress():
            own.progress = progress
            net.update_bars()
        said = own.process
        net.notify(said.outcome, severity="error" if said.failed else "information")
    finally:
        own.process, own.progress, own.running = None, None, False
        net.update_bars()
    net.feed.look_now()
