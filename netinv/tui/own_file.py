"""``netinv.toml`` while the screens are open: keys and colours are taken over when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv import config
from netinv.app.views.stamps import stamp
from netinv.errors import ConfigError
from netinv.i18n import _
from netinv.tui import themes
from netinv.tui.keys import keymap

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.tui.net import Net


class OwnFile:
    """The user's file, as it was when it was last looked at."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = stamp(path)

    def changed(self) -> bool:
        """Whether it is another than the one taken over."""
        return stamp(self._path) != self._stamp

    def take_over(self, net: Net) -> None:
        """Read it where it has changed; what is wrong in it is said, and all stays as it was."""
        now = stamp(self._path)
        if now == self._stamp:
            return
        self._stamp = now
        try:
            values = config.from_file(self._path)
            keys = keymap(values.get("keys", {}), self._path)
        except ConfigError as error:
            said = _("{error} (until it is mended the keys stay as they were)").format(error=error)
            net.notify(said, severity="warning")
            return
        net.use_keys(keys)
        if "theme" in values:
            net.theme = themes.BY_SETTING[values["theme"]]
        said = _("{path} was read again: its keys and colours hold now, its other settings from the next start")
        net.notify(said.format(path=self._path))
