"""ArcSight's Common Event Format, version 0, as security centres take it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from netinv import __version__
from netinv.text import one_line

if TYPE_CHECKING:
    from netinv.alerts.message import Message

_SEVERITIES = {"error": 8, "warning": 5, "info": 2}
_OVER = 1


def cef(message: Message) -> str:
    """One line: the header with its escapes, then the extension. ``externalId`` tells a retry."""
    body = message.body
    severity = _OVER if message.action == "end" else _SEVERITIES.get(message.severity, 2)
    header = ("netinv", "netinv", __version__, f"{body['kind']}-{message.action}", message.title, str(severity))
    extension = {
        "externalId": message.id,
        "cat": body["kind"],
        "act": message.action,
        "outcome": body["state"],
        "shost": body["name"] if body["kind"] == "device" else None,
        "cs1Label": "name",
        "cs1": body["name"],
        "cs2Label": "site",
        "cs2": body["site"],
        "cn1Label": "problem",
        "cn1": body["problem"],
        "cn2Label": "affectedSites",
        "cn2": len(body["affected_sites"]),
        "cn3Label": "affectedDevices",
        "cn3": len(body["affected_devices"]),
        "start": _epoch_ms(body["since"]),
        "end": _epoch_ms(body["ended"]),
        "msg": "; ".join(message.text.splitlines()),
    }
    given = {key: value for key, value in extension.items() if value is not None and _labelled(key, extension)}
    facts = " ".join(f"{key}={_escaped_value(value)}" for key, value in given.items())
    return "|".join(("CEF:0", *map(_escaped_field, header), facts))


def _epoch_ms(time: str | None) -> int | None:
    """Milliseconds since 1970, the one form of a time in CEF that every reader takes."""
    return None if time is None else round(datetime.fromisoformat(time).timestamp() * 1000)


def _labelled(key: str, extension: dict[str, object]) -> bool:
    """A label stands only beside its value."""
    return not key.endswith("Label") or extension[key.removesuffix("Label")] is not None


def _escaped_field(value: object) -> str:
    return one_line(str(value)).replace("\\", "\\\\").replace("|", "\\|")


def _escaped_value(value: object) -> str:
    return one_line(str(value)).replace("\\", "\\\\").replace("=", "\\=")
