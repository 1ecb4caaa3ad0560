"""The indicators that there are: netinv's own, and those that the setting ``indicator_files`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.reports.indicators import load

if TYPE_CHECKING:
    from netinv.config import Settings
    from netinv.reports.indicators import Indicator


def indicators(settings: Settings) -> dict[str, Indicator]:
    """By key.

    Raises:
        ConfigError: a file of the user's cannot be used.
    """
    own = settings.indicator_files
    return load(None if own is None else settings.config.parent / own)


def v3_credentials(settings: Settings, names: set[str]) -> dict[str, bool]:
    """Which SNMP credentials are SNMPv3; one that is nowhere, or unreadable, is left out."""
    from contextlib import suppress

    from netinv.credentials import Credentials, UserCredential
    from netinv.errors import NetinvError

    found: dict[str, bool] = {}
    with suppress(NetinvError):
        credentials = Credentials.load(settings.secrets)
        for name in names:
            with suppress(NetinvError):
                found[name] = isinstance(credentials.resolve(name), UserCredential)
    return found
