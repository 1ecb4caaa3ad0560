"""Where something is reached: addresses of devices and URLs of services."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from netinv.i18n import _
from netinv.inventory.columns import DEFAULT_SNMP_PORT, SERVICE_SCHEMES
from netinv.inventory.problems import nearest, quoted

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_SCOPED = re.compile(r"[0-9a-f.:]+(%[A-Za-z0-9_.-]+)?")  # a link-local address may name its interface (RFC 4007)
_PORT = re.compile(r"[0-9]{1,5}")
_WITH_PORT = {"tcp": "tcp://portal.example:443", "tls": "tls://portal.example:443"}


class BadCell(ValueError):
    """A cell that cannot be taken; the message says why and what to do."""


def parse_address(text: str, default_port: int = DEFAULT_SNMP_PORT) -> tuple[str, int]:
    """The address in its shortest form and the port, of ``10.0.0.1``, ``host:161`` or ``[2001:db8::1]:161``.

    Raises:
        BadCell: it is no address, or one that no device can have.
    """
    host, port = _split_port(text)
    return _host(host, text), default_port if port is None else _port(port, text)


def format_address(address: str, port: int, default_port: int = DEFAULT_SNMP_PORT) -> str:
    """What :func:`parse_address` reads as these two."""
    if port == default_port:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _split_port(text: str) -> tuple[str, str | None]:
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")) or ":" not in host:
            raise BadCell(_bad_address(text))
        return host, rest[1:] if rest else None
    if text.count(":") == 1:
        host, _colon, port = text.partition(":")
        return host, port
    return text, None


def _bad_address(text: str) -> str:
    message = _(
        "{text} is not an address: write an IPv4 or IPv6 address or a host name,"
        " with a port if need be, as 10.0.0.1, 10.0.0.1:161 or [2001:db8::1]:161"
    )
    return message.format(text=quoted(text))


def _host(host: str, text: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _host_name(host, text)
    if not _SCOPED.fullmatch(str(address)):
        raise BadCell(_bad_address(text))
    if address.is_multicast or address.is_unspecified or str(address) == "255.255.255.255":
        message = _("{text} is an address that no device can have: write the one it answers on")
        raise BadCell(message.format(text=quoted(text)))
    return str(address)


def _host_name(host: str, text: str) -> str:
    labels = host.removesuffix(".").split(".")
    # A last label of digits makes it a mistyped IPv4 address (RFC 1123 section 2.1).
    if len(host) > 253 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadCell(_bad_address(text))
    return host.lower()


def _port(port: str, text: str) -> int:
    if not _PORT.fullmatch(port) or not 1 <= int(port) <= 65_535:
        message = _("{text} has a bad port: it must be between 1 and 65535")
        raise BadCell(message.format(text=quoted(text)))
    return int(port)


def parse_url(text: str) -> str:
    """A service's URL as it stands, once it is one we can check.

    Raises:
        BadCell: no known scheme, no host, no port where one is needed, or a login in it.
    """
    scheme, separator, rest = text.partition("://")
    forms = ", ".join(_WITH_PORT.get(known, f"{known}://portal.example") for known in SERVICE_SCHEMES)
    if not separator:
        message = _("{text} has no scheme: write one of {forms}")
        raise BadCell(message.format(text=quoted(text), forms=forms))
    if scheme not in SERVICE_SCHEMES:
        message = _("{text}: the scheme {scheme} is not known: use one of {schemes}{hint}")
        schemes = ", ".join(SERVICE_SCHEMES)
        hint = nearest(scheme.lower(), SERVICE_SCHEMES)
        raise BadCell(message.format(text=quoted(text), scheme=quoted(scheme), schemes=schemes, hint=hint))
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        # The text is not quoted: it may hold a password.
        raise BadCell(_("the URL has a login in it: take it out, secrets do not belong in the inventory"))
    if any(char.isspace() for char in text):
        raise BadCell(_("{text} has a blank in it: write %20 for it").format(text=quoted(text)))
    _check_authority(scheme, authority, text, has_path=rest != authority)
    return text


def _check_authority(scheme: str, authority: str, text: str, *, has_path: bool) -> None:
    host, port = _split_port(authority)
    if not host:
        raise BadCell(_("{text} has no host: write it after ://").format(text=quoted(text)))
    _host(host, text)
    if port is not None:
        _port(port, text)
    if scheme in _WITH_PORT and (port is None or has_path):
        message = _("{text}: {scheme} needs a host and a port and nothing else, as {form}")
        raise BadCell(message.format(text=quoted(text), scheme=scheme, form=_WITH_PORT[scheme]))
    if scheme == "dns" and (port is not None or has_path):
        message = _("{text}: dns needs a name and nothing else, as dns://portal.example")
        raise BadCell(message.format(text=quoted(text)))
    if scheme in ("http", "https"):
        try:
            urlsplit(text)
        except ValueError:
            raise BadCell(_("{text} is not a URL: mend it").format(text=quoted(text))) from None
