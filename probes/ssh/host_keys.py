"""Host keys: trusted on first use, kept, and never silently replaced (RFC 4251 section 4.1)."""

from __future__ import annotations

import base64
import hashlib
import threading
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class HostKey(NamedTuple):
    """The key that an SSH server shows. ``key`` is the public key blob of RFC 4253 section 6.6."""

    address: str
    port: int
    key_type: str
    key: bytes


class HostKeys(Protocol):
    """What the sessions ask about host keys. Called from several threads at once."""

    def known(self, address: str, port: int) -> tuple[str, bytes] | None:
        """Key type and key blob trusted for this server, or None where it was never seen."""

    def trust(self, address: str, port: int, key_type: str, key: bytes) -> None:
        """Keep the key of a server that is seen for the first time."""


class MemoryHostKeys:
    """Host keys in memory: starts with those of the store, and collects the new ones to be stored after the sweep."""

    def __init__(self, stored: Iterable[HostKey] = ()) -> None:
        self._keys = {(key.address, key.port): key for key in stored}
        self._new: list[HostKey] = []
        self._lock = threading.Lock()

    def known(self, address: str, port: int) -> tuple[str, bytes] | None:
        """Key type and key blob trusted for this server, or None where it was never seen."""
        with self._lock:
            found = self._keys.get((address, port))
        return (found.key_type, found.key) if found else None

    def trust(self, address: str, port: int, key_type: str, key: bytes) -> None:
        """Keep the key, unless another thread was first: then that one stays."""
        with self._lock:
            if (address, port) not in self._keys:
                fresh = HostKey(address, port, key_type, key)
                self._keys[address, port] = fresh
                self._new.append(fresh)

    @property
    def newly_trusted(self) -> list[HostKey]:
        """The keys that were seen for the first time, in that order."""
        with self._lock:
            return list(self._new)


def fingerprint(key: bytes) -> str:
    """The key as people compare it, the way OpenSSH writes it: ``SHA256:`` and base64 without padding."""
    digest = base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
    return f"SHA256:{digest}"
