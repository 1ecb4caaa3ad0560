"""A real SSH server (paramiko's) for every address of this host: greeting, login, shell and single commands."""

from __future__ import annotations

import hashlib
import hmac
import io
import logging
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import paramiko
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from netinv.lab import cli_ios, cli_linux

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from netinv.lab.network import Device

_LOG = logging.getLogger("netinv.lab.ssh")
_LOG.addHandler(logging.NullHandler())
_LOG.propagate = False  # askers that hang up after the greeting are no news
_GREETINGS = {"cisco_ios": "SSH-2.0-Cisco-1.25", "linux": "SSH-2.0-OpenSSH_8.4p1 Debian-5", "huawei_vrp": "SSH-2.0--"}
_LOGIN_S = 30
_IDLE_S = 300
_MAX_LINE = 4096


def host_key(device: Device) -> Any:
    """The device's ed25519 host key: the same at each start, so that it can be trusted on first use."""
    seed = f"{device.name}/{'new' if device.faults.new_host_key else 'first'}"
    private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
    text = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    )
    return paramiko.Ed25519Key(file_obj=io.StringIO(text.decode()))


class _Login(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko has no types
    """Takes one user with one password; a session may have a shell or run one command."""

    def __init__(self, login: tuple[str, str]) -> None:
        self._login = login
        self.command: str | None = None
        self.wanted = threading.Event()

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002  # all users the same
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        given, right = (("\0".join(pair)).encode() for pair in ((username, password), self._login))
        return int(paramiko.AUTH_SUCCESSFUL if hmac.compare_digest(given, right) else paramiko.AUTH_FAILED)

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002
        wrong = paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        return int(paramiko.OPEN_SUCCEEDED if kind == "session" else wrong)

    def check_channel_pty_request(self, *_request: object) -> bool:
        return True

    def check_channel_window_change_request(self, *_request: object) -> bool:
        return True

    def check_channel_shell_request(self, *_request: object) -> bool:
        self.command = None
        self.wanted.set()
        return True

    def check_channel_exec_request(self, _channel: object, command: bytes) -> bool:
        self.command = command.decode("utf-8", "replace")
        self.wanted.set()
        return True


class SshService:
    """Serves the devices that have SSH from threads of its own.

    Args:
        devices: each at its own address; a connection to another address, or to one without SSH, is closed at once.
        port: the port, on every IPv4 address.
        login: user name and password.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, devices: Iterable[Device], port: int, login: tuple[str, str]) -> None:
        self._devices: Mapping[str, Device] = {device.address: device for device in devices if device.ssh}
        self._login = login
        self._listener = socket.create_server(("0.0.0.0", port), backlog=256)  # noqa: S104  # devices are on loopback
        self.port: int = self._listener.getsockname()[1]
        self._open: set[Any] = set()
        self._thread = threading.Thread(target=self._accept, name="lab-ssh", daemon=True)

    def start(self) -> None:
        """Begin to accept connections."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up on everybody, and give the port back."""
        self._listener.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join(5)
        self._listener.close()
        for transport in list(self._open):
            transport.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), name="lab-ssh-session", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError, paramiko.SSHException):
            device = self._devices.get(connection.getsockname()[0])
            if device is None or device.faults.silent:
                return
            transport = paramiko.Transport(connection)
            transport.set_log_channel(_LOG.name)
            transport.local_version = _GREETINGS.get(device.maker.platform, "SSH-2.0-SimulatedSSH_1")
            transport.add_server_key(host_key(device))
            self._open.add(transport)
            try:
                self._session(transport, device)
            finally:
                transport.close()
                self._open.discard(transport)

    def _session(self, transport: Any, device: Device) -> None:
        login = _Login(self._login)
        transport.start_server(server=login, event=None)
        deadline_s = time.monotonic() + _LOGIN_S
        while transport.is_active():
            channel = transport.accept(1)
            if channel is not None:
                if login.wanted.wait(5):
                    login.wanted.clear()
                    self._channel(channel, device, login.command)
                deadline_s = time.monotonic() + _IDLE_S
            elif time.monotonic() > deadline_s:
                return

    def _channel(self, channel: Any, device: Device, command: str | None) -> None:
        cli = cli_linux if device.maker.platform == "linux" else cli_ios
        with channel, suppress(OSError, EOFError):
            channel.settimeout(_IDLE_S)
            if command is None:
                _shell(channel, device, cli)
                return
            text, status = cli.run(device, command, time.monotonic())
            channel.sendall(text.encode())
            channel.send_exit_status(status)


def _shell(channel: Any, device: Device, cli: Any) -> None:
    """An interactive session: echoes what is typed, answers line by line, until ``exit`` or the end of input."""
    channel.sendall(f"\r\n{cli.prompt(device)}".encode())
    line = ""
    while data := channel.recv(1024):
        for char in data.decode("utf-8", "replace"):
            if char in "\r\n":
                channel.sendall(b"\r\n")
                if line.strip() in ("exit", "quit", "logout"):
                    channel.send_exit_status(0)
                    return
                text, _status = cli.run(device, line, time.monotonic())
                text = text.replace("\r\n", "\n").replace("\n", "\r\n")
                channel.sendall(f"{text}{cli.prompt(device)}".encode())
                line = ""
            elif char == "\x04":
                return
            elif char in "\x08\x7f":
                line = line[:-1]
                channel.sendall(b"\b \b")
            elif char.isprintable() and len(line) < _MAX_LINE:
                line += char
                channel.sendall(char.encode())
