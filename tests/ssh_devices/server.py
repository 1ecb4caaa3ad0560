"""An SSH server on loopback whose command line is a script: a real login for netmiko, without the device."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import paramiko

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.ssh_devices.scripts import Script

USER, PASSWORD = "ops", "pl4nted-Đông"
_SCREEN_LINES = 8
_TIMEOUT_S = 60


class _Login(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko has no types
    def __init__(self, tried: Callable[[], None], *, interactive: bool) -> None:
        self._tried = tried
        self._interactive = interactive
        self.commands: list[str | None] = []
        self.wanted = threading.Semaphore(0)

    def get_allowed_auths(self, username: str) -> str:
        return "keyboard-interactive" if self._interactive else "password"

    def check_auth_password(self, username: str, password: str) -> int:
        self._tried()
        right = not self._interactive and (username, password) == (USER, PASSWORD)
        return int(paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED)

    def check_auth_interactive(self, username: str, submethods: str) -> Any:
        return paramiko.InteractiveQuery("", "", ("Password: ", False)) if self._interactive else paramiko.AUTH_FAILED

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        self._tried()
        return int(paramiko.AUTH_SUCCESSFUL if responses == [PASSWORD] else paramiko.AUTH_FAILED)

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)

    def check_channel_pty_request(self, *_request: object) -> bool:
        return True

    def check_channel_shell_request(self, *_request: object) -> bool:
        self.commands.append(None)
        self.wanted.release()
        return True

    def check_channel_exec_request(self, _channel: object, command: bytes) -> bool:
        self.commands.append(command.decode())
        self.wanted.release()
        return True


class ScriptedSsh:
    """Serves one script at a free port of 127.0.0.1, or at the address and port given; use it with ``with``.

    ``typed`` are the lines that it got, ``tries`` is how often a secret was shown to it. ``latency_s`` comes before
    each thing that it prints.
    """

    def __init__(self, script: Script, address: str = "127.0.0.1", port: int = 0, latency_s: float = 0.0) -> None:
        self.typed: list[str] = []
        self.tries = 0
        self._latency_s = latency_s
        self._script = script
        self._key = paramiko.ECDSAKey.generate()
        self._listener = socket.create_server((address, port))
        self.port: int = self._listener.getsockname()[1]
        self._transports: list[Any] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()
        for transport in self._transports:
            transport.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError, paramiko.SSHException):
            transport = paramiko.Transport(connection)
            transport.local_version = self._script.greeting
            transport.add_server_key(self._key)
            self._transports.append(transport)
            login = _Login(self._tried, interactive=self._script.interactive)
            transport.start_server(server=login, event=None)
            while transport.is_active():
                channel = transport.accept(1)
                if channel is not None and login.wanted.acquire(timeout=5):
                    self._channel(channel, login.commands.pop(0))

    def _tried(self) -> None:
        self.tries += 1

    def _channel(self, channel: Any, command: str | None) -> None:
        with channel, suppress(OSError, EOFError):
            channel.settimeout(_TIMEOUT_S)
            if command is None:
                _Shell(channel, self._script, self.typed, self._latency_s).run()
            else:
                channel.sendall(self._script.says(command).encode())
                channel.send_exit_status(1)


class _Shell:
    """Echoes what is typed, answers line by line, stops at each screen as long as nobody switched that off."""

    def __init__(self, channel: Any, script: Script, typed: list[str], latency_s: float) -> None:
        self._latency_s = latency_s
        self._channel = channel
        self._script = script
        self._typed = typed
        self._paging = bool(script.pager)
        self._prompt = script.prompt

    def run(self) -> None:
        if self._script.key:
            self._print(self._script.key)
            self._channel.recv(1)
        self._print(f"\n{self._prompt}")
        line = ""
        while char := self._channel.recv(1).decode("latin-1"):
            if char in "\r\n":
                time.sleep(self._latency_s)
                self._print(f"{line}\n")
                self._answer(line.strip())
                line = ""
            else:
                line += char

    def _answer(self, command: str) -> None:
        self._typed.append(command)
        if command == self._script.unpaged:
            self._paging = False
        self._prompt = self._script.prompts.get(command, self._prompt)
        lines = self._script.says(command).splitlines(keepends=True)
        for at in range(0, len(lines), _SCREEN_LINES):
            if at and self._paging:
                self._print(self._script.pager)
                if self._channel.recv(1) != b" ":
                    break
                blank = " " * len(self._script.pager)
                self._channel.sendall(f"\r{blank}\r".encode())
            self._print("".join(lines[at : at + _SCREEN_LINES]))
        self._print(self._prompt)

    def _print(self, text: str) -> None:
        self._channel.sendall(text.replace("\n", "\r\n").encode())
