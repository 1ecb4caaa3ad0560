"""Channel kind ``apprise``: mail, Telegram and the many services that apprise knows by their URL."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from netinv.alerts.message import ChannelError, refused_login
from netinv.i18n import _
from netinv.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.alerts.message import Message
    from netinv.credentials import Secret

_TYPES = {"error": "failure", "warning": "warning"}
_LONGEST_REASON = 200
_REFUSED = re.compile(r"error=40[13]\b|\(53[045],|Unauthorized")
_DETAIL = re.compile(r"Exception: (.+)|error=(\d+)")
_message_id: ContextVar[str | None] = ContextVar("message_id", default=None)


class AppriseSender:
    """Sends by one URL."""

    def __init__(self, url: Secret, timeout_s: float) -> None:
        self._url = url
        self._timeout_s = timeout_s

    def send(self, messages: Sequence[Message]) -> Iterator[tuple[Message, str | None]]:
        """Send one after the other; gives each with None, or with why it failed.

        A service of its own for each message: one that serves several would sleep for seconds between them.
        """
        _keep_message_ids()
        for message in messages:
            token = _message_id.set(message.id)
            try:
                why = self._notify(message)
            finally:
                _message_id.reset(token)
            yield message, why

    def _notify(self, message: Message) -> str | None:
        import apprise

        asset = apprise.AppriseAsset(app_id="netinv", app_desc="netinv", secure_logging=True, storage_mode="memory")
        with _Listening() as heard:
            try:
                service: Any = apprise.Apprise.instantiate(self._url.reveal(), asset=asset, suppress_exceptions=False)
            except Exception:  # noqa: BLE001  # whatever a service's reader makes of the URL, it shows it
                service = None
            if service is None:
                raise ChannelError(_("apprise does not understand its URL: mend it in secrets.toml"))
            if message.attachments and not service.attachment_support:
                told = _("{service} takes no files: choose a channel for mail, Telegram or the like")
                raise ChannelError(told.format(service=service.service_name))
            service.socket_connect_timeout = service.socket_read_timeout = self._timeout_s
            kind = "success" if message.action == "end" else _TYPES.get(message.severity, "info")
            try:
                # The title becomes a header of a mail: a line end in it would begin another, or never get through.
                said = {"title": one_line(message.title), "body": clean(message.text)}
                words = {**said, "notify_type": kind, "body_format": "text"}
                if service.notify(**words, attach=_files(message)):
                    return None
            except Exception as error:  # noqa: BLE001  # a plugin's own fault costs this try
                heard.lines.append(type(error).__name__)
        return self._reason(heard.lines)

    def _reason(self, lines: Sequence[str]) -> str:
        """What apprise logged: its last warning, and the detail beside it."""
        told = " ".join(dict.fromkeys(lines)) or _("the service took it not, and says no more")
        shown = one_line(hidden(told, self._url.reveal()))[-_LONGEST_REASON:]
        return refused_login(shown) if _REFUSED.search(told) else shown


def _files(message: Message) -> list[Any] | None:
    from apprise.attachment.memory import AttachMemory

    memory: Any = AttachMemory  # untyped
    return [memory(one.content, name=one.name, mimetype=one.mimetype) for one in message.attachments] or None


class _Listening(logging.Handler):
    """Hears what apprise says in this thread, and keeps it from our own log: it may say too much."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self._log = logging.getLogger("apprise")

    def __enter__(self) -> Self:
        import threading

        self._thread = threading.get_ident()
        self._log.addHandler(self)
        self._log.setLevel(logging.DEBUG)
        self._log.propagate = False
        return self

    def __exit__(self, *_error: object) -> None:
        self._log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep warnings, and the reason that apprise tells in its details only."""
        text = record.getMessage()
        if record.thread == self._thread and (record.levelno >= logging.WARNING or _DETAIL.search(text)):
            self.lines.append(text)


def hidden(text: str, url: str) -> str:
    """The text without any part of the URL that may be a secret; a host after a login is none."""
    rest = url.partition("://")[2]
    login, at, host = re.split(r"[/?]", rest, maxsplit=1)[0].rpartition("@")
    secrets = {part for part in re.split(r"[/:@?&=,]+", rest) if len(part) > 3} - set(host.split(":") if at else ())
    secrets |= {login.partition(":")[2]} - {""}
    for secret in sorted({*secrets, *map(unquote, secrets)}, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


@cache
def _keep_message_ids() -> None:
    """Make apprise's mail use the alert's id as Message-ID, so that a mail server can tell a retry.

    Apprise has no option for that: it makes a new one for each try.
    """
    from apprise.plugins.email import base as module

    base: Any = module
    original = base.make_msgid

    def make_msgid(idstring: str | None = None, domain: str | None = None) -> str:
        ours = _message_id.get()
        return f"<{ours}@netinv.{domain or 'localhost'}>" if ours else str(original(idstring, domain))

    base.make_msgid = make_msgid
