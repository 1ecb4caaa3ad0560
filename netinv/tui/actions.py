"""The one table of actions. Footer, help, palette and remapping are made from it, so none of them can lack one.

Their words stand in :mod:`netinv.tui.words`, the names of keys and the user's own in :mod:`netinv.tui.keys`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.binding import BindingType

EVERYWHERE, TABLE = "everywhere", "table"
"""Scopes that any screen shares; every other scope is a place of its own, such as ``tree`` or ``search``."""


class Action(NamedTuple):
    """Keys (comma-separated), Textual's action, and where it works.

    ``needs``: the kinds of thing (``device``, ``site``, ``link``, …) of which the cursor must be on one; ``changes``:
    not with ``--read-only``; ``of_now``: not while one looks at the past; ``shown``: in the footer.
    """

    keys: str
    action: str
    scope: str = EVERYWHERE
    shown: bool = False
    priority: bool = False
    needs: tuple[str, ...] = ()
    changes: bool = False
    of_now: bool = False


ACTIONS = {
    "open": Action("enter", "open", TABLE, shown=True),
    "fold": Action("space", "fold", "tree", shown=True),
    "expand": Action("right,l", "expand", "tree"),
    "collapse": Action("left,h", "collapse", "tree"),
    "fold_all": Action("x", "fold_all", "tree"),
    "left": Action("left,h", "aside(-1)", "drawing"),
    "right": Action("right,l", "aside(1)", "drawing"),
    "next_site": Action("space", "next_site", "drawing", shown=True),
    "zoom_in": Action("plus,equals_sign", "zoom(1)", "drawing", shown=True),
    "zoom_out": Action("minus", "zoom(-1)", "drawing", shown=True),
    "zoom_whole": Action("0", "zoom(0)", "drawing"),
    "search": Action("slash", "app.search", shown=True, priority=True),
    "only_problems": Action("exclamation_mark", "only_problems", TABLE, shown=True),
    "end_work": Action("D,delete", "app.do('end_work')", shown=True, needs=("window",), changes=True, of_now=True),
    "overview": Action("1", "app.go('overview')", shown=True),
    "devices": Action("2", "app.go('devices')", shown=True),
    "interfaces": Action("3", "app.go('interfaces')", shown=True),
    "links": Action("4", "app.go('links')", shown=True),
    "events": Action("5", "app.go('events')", shown=True),
    "topology": Action("6", "app.go('topology')", shown=True),
    "map": Action("7", "app.go('map')", shown=True),
    "problems": Action("8", "app.go('problems')", shown=True),
    "services": Action("9", "app.go('services')", shown=True),
    "reports": Action("b", "app.go('reports')", shown=True),
    "next_section": Action("tab", "section(1)", shown=True, priority=True),
    "previous_section": Action("shift+tab", "section(-1)", priority=True),
    "filter": Action("f", "filter", "list", shown=True, priority=True),
    "sort": Action("S", "sort", "list", shown=True, priority=True),
    "sweep_here": Action("r", "app.do('sweep_here')", shown=True, needs=("device", "site"), changes=True, of_now=True),
    "sweep_all": Action("R", "app.do('sweep_all')", changes=True, of_now=True),
    "stop_sweep": Action("X", "app.do('stop_sweep')"),
    "ping": Action("p", "app.do('ping')", needs=("device",)),
    "traceroute": Action("t", "app.do('traceroute')", needs=("device",)),
    "login": Action("s", "app.do('login')", shown=True, needs=("device",), changes=True),
    "impact": Action("i", "app.do('impact')", needs=("device", "link")),
    "light": Action("I", "app.do('light')", needs=("device", "site", "link")),
    "acknowledge": Action(
        "a", "app.do('acknowledge')", shown=True, needs=("problem", "event"), changes=True, of_now=True
    ),
    "carrier": Action("c", "app.do('carrier')", shown=True, needs=("problem",)),
    "events_of": Action("E", "app.do('events_of')", needs=("device", "site")),
    "plan": Action(
        "m",
        "app.do('plan')",
        shown=True,
        needs=("device", "site", "link", "circuit", "problem"),
        changes=True,
        of_now=True,
    ),
    "windows": Action("W", "app.do('windows')"),
    "with_ended": Action("o", "with_ended", "list", shown=True),
    "severity": Action("v", "severity", "list", shown=True),
    "period": Action("w", "period", "list", shown=True),
    "everything": Action("0", "everything", "list"),
    "fold_problem": Action("space", "fold", "list", shown=True),
    "level": Action("L", "level", "figures", shown=True),
    "around": Action("N", "app.do('around')", needs=("device", "site")),
    "on_map": Action("M", "app.do('on_map')", needs=("device", "site")),
    "details": Action("d", "details", "drawing", shown=True),
    "copy": Action("y", "app.do('copy')", shown=True),
    "export": Action("e", "app.do('export')", shown=True),
    "earlier": Action("left_square_bracket", "app.travel(-1, 0)", shown=True),
    "later": Action("right_square_bracket", "app.travel(1, 0)"),
    "day_earlier": Action("left_curly_bracket", "app.travel(0, -1)"),
    "day_later": Action("right_curly_bracket", "app.travel(0, 1)"),
    "now": Action("n", "app.now", shown=True),
    "up": Action("up,k", "move(-1)", TABLE),
    "down": Action("down,j", "move(1)", TABLE),
    "page_up": Action("pageup,ctrl+b", "page(-1)", TABLE),
    "page_down": Action("pagedown,ctrl+f", "page(1)", TABLE),
    "top": Action("home,g", "end(0)", TABLE),
    "bottom": Action("end,G", "end(-1)", TABLE),
    "found_up": Action("up", "found(-1)", "search"),
    "found_down": Action("down", "found(1)", "search"),
    "found_page_up": Action("pageup", "found_page(-1)", "search"),
    "found_page_down": Action("pagedown", "found_page(1)", "search"),
    "reload": Action("f5,ctrl+r", "app.reload"),
    "cancel": Action("escape,q", "cancel", "menu"),
    "cancel_typing": Action("escape", "cancel", "prompt"),
    "theme": Action("T", "app.next_theme"),
    "palette": Action("ctrl+p,colon", "app.palette"),
    "forward": Action("alt+right", "app.forward"),
    "back": Action("escape,alt+left", "app.back", shown=True),
    "help": Action("question_mark,f1", "app.help", shown=True),
    "quit": Action("q,ctrl+q", "app.leave", shown=True),
    "suspend": Action("ctrl+z", "app.suspend_process"),
    "interrupt": Action("ctrl+c", "app.leave(130)", priority=True),
}
"""In the order of the footer and the help."""

OF_APP = tuple(name for name, action in ACTIONS.items() if action.action.startswith("app."))
"""Those that the application binds itself."""


def bindings(*names: str) -> list[BindingType]:
    """Textual's bindings of these actions; each id can be given other keys."""
    return [
        Binding(action.keys, action.action, name, show=action.shown, priority=action.priority, id=name)
        for name, action in ((name, ACTIONS[name]) for name in names)
    ]


def doing(name: str, parameters: tuple[object, ...]) -> Action | None:
    """The action behind Textual's ``do('name')``; None for any other."""
    return ACTIONS.get(str(parameters[0])) if name == "do" and parameters else None
