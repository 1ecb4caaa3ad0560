"""What ``netinv geo`` prints where JSON is not asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.cli.output import say, table
from netinv.i18n import _, plural
from netinv.text import one_line
from netinv.vocabulary import level_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.app.views.viewing import SiteView

EMPTY: dict[str, Any] = {
    "reorganisation": None,
    "dry_run": True,
    "steps": [],
    "units": [],
    "devices": [],
    "services": [],
    "links": [],
    "problems": [],
}


def reorganised(shape: Mapping[str, Any]) -> None:
    """What a reorganisation does: units, then what moves with them."""
    for step in shape["steps"]:
        say(
            _("{date}: {before} → {after}").format(
                date=step["date"], before=_count(step["before"]), after=_count(step["after"])
            )
        )
        for unit in shape["units"]:
            if unit["date"] == step["date"]:
                say(f"  {_unit(unit)}")
    _moves(_("devices that move"), shape["devices"])
    _moves(_("services that move"), shape["services"])
    links = [(link["link"], "; ".join(map(_end, link["ends"]))) for link in shape["links"]]
    _block(_("links that go with them"), links)
    problems = [(one["name"], f"{', '.join(one['from'])} → {', '.join(one['to'])}") for one in shape["problems"]]
    _block(_("open problems that go with them"), problems)


def _count(levels: Mapping[str, int]) -> str:
    return ", ".join(f"{level_word(level)} {n}" for level, n in levels.items()) or "–"


def _unit(unit: Mapping[str, Any]) -> str:
    called = one_line(f"{unit['code']} {unit['name']}")
    heirs = ", ".join(one_line(f"{heir['code']} {heir['name']}") for heir in unit["successors"])
    if unit["action"] == "abolish":
        if not heirs:
            return _("{unit}: abolished").format(unit=called)
        return _("{unit}: abolished; what stands there goes to {heirs}").format(unit=called, heirs=heirs)
    return f"{called} → {heirs} ({_action(unit['action'])})"


def _action(action: str) -> str:
    return {
        "merge": _("merged"),
        "split": _("split"),
        "rename": _("renamed"),
        "move": _("moved"),
        "abolish": _("abolished"),
    }[action]


def _moves(title: str, moves: Sequence[Mapping[str, Any]]) -> None:
    rows = [(move["name"], f"{_place(move['from'])} → {_place(move['to'])}") for move in moves]
    _block(title, rows)


def _place(unit: Mapping[str, str]) -> str:
    return f"{unit['code']} {unit['name']}"


def _end(end: Mapping[str, Any]) -> str:
    return f"{end['from']['code']} → {end['to']['code']}"


def _block(title: str, rows: Sequence[tuple[str, str]]) -> None:
    say()
    say(f"{title}: {len(rows)}")
    for name, what in rows:
        say(f"  {one_line(name)}: {one_line(what)}")


def log(rows: Iterable[Mapping[str, Any]]) -> None:
    """The reorganisations."""
    header = (_("number"), _("applied"), _("by"), _("file"), _("days"), _("ended"), _("new"), _("taken back"))
    shown = [
        (
            *(row["reorganisation"], row["applied_at"], row["applied_by"], row["file"]),
            *(", ".join(step["date"] for step in row["steps"]), row["ended"], row["born"], row["undone_at"]),
        )
        for row in rows
    ]
    table(header, shown)


def units(tree: Sequence[SiteView], shapes: Iterable[Mapping[str, Any]]) -> None:
    """The units of a day as a tree, and how many of each level."""
    facts = {shape["code"]: shape for shape in shapes}
    top = min((view.depth for view in tree), default=0)
    rows = []
    for view in tree:
        shape = facts[view.row.code]
        before = ", ".join(dict.fromkeys(f"{one['code']} {one['name']}" for one in shape["predecessors"]))
        name = "  " * (view.depth - top) + view.row.name
        rows.append((view.row.code, name, level_word(view.row.level), shape["valid_from"], shape["devices"], before))
    table((_("code"), _("name"), _("level"), _("since"), _("devices"), _("was")), rows)
    counts: dict[str, int] = {}
    for view in tree:
        counts[view.row.level] = counts.get(view.row.level, 0) + 1
    say()
    total = plural("{n} unit", "{n} units", len(tree)).format(n=len(tree))
    say(f"{total}: {_count(counts)}")
