"""Time that goes by without any news: what says how long ago grows old, and the user may have chosen other keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.tui.messages import Passed
from netinv.tui.widgets.bars import news

if TYPE_CHECKING:
    from netinv.tui.net import Net
    from netinv.tui.own_file import OwnFile

_EVERY_MS, _ROWS_EVERY_MS = 10_000, 60_000
"""The age of the news has its own pace; the ages of rows count minutes, each from a second of its own."""


class Passing:
    """Looks, in the feed's thread, whether anything is another by now: the application sleeps until there is."""

    def __init__(self, net: Net, own_file: OwnFile) -> None:
        self._net = net
        self._own_file = own_file
        self._said = ""
        self._at_ms = self._looked_ms = net.clock()

    def look(self) -> Passed | None:
        """A message where something on the screens is to be said anew, or the user's file is another."""
        if self._own_file.changed() or self._is_aged(self._net.clock()):
            return Passed()
        return None

    def _is_aged(self, now_ms: int) -> bool:
        if abs(now_ms - self._looked_ms) < _EVERY_MS:
            return False
        said, self._looked_ms = news(self._net).text, now_ms
        if said == self._said and abs(now_ms - self._at_ms) < _ROWS_EVERY_MS:
            return False
        self._said, self._at_ms = said, now_ms
        return True
