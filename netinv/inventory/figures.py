"""Checks of ``indicators.csv``: known indicators, units that were there on the day, shares that can be. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.inventory.problems import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.declaration import Row, SiteIndex
    from netinv.inventory.problems import Problems


def check_figures(
    rows: Sequence[Row], index: SiteIndex, indicators: Mapping[str, bool], today: str, problems: Problems
) -> None:
    """Note what is wrong. ``indicators``: for each that there is, whether it is a ratio."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row.text("site"), row.text("indicator"), row.text("date"))
        earlier = first.setdefault(key, row)
        if earlier is not row:
            message = _("{what} stands already in {file}:{line}: take one of the two out")
            what = quoted(" ".join(key))
            problems.add(row.file, row.line, "site", message.format(what=what, file=earlier.file, line=earlier.line))
        if key[1] not in indicators:
            message = _("there is no indicator {name}{hint}: mend it, or describe it in a file of indicators")
            error = message.format(name=quoted(key[1]), hint=nearest(key[1], list(indicators)))
            problems.add(row.file, row.line, "indicator", error)
        else:
            _check_value(row, indicators[key[1]], problems)
        _check_day(row, index, today, problems)


def _check_day(row: Row, index: SiteIndex, today: str, problems: Problems) -> None:
    code, day = row.text("site"), row.text("date")
    if day > today:
        problems.add(row.file, row.line, "date", _("{day} is yet to come: mend it").format(day=day))
    times = index.intervals(code)
    if not times:
        message = _("no site has the code {name}{hint}: mend it, or add it to sites.csv")
        error = message.format(name=quoted(code), hint=nearest(code, index.codes()))
        problems.add(row.file, row.line, "site", error)
    elif not any(since <= day and (to is None or day < to) for since, to in times):
        message = _(
            "{code} was no unit on {day}: use the code of that day (netinv geo show --at {day}), or another date"
        )
        problems.add(row.file, row.line, "date", message.format(code=quoted(code), day=day))


def _check_value(row: Row, is_ratio: bool, problems: Problems) -> None:  # noqa: FBT001
    value, total = float(row.values["value"] or 0), row.values.get("total")
    if not is_ratio:
        if total is not None:
            message = _("{name} is answered by yes or no: leave total empty, and write 1 or 0 as value")
            problems.add(row.file, row.line, "total", message.format(name=quoted(row.text("indicator"))))
        elif value not in (0, 1):
            message = _("{value} is neither 1 (yes) nor 0 (no): write one of them")
            problems.add(row.file, row.line, "value", message.format(value=quoted(f"{value:g}")))
    elif total is None:
        message = _("it is empty: say of how many, as {name} is a share of a total")
        problems.add(row.file, row.line, "total", message.format(name=quoted(row.text("indicator"))))
    elif not float(total):
        problems.add(
            row.file, row.line, "total", _("it is 0, and nothing is a share of nothing: mend it, or take the row out")
        )
    elif value > float(total):
        message = _("{value} of {total} is more than 100 %: mend one of them")
        problems.add(row.file, row.line, "value", message.format(value=f"{value:g}", total=f"{float(total):g}"))
