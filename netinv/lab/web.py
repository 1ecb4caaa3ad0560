"""The province's information systems, simulated: a small HTTP server on every address of this host."""

from __future__ import annotations

import http.server
import threading


class _Page(http.server.BaseHTTPRequestHandler):
    """Says 200 and a word to every GET and HEAD."""

    server_version = "SimulatedService/1"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        """Answer the page."""
        body = b"ok\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  # http.server finds methods by these names

    def log_message(self, *_words: object) -> None:
        """Say nothing about requests."""


class WebService:
    """Serves HTTP from a thread of its own.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, port: int) -> None:
        self._server = http.server.ThreadingHTTPServer(("0.0.0.0", port), _Page)  # noqa: S104  # asked on loopback
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="lab-web", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more, and give the port back."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(5)
        self._server.server_close()
