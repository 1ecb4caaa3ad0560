"""Sending one message through one channel at once: a test, or a report. Alerts of a sweep go through the outbox."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from netinv.alerts.message import ChannelError
from netinv.alerts.senders import open_sender
from netinv.credentials import Credentials
from netinv.errors import CredentialError, NetinvError, UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.alerts.message import Message
    from netinv.alerts.senders import Sender
    from netinv.config import Settings
    from netinv.recipients import Channel

LONGEST_QUESTION_S = 5.0
"""How long a receiver may take over each step."""


def channel_named(settings: Settings, name: str) -> Channel:
    """The channel of a name in netinv.toml.

    Raises:
        UsageError: there is none.
    """
    channel = next((one for one in settings.channels if one.name == name), None)
    if channel is None:
        names = ", ".join(sorted(one.name for one in settings.channels)) or "-"
        wrong = _("no channel is named “{name}” in {config}: there are {names}")
        raise UsageError(wrong.format(name=name, config=settings.config, names=names))
    return channel


def check_channel(settings: Settings, channel: Channel) -> None:
    """Whether a channel has all that it needs here; nothing is sent.

    Raises:
        ChannelError: its credential or a certificate is missing or wrong.
    """
    open_channel(settings, channel, LONGEST_QUESTION_S)


def open_channel(settings: Settings, channel: Channel, timeout_s: float) -> Sender:
    """The way to its receiver.

    Raises:
        ChannelError: its credential or a certificate is missing or wrong.
    """
    try:
        credentials = Credentials.load(settings.secrets) if channel.credential else Credentials()
    except CredentialError as error:
        raise ChannelError(str(error)) from None
    return open_sender(channel, credentials, settings.config.parent, timeout_s)


def send_at_once(
    settings: Settings, channel: Channel, message: Message, longest_s: float, timeout_s: float = LONGEST_QUESTION_S
) -> None:
    """Send it, and wait for that no longer than allowed.

    Raises:
        NetinvError: it could not be sent.
    """
    outcome: list[str | None] = []

    def send() -> None:
        try:
            outcome.extend(why for _sent, why in open_channel(settings, channel, timeout_s).send([message]))
        except ChannelError as error:
            outcome.append(str(error))
        except Exception as error:  # noqa: BLE001  # a mistake of ours in a thread is told as any other failure
            outcome.append(_("internal error ({name})").format(name=type(error).__name__))

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    thread.join(longest_s)
    why = outcome[0] if outcome else _("no answer in time")
    if why is not None:
        raise NetinvError(_("channel {name}: {why}").format(name=channel.name, why=why))
