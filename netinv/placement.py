"""Where a device that was found belongs: rules of netinv.toml, the first that fits, with the reason in words.

    [[placement]]
    site = "246"            # required: the code of the site
    range = "10.26.3.0/24"  # its address lies in here
    name = "^lapthach-"     # its sysName fits this pattern
    location = "Lập Thạch"  # its sysLocation holds this, marks and case aside
    behind = "lapthach-r1"  # the device that told of it

A rule fits when all that it names fits.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.errors import ConfigError
from netinv.i18n import _
from netinv.patterns import compiled
from netinv.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEYS = ("site", "range", "name", "location", "behind")
_SCANNED = 255


class Rule(NamedTuple):
    """One ``[[placement]]`` table."""

    site: str
    range: ipaddress.IPv4Network | ipaddress.IPv6Network | None = None
    name: re.Pattern[str] | None = None
    location: str | None = None
    behind: str | None = None


class Candidate(NamedTuple):
    """What the rules look at."""

    address: str
    name: str
    location: str | None
    behind: str | None


class Placed(NamedTuple):
    """The site's code, and why."""

    site: str
    reason: str


def rule(table: Any, where: str) -> Rule:
    """Read one table.

    Raises:
        ConfigError: an unknown key, a missing site, a range or pattern that is none.
    """
    if not isinstance(table, dict) or any(not isinstance(value, str) for value in table.values()):
        raise ConfigError(_("{where}: placement wants tables of texts: [[placement]]").format(where=where))
    for key in table:
        if key not in _KEYS:
            message = _("{where}: [[placement]] has an unknown key “{key}”: use {keys}")
            raise ConfigError(message.format(where=where, key=key, keys=", ".join(_KEYS)))
    if not table.get("site") or len(table) == 1:
        raise ConfigError(_("{where}: [[placement]] wants a site and at least one condition").format(where=where))
    try:
        network = ipaddress.ip_network(table["range"], strict=False) if "range" in table else None
        pattern = compiled(table["name"], re.IGNORECASE) if "name" in table else None
    except ValueError as error:
        raise ConfigError(
            _("{where}: [[placement]] of {site}: {error}").format(where=where, site=table["site"], error=error)
        ) from None
    return Rule(table["site"], network, pattern, table.get("location"), table.get("behind"))


def place(candidate: Candidate, rules: Iterable[Rule]) -> Placed | None:
    """The site of the first rule that fits."""
    for one in rules:
        reasons = _reasons(candidate, one)
        if reasons is not None:
            return Placed(one.site, ", ".join(reasons))
    return None


def _reasons(candidate: Candidate, one: Rule) -> list[str] | None:
    """Why the rule fits; None where it does not."""
    reasons = []
    if one.range is not None:
        if not _within(candidate.address, one.range):
            return None
        reasons.append(_("address in {range}").format(range=one.range))
    if one.name is not None:
        if not one.name.search(candidate.name[:_SCANNED]):
            return None
        reasons.append(_("name fits {pattern}").format(pattern=one.name.pattern))
    if one.location is not None:
        if fold(one.location) not in fold(candidate.location or ""):
            return None
        reasons.append(_("location holds {text}").format(text=one.location))
    if one.behind is not None:
        if one.behind != candidate.behind:
            return None
        reasons.append(_("seen by {device}").format(device=one.behind))
    return reasons


def _within(address: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    try:
        return ipaddress.ip_address(address) in network
    except ValueError:
        return False
