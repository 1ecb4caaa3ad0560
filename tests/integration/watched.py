"""The small network of made-up visits, with a channel that is told of it."""

from __future__ import annotations

from pathlib import Path

from netinv import config
from netinv.app.alerts.undelivered import undelivered
from netinv.model import Reach, Reached
from tests.swept import Network

OK, SILENT = Reach(snmp=Reached.OK), Reach(snmp=Reached.TIMEOUT)


class Watched(Network):
    """The small network with one channel that is told everything."""

    def __init__(self, empty: Path, folder: Path, channel: str, secrets: str = "", rule: str = "") -> None:
        super().__init__(empty, str(folder))
        (folder / "netinv.toml").write_text(
            f'[[channels]]\nname = "c"\n{channel}[[alerts]]\nchannels = ["c"]\nlang = "vi"\n{rule}'
        )
        (folder / "secrets.toml").touch(0o600)
        (folder / "secrets.toml").write_text(secrets)
        self.settings = config.load({"db": self.db}, {})

    def silence(self, *devices: int) -> None:
        """A sweep in which these do not answer."""
        self.sweep({n: ([], SILENT if n in devices else OK, 6000) for n in (1, 2, 3)})

    def stuck(self) -> list[tuple[str, str | None]]:
        """What is not delivered, with why."""
        return [(one.row.action, one.why) for one in undelivered(self.settings)]


def webhook(port: int, scheme: str = "http", path: str = "in?x=1") -> str:
    return f'kind = "webhook"\nurl = "{scheme}://127.0.0.1:{port}/{path}"\n'
