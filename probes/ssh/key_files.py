"""Private keys from the files that credentials name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import paramiko

from netinv.errors import AuthFailed
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.credentials import SshCredential


def private_key(credential: SshCredential) -> Any:
    """The key of the credential's file, None where it has none. A password beside it opens the key.

    Raises:
        AuthFailed: the file cannot be read, or is no key that opens.
    """
    path = credential.key_file
    if path is None:
        return None
    password = credential.password
    passphrase = password.reveal() if password else None
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(path, passphrase)
        except OSError as error:
            message = _("key file {path} of “{name}” cannot be read: {reason}")
            reason = error.strerror or type(error).__name__
            raise AuthFailed(message.format(path=path, name=credential.name, reason=reason)) from None
        except paramiko.PasswordRequiredException:
            message = _("key file {path} of “{name}” is locked: put its passphrase in “password”")
            raise AuthFailed(message.format(path=path, name=credential.name)) from None
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    message = _("key file {path} of “{name}” is no private key that can be used, or its passphrase is wrong")
    raise AuthFailed(message.format(path=path, name=credential.name))
