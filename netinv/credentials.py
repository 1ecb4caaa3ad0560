"""Credentials: the inventory holds names, this module finds their secrets. No secret shows in a repr or an error."""

from __future__ import annotations

import os
import stat
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netinv.errors import CredentialError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AUTH_PROTOCOLS = ("none", "MD5", "SHA", "SHA-224", "SHA-256", "SHA-384", "SHA-512")
PRIV_PROTOCOLS = ("none", "DES", "AES-128", "AES-192", "AES-256")
KEY_EXPANSIONS = ("blumenthal", "cisco")


class Secret:
    """A text that shows itself only when asked to."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text, for the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True, slots=True)
class CommunityCredential:
    """SNMP v1 or v2c (RFC 1901)."""

    name: str
    version: str
    community: Secret


@dataclass(frozen=True, slots=True)
class UserCredential:
    """SNMPv3 user-based security (RFC 3414, 3826, 7860)."""

    name: str
    user: str
    auth_protocol: str = "none"
    auth_password: Secret | None = None
    priv_protocol: str = "none"
    priv_password: Secret | None = None
    key_expansion: str = "blumenthal"


@dataclass(frozen=True, slots=True)
class SshCredential:
    """SSH login by password or key file."""

    name: str
    username: str
    password: Secret | None = None
    key_file: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelCredential:
    """What a channel of alerts needs to know: its URL, which may hold a login or a token, and a token beside it."""

    name: str
    kind: str
    url: Secret | None = None
    token: Secret | None = None


SnmpCredential = CommunityCredential | UserCredential
Credential = SnmpCredential | SshCredential | ChannelCredential

_FIELDS: dict[str, tuple[str, ...]] = {
    "snmp-v1": ("community",),
    "snmp-v2c": ("community",),
    "snmp-v3": ("user", "auth_protocol", "auth_password", "priv_protocol", "priv_password", "key_expansion"),
    "ssh": ("username", "password", "key_file"),
    "apprise": ("url",),
    "webhook": ("url", "token"),
}
_TELLING = (
    *(("snmp-v2c", "community"), ("snmp-v3", "user"), ("ssh", "username")),
    *(("webhook", "token"), ("apprise", "url")),
)
_SECRET_KEYS = ("community", "password", "auth_password", "priv_password", "url", "token")


def secrets_of(credential: Credential) -> set[str]:
    """The secret texts of a credential."""
    values = (getattr(credential, each.name) for each in fields(credential))
    return {value.reveal() for value in values if isinstance(value, Secret) and value.reveal()}


@dataclass(frozen=True)
class Credentials:
    """Resolves names: environment first, then the secrets file, then the keyring (if installed)."""

    path: Path | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    _file: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path, environment: Mapping[str, str] | None = None) -> Credentials:
        """Read the secrets file, if there is one.

        Raises:
            CredentialError: others than its owner can read it, or it is not the TOML we know.
        """
        return cls(path, os.environ if environment is None else environment, _read(path) if path.exists() else {})

    def names(self) -> list[str]:
        """Names that the secrets file has."""
        return sorted(self._file)

    def resolve(self, name: str) -> Credential:
        """The credential of that name.

        Raises:
            CredentialError: no source has it, or a field is missing or wrong.
        """
        table = dict(self._file.get(name, {}))
        kind = self._environment_field(name, "kind") or table.get("kind")
        if kind is None:
            kind = self._kind_by_environment(name)
        if kind is None:
            where = self.path or "secrets.toml"
            message = _("credential “{name}” is in no source: add [{name}] to {where} or set {variable}")
            raise CredentialError(message.format(name=name, where=where, variable=variable(name, "KIND")))
        if kind not in _FIELDS:
            raise CredentialError(
                _("credential “{name}”: kind must be one of {kinds}").format(name=name, kinds=", ".join(_FIELDS))
            )
        for key in _FIELDS[kind]:
            value = self._environment_field(name, key)
            if value is not None:
                table[key] = value
            elif key not in table and key in _SECRET_KEYS:
                found = _from_keyring(name, key)
                if found:
                    table[key] = found
        return _build(name, kind, table)

    def secrets(self, names: Iterable[str] = ()) -> set[str]:
        """All secrets of the file and of those names: texts that must stand nowhere else."""
        found: set[str] = set()
        for name in {*self.names(), *names}:
            with suppress(CredentialError):
                found |= secrets_of(self.resolve(name))
        return found

    def _environment_field(self, name: str, key: str) -> str | None:
        return self.environment.get(variable(name, key))

    def _kind_by_environment(self, name: str) -> str | None:
        """A credential may live wholly in the environment: its fields tell its kind."""
        for kind, key in _TELLING:
            if self._environment_field(name, key):
                return kind
        return None


def variable(name: str, key: str) -> str:
    """The environment variable of a credential's field."""
    return f"NETINV_SECRET_{name}_{key}".upper().replace("-", "_")


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CredentialError(_("{path} can be read by others: run chmod 600 {path}").format(path=path))
        tables = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        # The parser's message may quote nothing of the file but a position: keep only that.
        where = str(error).rpartition("(")[2].rstrip(")")
        raise CredentialError(
            _("{path} is not valid TOML ({where}): mend that line").format(path=path, where=where)
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise CredentialError(_("{path} cannot be read: {reason}").format(path=path, reason=reason)) from None
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise CredentialError(_("{path}: “{name}” must be a table: [{name}]").format(path=path, name=name))
        _check_keys(path, name, table)
    return tables


def _check_keys(path: Path, name: str, table: dict[str, Any]) -> None:
    kind = table.get("kind")
    allowed = _FIELDS.get(str(kind), tuple({key for keys in _FIELDS.values() for key in keys}))
    for key, value in table.items():
        if key != "kind" and key not in allowed:
            message = _("{path}: [{name}] has an unknown key “{key}”: use {allowed}")
            raise CredentialError(message.format(path=path, name=name, key=key, allowed=", ".join(sorted(allowed))))
        if not isinstance(value, str):
            raise CredentialError(
                _("{path}: [{name}] {key} must be text in quotes").format(path=path, name=name, key=key)
            )


def _build(name: str, kind: str, table: dict[str, Any]) -> Credential:
    if kind in ("snmp-v1", "snmp-v2c"):
        return CommunityCredential(name, kind.removeprefix("snmp-"), _secret(name, table, "community"))
    if kind in ("apprise", "webhook"):
        url = _secret(name, table, "url") if kind == "apprise" or table.get("url") else None
        token = _secret(name, table, "token") if kind == "webhook" and (url is None or table.get("token")) else None
        return ChannelCredential(name, kind, url, token)
    if kind == "ssh":
        username = _required(name, table, "username")
        key_file = table.get("key_file")
        if not table.get("password") and not key_file:
            _required(name, table, "password")
        password = Secret(table["password"]) if table.get("password") else None
        return SshCredential(name, username, password, str(Path(key_file).expanduser()) if key_file else None)
    auth = _choice(name, table, "auth_protocol", AUTH_PROTOCOLS)
    priv = _choice(name, table, "priv_protocol", PRIV_PROTOCOLS)
    if priv != "none" and auth == "none":
        raise CredentialError(
            _("credential “{name}”: privacy needs authentication: set auth_protocol").format(name=name)
        )
    return UserCredential(
        name,
        _required(name, table, "user"),
        auth,
        _password(name, table, "auth_password") if auth != "none" else None,
        priv,
        _password(name, table, "priv_password") if priv != "none" else None,
        _choice(name, table, "key_expansion", KEY_EXPANSIONS),
    )


def _required(name: str, table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if not value:
        message = _("credential “{name}” lacks {key}: add it to [{name}] or set {variable}")
        raise CredentialError(message.format(name=name, key=key, variable=variable(name, key)))
    return str(value)


def _secret(name: str, table: dict[str, Any], key: str) -> Secret:
    return Secret(_required(name, table, key))


def _password(name: str, table: dict[str, Any], key: str) -> Secret:
    secret = _secret(name, table, key)
    if len(secret.reveal()) < 8:  # RFC 3414 section 11.2
        raise CredentialError(
            _("credential “{name}”: {key} must have at least 8 characters").format(name=name, key=key)
        )
    return secret


def _choice(name: str, table: dict[str, Any], key: str, choices: tuple[str, ...]) -> str:
    value = str(table.get(key) or choices[0])
    for choice in choices:
        if value.lower() == choice.lower():
            return choice
    message = _("credential “{name}”: {key} must be one of {choices}")
    raise CredentialError(message.format(name=name, key=key, choices=", ".join(choices)))


def _from_keyring(name: str, key: str) -> str | None:
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]  # an extra
    except ImportError:
        return None
    found = keyring.get_password(f"netinv:{name}", key)
    return str(found) if found else None
