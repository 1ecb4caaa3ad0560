"""``netinv show``."""

from __future__ import annotations

import time
from typing import Annotated, Any

import typer

from netinv.app.words.durations import duration, rate
from netinv.app.words.labels import label
from netinv.cli import context, options
from netinv.cli.output import emit_json, say, state_mark, table
from netinv.cli.times import day, moment
from netinv.i18n import _
from netinv.text import one_line

_FIELDS = (
    *("address", "site", "role", "vendor", "model", "serial", "os", "os_version", "sys_name", "sys_descr"),
    *("sys_object_id", "location", "contact", "platform", "last_seen", "notes"),
)


def register(program: typer.Typer) -> None:
    """Add the command."""

    @program.command("show", help=_("One site, device or link with all that is known."))
    def show(
        run: typer.Context,
        name: Annotated[
            str, typer.Argument(help=_("A device's name, a site's code or name, or a link: A--B, A:PORT--B:PORT."))
        ],
        at: options.At = None,
        boundaries: options.Boundaries = None,
        as_json: options.Json = False,
    ) -> None:
        from netinv.app.views import showing
        from netinv.app.views.looking_back import open_at

        then = moment(at)
        now_ms = round(time.time() * 1000) if then is None else then
        with open_at(context.of(run).settings.db, then, boundaries=day(boundaries, "--boundaries")) as reader:
            found = showing.show(reader, name, now_ms)
        if as_json:
            emit_json(found)
        elif "device_list" in found:
            _site(found)
        elif "address" in found:
            _device(found)
        else:
            _links(found)


def _device(found: dict[str, Any]) -> None:
    since = _(" since {time}").format(time=found["state_since"]) if found["state_since"] else ""
    cause = _(", because of {cause}").format(cause=found["cause"]) if found["cause"] else ""
    say(f"{found['name']}  {state_mark(found['state'])}{since}{cause}")
    _wrong(found)
    reach = found["reach"]
    say("  " + _("reached by") + ": " + ", ".join(f"{way.upper()} {reach[way] or '-'}" for way in reach))
    for field in _FIELDS:
        if found[field] is not None:
            place = found["sources"].get(field)
            say(f"  {label(field)}: {one_line(str(found[field]))}" + (f"  ← {one_line(place)}" if place else ""))
    if found["uptime_s"] is not None:
        say("  " + _("uptime") + f": {duration(found['uptime_s'])}")
    if found["interfaces"]:
        say()
        header = (_("port"), _("alias"), _("admin"), _("oper"), _("speed"), _("in"), _("out"), _("MAC"))
        table(header, [_port(port) for port in found["interfaces"]])
    if found["neighbors"]:
        say()
        heading = (_("port"), _("protocol"), _("neighbour"), _("its port"), _("its address"))
        keys = ("local_port", "protocol", "remote_name", "remote_port", "remote_address")
        table(heading, [[neighbor[key] for key in keys] for neighbor in found["neighbors"]])
    _links_and_events(found)


def _port(port: dict[str, Any]) -> tuple[object, ...]:
    rates = (rate(port[key]) for key in ("speed_bps", "in_bps", "out_bps"))
    return (port["name"], port["alias"], port["admin_status"], port["oper_status"], *rates, port["mac"])


def _site(found: dict[str, Any]) -> None:
    say(f"{found['name']} ({found['code']}, {found['level']})  {state_mark(found['state'])}")
    _wrong(found)
    if found["sites"]:
        say()
        header = (_("code"), _("name"), _("state"), _("devices"))
        rows = [(site["code"], site["name"], site["state"], sum(site["devices"].values())) for site in found["sites"]]
        table(header, rows, 2)
    if found["device_list"]:
        say()
        keys = ("name", "site", "address", "state", "vendor", "model", "cause")
        table(tuple(label(key) for key in keys), [[device[key] for key in keys] for device in found["device_list"]], 3)
    _links_and_events(found)


def _links(found: dict[str, Any]) -> None:
    for link in found["links"]:
        say(f"{_link(link)[0]}  {state_mark(link['state'])}")
        how_sure = {"both": _("both ends"), "one": _("one end"), "declared": _("declared only")}
        say(f"  {label('confidence')}: {how_sure[link['confidence']]}")
        for key in ("medium", "carrier", "circuit"):
            if link[key] is not None:
                say(f"  {label(key)}: {one_line(link[key])}")
        if link["capacity_bps"] is not None:
            say(f"  {label('capacity_bps')}: {rate(link['capacity_bps'])}")
        header = (_("source"), _("device"), _("claim"), _("first seen"), _("last seen"), "")
        table(header, [_reason(reason) for reason in link["evidence"]])
        say()
    _wrong(found)
    _events(found["events"])


def _wrong(found: dict[str, Any]) -> None:
    for problem in found["problems"]:
        say(f"  {problem['sentence']}")


def _reason(reason: dict[str, Any]) -> tuple[object, ...]:
    keys = ("source", "device", "claim", "first_seen", "last_seen")
    return (*(reason[key] for key in keys), "" if reason["current"] else _("no longer"))


def _links_and_events(found: dict[str, Any]) -> None:
    if found["services"]:
        from netinv.app.views import services

        say()
        table(services.header(), [services.line(service) for service in found["services"]], 2)
    if found["links"]:
        say()
        header = (_("link"), _("state"), _("sources"), _("carrier"), _("circuit"))
        table(header, [_link(link) for link in found["links"]], 1)
    if found["events"]:
        say()
        _events(found["events"])


def _events(events: list[dict[str, Any]]) -> None:
    keys = ("time", "kind", "subject", "old", "new", "severity")
    if events:
        table(tuple(label(key) for key in keys), [[event[key] for key in keys] for event in events])


def _link(link: dict[str, Any]) -> tuple[object, ...]:
    a, b = (":".join(filter(None, (end["device"], end["interface"]))) for end in (link["a"], link["b"]))
    return (f"{a}--{b}", link["state"], ",".join(link["sources"]), link["carrier"], link["circuit"])
