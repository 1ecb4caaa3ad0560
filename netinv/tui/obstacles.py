"""Why an action cannot be done here and now, in a sentence; an empty one where it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.actions import parse

from netinv.i18n import _
from netinv.tui.actions import ACTIONS, doing
from netinv.tui.keys import key_name
from netinv.tui.screens.page import Page
from netinv.tui.terminal import can_be_put_aside

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

    from netinv.tui.actions import Action
    from netinv.tui.net import Net


def of_app(net: Net, action: str, parameters: tuple[object, ...]) -> str:
    """What is in the way of an action of the application."""
    over = len(net.screen_stack) > 1
    deed = doing(action, parameters)
    if deed:
        return _of_sweep(net, str(parameters[0])) or _of_deed(net, deed)
    if action == "back" and not over and not net.trail.can_step(-1):
        return _("This is where you began: {key} leaves.").format(key=net.key_of("quit"))
    if action == "search" and not isinstance(net.screen, Page):
        return _("Choose something in this window first, or close it.")
    if action == "search" and net.focused is not None and net.focused.id == "box":
        return _("You are typing already.")
    if action == "forward" and (over or not net.trail.can_step(1)):
        return _("There is nothing to go forward to.")
    if action == "suspend_process" and not (net.can_suspend and can_be_put_aside()):
        return _("No shell began this one, so none could bring it back.")
    if action == "next_theme" and net.no_color:
        return _("NO_COLOR is set in the environment: there are no other colours.")
    late = action == "now" or (action == "travel" and 1 in parameters)
    return _("You are looking at now already.") if late and net.at is None else ""


def _of_sweep(net: Net, name: str) -> str:
    running = net.own_sweep.running
    if name in ("sweep_here", "sweep_all") and running:
        return _("A sweep begun here is running: {key} stops it.").format(key=net.key_of("stop_sweep"))
    if name == "stop_sweep" and not running:
        return _("No sweep begun here is running.")
    return ""


def _of_deed(net: Net, deed: Action) -> str:
    if deed.changes and net.read_only:
        return _("Not with --read-only: it would change something.")
    if deed.of_now and net.at is not None:
        return _("Not in the past: {key} returns to now.").format(key=net.key_of("now"))
    if deed is ACTIONS["light"] and net.lit:
        return ""  # what is lit can be put out from anywhere
    subject = net.subject if deed.needs else None
    if deed.needs and (subject is None or not subject.is_one_of(deed.needs)):
        return _("Put the cursor on {one_of} first.").format(one_of=_one_of(deed.needs))
    return ""


def _one_of(kinds: tuple[str, ...]) -> str:
    words = {"device": _("a device"), "site": _("a site"), "link": _("a link"), "problem": _("a problem")}
    words |= {"event": _("an event"), "circuit": _("a circuit"), "window": _("a window of planned work")}
    *first, last = (words[kind] for kind in kinds)
    return _("{first} or {last}").format(first=", ".join(first), last=last) if first else last


class Offer(NamedTuple):
    """An action that a key is bound to here, and what is in its way."""

    bound: ActiveBinding
    obstacle: str


def offers(net: Net) -> dict[str, Offer]:
    """What can be done on the screen on top, by action, in the order of the table of actions."""
    found: dict[str, ActiveBinding] = {}
    for bound in net.screen.active_bindings.values():
        if bound.binding.id in ACTIONS:
            found.setdefault(str(bound.binding.id), bound)
    return {name: Offer(found[name], _of_binding(net, found[name])) for name in ACTIONS if name in found}


def why(net: Net, key: str) -> str:
    """Why a key did nothing."""
    bound = net.screen.active_bindings.get(key)
    found = _of_binding(net, bound) if bound is not None and bound.binding.id in ACTIONS else ""
    if found:
        return f"{key_name(key)}: {found}"
    message = _("{key} does nothing here: {help} shows the keys that do.")
    return message.format(key=key_name(key), help=net.key_of("help"))


def _of_binding(net: Net, bound: ActiveBinding) -> str:
    if bound.enabled:
        return ""
    _namespace, action, parameters = parse(bound.binding.action)
    if bound.node is net or bound.binding.action.startswith("app."):
        return of_app(net, action, parameters)
    obstacle = getattr(bound.node, "obstacle", None)
    return str(obstacle(action, parameters)) if obstacle else ""
