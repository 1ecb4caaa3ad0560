"""Indicators as data: TOML files, netinv's own and the user's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from netinv.config import read_toml
from netinv.errors import ConfigError
from netinv.i18n import _, language
from netinv.inventory.columns import LEVELS
from netinv.inventory.problems import nearest
from netinv.reports.evidence import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OWN = Path(__file__).parent / "indicator_files"
_KEYS = ("name", "name_vi", "levels", "evidence", "ratio", "target", "source")


class Indicator(NamedTuple):
    """An indicator. ``targets`` are shares from 0 to 1 by level; ``ratio``: a number of a total, else yes or no."""

    key: str
    name: str
    name_vi: str
    levels: tuple[str, ...]
    evidence: str | None = None
    ratio: bool = False
    targets: Mapping[str, float] = {}

    @property
    def called(self) -> str:
        """Its name in the language in use."""
        return self.name_vi if language() == "vi" else self.name


def load(folder: Path | None) -> dict[str, Indicator]:
    """All indicators by key, netinv's own first; those of the user's folder (or file) replace them by key.

    Raises:
        ConfigError: a file cannot be used: with its name, the key and the mend.
    """
    found: dict[str, Indicator] = {}
    for path in [*sorted(_OWN.glob("*.toml")), *(_own_files(folder) if folder else ())]:
        for key, table in read_toml(path).items():
            found[key] = _indicator(path, key, table)
    return found


def _own_files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        message = _("indicator_files: {path} is not there: mend the setting, or make the folder")
        raise ConfigError(message.format(path=folder))
    return sorted(folder.glob("*.toml"))


def _indicator(path: Path, key: str, table: Any) -> Indicator:
    fault = _fault(key, table)
    if fault is not None:
        raise ConfigError(_("{path}: [{key}]: {text}").format(path=path, key=key, text=fault))
    levels, ratio = tuple(table["levels"]), table.get("ratio", False)
    targets = _targets(table.get("target"), levels) or {}
    return Indicator(key, table["name"], table["name_vi"], levels, table.get("evidence"), ratio, targets)


def _fault(key: str, table: Any) -> str | None:
    """What is wrong with an indicator, with the mend."""
    if not isinstance(table, dict):
        return _("an indicator must be a table: [{key}] with name, name_vi, levels …").format(key=key)
    for word in table:
        if word not in _KEYS:
            message = _("{word} is not known{hint}: use {known}")
            return message.format(word=word, hint=nearest(word, _KEYS), known=", ".join(_KEYS))
    for word in ("name", "name_vi"):
        if not isinstance(table.get(word), str) or not table[word]:
            return _("{word} is missing: say what it is called").format(word=word)
    return _fault_of_levels(table) or _fault_of_evidence(table)


def _fault_of_levels(table: dict[str, Any]) -> str | None:
    levels = table.get("levels")
    if not isinstance(levels, list) or not levels or not all(level in LEVELS for level in levels):
        return _("levels must be a list of {levels}").format(levels=", ".join(LEVELS))
    if _targets(table.get("target"), levels) is None:
        return _("target must be a number from 0 to 100, or a table of one for each level")
    return None


def _fault_of_evidence(table: dict[str, Any]) -> str | None:
    evidence, ratio = table.get("evidence"), table.get("ratio", False)
    if evidence is not None and evidence not in RULES:
        message = _("evidence: there is no source {word}: use {rules}, or leave it out")
        return message.format(word=evidence, rules=", ".join(RULES))
    if not isinstance(ratio, bool) or (ratio and evidence is not None):
        return _("ratio must be true or false, and a ratio is declared: it has no evidence")
    return None


def _targets(given: Any, levels: Sequence[str]) -> dict[str, float] | None:
    """Shares by level; None: they are no numbers from 0 to 100."""
    by_level = given if isinstance(given, dict) else {} if given is None else dict.fromkeys(levels, given)
    good = all(
        level in LEVELS and isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= 100
        for level, number in by_level.items()
    )
    return {level: number / 100 for level, number in by_level.items()} if good else None
