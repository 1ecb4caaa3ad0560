"""Settings: command line, NETINV_… variables, netinv.toml beside the database, defaults; read once, frozen."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping  # noqa: TC003  # the hints are read at run time
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_args, get_type_hints

from netinv.errors import ConfigError
from netinv.i18n import _
from netinv.placement import Rule, rule
from netinv.recipients import AlertRule, Channel, alert_rules, channels, check_names


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Every field below ``lang`` may stand in ``netinv.toml``; all may come from ``NETINV_<NAME>``."""

    db: Path = Path("inventory.db")
    secrets: Path = Path("secrets.toml")
    config: Path = Path("netinv.toml")
    lang: str | None = None
    theme: str = "terminal"
    vantage: tuple[str, ...] = ()
    icmp: bool = True
    snmp_engine: str = "auto"
    timeout_s: float = 1.0
    retries: int = 1
    max_repetitions: int = 25
    jobs: int = 200
    ssh_jobs: int = 16
    device_deadline_s: float = 60.0
    deadline_s: float = 240.0
    service_timeout_s: float = 5.0
    service_jobs: int = 50
    certificate_days: int = 21
    ca_file: str | None = None
    dns_servers: tuple[str, ...] = ()
    stale_after_s: float = 900.0
    flap_threshold: float = 3.5
    flap_calm: float = 1.5
    flap_half_life_s: float = 1800.0
    errors_per_s: float = 1.0
    discards_per_s: float = 10.0
    load_share: float = 0.9
    clock_off_s: float = 120.0
    oldest_snmp: str = "v2c"
    keep_counters_days: int = 14
    keep_five_minutes_days: int = 45
    keep_hours_days: int = 400
    keep_measurements_days: int = 3660
    keep_alerts_days: int = 30
    alert_deadline_s: float = 10.0
    max_rows: int = 100_000
    vendor_files: str | None = None
    availability_target: float = 99.5
    letterhead: tuple[str, ...] = ()
    letterhead_place: str | None = None
    indicator_files: str | None = None
    end_of_support: str | None = None
    placement: tuple[Rule, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    alerts: tuple[AlertRule, ...] = ()


_PATHS = ("db", "secrets", "config")
_ONLY_IN_FILE = ("placement", "keys", "channels", "alerts")
_BOUNDS: dict[str, tuple[float, float]] = {
    "timeout_s": (0.05, 60),
    "retries": (0, 10),
    "max_repetitions": (1, 100),
    "jobs": (1, 10_000),
    "ssh_jobs": (1, 256),
    "device_deadline_s": (1, 3600),
    "deadline_s": (0.1, 86_400),
    "service_timeout_s": (0.1, 60),
    "service_jobs": (1, 1000),
    "certificate_days": (0, 3660),
    "stale_after_s": (1, 31_536_000),
    "flap_threshold": (2, 1000),
    "flap_calm": (0.3, 1000),
    "flap_half_life_s": (10, 604_800),
    "errors_per_s": (0.001, 1_000_000),
    "discards_per_s": (0.001, 1_000_000),
    "load_share": (0.01, 10),
    "clock_off_s": (1, 31_536_000),
    "keep_counters_days": (1, 3660),
    "keep_five_minutes_days": (1, 3660),
    "keep_hours_days": (1, 3660),
    "keep_measurements_days": (1, 36_600),
    "keep_alerts_days": (1, 3660),
    "alert_deadline_s": (0.5, 300),
    "max_rows": (100, 10_000_000),
    "availability_target": (0, 100),
}
THEMES = ("terminal", "dark", "light", "contrast")
SNMP_ENGINES = ("auto", "gufo", "pysnmp")
SNMP_VERSIONS = ("v1", "v2c", "v3")


def load(overrides: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Settings:
    """Put the settings together; ``overrides`` are the command line's (None: not given).

    Raises:
        ConfigError: an unknown key, a wrong type or a value out of bounds, with where it stands.
    """
    environment = os.environ if environment is None else environment
    given = {key: value for key, value in overrides.items() if value is not None}
    from_environment = {
        f.name: environment[f"NETINV_{f.name.upper()}"]
        for f in fields(Settings)
        if f"NETINV_{f.name.upper()}" in environment
    }
    db = Path(given.get("db") or from_environment.get("db") or "inventory.db")
    values: dict[str, Any] = {"db": db}
    for name in ("secrets", "config"):
        default = db.parent / getattr(Settings(), name)
        values[name] = Path(given.get(name) or from_environment.get(name) or default)
    explicit = "config" in given or "config" in from_environment
    values |= from_file(values["config"], must_exist=explicit)
    for name, text in from_environment.items():
        if name not in (*_PATHS, *_ONLY_IN_FILE):
            values[name] = _from_text(name, text)
    values |= {key: _check(key, value, "command line") for key, value in given.items() if key not in _PATHS}
    return Settings(**values)


def read_toml(path: Path) -> dict[str, Any]:
    """What a file of the user's holds.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_("{path} is not valid TOML: {error}").format(path=path, error=error)) from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError(_("{path} cannot be read: {reason}").format(path=path, reason=reason)) from None


def from_file(path: Path, *, must_exist: bool = False) -> dict[str, Any]:
    """What stands in a ``netinv.toml``, checked; nothing where there is none and none must be.

    Raises:
        ConfigError: it cannot be read, or something in it is wrong.
    """
    if not path.exists() and not must_exist:
        return {}
    table = read_toml(path)
    known = {f.name for f in fields(Settings)} - set(_PATHS)
    for key in table:
        if key not in known:
            message = _("{path}: unknown setting “{key}”: use one of {known}")
            raise ConfigError(message.format(path=path, key=key, known=", ".join(sorted(known))))
    values = {key: _check(key, value, str(path)) for key, value in table.items()}
    check_names(values.get("alerts", ()), values.get("channels", ()), str(path))
    return values


def _from_text(name: str, text: str) -> Any:
    kind = _kind(name)
    where = f"NETINV_{name.upper()}"
    try:
        if kind is bool:
            value: Any = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
                text.strip().lower()
            ]
        elif kind is tuple:
            value = [part.strip() for part in text.split(",") if part.strip()]
        else:
            value = kind(text)
    except (ValueError, KeyError):
        raise ConfigError(
            _("{where}: {text!r} is not a {kind}").format(where=where, text=text, kind=kind.__name__)
        ) from None
    return _check(name, value, where)


def _kind(name: str) -> type:
    """The plain type of a setting: str, int, float, bool or tuple."""
    hint = get_type_hints(Settings)[name]
    if hint == tuple[str, ...]:
        return tuple
    alternatives = [kind for kind in get_args(hint) if kind is not type(None)]
    return alternatives[0] if alternatives else hint  # type: ignore[no-any-return]  # a type hint is Any


def _check(name: str, value: Any, where: str) -> Any:
    if name == "keys":
        return _keys(value, where)
    if name in _TABLES:
        return _TABLES[name](value, where)
    if name == "placement":
        return tuple(rule(table, where) for table in value) if isinstance(value, list) else (rule(value, where),)
    kind = _kind(name)
    if kind is tuple:
        if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind is tuple or type(value) is not kind:
        raise ConfigError(_("{where}: {name} must be a {kind}").format(where=where, name=name, kind=_WORDS[kind]))
    low, high = _BOUNDS.get(name, (float("-inf"), float("inf")))
    if isinstance(value, (int, float)) and not low <= value <= high:
        message = _("{where}: {name} must be between {low} and {high}")
        raise ConfigError(message.format(where=where, name=name, low=f"{low:g}", high=f"{high:g}"))
    choices = {"snmp_engine": SNMP_ENGINES, "lang": ("en", "vi"), "theme": THEMES, "oldest_snmp": SNMP_VERSIONS}.get(
        name
    )
    if choices and value not in choices:
        raise ConfigError(
            _("{where}: {name} must be one of {choices}").format(where=where, name=name, choices=", ".join(choices))
        )
    return value


def _keys(table: Any, where: str) -> Mapping[str, tuple[str, ...]]:
    """Keys by action: one, or a list of them. Which actions there are is the terminal interface's to know."""
    if not isinstance(table, dict):
        raise ConfigError(_('{where}: [keys] must be a table: ACTION = "KEY"').format(where=where))
    chosen = {}
    for action, given in table.items():
        keys = [given] if isinstance(given, str) else given
        if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and key for key in keys):
            message = _("{where}: [keys]: {action} must be a key, or a list of keys")
            raise ConfigError(message.format(where=where, action=action))
        chosen[action] = tuple(keys)
    return chosen


_TABLES: dict[str, Callable[[Any, str], tuple[Any, ...]]] = {"channels": channels, "alerts": alert_rules}
_WORDS = {
    tuple: "list of names",
    bool: "truth value (true or false)",
    int: "whole number",
    float: "number",
    str: "text",
}
