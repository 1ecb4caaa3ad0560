"""Real receivers of alerts on loopback: an HTTP server, an SMTP server, rsyslog. Each can be down and up again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message as Mail
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

LONGEST_S = 60.0


def wait_for(met: Callable[[], bool], what: str) -> None:
    """Look again until it is so."""
    until = time.monotonic() + LONGEST_S
    while not met():
        assert time.monotonic() < until, what
        time.sleep(0.02)


class Posted(NamedTuple):
    """A request: its headers (in small letters) and its JSON."""

    path: str
    headers: dict[str, str]
    body: Any


@contextmanager
def http_server(
    port: int = 0, answers: list[int] | None = None, context: ssl.SSLContext | None = None
) -> Iterator[tuple[int, list[Posted]]]:
    """An HTTP server; gives its port and what is posted to it. ``answers``: the next status codes, then 204."""
    posted: list[Posted] = []
    coming = answers if answers is not None else []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = LONGEST_S

        def do_POST(self) -> None:
            octets = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {key.lower(): value for key, value in self.headers.items()}
            status = coming.pop(0) if coming else 204
            if status < 300:
                posted.append(Posted(self.path, headers, json.loads(octets)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_request: object) -> None:
            """A client that goes away is no error of the test."""

    server = Server(("127.0.0.1", port), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port, posted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def smtp_server(port: int, login: tuple[str, str] | None = None) -> Iterator[list[Mail]]:
    """An SMTP server; gives the mails it took. ``login``: it wants this one."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult, LoginPassword

    mails: list[Mail] = []

    class Handler:
        async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
            mails.append(message_from_bytes(envelope.content))
            return "250 taken"

    def known(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
        given = data if isinstance(data, LoginPassword) else LoginPassword(b"", b"")
        right = login is not None and (given.login.decode(), given.password.decode()) == login
        return AuthResult(success=right, handled=False)

    wanted: dict[str, Any] = {"authenticator": known, "auth_required": True, "auth_require_tls": False} if login else {}
    controller = Controller(Handler(), hostname="127.0.0.1", port=port, ready_timeout=LONGEST_S, **wanted)
    controller.start()
    try:
        yield mails
    finally:
        controller.stop()


class Logged(NamedTuple):
    """A line as rsyslog took it apart."""

    facility: str
    severity: str
    app: str
    msgid: str
    data: str
    msg: str


_CONF = r"""
global(workDirectory="{folder}" maxMessageSize="64k"{driver})
module(load="imudp")
module(load="imtcp"{tcp})
input(type="imudp" address="127.0.0.1" port="{udp}" rcvbufSize="4m")
input(type="imtcp" address="127.0.0.1" port="{port}")
template(name="taken" type="list") {{
  property(name="syslogfacility-text") constant(value="\t") property(name="syslogseverity-text") constant(value="\t")
  property(name="app-name") constant(value="\t") property(name="msgid") constant(value="\t")
  property(name="structured-data") constant(value="\t") property(name="msg") constant(value="\n")
}}
action(type="omfile" file="{folder}/taken" template="taken")
"""
_TLS = ' streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon"'


class Rsyslog:
    """An rsyslogd of its own in a folder."""

    def __init__(self, folder: Path, udp: int, port: int, certificate: Certificate | None = None) -> None:
        program = shutil.which("rsyslogd", path=f"{os.environ['PATH']}:/usr/sbin")
        if program is None:
            if os.environ.get("CI"):
                pytest.fail("rsyslog is not installed: apt-get install rsyslog rsyslog-gnutls")
            pytest.skip("rsyslog is not installed: apt-get install rsyslog rsyslog-gnutls")
        self._folder = folder
        files = ""
        if certificate is not None:
            files = ' defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="{0.ca}"'
            files += ' defaultNetstreamDriverCertFile="{0.file}" defaultNetstreamDriverKeyFile="{0.key}"'
        driver, tcp = files.format(certificate), _TLS if certificate else ""
        (folder / "conf").write_text(_CONF.format(folder=folder, driver=driver, tcp=tcp, udp=udp, port=port))
        self._command = [program, "-n", "-f", str(folder / "conf"), "-i", str(folder / "pid"), "-C"]
        self._port = port

    @contextmanager
    def running(self) -> Iterator[None]:
        """Up within, down after."""
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
            try:
                wait_for(lambda: process.poll() is not None or _listens(self._port), "rsyslogd did not listen")
                assert process.poll() is None, (self._folder / "log").read_text()
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(LONGEST_S)

    def taken(self) -> list[Logged]:
        """All that it has written."""
        path = self._folder / "taken"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [Logged(*line.split("\t", 5)) for line in lines]


def _listens(port: int) -> bool:
    wanted = f"0100007F:{port:04X} 00000000:0000 0A"
    return wanted in Path("/proc/net/tcp").read_text("ascii")


class Certificate(NamedTuple):
    """Files of a certificate for ``localhost``, and of the authority that signed it."""

    ca: Path
    file: Path
    key: Path


def certificate(folder: Path) -> Certificate:
    """Make an authority and a certificate for localhost and 127.0.0.1."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.now(UTC)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    addresses = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = []
    for key, subject, is_ca in zip(keys, ("Test authority", "localhost"), (True, False), strict=True):
        builder = x509.CertificateBuilder(name("Test authority"), name(subject), key.public_key())
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        builder = builder.not_valid_after(now + timedelta(days=1))
        builder = builder.add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        if not is_ca:
            builder = builder.add_extension(x509.SubjectAlternativeName(addresses), critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()))
    paths = Certificate(folder / "ca.pem", folder / "cert.pem", folder / "key.pem")
    for path, signed in zip(paths[:2], made, strict=True):
        path.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    forms = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths.key.write_bytes(keys[1].private_bytes(serialization.Encoding.PEM, *forms))
    return paths
