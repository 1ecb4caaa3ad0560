"""Who is told of what: the tables ``[[channels]]`` and ``[[alerts]]`` of netinv.toml.

    [[channels]]
    name = "security-centre"     # required
    kind = "syslog"              # required: apprise, webhook or syslog
    address = "10.0.0.9:6514"    # syslog: HOST, HOST:PORT or [IPV6]:PORT
    transport = "tls"            # syslog: udp, tcp or tls
    format = "cef"               # syslog: rfc5424 or cef

    [[alerts]]
    channels = ["security-centre"]
    severities = ["error"]

A channel's secrets stand in secrets.toml, under the name that ``credential`` gives; none stands here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from netinv.errors import ConfigError
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

CHANNEL_KEYS: Mapping[str, tuple[str, ...]] = {
    "apprise": ("credential",),
    "webhook": ("url", "credential", "ca_file"),
    "syslog": ("address", "transport", "format", "ca_file", "cert_file", "key_file"),
}
TRANSPORTS: Mapping[str, int] = {"udp": 514, "tcp": 601, "tls": 6514}
"""Ways to a syslog receiver with their registered ports (RFC 5426, 6587, 5425)."""
FORMATS = ("rfc5424", "cef")
SEVERITIES = ("error", "warning")
KINDS = ("device", "link", "group", "interface", "poller", "service")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LANGUAGES = ("en", "vi")
_LONGEST_S = 31_536_000
_DAY_MINUTES = 24 * 60
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


class Channel(NamedTuple):
    """One ``[[channels]]`` table. ``host`` and ``port`` are a syslog receiver's."""

    name: str
    kind: str
    credential: str | None = None
    url: str | None = None
    host: str = ""
    port: int = 0
    transport: str = "udp"
    format: str = "rfc5424"
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


class AlertRule(NamedTuple):
    """One ``[[alerts]]`` table. Empty ``sites``, ``severities``, ``kinds`` and ``days`` mean all of them.

    ``hours``: minutes of the local day, from and to; a window may cross midnight, and then belongs to the day it began.
    """

    channels: tuple[str, ...]
    sites: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    hours: tuple[int, int] | None = None
    after_s: float = 0.0
    repeat_s: float | None = None
    lang: str | None = None

    def at_work(self, now: datetime) -> bool:
        """Whether the rule's days and hours are now; ``now`` is local time."""
        minute, day = now.hour * 60 + now.minute, now.weekday()
        start, end = self.hours or (0, _DAY_MINUTES)
        if start >= end and minute < end:
            day, minute = (day - 1) % 7, minute + _DAY_MINUTES
        end = end if start < end else end + _DAY_MINUTES
        return (not self.days or DAYS[day] in self.days) and start <= minute < end


def channels(tables: Any, where: str) -> tuple[Channel, ...]:
    """Read all ``[[channels]]`` tables.

    Raises:
        ConfigError: one is wrong, or two have one name.
    """
    found = tuple(_channel(table, where) for table in _tables(tables, "channels", where))
    names = [channel.name for channel in found]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(_("{where}: two channels are named “{name}”").format(where=where, name=name))
    return found


def alert_rules(tables: Any, where: str) -> tuple[AlertRule, ...]:
    """Read all ``[[alerts]]`` tables.

    Raises:
        ConfigError: one is wrong.
    """
    return tuple(_rule(table, f"{where}: [[alerts]]") for table in _tables(tables, "alerts", where))


def check_names(rules: Iterable[AlertRule], known: Iterable[Channel], where: str) -> None:
    """Each channel that a rule names must be there.

    Raises:
        ConfigError: one is not.
    """
    names = sorted(channel.name for channel in known)
    for rule in rules:
        for name in rule.channels:
            if name not in names:
                message = _("{where}: [[alerts]] names a channel “{name}” that is not there: there are {names}")
                raise ConfigError(message.format(where=where, name=name, names=", ".join(names) or "-"))


def _tables(tables: Any, key: str, where: str) -> list[dict[str, Any]]:
    tables = tables if isinstance(tables, list) else [tables]
    if not all(isinstance(table, dict) for table in tables):
        raise ConfigError(_("{where}: {key} must be tables: [[{key}]]").format(where=where, key=key))
    return list(tables)


def _channel(table: dict[str, Any], where: str) -> Channel:
    where = f"{where}: [[channels]]"
    name, kind = (_text(table, key, where) or "" for key in ("name", "kind"))
    if not name or kind not in CHANNEL_KEYS:
        message = _("{where}: a channel needs a name and a kind, one of {kinds}")
        raise ConfigError(message.format(where=where, kinds=", ".join(CHANNEL_KEYS)))
    where = f"{where} “{name}”"
    _check_keys(table, ("name", "kind", *CHANNEL_KEYS[kind]), where)
    values = {key: _text(table, key, where) for key in CHANNEL_KEYS[kind]}
    if kind == "syslog":
        return _syslog(name, values, where)
    if kind == "apprise" and not values["credential"]:
        message = _("{where}: credential must name the table of secrets.toml that holds its URL")
        raise ConfigError(message.format(where=where))
    if kind == "webhook":
        _check_url(values, where)
    return Channel(name, kind, **values)  # type: ignore[arg-type]  # texts all of them


def _syslog(name: str, values: dict[str, str | None], where: str) -> Channel:
    transport = _choice(values.pop("transport"), tuple(TRANSPORTS), f"{where}: transport")
    form = _choice(values.pop("format"), FORMATS, f"{where}: format")
    address = values.pop("address") or ""
    try:
        parts = urlsplit(f"//{address}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or "/" in address or "@" in address or port == 0:
        message = _("{where}: address must be HOST, HOST:PORT or [IPV6]:PORT")
        raise ConfigError(message.format(where=where))
    if transport != "tls" and any(values.values()):
        raise ConfigError(_("{where}: certificates belong to transport = “tls”").format(where=where))
    port = port or TRANSPORTS[transport]
    return Channel(name, "syslog", host=host, port=port, transport=transport, format=form, **values)


def _check_url(values: dict[str, str | None], where: str) -> None:
    if values["url"] is None:
        if values["credential"] is None:
            raise ConfigError(_("{where}: a webhook needs url, or a credential that has it").format(where=where))
        return
    parts = urlsplit(values["url"])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(_("{where}: url must begin with https:// or http://").format(where=where))
    if parts.username is not None:
        message = _("{where}: a URL with a login in it belongs into secrets.toml: name it with credential")
        raise ConfigError(message.format(where=where))


def _rule(table: dict[str, Any], where: str) -> AlertRule:
    _check_keys(table, AlertRule._fields, where)
    rule = AlertRule(
        channels=_list(table, "channels", None, where),
        sites=_list(table, "sites", None, where),
        severities=_list(table, "severities", SEVERITIES, where),
        kinds=_list(table, "kinds", KINDS, where),
        days=_list(table, "days", DAYS, where),
        hours=_hours(table, where),
        after_s=_seconds(table, "after_s", 0, where) or 0.0,
        repeat_s=_seconds(table, "repeat_s", 60, where),
        lang=_choice(_text(table, "lang", where), _LANGUAGES, f"{where}: lang") if "lang" in table else None,
    )
    if not rule.channels:
        raise ConfigError(_("{where}: channels must name at least one").format(where=where))
    return rule


def _check_keys(table: dict[str, Any], allowed: Iterable[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            message = _("{where}: unknown key “{key}”: use {allowed}")
            raise ConfigError(message.format(where=where, key=key, allowed=", ".join(allowed)))


def _text(table: dict[str, Any], key: str, where: str) -> str | None:
    value = table.get(key)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise ConfigError(_("{where}: {key} must be text in quotes").format(where=where, key=key))
    return value


def _choice(value: str | None, choices: tuple[str, ...], what: str) -> str:
    value = choices[0] if value is None else value
    if value not in choices:
        raise ConfigError(_("{what} must be one of {choices}").format(what=what, choices=", ".join(choices)))
    return value


def _list(table: dict[str, Any], key: str, choices: tuple[str, ...] | None, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ConfigError(_("{where}: {key} must be a list of names").format(where=where, key=key))
    return tuple(_choice(one, choices, f"{where}: {key}") if choices else one for one in value)


def _seconds(table: dict[str, Any], key: str, least: int, where: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= _LONGEST_S:
        message = _("{where}: {key} must be a number of seconds between {low} and {high}")
        raise ConfigError(message.format(where=where, key=key, low=least, high=_LONGEST_S))
    return float(value)


def _hours(table: dict[str, Any], where: str) -> tuple[int, int] | None:
    text = _text(table, "hours", where)
    if text is None:
        return None
    found = _HOURS.fullmatch(text.replace(" ", ""))
    if found is None or found[1] + found[2] == found[3] + found[4]:
        raise ConfigError(_("{where}: hours must be as “07:00-18:30”; it may cross midnight").format(where=where))
    start_h, start_min, end_h, end_min = map(int, found.groups())
    return (start_h * 60 + start_min, end_h * 60 + end_min)
