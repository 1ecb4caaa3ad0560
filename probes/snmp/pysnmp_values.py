"""pysnmp's values, keys and errors, and ours."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from pyasn1.type import univ
from pysnmp.entity import config
from pysnmp.hlapi.v3arch.asyncio import UsmUserData
from pysnmp.proto import errind, rfc1155, rfc1902

from netinv.errors import AuthFailed, ProbeError, ProtocolFault, Timeout
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from netinv.credentials import UserCredential
    from probes.snmp.engine import Value

_AUTH: dict[str, tuple[tuple[int, ...], str]] = {
    "MD5": (config.USM_AUTH_HMAC96_MD5, "md5"),
    "SHA": (config.USM_AUTH_HMAC96_SHA, "sha1"),
    "SHA-224": (config.USM_AUTH_HMAC128_SHA224, "sha224"),
    "SHA-256": (config.USM_AUTH_HMAC192_SHA256, "sha256"),
    "SHA-384": (config.USM_AUTH_HMAC256_SHA384, "sha384"),
    "SHA-512": (config.USM_AUTH_HMAC384_SHA512, "sha512"),
}
_PRIV: dict[tuple[str, str], tuple[int, ...]] = {
    ("DES", ""): config.USM_PRIV_CBC56_DES,
    ("AES-128", ""): config.USM_PRIV_CFB128_AES,
    ("AES-192", "blumenthal"): config.USM_PRIV_CFB192_AES_BLUMENTHAL,
    ("AES-256", "blumenthal"): config.USM_PRIV_CFB256_AES_BLUMENTHAL,
    ("AES-192", "cisco"): config.USM_PRIV_CFB192_AES,
    ("AES-256", "cisco"): config.USM_PRIV_CFB256_AES,
}
_PASSWORD_OCTETS = 1 << 20  # RFC 3414 A.2


def user(credential: UserCredential) -> UsmUserData:
    """The user with master keys: passwords are stretched once, not once a device."""
    auth = priv = auth_protocol = priv_protocol = None
    if credential.auth_password is not None:
        auth_protocol, name = _AUTH[credential.auth_protocol]
        auth = _master_key(credential.auth_password.reveal(), name)
        if credential.priv_password is not None:
            # By the hash of the *authentication* protocol (RFC 3826 section 1.2).
            priv = _master_key(credential.priv_password.reveal(), name)
            long = credential.priv_protocol in ("AES-192", "AES-256")
            priv_protocol = _PRIV[credential.priv_protocol, credential.key_expansion if long else ""]
    kind = config.USM_KEY_TYPE_MASTER
    return UsmUserData(credential.user, auth, priv, auth_protocol, priv_protocol, authKeyType=kind, privKeyType=kind)


@cache
def _master_key(password: str, name: str) -> bytes:
    octets = password.encode()
    return hashlib.new(name, (octets * (_PASSWORD_OCTETS // len(octets) + 1))[:_PASSWORD_OCTETS]).digest()


def value(found: Any) -> Value | None:
    """A value as every engine gives it; None where there is no such object or instance, or the view has ended."""
    kind = type(found)
    convert = _converters.get(kind)
    if convert is None:
        convert = _converters[kind] = _converter(kind)
    return convert(found)


def dotted(oid: Any) -> str:
    """An OID as text, without a leading dot."""
    return ".".join(map(str, oid))


_converters: dict[type, Callable[[Any], Value | None]] = {}


def _converter(kind: type) -> Callable[[Any], Value | None]:
    if issubclass(kind, univ.Null):  # an OctetString in pyasn1
        return lambda _found: None
    if issubclass(kind, univ.Integer):
        return int
    if issubclass(kind, univ.ObjectIdentifier):
        return dotted
    if issubclass(kind, (rfc1902.IpAddress, rfc1155.IpAddress)):
        return lambda found: ".".join(map(str, bytes(found)))
    if issubclass(kind, univ.OctetString):
        return bytes
    raise ProtocolFault(_("an answer with a value of no known type"))


def translate(indication: Exception) -> ProbeError:
    """What pysnmp says went wrong, as our error."""
    if isinstance(indication, errind.RequestTimedOut):
        return Timeout(_("no answer"))
    if isinstance(indication, (errind.NotInTimeWindow, errind.UnknownEngineID)):
        return ProtocolFault(_("the device's SNMPv3 clock or engine ID has changed: it was rebooted"))
    for kind, text in _refusals().items():
        if isinstance(indication, kind):
            return AuthFailed(text)
    return ProtocolFault(_("SNMP engine error: {error}").format(error=type(indication).__name__))


def _refusals() -> dict[type[Exception], str]:
    unfit = _("the authentication password or protocol does not fit the device's answer")
    return {
        errind.UnknownUserName: _("the device does not know the SNMPv3 user"),
        errind.UnknownSecurityName: _("the device does not know the SNMPv3 user"),
        errind.WrongDigest: _("the device refused the SNMPv3 authentication password or protocol"),
        errind.AuthenticationFailure: unfit,
        errind.AuthenticationError: unfit,
        errind.UnsupportedSecurityLevel: _("the device does not allow the SNMPv3 user this security level"),
        errind.DecryptionError: _("the device cannot decrypt: the privacy password or protocol is wrong"),
    }
