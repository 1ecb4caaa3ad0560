"""Writing into the database from the screen: on the feed's thread, for it may have to wait for a sweep that stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from netinv.errors import NetinvError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.tui.net import Net

Done = TypeVar("Done")


def write(net: Net, deed: Callable[[], Done], then: Callable[[Done], object]) -> None:
    """Do it, tell ``then``, and read everything anew; what is in its way is said and disturbs nothing else.

    A file that cannot be written can still be read, so it is no trouble of the screens.
    """

    def do() -> Done:
        try:
            return deed()
        except NetinvError as error:
            raise UsageError(str(error)) from None

    def told(done: Done) -> None:
        then(done)
        net.feed.ask_all()

    net.feed.ask(lambda _views: do(), told)
