"""What the questions of ``netinv topology`` answer, for people: short tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.app.words import sentences
from netinv.cli.output import note, say, table
from netinv.i18n import _, plural
from netinv.vocabulary import state_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netinv.app.network.checking import Check
    from netinv.store.reading.reader import Reader

NAMES_SHOWN = 5
_LINES_SHOWN = 40


class Words:
    """The names of sites, and where devices and services are."""

    def __init__(self, reader: Reader) -> None:
        self.site_names = {row.code: row.name for row in reader.sites()}
        self.sites = {row.name: row.site for row in reader.devices()}
        self.service_sites = {row.name: row.site for row in reader.services()}

    def at(self, code: str | None) -> str:
        """A site's name with its code."""
        return f"{self.site_names.get(code or '', '?')} ({code})"


def impact(found: dict[str, Any], words: Words) -> None:
    """What is lost, in a sentence and a table."""
    counts = [len(found[key]) for key in ("cut_devices", "cut_sites", "cut_services", "lost_redundancy")]
    say(sentences.of_impact(found["failed"], *counts))
    if not any(counts):
        return
    say()
    rows: list[tuple[object, ...]] = [(_("site"), code, words.site_names.get(code)) for code in found["cut_sites"]]
    rows += [(_("service"), name, words.at(words.service_sites.get(name))) for name in found["cut_services"]]
    rows += [(_("device"), name, words.at(words.sites.get(name))) for name in found["cut_devices"]]
    rows += [(_("one way left"), name, words.at(words.sites.get(name))) for name in found["lost_redundancy"]]
    table((_("what"), _("name"), _("site")), rows)


def tell_apart(devices: list[str]) -> None:
    """Say of which devices nothing is known, so that silence is not taken for safety."""
    if devices:
        message = plural(
            "{n} device is joined to the vantage by no known way, so nothing is said of it: {names}",
            "{n} devices are joined to the vantage by no known way, so nothing is said of them: {names}",
            len(devices),
        )
        more = ", …" if len(devices) > NAMES_SHOWN else ""
        note(message.format(n=len(devices), names=", ".join(devices[:NAMES_SHOWN]) + more))


def spof(points: list[dict[str, Any]], words: Words) -> None:
    """One line for each point, worst first."""
    if not points:
        say(_("no single device or link cuts off another"))
        return
    kinds = {"device": _("device"), "link": _("link")}
    rows = [
        (
            *(kinds[point["kind"]], point["name"], len(point["cut_devices"]), len(point["cut_sites"])),
            _some(words.site_names.get(code, code) for code in point["cut_sites"]),
        )
        for point in points
    ]
    table((_("kind"), _("name"), _("devices cut off"), _("sites dark"), _("which")), rows)


def _some(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:NAMES_SHOWN]) + (", …" if len(every) > NAMES_SHOWN else "")


def path(found: dict[str, Any], a: str, b: str) -> None:
    """Hop by hop, and whether there is a second way."""
    if not found["hops"]:
        say(_("no way from {a} to {b} holds now").format(a=a, b=b))
        return
    rows = [(n, hop["device"], hop["in_interface"], hop["out_interface"]) for n, hop in enumerate(found["hops"])]
    table((_("hop"), _("device"), _("in at"), _("out at")), rows)
    say()
    say(
        _("a second way shares no link with this one")
        if found["redundant"]
        else _("there is no second way: one link can cut them apart")
    )


def check(found: Check) -> None:
    """Each finding in a sentence, under its kind; a moved link only once."""
    headings = {
        "moved": _("moved"),
        "missing": _("missing"),
        "mismatched": _("mismatched"),
        "extra": _("extra"),
        "one_sided": _("one-sided"),
        "unknown_neighbors": _("unknown neighbours"),
    }
    told: set[str] = set()
    for kind, heading in headings.items():
        sentences = [one["sentence"] for one in found.shape[kind] if one["sentence"] not in told]
        told.update(sentences)
        if sentences:
            say(f"{heading}: {len(sentences)}")
            for sentence in sentences[:_LINES_SHOWN]:
                say(f"  {sentence}")
            if len(sentences) > _LINES_SHOWN:
                say("  " + _("… and {n} more: --json shows all").format(n=len(sentences) - _LINES_SHOWN))
    if not found.wrong:
        say(_("what is declared and what was found agree"))
    if found.untold:
        message = plural(
            "{n} declared link cannot be checked: an end is silent, or speaks no neighbour protocol",
            "{n} declared links cannot be checked: an end is silent, or speaks no neighbour protocol",
            found.untold,
        )
        say(message.format(n=found.untold))


def diff(found: dict[str, Any]) -> None:
    """One line for each change."""
    kinds = {"devices": _("device"), "links": _("link")}
    rows: list[tuple[object, ...]] = []
    for key, kind in kinds.items():
        rows += [(kind, _name(one), _("appeared"), None, None) for one in found[key]["appeared"]]
        rows += [(kind, _name(one), _("gone"), None, None) for one in found[key]["gone"]]
        rows += [(kind, one["name"], *_change(one)) for one in found[key]["changed"]]
    if not rows:
        say(_("nothing changed between {start} and {end}").format(start=found["from"], end=found["to"]))
        return
    table((_("kind"), _("name"), _("what"), _("old"), _("new")), rows)


def _name(one: str | dict[str, Any]) -> str:
    if isinstance(one, str):
        return one
    return "--".join(":".join(filter(None, (one[end]["device"], one[end]["interface"]))) for end in "ab")


def _change(one: dict[str, Any]) -> tuple[object, ...]:
    if one["what"] == "state":
        return (_("state"), state_word(one["old"]), state_word(one["new"]))
    return (one["what"], one["old"], one["new"])
