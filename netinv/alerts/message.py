"""One alert as every channel gets it."""

from __future__ import annotations

from typing import Any, NamedTuple

from netinv.i18n import _

ACTIONS = ("open", "update", "repeat", "end", "test")


class Attachment(NamedTuple):
    """A file that goes with a message."""

    name: str
    content: bytes
    mimetype: str


class Message(NamedTuple):
    """What is said. A retry is the same message: same ``id``, same words.

    ``title`` and ``text`` are in the recipient's language; ``body`` is the JSON of schema ``alert``, for those that
    send it. ``attachments`` go only through channels of a kind in :data:`netinv.alerts.senders.TAKE_FILES`.
    """

    id: str
    action: str
    severity: str
    title: str
    text: str
    body: dict[str, Any]
    attachments: tuple[Attachment, ...] = ()


def refused_login(what: str) -> str:
    """What a receiver said that knows our token or login not, with the mend."""
    return _("{what}: the token or login is wrong: mend it in secrets.toml").format(what=what)


class ChannelError(Exception):
    """A channel could not be used. The words hold no secret."""
