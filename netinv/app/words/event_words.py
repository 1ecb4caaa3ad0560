"""Events in words: what changed, from what to what, how much it matters."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from netinv.app.words.durations import local_time, rate
from netinv.i18n import _
from netinv.text import one_line
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from netinv.store.reading.views import EventRow


def change(event: EventRow) -> str:
    """What happened; a change of state is said in the words of the states."""
    old, new = (value_word(event.kind, value) for value in (event.old, event.new))
    arrow = f"{old} → {new}" if old and new else old or new
    text = ": ".join(part for part in (event_word(event.kind), arrow) if part)
    return f"{text} ({one_line(event.cause)})" if event.cause else text


def value_word(kind: str, value: str | None) -> str:
    """What something was or became: a state as its word, a speed and a time as the language writes them."""
    if not value:
        return ""
    if kind == "speed_bps" and value.isdigit():
        return rate(int(value))
    if kind == "reboot":
        return _local(value)
    return one_line(state_word(value))


def _local(value: str) -> str:
    """A time that was kept as ISO 8601."""
    try:
        return local_time(round(datetime.fromisoformat(value).timestamp() * 1000))
    except ValueError:
        return one_line(value)


def event_word(kind: str) -> str:
    """What changed, as a word; nothing for a device's own state, whose words say it."""
    words = {
        "device": "",
        "link": _("link"),
        "group": _("carrier or circuit"),
        "flapping": _("flapping"),
        "interface": _("interface"),
        "oper_status": _("port"),
        "admin_status": _("port as set"),
        "speed_bps": _("speed"),
        "serial": _("serial number"),
        "duplicate_serial": _("duplicate serial number"),
        "duplicate_engine_id": _("duplicate engine ID"),
        "model": _("model"),
        "sys_name": _("system name"),
        "os_version": _("version"),
        "reboot": _("rebooted"),
        "host_key": _("SSH host key changed"),
        "service": _("service"),
        "certificate": _("certificate ends"),
        "load": _("load"),
        "errors": _("errors"),
        "discards": _("discards"),
        "clock": _("clock"),
    }
    return words.get(kind, one_line(kind))


def severity_word(severity: str) -> str:
    """A severity in the language in use."""
    return {"info": _("info"), "warning": _("warning"), "error": _("error")}.get(severity, severity)
