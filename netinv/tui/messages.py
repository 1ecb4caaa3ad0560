"""What the feed says to the application. Everything in a message is frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netinv.app.pages import DevicePage, Snapshot
    from netinv.store.views import InterfaceRow


class Refreshed(Message):
    """The network, read anew."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot


class Troubled(Message):
    """The database cannot be read now; what was read before still stands on the screen."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Broken(Message):
    """The feed has ended by a fault of the program."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class DeviceRead(Message):
    """One device, as asked; None: there is none any more."""

    def __init__(self, device_id: int, page: DevicePage | None) -> None:
        super().__init__()
        self.device_id, self.page = device_id, page


class PortsRead(Message):
    """The ports of some devices, as asked by a table that came to show them."""

    def __init__(self, ports: Mapping[int, tuple[InterfaceRow, ...]]) -> None:
        super().__init__()
        self.ports = ports
