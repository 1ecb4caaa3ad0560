"""The terminal that we draw on, as the system has it."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver

_AT_ONCE = 4096
_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Ending(threading.Event):
    """An event that ends a wait for input, too: it makes :attr:`wakes` readable."""

    def __init__(self) -> None:
        super().__init__()
        self.wakes, self._wake = os.pipe()

    def set(self) -> None:
        """Tell who waits for either."""
        super().set()
        os.write(self._wake, b"\0")

    def clear(self) -> None:
        """Begin anew, once nobody waits any more."""
        if self.is_set():
            os.read(self.wakes, _AT_ONCE)
        super().clear()


class PatientDriver(LinuxDriver):
    """Waits for a key. Textual's own asks for one ten times a second, most of what an idle screen costs."""

    def __init__(self, *arguments: Any, **how: Any) -> None:
        super().__init__(*arguments, **how)
        self.exit_event = self._ending = Ending()

    def run_input_thread(self) -> None:
        """Hand on what comes until the end; in a thread of its own."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")("replace").decode
        wait_s: float | None = None
        while not self.exit_event.is_set():
            if self.fileno in select.select([self.fileno, self._ending.wakes], [], [], wait_s)[0]:
                if text := decode(os.read(self.fileno, _AT_ONCE)):  # else the character goes on in the next read
                    for event in parser.feed(text):
                        self.process_message(event)
                wait_s = constants.ESCAPE_DELAY  # what began like the code of a key may have been Escape alone
            else:
                wait_s = None
            for event in parser.tick():
                self.process_message(event)


def patient(driver: type[Driver]) -> type[Driver]:
    """Ours in a terminal; another where another is asked for, as in a browser."""
    return PatientDriver if driver is LinuxDriver else driver


def can_be_put_aside() -> bool:
    """Whether a shell that keeps jobs has begun us: without one nobody would ever wake us again.

    Such a shell gives each job a process group of its own, in its session.
    """
    parent = os.getppid()
    with suppress(OSError):  # a parent of another user, or one that has just gone
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    return False


def upon_signals(then: Callable[[int], object]) -> None:
    """Call something with the exit code of whom a signal ends, when one would end us."""
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, partial(then, 128 + number))


def when_gone(then: Callable[[], object]) -> None:
    """Call something when our terminal is taken away: the window closed, the line dropped. Without a terminal, never.

    In a thread of its own, and not upon SIGHUP: who writes to a terminal that takes nothing waits, and waits for ever
    once it is gone. No handler of a signal runs in the main thread meanwhile.
    """
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        return
    poll = select.poll()
    poll.register(sys.__stdin__.fileno(), 0)  # that it is gone is told unasked, and nothing else is

    def wait() -> None:
        poll.poll()
        then()

    threading.Thread(target=wait, daemon=True).start()
