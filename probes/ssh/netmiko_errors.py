"""From the exceptions of paramiko and netmiko to ours."""

from __future__ import annotations

import logging
from typing import Any

import netmiko
import paramiko

from netinv.errors import AuthFailed, HostKeyChanged, ProbeError, ProtocolFault, Timeout
from netinv.i18n import _
from netinv.text import one_line
from probes.ssh.greeting import connect_error
from probes.ssh.host_keys import fingerprint

_log = logging.getLogger(__name__)

N_ = str  # marks words for the catalogue that are translated later

# The first row that fits decides: exception, a word in its message, our error, what we say.
_ERRORS: tuple[tuple[type[BaseException], str, type[ProbeError], str], ...] = (
    (paramiko.AuthenticationException, "timeout", Timeout, N_("{where}: no answer to the login in time")),
    (paramiko.BadAuthenticationType, "", AuthFailed, N_("{where}: the device takes no such credential for “{user}”")),
    (paramiko.AuthenticationException, "", AuthFailed, N_("{where}: the device refused the login of “{user}”")),
    (paramiko.ssh_exception.IncompatiblePeer, "", ProtocolFault, N_("{where}: no common algorithm ({reason})")),
    (paramiko.SSHException, "No existing session", Timeout, N_("{where}: no end of the key exchange in time")),
    (paramiko.SSHException, "Timeout", Timeout, N_("{where}: no answer in time")),
    (netmiko.ReadTimeout, "", Timeout, N_("{where}: no prompt in time")),
    (netmiko.NetmikoTimeoutException, "", Timeout, N_("{where}: no answer in time")),
    (paramiko.SSHException, "", ProtocolFault, N_("{where}: SSH failed ({reason})")),
    (netmiko.exceptions.NetmikoBaseException, "", ProtocolFault, N_("{where}: the device closed the connection")),
    (EOFError, "", ProtocolFault, N_("{where}: the device closed the connection")),
    (OSError, "Socket is closed", ProtocolFault, N_("{where}: the device closed the connection")),
    (TimeoutError, "", Timeout, N_("{where}: no answer in time")),
    (ValueError, "", ProtocolFault, N_("{where}: no prompt of {platform}: is the platform right?")),
)


def changed_key(error: Any, where: str, name: str) -> HostKeyChanged:
    """What a BadHostKeyException says."""
    message = _(
        "{where}: the host key changed from {old_type} {old} to {new_type} {new}, so nothing was sent to it. "
        "If the device was replaced or set up anew, accept its key with: netinv trust {name}; "
        "if not, somebody may listen in."
    )
    return HostKeyChanged(
        message.format(
            where=where,
            name=name,
            old_type=error.expected_key.get_name(),
            old=fingerprint(error.expected_key.asbytes()),
            new_type=error.key.get_name(),
            new=fingerprint(error.key.asbytes()),
        )
    )


def translated(error: Exception, where: str, user: str, platform: str) -> ProbeError:
    """Any other exception of a login or a command."""
    reason = one_line(str(error))[:120]
    for kind, word, ours, message in _ERRORS:
        if isinstance(error, kind) and word in reason:
            return ours(_(message).format(where=where, user=user, reason=reason, platform=platform))
    if isinstance(error, OSError):
        return connect_error(error, where)
    _log.debug("unexpected", exc_info=error)  # not a fault of the device alone
    message = _("{where}: SSH failed ({reason})")
    return ProtocolFault(message.format(where=where, reason=type(error).__name__))
