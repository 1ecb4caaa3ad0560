"""The one table of actions: key, what it does, its words. Footer and help are made from it, so neither can lack one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.binding import Binding

from netinv.i18n import _

if TYPE_CHECKING:
    from textual.binding import BindingType


class Action(NamedTuple):
    """Keys (comma-separated), Textual's action, whether the footer shows it."""

    keys: str
    action: str
    shown: bool = False
    priority: bool = False


ACTIONS = {
    "open": Action("enter", "open", shown=True),
    "fold": Action("space", "fold", shown=True),
    "expand": Action("right,l", "expand"),
    "collapse": Action("left,h", "collapse"),
    "fold_all": Action("x", "fold_all"),
    "search": Action("slash", "app.search", shown=True, priority=True),
    "only_problems": Action("exclamation_mark", "only_problems", shown=True),
    "overview": Action("1", "app.go('overview')", shown=True),
    "devices": Action("2", "app.go('devices')", shown=True),
    "interfaces": Action("3", "app.go('interfaces')", shown=True),
    "links": Action("4", "app.go('links')", shown=True),
    "events": Action("5", "app.go('events')", shown=True),
    "next_section": Action("tab", "section(1)", shown=True, priority=True),
    "previous_section": Action("shift+tab", "section(-1)", priority=True),
    "up": Action("up,k", "move(-1)"),
    "down": Action("down,j", "move(1)"),
    "page_up": Action("pageup,ctrl+b", "page(-1)"),
    "page_down": Action("pagedown,ctrl+f", "page(1)"),
    "top": Action("home,g", "end(0)"),
    "bottom": Action("end,G", "end(-1)"),
    "found_up": Action("up", "found(-1)"),
    "found_down": Action("down", "found(1)"),
    "found_page_up": Action("pageup", "found_page(-1)"),
    "found_page_down": Action("pagedown", "found_page(1)"),
    "reload": Action("f5,ctrl+r", "app.reload"),
    "back": Action("escape", "app.back", shown=True),
    "help": Action("question_mark,f1", "app.help", shown=True),
    "quit": Action("q", "app.leave", shown=True),
    "interrupt": Action("ctrl+c", "app.leave(130)", priority=True),
}
"""In the order of the footer and the help."""


def bindings(*names: str) -> list[BindingType]:
    """Textual's bindings of these actions; each id can be given other keys, its words are in :func:`labels`."""
    return [
        Binding(action.keys, action.action, name, show=action.shown, priority=action.priority, id=name)
        for name, action in ((name, ACTIONS[name]) for name in names)
    ]


def labels() -> dict[str, tuple[str, str]]:
    """For each action a word for the footer and a sentence for the help, in the language in use."""
    return {
        "open": (_("open"), _("Open the row under the cursor")),
        "fold": (_("fold"), _("Show or hide what is below this row")),
        "expand": (_("expand"), _("Show what is below this row, or go down into it")),
        "collapse": (_("collapse"), _("Hide what is below this row, or go up to its parent")),
        "fold_all": (_("all"), _("Show or hide everything below the districts")),
        "search": (_("search"), _("Search sites, devices and addresses; marks do not matter, initials do: vt lt")),
        "only_problems": (_("problems"), _("Only rows that are not well, or all again")),
        "next_section": (_("next table"), _("Go to the next table of this page")),
        "previous_section": (_("previous table"), _("Go to the previous table of this page")),
        "overview": (_("overview"), _("The overview: the tree, what is wrong now, the newest events")),
        "devices": (_("devices"), _("All devices")),
        "interfaces": (_("interfaces"), _("All interfaces")),
        "links": (_("links"), _("All links")),
        "events": (_("events"), _("The newest events")),
        "up": (_("up one row"), _("One row up")),
        "down": (_("down one row"), _("One row down")),
        "page_up": (_("page up"), _("One screen up")),
        "page_down": (_("page down"), _("One screen down")),
        "top": (_("top"), _("To the first row")),
        "bottom": (_("bottom"), _("To the last row")),
        "found_up": (_("up one row"), _("One row up in what was found")),
        "found_down": (_("down one row"), _("One row down in what was found")),
        "found_page_up": (_("page up"), _("One screen up in what was found")),
        "found_page_down": (_("page down"), _("One screen down in what was found")),
        "reload": (_("reload"), _("Read the database again now; changes come by themselves within two seconds")),
        "back": (_("back"), _("Back to where you were")),
        "help": (_("keys"), _("All keys that work here")),
        "quit": (_("quit"), _("Leave")),
        "interrupt": (_("interrupt"), _("Leave at once, as if interrupted")),
    }


_KEY_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: ``/``, ``Ctrl+C``, ``F5``."""
    *modifiers, last = key.split("+")
    name = _KEY_NAMES.get(last, last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])
