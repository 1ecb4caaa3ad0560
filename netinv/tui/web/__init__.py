"""The terminal interface in a browser, by textual-serve: on loopback only, for whoever has the address with its key.

textual-serve asks for no login, and its page fetches a font from a public host. Ours fetches nothing, and a page of
another site that the user's browser has open cannot reach it: the key, the Host and the Origin are checked.
"""

from __future__ import annotations

import asyncio
import secrets
import shlex
import signal
import socket
import sys
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp_jinja2
from aiohttp import web
from aiohttp.web_runner import GracefulExit
from textual_serve.server import Server

from netinv.errors import NetinvError
from netinv.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HOST = "127.0.0.1"
COOKIE = "netinv_key"
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def serve(options: Sequence[str], port: int, tell: Callable[[str], object]) -> int:
    """Serve until a signal comes; the exit code.

    Args:
        options: Those of ``netinv`` before the command, and those of ``tui`` after it, for each browser's own process.
        port: 0 takes a free one.
        tell: Is told the address to open, and how to stop.

    Raises:
        NetinvError: the port cannot be had.
    """
    listener = _listen(port)
    server = _Server(shlex.join([sys.executable, "-m", "netinv", *options]), listener.getsockname()[1])
    tell(_("open {address} in a browser on this machine; Ctrl+C stops").format(address=server.address))
    loop = asyncio.new_event_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, server.end, number)
    web.run_app(server.application(), sock=listener, handle_signals=False, loop=loop, print=None, access_log=None)
    return server.exit_code


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # from now on, so that the address holds when it is told
    except OSError as error:
        listener.close()
        message = _("port {port} cannot be had ({reason}): give another one with --port")
        raise NetinvError(message.format(port=port, reason=error.strerror)) from None
    return listener


class _Server(Server):
    """Gives the page to whoever has the key, once as ``?key=`` and then as a cookie, and the socket to that page."""

    def __init__(self, command: str, port: int) -> None:
        super().__init__(command, HOST, port, "netinv", templates_path=Path(__file__).parent)
        self._key = secrets.token_urlsafe(24)
        self._authority = f"{HOST}:{port}"
        self.exit_code = 0

    @property
    def address(self) -> str:
        """Where to go."""
        return f"http://{self._authority}/?key={self._key}"

    def end(self, number: int) -> None:
        """A signal ends it."""
        self.exit_code = 128 + number
        raise GracefulExit

    async def application(self) -> web.Application:
        """The web application, with its guard before it."""
        application: web.Application = await self._make_app()
        application.middlewares.append(self._guard)
        return application

    async def on_startup(self, app: web.Application) -> None:
        """What is to be said was said before."""

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Refuse whoever does not come from our own page with its key."""
        if request.host != self._authority or request.headers.get("Origin", self._ours) != self._ours:
            raise web.HTTPForbidden(text=_("This address serves this machine alone."))
        given = request.query.get("key") or request.cookies.get(COOKIE, "")
        if not secrets.compare_digest(given.encode(), self._key.encode()):
            raise web.HTTPForbidden(text=_("Open the whole address that netinv printed, with its key."))
        if request.path == "/" and "key" in request.query:
            # Out of the address bar, the history and what the page might send on as where it came from.
            seen = web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "/"})
            seen.set_cookie(COOKIE, self._key, httponly=True, samesite="Strict")
            return seen
        answer: web.StreamResponse = await handler(request)
        if not answer.prepared:
            answer.headers["Content-Security-Policy"] = _POLICY.format(host=self._authority)
            answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    @property
    def _ours(self) -> str:
        return f"http://{self._authority}"

    @aiohttp_jinja2.template("page.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:  # noqa: ARG002  # textual-serve's signature
        """What the page needs."""
        return {
            "socket": f"ws://{self._authority}/ws",
            "lang": language(),
            "ended": _("The session has ended."),
            "again": _("Begin again"),
        }
