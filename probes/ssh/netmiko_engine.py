"""The SSH engine: the only place that imports netmiko and paramiko, and that maps their exceptions to ours.

paramiko logs in (so that host keys, timeouts and errors are ours), netmiko knows the platforms' prompts and paging.
Where a platform runs commands without a terminal (Linux), no prompt has to be guessed at all.
"""

from __future__ import annotations

import logging
import socket
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import netmiko
import paramiko

from netinv.errors import ProbeError, ProtocolFault, Unsupported
from netinv.i18n import _
from netinv.text import clean, decode, one_line
from probes.ssh import detect, key_files, netmiko_errors, shells
from probes.ssh.greeting import connect_error
from probes.ssh.platforms import runs_without_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netinv.credentials import SshCredential
    from netinv.model import Target
    from probes.ssh.host_keys import HostKeys

MAX_ANSWER_OCTETS = 8 * 1024 * 1024
"""No command that we ask prints more; a device that does is cut off."""

_SLACK_S = 0.05  # paramiko's threads look at the clock every so often
_CHUNK_OCTETS = 65536
_PAGE_MARK = 120  # characters at the end of what was read where a device may say that there is more
_NO_STATUS = -1
_NOT_EXECUTABLE = (126, 127)  # exit statuses of POSIX shells
_ANY_PLATFORM = "generic"

# Their threads log tracebacks of what we report as an error, and without a handler Python prints those on stderr.
for _name in ("paramiko", "netmiko"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class NetmikoConnection:
    """A :class:`probes.ssh.session.Connection` by paramiko and netmiko."""

    def __init__(self, target: Target, credential: SshCredential, timeout_s: float, host_keys: HostKeys) -> None:
        self.platform = target.platform or ""
        self.prompt = ""
        self._name = target.name
        self._address = target.address
        self._port = target.ssh_port
        self._where = _("SSH at {address} port {port}").format(address=target.address, port=target.ssh_port)
        self._credential = credential
        self._timeout_s = timeout_s
        self._host_keys = host_keys
        self._deadline = 0.0
        self._socket: socket.socket | None = None
        self._client: Any = None
        self._netmiko: Any = None
        self._has_shell = False
        self._received = 0
        self._unturned = ""
        self._aborted = False

    def open(self) -> None:
        """Connect, check the host key, log in, find out the platform if nobody said it. Raises ProbeError."""
        self._deadline = time.monotonic() + self._timeout_s
        with self._translated():
            if self.platform:
                self._login(self.platform)
            else:
                self.platform = self._detect()

    def run(self, command: str, timeout_s: float) -> str:
        """Run one command; what it printed, safe to show. Raises ProbeError."""
        self._deadline = time.monotonic() + timeout_s
        with self._translated():
            return self._ask(command) if self._has_shell else self._execute(command)

    def abort(self) -> None:
        """Close the socket, from any thread: what waits for it ends at once."""
        self._aborted = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up, without the pleasantries that cost seconds on some platforms. Raises nothing."""
        self.abort()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._netmiko is not None:
            self._netmiko.cleanup = lambda *_args, **_options: None
            self._netmiko.disconnect()  # also takes the password out of netmiko's log filter
        if self._client is not None:
            self._client.close()
        if self._socket is not None:
            self._socket.close()
        self._netmiko = self._client = self._socket = None
        self._has_shell = False

    @property
    def _remaining_s(self) -> float:
        self._check_time()
        return max(self._deadline - time.monotonic(), 0.001)

    def _check_time(self) -> None:
        if time.monotonic() >= self._deadline:
            raise TimeoutError

    def _endless(self) -> ProtocolFault:
        return ProtocolFault(_("{where}: the answer does not end").format(where=self._where))

    def _detect(self) -> str:
        """Log in, and find the platform by the greeting, the prompt and what a first command shows."""
        platform = detect.by_greeting(self._dial())
        if platform:
            self._login(platform, dialled=True)
            return self._confirmed(platform) if platform in detect.SHARED_GREETINGS else platform
        self._login("linux", dialled=True)
        with suppress(Unsupported, paramiko.SSHException):
            if "Linux" in self._execute("uname"):
                return "linux"
        self._login_again(_ANY_PLATFORM)
        for command in detect.probing_commands(shells.settled_prompt(self._netmiko)):
            platform = detect.by_output(self._ask(command))
            if platform:
                self._login_again(platform)
                return platform
        message = _("{where}: the platform cannot be told: name it in the column “platform” of devices.csv")
        raise Unsupported(message.format(where=self._where))

    def _confirmed(self, platform: str) -> str:
        """The platform, or the one of the same greeting that the device says it is; then logged in as that."""
        said = detect.by_output(self._ask(detect.PROBING_COMMANDS[0])) or platform
        if netmiko.ssh_dispatcher(said) is not netmiko.ssh_dispatcher(platform):
            self._login_again(said)
        return said

    def _login_again(self, platform: str) -> None:
        self._hang_up()
        self._login(platform)

    def _dial(self) -> str:
        """Connect and wait for the greeting, so that silence is told from a slow login. Returns what was greeted."""
        try:
            self._socket = socket.create_connection((self._address, self._port), self._remaining_s)
        except OSError as error:
            raise connect_error(error, self._where) from None
        if self._aborted:
            self._socket.close()
            raise EOFError
        self._socket.settimeout(self._remaining_s)
        greeting = self._socket.recv(255, socket.MSG_PEEK)
        if not greeting:
            raise EOFError
        return one_line(decode(greeting.splitlines()[0]))

    def _login(self, platform: str, *, dialled: bool = False) -> None:
        if not dialled:
            self._dial()
        self._check_name(platform)
        shell = self._netmiko = shells.make(platform, self._address, self._port, self._socket, self._credential)
        shell._modify_connection_params()  # RouterOS takes terminal options with the user name
        client = self._client = shell._build_ssh_client()
        _pin(client, self._address, self._port, self._host_keys)
        options = shells.connect_options(shell) | {
            "password": self._password(),
            "pkey": key_files.private_key(self._credential),
        }
        limits = ("timeout", "banner_timeout", "auth_timeout", "channel_timeout")
        client.connect(**(options | dict.fromkeys(limits, self._remaining_s)))
        if not runs_without_terminal(platform):
            self._open_shell(shell, client)

    def _check_name(self, platform: str) -> None:
        if platform not in netmiko.platforms or platform.endswith(("_telnet", "_serial")):
            message = _("platform “{platform}” of {address} is no name that netmiko knows: mend it in devices.csv")
            raise Unsupported(message.format(platform=platform, address=self._address))

    def _open_shell(self, shell: Any, client: Any) -> None:
        """Let netmiko find the prompt and switch paging off, on the login that is there, within our time."""
        shell._build_ssh_client = lambda: _LoggedIn(client)
        read = shell.read_channel
        shell.read_channel = lambda: self._guarded(shell, read)
        shell.establish_connection()
        shell._try_session_preparation()
        shells.enter(shell)
        self._has_shell = True
        self.prompt = clean(str(shell.base_prompt))

    def _guarded(self, shell: Any, read: Callable[[], object]) -> str:
        """Netmiko's loops know neither our deadline nor that the connection is closed: they end here."""
        text = str(read())
        if not text and (self._aborted or shell.remote_conn is None or shell.remote_conn.eof_received):
            raise EOFError
        self._received += len(text)
        if self._received > MAX_ANSWER_OCTETS:
            raise self._endless()
        self._check_time()
        self._unturned = (self._unturned + text)[-_PAGE_MARK:]
        key = shells.page_key(self._unturned)
        if key:
            self._unturned = ""
            shell.write_channel(key)
        return text

    def _ask(self, command: str) -> str:
        self._received = 0
        try:
            answer = shells.ask(self._netmiko, command, self._remaining_s)
        except (netmiko.ReadTimeout, TimeoutError):
            self.abort()  # what is still printed would be taken for the next answer
            raise
        return clean(answer)

    def _execute(self, command: str) -> str:
        """Run a command in a channel of its own, without a terminal."""
        channel = self._client.get_transport().open_session(timeout=self._remaining_s)
        with channel:
            channel.settimeout(self._remaining_s)
            channel.exec_command(command)
            printed = bytearray()
            while chunk := channel.recv(_CHUNK_OCTETS):
                printed += chunk
                if len(printed) > MAX_ANSWER_OCTETS:
                    raise self._endless()
                channel.settimeout(self._remaining_s)
            if not channel.status_event.wait(self._remaining_s):
                raise TimeoutError
            if channel.exit_status == _NO_STATUS and not channel.eof_received:
                raise EOFError  # the connection broke: what came is not all there is
            if channel.exit_status in _NOT_EXECUTABLE:
                message = _("{where}: the device has no command “{command}”")
                raise Unsupported(message.format(where=self._where, command=command))
        return decode(bytes(printed))

    def _password(self) -> str | None:
        """The password to log in with: beside a key file it only opens that, and is sent nowhere."""
        if self._credential.password is None or self._credential.key_file:
            return None
        return self._credential.password.reveal()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except ProbeError:
            raise
        except paramiko.BadHostKeyException as error:
            raise netmiko_errors.changed_key(error, self._where, self._name) from None
        except Exception as error:  # noqa: BLE001  # the edge of two libraries that raise nearly anything
            if time.monotonic() > self._deadline - _SLACK_S and not isinstance(error, paramiko.AuthenticationException):
                error = TimeoutError()  # paramiko has other words for it in some places
            user = self._credential.username
            raise netmiko_errors.translated(error, self._where, user, self.platform) from None


class _LoggedIn:
    """What netmiko takes for a client that it connects itself."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def connect(self, **_options: object) -> None:
        """Already done."""

    def invoke_shell(self, **options: Any) -> Any:
        return self._client.invoke_shell(**options)

    def close(self) -> None:
        self._client.close()


class _TrustOnFirstUse:
    """Keeps the key of a server that was never seen; known ones never come here."""

    def __init__(self, address: str, port: int, host_keys: HostKeys) -> None:
        self._address = address
        self._port = port
        self._host_keys = host_keys

    def missing_host_key(self, _client: Any, _hostname: str, key: Any) -> None:
        """Trust it, unless another thread has just trusted another one."""
        self._host_keys.trust(self._address, self._port, key.get_name(), key.asbytes())
        known = self._host_keys.known(self._address, self._port)
        if known is not None and known[1] != key.asbytes():
            raise paramiko.BadHostKeyException(self._address, key, paramiko.PKey.from_type_string(*known))


def _pin(client: Any, address: str, port: int, host_keys: HostKeys) -> None:
    """Tell paramiko the known key: it asks for that type first, and refuses any other key, of any type."""
    client.set_missing_host_key_policy(_TrustOnFirstUse(address, port, host_keys))
    known = host_keys.known(address, port)
    if known is None:
        return
    key_type, blob = known
    key = paramiko.PKey.from_type_string(key_type, blob)
    hostname = address if port == paramiko.config.SSH_PORT else f"[{address}]:{port}"
    client.get_host_keys().add(hostname, key_type, key)
