"""What reports on coverage know beside the database: the indicators, credentials, ends of support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.data.indicator_files import indicators
from netinv.app.reports import support
from netinv.app.reports.coverage import Known

if TYPE_CHECKING:
    from netinv.config import Settings
    from netinv.store.reading.reader import Reader


def known(reader: Reader, settings: Settings) -> Known:
    """What reports on coverage know beside the database.

    Raises:
        ConfigError: a file of the user's cannot be used.
    """
    names = {device.snmp_credential for device in reader.devices() if device.snmp_credential}
    v3 = v3_credentials(settings, names)
    return Known(indicators(settings), v3, support.load(settings), settings.vantage)


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
