"""One catalogue of words per language (gettext), shared by the commands, the terminal interface and the messages."""

from __future__ import annotations

import gettext
import os
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "vi")
_CATALOGUES = Path(__file__).parent / "locale"
_current = ["en"]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("netinv", _CATALOGUES, [language], fallback=True)


def use(language: str | None = None) -> str:
    """Choose the language: the one named, else by NETINV_LANG, LC_ALL, LC_MESSAGES, LANG, else English. Returns it."""
    wanted = language or next(filter(None, map(os.environ.get, ("NETINV_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))), "en")
    _current[0] = "vi" if wanted.lower().startswith("vi") else "en"
    return _current[0]


def language() -> str:
    """The language in use: ``en`` or ``vi``."""
    return _current[0]


@contextmanager
def spoken(language: str | None) -> Iterator[None]:
    """Within, speak a reader's language; None: the one in use."""
    before = _current[0]
    _current[0] = language or before
    try:
        yield
    finally:
        _current[0] = before


def _(message: str) -> str:
    """The message in the language in use. The key is the English text."""
    return _catalogue(_current[0]).gettext(message) if _current[0] != "en" else message


def plural(one: str, many: str, n: int) -> str:
    """The form of the message that goes with ``n``."""
    if _current[0] == "en":
        return one if n == 1 else many
    return _catalogue(_current[0]).ngettext(one, many, n)
