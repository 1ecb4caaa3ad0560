"""What can go wrong, as a tree. Each error knows the exit code that the command line ends with."""

from __future__ import annotations


class NetinvError(Exception):
    """Base of all errors a user may see. The message says what happened, to what, and what to do next."""

    exit_code = 3


class UsageError(NetinvError):
    """Wrong use: a name that is not there, a value that cannot be."""

    exit_code = 2


class ConfigError(UsageError):
    """A settings file, variable or option that is wrong."""


class CredentialError(UsageError):
    """A credential that is missing, unreadable or incomplete. Never carries a secret."""


class StoreError(NetinvError):
    """The database cannot be used."""


class StoreBusy(StoreError):
    """Another program holds the write lock for longer than we wait."""


class SchemaTooNew(StoreError):
    """The database was made by a newer netinv."""


class SweepRunning(NetinvError):
    """Another sweep is running on this database."""

    exit_code = 4


class ProbeError(NetinvError):
    """A question to a device failed."""


class Timeout(ProbeError):
    """No answer in time."""


class Refused(ProbeError):
    """The device said that nobody listens there."""


class AuthFailed(ProbeError):
    """The device answered and refused our credential."""


class HostKeyChanged(AuthFailed):
    """The SSH host key is not the one trusted before."""


class ProtocolFault(ProbeError):
    """The device answered something that makes no sense."""


class Unsupported(ProbeError):
    """The device has no such thing."""
