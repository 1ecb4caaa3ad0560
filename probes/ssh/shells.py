"""Netmiko's shells as an inventory may use them: they change nothing on a device, and ask for no more rights.

Some of netmiko's preparations write to the configuration (a wider terminal on ASA, no paging on FortiOS) or try for
privileges with passwords that we may not guess at. Where paging is not off after a login, we turn the pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import netmiko
import paramiko
from netmiko.cisco import CiscoAsaSSH
from netmiko.fortinet import FortinetSSH
from netmiko.hp.hp_comware import HPComwareBase
from netmiko.paloalto.paloalto_panos import PaloAltoPanosSSH

if TYPE_CHECKING:
    from netinv.credentials import SshCredential

_TERMINAL_COLUMNS = 76
_PROMPT_ENDS = ("#", ">", "$", "%", "]")
_MORE = (
    r"(?:<?-{2,4} ?\(?more(?: ?\d+%)?\)? ?-{2,4}>?(?:, next page: Space, next line: Enter, quit: [\w-]+)?"
    r"|^lines \d+-\d+(?:/\d+)?(?: \(END\))?)"
)
_WAITING = re.compile(rf"{_MORE} *\Z", re.I | re.M)
# Then the word is taken away again: by blanks between two carriage returns (which netmiko reads as line ends), or
# with backspaces.
_TURNED = re.compile(rf"{_MORE} ?(?:\n *\n?|\x08+ *\x08*)?", re.I | re.M)


def make(platform: str, address: str, port: int, sock: Any, credential: SshCredential) -> Any:
    """Netmiko's shell for a platform, not yet connected."""
    shell = netmiko.ssh_dispatcher(platform)(
        device_type=platform,
        host=address,
        port=port,
        username=credential.username,
        auto_connect=False,
        allow_auto_change=False,
        sock=sock,
    )
    for elevating in ("enable", "asa_login"):
        if hasattr(shell, elevating):
            setattr(shell, elevating, lambda *_arguments, **_options: "")
    if isinstance(shell, FortinetSSH):
        shell._determine_os_version = lambda: ""
        shell._get_output_mode = lambda: "standard"
    if not isinstance(shell, PaloAltoPanosSSH) or credential.key_file:
        shell._get_ssh_client_instance = paramiko.SSHClient  # without the password, ProCurve's would send none
    return shell


def connect_options(shell: Any) -> dict[str, Any]:
    """What the SSH client is to connect with. FortiOS is not held to the old key exchanges that netmiko wants of it."""
    return dict(shell._connect_params_dict()) | {
        "disabled_algorithms": None if _is_fortios(shell) else shell.disabled_algorithms
    }


def enter(shell: Any) -> None:
    """Make a shell ready for questions: beside its virtual domains, a FortiGate shows all of itself."""
    if _is_fortios(shell) and shell._vdoms:
        shell._config_global()
    if isinstance(shell, CiscoAsaSSH | HPComwareBase):
        shell.global_cmd_verify = None  # netmiko gives up the echo where a long line may break: see ask()


def ask(shell: Any, command: str, timeout_s: float) -> str:
    """What a command prints. Its echo parts the answer from what was still under way, unless the line would break."""
    verify = len(str(shell.base_prompt)) + len(command) < _TERMINAL_COLUMNS
    answer = shell.send_command(command, read_timeout=timeout_s, strip_prompt=True, cmd_verify=verify)
    return _TURNED.sub("", str(answer))


def settled_prompt(shell: Any) -> str:
    """The prompt of a platform that nobody knows yet, behind a banner that wants a key pressed."""
    shell.ansi_escape_codes = True
    prompt = ""
    for _turn in range(3):
        prompt = str(shell.find_prompt())
        if prompt.endswith(_PROMPT_ENDS):
            break
    return prompt


def page_key(text: str) -> str:
    """The key that the end of what was read waits for before more comes; empty where it waits for none."""
    waiting = _WAITING.search(text)
    if not waiting:
        return ""
    return "q" if "(END)" in waiting[0] else " "


def _is_fortios(shell: Any) -> bool:
    return isinstance(shell, FortinetSSH)
