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
