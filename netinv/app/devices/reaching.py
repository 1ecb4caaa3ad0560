"""Going to a device with the system's own tools: ping, traceroute, ssh. Gives commands; who asked runs them."""

from __future__ import annotations

import base64
import shutil
from typing import TYPE_CHECKING, NamedTuple

from netinv.errors import CredentialError, UsageError
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from netinv.config import Settings
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow

_SSH_PORT = 22
_TRACERS = (
    ("traceroute", "-n", "-q", "1", "-w", "1", "-m", "20"),
    ("tracepath", "-n", "-m", "20"),
    ("mtr", "-n", "--report", "--report-cycles", "3"),
)


def ping(address: str) -> list[str]:
    """Five pings.

    Raises:
        UsageError: there is no ping.
    """
    if not shutil.which("ping"):
        raise UsageError(_("ping is not installed: apt-get install iputils-ping"))
    return ["ping", "-n", "-c", "5", "-W", "2", "--", address]


def trace(address: str) -> list[str]:
    """The route, by the first tool that is there.

    Raises:
        UsageError: there is none.
    """
    for tool in _TRACERS:
        if shutil.which(tool[0]):
            return [*tool, "--", address]
    raise UsageError(_("neither traceroute nor tracepath nor mtr is installed: apt-get install traceroute"))


class Login(NamedTuple):
    """An ssh command, and a sentence that says whose host key is believed."""

    command: list[str]
    policy: str


class HostKey(NamedTuple):
    """The host key that netinv trusts: its type, and the key itself."""

    kind: str
    key: bytes


def trusted(reader: Reader, device: DeviceRow) -> HostKey | None:
    """The host key kept for a device; None where none is."""
    kept = reader.host_keys().get((device.address, device.ssh_port))
    return HostKey(*kept) if kept else None


def login(settings: Settings, device: DeviceRow, key: HostKey | None, folder: Path) -> Login:
    """OpenSSH to a device. The password is asked by ssh; where netinv trusts a host key, only that one is accepted.

    Args:
        settings: All settings, for the credential.
        device: Where to.
        key: The trusted host key.
        folder: Where the file of known hosts may be written; it must outlive the command.

    Raises:
        UsageError: there is no ssh.
    """
    if not shutil.which("ssh"):
        raise UsageError(_("ssh is not installed: apt-get install openssh-client"))
    options = ["-o", "StrictHostKeyChecking=ask"]
    policy = _("host key: netinv knows none of {name} yet, so ssh asks you and keeps it as its own")
    if key:
        policy = _("host key of {name}: only the one that netinv trusts is accepted ({kind} {fingerprint})")
        place = device.address if device.ssh_port == _SSH_PORT else f"[{device.address}]:{device.ssh_port}"
        known = folder / "known_hosts"
        known.write_text(f"{place} {key.kind} {base64.b64encode(key.key).decode()}\n", "utf-8")
        options = [
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            f"UserKnownHostsFile={known}",
            "-o",
            "GlobalKnownHostsFile=none",
        ]
    command = ["ssh", "-p", str(device.ssh_port), *options, *_as_whom(settings, device), "--", device.address]
    said = policy.format(name=one_line(device.name), kind=key.kind if key else "", fingerprint=_fingerprint(key))
    return Login(command, said)


def _fingerprint(key: HostKey | None) -> str:
    from probes.ssh.host_keys import fingerprint

    return fingerprint(key.key) if key else ""


def _as_whom(settings: Settings, device: DeviceRow) -> list[str]:
    """The user name and key file of the device's credential; none where it has none or cannot be read."""
    from netinv.credentials import Credentials, SshCredential

    if device.ssh_credential is None:
        return []
    try:
        credential = Credentials.load(settings.secrets).resolve(device.ssh_credential)
    except CredentialError:
        return []
    if not isinstance(credential, SshCredential):
        return []
    return ["-l", credential.username, *(["-i", credential.key_file] if credential.key_file else [])]
