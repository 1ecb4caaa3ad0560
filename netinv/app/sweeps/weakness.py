"""SNMP communities that anyone would guess, or that cross the network in clear though they should not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.credentials import CommunityCredential
from netinv.errors import CredentialError
from netinv.rules import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.credentials import Credential, Credentials

VERSIONS = ("v1", "v2c", "v3")
"""The versions of SNMP, the weakest first."""
_WELL_KNOWN = frozenset({"public", "private", "community", "snmp"})


def is_default(credential: Credential) -> bool:
    """Whether it is a community that anyone would guess."""
    return isinstance(credential, CommunityCredential) and credential.community.reveal().lower() in _WELL_KNOWN


def is_too_old(credential: Credential, oldest: str) -> bool:
    """Whether it is of a version of SNMP below the oldest that is wanted."""
    if not isinstance(credential, CommunityCredential):
        return False
    return VERSIONS.index(credential.version.removeprefix("snmp-")) < VERSIONS.index(oldest)


def measure(names: Iterable[str], credentials: Credentials, oldest: str) -> Iterator[Measured]:
    """The levels of the rule about communities, by the names of credentials. No secret is part of them."""
    for name in sorted(set(names)):
        try:
            credential = credentials.resolve(name)
        except CredentialError:
            continue  # the devices that name it say so
        default, old = is_default(credential), is_too_old(credential, oldest)
        said = "default" if default else getattr(credential, "version", "") if old else ""
        yield Measured("community", name, None, float(default or old), said)
