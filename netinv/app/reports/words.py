"""Words that several reports have."""

from __future__ import annotations

from netinv.i18n import _


def met_word(met: bool | None) -> str:  # noqa: FBT001
    """Whether a target is reached."""
    return {True: _("met"), False: _("missed"), None: _("not certain")}[met]
