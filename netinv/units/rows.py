"""The file of a reorganisation: its columns, and its rows as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netinv.i18n import _
from netinv.inventory.columns import LEVELS, Column, Type
from netinv.inventory.problems import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.declaration import Row
    from netinv.inventory.problems import Problems

ACTIONS = ("merge", "split", "rename", "move", "abolish")

COLUMNS = (
    Column("date", Type.DATE, required=True),
    Column("action", Type.CHOICE, required=True, choices=ACTIONS),
    Column("old_code", required=True),
    Column("new_code"),
    Column("new_name"),
    Column("new_level", Type.CHOICE, choices=LEVELS),
    Column("new_kind"),
    Column("new_parent"),
    Column("basis"),
    Column("devices"),
)


class Act(NamedTuple):
    """A row: on a day, a unit becomes part of another, or another itself, or is no more. Empty text: not said."""

    file: str
    line: int
    date: str
    action: str
    old_code: str
    new_code: str
    new_name: str
    new_level: str
    new_kind: str
    new_parent: str
    basis: str
    devices: tuple[str, ...]


def acts(rows: Iterable[Row], problems: Problems) -> list[Act]:
    """The rows as acts, in the order of their dates; what one says that its action has no use for is a fault."""
    found = []
    for row in rows:
        act = Act(
            row.file,
            row.line,
            **{column.name: row.text(column.name) for column in COLUMNS[:-1]},
            devices=tuple(row.text("devices").split()),
        )
        if act.action in ("rename", "move") and not act.new_code:
            act = act._replace(new_code=act.old_code)
        _check(act, problems)
        found.append(act)
    return sorted(found, key=lambda act: (act.date, act.line))


def _check(act: Act, problems: Problems) -> None:
    def fault(column: str, error: str) -> None:
        problems.add(act.file, act.line, column, error)

    if act.action in ("merge", "split") and not act.new_code:
        message = _("it is empty: name the unit that {code} becomes part of")
        fault("new_code", message.format(code=quoted(act.old_code)))
    if act.action == "rename" and act.new_code == act.old_code and not (act.new_name or act.new_kind or act.new_level):
        fault("new_name", _("nothing is renamed: give new_name, new_kind, new_level or new_code"))
    if act.action == "move" and not act.new_parent:
        fault("new_parent", _("it is empty: name the unit that it moves to"))
    if act.action == "abolish" and (act.new_name or act.new_level or act.new_kind):
        fault("new_name", _("a unit that is abolished gets no new name: merge it, or take the name out"))
    if act.devices and act.action != "split":
        fault("devices", _("only a split parts devices: take the names out"))
