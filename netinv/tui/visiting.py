"""Going to the device under the cursor: ping, traceroute, a login over SSH; and asking what would fail with it."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from netinv.app.devices import reaching
from netinv.errors import NetinvError
from netinv.i18n import _
from netinv.text import one_line
from netinv.tui.screens.impact import ImpactScreen
from netinv.tui.screens.output import OutputScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from netinv.app.devices.reaching import HostKey
    from netinv.app.views.pages import Views
    from netinv.store.reading.views import DeviceRow
    from netinv.tui.net import Net

_SSH_FAILED = 255
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def ping(net: Net) -> None:
    """Ping it."""
    _run(net, _("Ping {name}"), reaching.ping)


def traceroute(net: Net) -> None:
    """Trace the route to it."""
    _run(net, _("Route to {name}"), reaching.trace)


def impact(net: Net) -> None:
    """What would be cut off with it."""
    if net.subject:
        net.open_page(ImpactScreen(net.subject))


def events_of(net: Net) -> None:
    """The log of the device or site under the cursor."""
    from netinv.app.views.viewing import subtree
    from netinv.tui.screens.events import EventsScreen, Filter

    subject = net.subject
    if subject is None:
        return
    if subject.kind == "device":
        net.open_page(EventsScreen(Filter(device_id=subject.ident, of=subject.name)))
        return
    below = subtree(net.snapshot.tree, subject.ident)
    ids = tuple(view.row.id for view in below)
    net.open_page(EventsScreen(Filter(site_ids=ids, of=below[0].row.name if below else subject.name)))


def _run(net: Net, title: str, command: Callable[[str], list[str]]) -> None:
    device, subject = _device(net), net.subject
    if device is None or subject is None:
        return
    try:
        words = command(device.address)
    except NetinvError as error:
        net.notify(str(error), severity="warning")
        return
    here = net.page
    if isinstance(here, OutputScreen) and here.command == words:
        here.again()
        return
    net.open_page(OutputScreen(title.format(name=one_line(device.name)), words, subject))


def _device(net: Net) -> DeviceRow | None:
    subject = net.subject
    if subject is None or subject.kind != "device":
        return None
    return net.snapshot.device(subject.ident)


def login(net: Net) -> None:
    """Log in over SSH in this terminal; the screen comes back when ssh ends."""
    device = _device(net)
    if device is None:
        return

    def trusted(views: Views) -> HostKey | None:
        with views.reading() as reader:
            return reaching.trusted(reader, device)

    net.feed.ask(trusted, lambda key: _log_in(net, device, key))


def _log_in(net: Net, device: DeviceRow, key: HostKey | None) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix="netinv-ssh-") as folder:
            command = reaching.login(net.settings, device, key, Path(folder))
            with net.suspend():
                ended_by = _in_terminal(command)
    except SuspendNotSupported:
        message = _("There is no terminal behind this screen to log in on: use netinv tui in a terminal.")
        net.notify(message, severity="warning")
        return
    except NetinvError as error:
        net.notify(str(error), severity="warning")
        return
    if ended_by:
        net.exit(return_code=128 + ended_by)


class _Ended(BaseException):
    """A signal asked netinv to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _in_terminal(login: reaching.Login) -> int:
    """Run ssh; the number of the signal that asked netinv to end meanwhile, 0 where none did."""
    say = sys.stdout.write
    say(f"{login.policy}\n")
    sys.stdout.flush()
    try:
        with subprocess.Popen(login.command) as process, _signals(process):
            code = process.wait()
        if code == _SSH_FAILED:
            say(_("ssh has failed, its reason stands above: Enter brings netinv back") + "\n")
            sys.stdout.flush()
            with _signals(process):
                sys.stdin.readline()
    except _Ended as ended:
        return ended.number
    return 0


@contextmanager
def _signals(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ctrl-C is for ssh alone; what asks netinv to end ends ssh first."""

    def end(number: int, _frame: FrameType | None) -> None:
        process.terminate()
        raise _Ended(number)

    # The event loop, which stands still meanwhile, would act on these signals later: it must not see them.
    wakeup = signal.set_wakeup_fd(-1)
    before = {number: signal.signal(number, end) for number in _ENDING}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(wakeup)
