"""The user's own vendor files, as the settings name them, put to use beside netinv's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netinv.config import Settings


def use_vendor_files(settings: Settings) -> None:
    """Read and check them; nothing to do where none are named.

    Raises:
        RuleError: they are not there, or one cannot be used: with the file, the key and the mend.
    """
    if settings.vendor_files is None:
        return
    from probes.vendors import use_own

    use_own(settings.config.parent / settings.vendor_files)
