"""Keys, digests and ciphers of the user-based security model (RFC 3414, RFC 3826, RFC 7860), the agent's side."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_MEGABYTE = 1 << 20
# Protocol: hash, octets of the truncated digest.
_AUTH = {
    "MD5": ("md5", 12),
    "SHA": ("sha1", 12),
    "SHA-224": ("sha224", 16),
    "SHA-256": ("sha256", 24),
    "SHA-384": ("sha384", 32),
    "SHA-512": ("sha512", 48),
}
_PRIV_KEY_OCTETS = {"DES": 16, "AES-128": 16, "AES-192": 24, "AES-256": 32}


class DecryptionError(Exception):
    """The encrypted part cannot be right."""


@dataclass(slots=True)
class User:
    """A user with his master keys; localised keys are derived once per engine.

    Attributes:
        auth: ``none`` or a protocol as ``secrets.toml`` names it; so ``priv``.
        expansion: how long AES keys are made, ``blumenthal`` or ``cisco``.
    """

    name: str
    auth: str = "none"
    auth_password: str = field(default="", repr=False)
    priv: str = "none"
    priv_password: str = field(default="", repr=False)
    expansion: str = "blumenthal"
    _masters: tuple[bytes, bytes] | None = field(default=None, repr=False)
    _local: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict, repr=False)

    @property
    def level(self) -> int:
        """The msgFlags that he has to use: bit 0 authenticated, bit 1 private."""
        return (self.auth != "none") | (self.priv != "none") << 1

    @property
    def digest_octets(self) -> int:
        """Octets of the digest in a message."""
        return _AUTH[self.auth][1] if self.auth != "none" else 0

    def keys(self, engine_id: bytes) -> tuple[bytes, bytes]:
        """Authentication and privacy key at that engine (RFC 3414 section 2.6)."""
        found = self._local.get(engine_id)
        if found is None:
            if len(self._local) > 20_000:  # an agent per address, and no end of them
                self._local.clear()
            found = self._local[engine_id] = self._derive(engine_id)
        return found

    def _derive(self, engine_id: bytes) -> tuple[bytes, bytes]:
        if self.auth == "none":
            return b"", b""
        name = _AUTH[self.auth][0]
        if self._masters is None:
            self._masters = (master_key(name, self.auth_password), master_key(name, self.priv_password or "-"))
        auth, priv = (localised(name, master, engine_id) for master in self._masters)
        if self.priv != "none":
            priv = _stretched(name, priv, engine_id, _PRIV_KEY_OCTETS[self.priv], self.expansion)
        return auth, priv

    def digest(self, engine_id: bytes, message: bytes) -> bytes:
        """The digest of a whole message whose digest field is zeros."""
        name, size = _AUTH[self.auth]
        return hmac.digest(self.keys(engine_id)[0], message, name)[:size]

    def encrypt(self, engine_id: bytes, boots: int, time_s: int, plain: bytes) -> tuple[bytes, bytes]:
        """An encrypted scopedPDU and its msgPrivacyParameters."""
        salt = os.urandom(8)
        if self.priv == "DES":
            salt = boots.to_bytes(4, "big") + salt[:4]
            plain += bytes(-len(plain) % 8)
        encryptor = _cipher(self.priv, self.keys(engine_id)[1], boots, time_s, salt).encryptor()
        return encryptor.update(plain) + encryptor.finalize(), salt

    def decrypt(self, engine_id: bytes, boots: int, time_s: int, secret: bytes, salt: bytes) -> bytes:
        """The scopedPDU (DES: with padding behind it).

        Raises:
            DecryptionError: salt or length cannot be right.
        """
        if len(salt) != 8 or (self.priv == "DES" and len(secret) % 8):
            raise DecryptionError
        decryptor = _cipher(self.priv, self.keys(engine_id)[1], boots, time_s, salt).decryptor()
        return bytes(decryptor.update(secret) + decryptor.finalize())


def master_key(name: str, password: str) -> bytes:
    """A password made a key: the hash of a megabyte of it (RFC 3414 appendix A.2)."""
    text = password.encode()
    digest = hashlib.new(name, usedforsecurity=False)
    digest.update((text * (_MEGABYTE // len(text) + 1))[:_MEGABYTE])
    return digest.digest()


def localised(name: str, master: bytes, engine_id: bytes) -> bytes:
    """A master key made one for an engine."""
    return hashlib.new(name, master + engine_id + master, usedforsecurity=False).digest()


def _stretched(name: str, key: bytes, engine_id: bytes, size: int, expansion: str) -> bytes:
    """A key of ``size`` octets, where the hash gives fewer: two ways are in use, neither is standard."""
    while len(key) < size:
        if expansion == "cisco":  # draft-reeder-snmpv3-usm-3desede-00
            repeated = (key * (_MEGABYTE // len(key) + 1))[:_MEGABYTE]
            key += localised(name, hashlib.new(name, repeated, usedforsecurity=False).digest(), engine_id)
        else:  # draft-blumenthal-aes-usm-04
            key += hashlib.new(name, key, usedforsecurity=False).digest()
    return key[:size]


def _cipher(protocol: str, key: bytes, boots: int, time_s: int, salt: bytes) -> Cipher[CBC] | Cipher[CFB]:
    if protocol == "DES":
        vector = bytes(a ^ b for a, b in zip(key[8:16], salt, strict=True))
        return Cipher(TripleDES(key[:8] * 3), CBC(vector))  # DES is triple DES with one key three times
    return Cipher(AES(key), CFB(boots.to_bytes(4, "big") + time_s.to_bytes(4, "big") + salt))
