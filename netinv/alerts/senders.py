"""One sender for each kind of channel."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Protocol

from netinv.alerts.message import ChannelError
from netinv.credentials import ChannelCredential, Secret
from netinv.errors import CredentialError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from netinv.alerts.message import Message
    from netinv.credentials import Credentials
    from netinv.recipients import Channel


TAKE_FILES = frozenset({"apprise"})
"""The kinds of channel that can carry a file beside the words."""


class Sender(Protocol):
    """A way to a receiver."""

    def send(self, messages: Sequence[Message]) -> Iterator[tuple[Message, str | None]]:
        """Send in order; gives each message that was tried, with None or with why it was refused.

        Raises:
            ChannelError: the receiver cannot be used at all; what was not given was not delivered.
        """


def open_sender(channel: Channel, credentials: Credentials, folder: Path, timeout_s: float) -> Sender:
    """The sender of a channel. ``folder``: where relative paths of certificates begin.

    Raises:
        ChannelError: its credential or a certificate is missing or wrong.
    """
    if channel.kind == "syslog":
        from netinv.alerts.syslog import Receiver, SyslogSender

        context = _context(channel, folder) if channel.transport == "tls" else None
        return SyslogSender(Receiver(channel.host, channel.port, channel.transport, channel.format, context, timeout_s))
    credential = _credential(channel, credentials)
    if channel.kind == "apprise":
        from netinv.alerts.by_apprise import AppriseSender

        assert credential is not None
        assert credential.url is not None
        return AppriseSender(credential.url, timeout_s)
    from netinv.alerts.webhook import WebhookSender

    url = Secret(channel.url) if channel.url else credential.url if credential is not None else None
    if url is None:
        raise ChannelError(_("there is no url, neither in netinv.toml nor in its credential"))
    token = credential.token if credential is not None else None
    return WebhookSender(url, token, _context(channel, folder), timeout_s)


def _credential(channel: Channel, credentials: Credentials) -> ChannelCredential | None:
    if channel.credential is None:
        return None
    try:
        found = credentials.resolve(channel.credential)
    except CredentialError as error:
        raise ChannelError(str(error)) from None
    if not isinstance(found, ChannelCredential) or found.kind != channel.kind:
        message = _("credential “{name}” is not of kind {kind}: mend it in secrets.toml")
        raise ChannelError(message.format(name=channel.credential, kind=channel.kind))
    return found


def _context(channel: Channel, folder: Path) -> ssl.SSLContext:
    """TLS that checks the receiver's certificate and name; with a certificate of ours where one is named."""
    try:
        context = ssl.create_default_context(cafile=str(folder / channel.ca_file) if channel.ca_file else None)
        if channel.cert_file:
            context.load_cert_chain(folder / channel.cert_file, folder / channel.key_file if channel.key_file else None)
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror or type(error).__name__
        message = _("its certificate files cannot be used ({reason}): mend ca_file, cert_file or key_file")
        raise ChannelError(message.format(reason=reason)) from None
    return context
