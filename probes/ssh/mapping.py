"""From a template's fields to our facts, by the tables of :mod:`probes.ssh.questions`. Pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netinv.model import Address, Interface, Neighbor, System
from netinv.text import one_line
from probes.ssh import values
from probes.vendors import junk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from probes.ssh.questions import Platform, Question
    from probes.ssh.templates import Row

_SCANNED, _SCANNED_LINE = 20_000, 400
"""Patterns look at the start of an answer only, line by line, so that none can take long on a hostile one."""

_NOTHING = frozenset({"", "-", "--", "n/a", "[n/a]", "not advertised", "not received", "not set"})


def values_of(question: Question, row: Row) -> dict[str, str]:
    """Our fields of one row: for each the first of its names that is there and says something."""
    found: dict[str, str] = {}
    for ours, theirs in question.fields.items():
        text = next(filter(None, (_text(row.get(name, "")) for name in theirs)), None)
        if text:
            found[ours] = text
    return found


def scanned(question: Question, text: str) -> dict[str, str]:
    """Our fields that the question's patterns find in a line of the raw text: the first group that took part."""
    lines = [line[:_SCANNED_LINE] for line in text[:_SCANNED].splitlines()]
    found: dict[str, str] = {}
    for name, pattern in question.patterns.items():
        match = next(filter(None, (re.search(pattern, line) for line in lines)), None)
        said = _text([group or "" for group in match.groups()]) if match else ""
        if said:
            found[name] = said
    return found


def of_device(question: Question, rows: list[Row], text: str) -> dict[str, str]:
    """Our fields of the system in one answer, with the patterns' word before the template's."""
    if question.pick:
        name, pattern = question.pick
        rows = [row for row in rows if re.search(pattern, _text(row.get(name, "")))]
    said = values_of(question, rows[0]) if rows else {}
    return said | scanned(question, text)


def system(platform: Platform, said: Mapping[str, str], prompt: str, sources: Mapping[str, str]) -> System:
    """The system of what all questions together said; a device without a better word is named by its prompt.

    Args:
        platform: whose fields ``said`` has.
        said: our fields.
        prompt: as it stands before the commands.
        sources: by our field, the command that said it.
    """
    brand = next((platform.brands[word] for word in platform.brands if said.get("vendor", "").startswith(word)), None)
    vendor, os = brand or (platform.vendor, platform.os)
    found = {
        "os_version": junk.version(said.get("os_version")),
        "model": junk.meaningful(said.get("model")),
        "serial": junk.serial_number(said.get("serial")),
    }
    stood = " ".join(
        f"{field}={sources[field].replace(' ', '_')}" for field in found if found[field] and field in sources
    )
    return System(
        sys_name=said.get("sys_name") or _name_in(prompt),
        sys_descr=said.get("sys_descr"),
        vendor=vendor,
        os=os,
        **found,
        chassis_id=values.mac(said.get("chassis_id", "")),
        sources=stood or None,
    )


def interfaces(platform: Platform, answers: Iterable[tuple[Question, list[Row]]]) -> list[Interface]:
    """The ports of a platform's answers; what several say of one port is put together."""
    said: dict[str, dict[str, str]] = {}
    states: dict[str, dict[str, str]] = {}
    for question, rows in answers:
        for row in rows:
            found = values_of(question, row)
            if "name" not in found:
                continue
            name = port_name(platform, found["name"])
            said[name] = found | {**said.get(name, {})}
            states.setdefault(name, {}).update({field: _text(row[field]) for field in platform.state if row.get(field)})
    return [_interface(platform, name, said[name], states[name]) for name in said]


def _interface(platform: Platform, name: str, said: Mapping[str, str], states: Mapping[str, str]) -> Interface:
    state = "/".join(states.get(field, "") for field in platform.state)
    return Interface(
        name=name,
        if_index=values.number(said.get("if_index", "")),
        descr=said.get("descr"),
        alias=said.get("alias"),
        type=_type(platform, said),
        mac=values.mac(said.get("mac", "")),
        admin_status=_decide(platform.admin_status, state),
        oper_status=_decide(platform.oper_status, state),
        speed_bps=values.speed_bps(said.get("speed_bps", ""), platform.speed_unit_bps),
        mtu=values.number(said.get("mtu", "")),
    )


def addresses(platform: Platform, question: Question, rows: Iterable[Row]) -> list[Address]:
    """The addresses of one answer; a port may have several."""
    found: dict[str, Address] = {}
    for row in rows:
        port = values_of(question, row).get("interface")
        texts, lengths = (
            [text for name in question.fields.get(field, ()) for text in _list(row.get(name, []))]
            for field in ("address", "prefix_length")
        )
        for at, text in enumerate(texts):
            parsed = values.ip_address(text)
            if parsed is not None:
                length = values.prefix_length(lengths[at]) if parsed[1] is None and at < len(lengths) else parsed[1]
                name = port_name(platform, port) if port else None
                found.setdefault(parsed[0], Address(parsed[0], length, name))  # later ones borrow it (unnumbered)
    return list(found.values())


def neighbors(platform: Platform, protocol: str, question: Question, rows: Iterable[Row]) -> list[Neighbor]:
    """The claims of one answer. A claim that does not say at which of our ports it was heard is none."""
    found: dict[tuple[str, str, str, str], Neighbor] = {}
    for row in rows:
        said = values_of(question, row)
        if "local_port" not in said or not (said.keys() - {"local_port"}):
            continue
        address = values.ip_address(said.get("remote_address", ""))
        neighbor = Neighbor(
            protocol,
            # RouterOS names the port and the bridge that it is in: "ether1,bridge".
            port_name(platform, said["local_port"].partition(",")[0]),
            _identifier(said.get("remote_chassis")),
            _identifier(said.get("remote_port")),
            said.get("remote_port_description"),
            said.get("remote_name"),
            address[0] if address else None,
            said.get("remote_platform"),
        )
        found[neighbor.key] = neighbor
    return list(found.values())


def all_placed(question: Question, rows: Iterable[Row]) -> bool:
    """Whether each claim says at which of our ports it was heard; a port without a claim is none."""
    said = (values_of(question, row) for row in rows)
    return all("local_port" in claim for claim in said if claim)


def placed(question: Question, rows: list[Row], brief_question: Question, brief: Iterable[Row]) -> list[Row]:
    """Claims that lack our port, with the port that the brief list names for the same neighbour and port of it."""
    local = question.fields["local_port"][0]
    known = [values_of(brief_question, row) for row in brief]
    result = []
    for row in rows:
        said = values_of(question, row)
        port, who = _identifier(said.get("remote_port")), said.get("remote_name", "")
        fitting = [
            other
            for other in known
            if _identifier(other.get("remote_port")) == port
            and other.get("remote_name")
            and who.startswith(other["remote_name"])  # the brief list cuts long names off
        ]
        alone = "local_port" not in said and len(fitting) == 1
        result.append({**row, local: fitting[0].get("local_port", "")} if alone else row)
    return result


def port_name(platform: Platform, name: str) -> str:
    """The port as ifName has it: the same device says ``Gi0/1`` here and ``GigabitEthernet0/1`` there."""
    letters = re.match(r"[A-Za-z-]*", name)
    start = letters[0] if letters else ""
    return platform.port_names.get(start, start) + name[len(start) :]


def _name_in(prompt: str) -> str | None:
    """The device's name in ``<sw1>``, ``ops@mx1``, ``RP/0/RP0/CPU0:pe1``, ``fw1 (root)`` or ``ops@pa1(active)``."""
    name = prompt.strip("<>[]~* ").rpartition("@")[2]
    name = re.sub(r"^\w+/\S*/CPU\d+:", "", name)
    return re.sub(r"\s*\(.*", "", name) or None


def _identifier(text: str | None) -> str | None:
    """A chassis or port ID: MAC addresses in one way of writing, all else as it was said; ``::`` says nothing."""
    if text is None or not text.strip(":"):
        return None
    return values.mac(text) or text


def _text(value: str | list[str]) -> str:
    """The first of several that says something."""
    texts = map(one_line, value if isinstance(value, list) else [value])
    return next((text for text in texts if text.lower() not in _NOTHING), "")


def _list(value: str | list[str]) -> list[str]:
    return [one_line(text) for text in (value if isinstance(value, list) else [value])]


def _decide(rules: tuple[tuple[str, int], ...], state: str) -> int | None:
    return next((number for pattern, number in rules if re.search(pattern, state)), None)


def _type(platform: Platform, said: Mapping[str, str]) -> int | None:
    """By the longest start of the name, or of the type, that the platform's table has; ``Gi0/1.20`` is within one."""
    name = said.get("type") or said.get("descr") or said["name"]
    if re.search(r"\d\.\d+$", name):
        return platform.unit_type
    fitting = [(len(start), number) for start, number in platform.types if name.startswith(start)]
    return max(fitting)[1] if fitting else None
