"""Channel kind ``webhook``: each alert is one HTTP POST of the JSON in schema ``alert``."""

from __future__ import annotations

import errno
import http.client
import json
import socket
import ssl
from base64 import b64encode
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from netinv import __version__
from netinv.alerts.message import ChannelError, refused_login
from netinv.i18n import _
from netinv.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netinv.alerts.message import Message
    from netinv.credentials import Secret

_ABOUT_THE_CHANNEL = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 405, 407, 429})
_ANSWER_OCTETS = 65_536


class WebhookSender:
    """Posts to one URL. The header ``Idempotency-Key`` is the alert's id: a retry has the same."""

    def __init__(self, url: Secret, token: Secret | None, context: ssl.SSLContext | None, timeout_s: float) -> None:
        self._url = url
        self._token = token
        self._context = context
        self._timeout_s = timeout_s

    def send(self, messages: Sequence[Message]) -> Iterator[tuple[Message, str | None]]:
        """Send one after the other; gives each with None, or with why the receiver refuses it."""
        parts = urlsplit(self._url.reveal())
        host = parts.hostname or ""
        try:
            with closing(self._connection(parts.scheme, host, parts.port)) as connection:
                for message in messages:
                    yield message, self._post(connection, f"{parts.path or '/'}{_query(parts.query)}", message)
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message
            raise ChannelError(
                _("{host}: its certificate is refused: {reason}").format(host=host, reason=reason)
            ) from None
        except (OSError, http.client.HTTPException) as error:
            raise ChannelError(_("{host}: {reason}").format(host=host, reason=reason_of(error))) from None

    def _connection(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=self._timeout_s, context=self._context)
        return http.client.HTTPConnection(host, port, timeout=self._timeout_s)

    def _post(self, connection: http.client.HTTPConnection, target: str, message: Message) -> str | None:
        body = clean(json.dumps(message.body, ensure_ascii=False)).encode()
        connection.request("POST", target, body, self._headers(message))
        response = connection.getresponse()
        response.read(_ANSWER_OCTETS)
        if not response.isclosed():  # it talks on: the next question gets a new connection
            connection.close()
        status = response.status
        if 200 <= status < 300:
            return None
        what = _("{host} answers {status} {reason}").format(
            host=connection.host, status=status, reason=one_line(response.reason)
        )
        if status in (401, 403, 407):
            what = refused_login(what)
        if status in _ABOUT_THE_CHANNEL or status >= 500:
            raise ChannelError(what)
        return what

    def _headers(self, message: Message) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"netinv/{__version__}",
            "Idempotency-Key": message.id,
        }
        parts = urlsplit(self._url.reveal())
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token.reveal()}"
        elif parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            headers["Authorization"] = f"Basic {b64encode(login.encode()).decode()}"
        return headers


def _query(query: str) -> str:
    return f"?{query}" if query else ""


def reason_of(error: Exception) -> str:
    """What a failed connection comes to, in words; no address of ours and no secret in it."""
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    if isinstance(error, socket.gaierror):
        return _("no such host")
    if isinstance(error, ssl.SSLError):
        return one_line(error.reason or "TLS").replace("_", " ").lower()
    broke = isinstance(error, (ConnectionResetError, BrokenPipeError))
    if isinstance(error, OSError) and error.strerror and not broke and error.errno != errno.ENOTCONN:
        return error.strerror
    return _("the connection broke off")
