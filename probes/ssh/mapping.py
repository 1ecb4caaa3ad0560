"""From a template's fields to our facts, by the tables of :mod:`probes.ssh.questions`. Pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netinv.model import Address, Interface, Neighbor, System
from netinv.text import one_line
from probes.ssh import values
from probes.ssh.questions import L2VLAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from probes.ssh.questions import Platform, Question
    from probes.ssh.templates import Row

_SCANNED = 20_000
"""Patterns look at the start of an answer only, so that none can take long on a hostile one."""


def values_of(question: Question, row: Row) -> dict[str, str]:
    """Our fields of one row: for each the first of its names that is there and not empty. Lists give their first."""
    found: dict[str, str] = {}
    for ours, theirs in question.fields.items():
        text = next(filter(None, (_text(row.get(name, "")) for name in theirs)), None)
        if text:
            found[ours] = text
    return found


def scanned(question: Question, text: str) -> dict[str, str]:
    """Our fields that the question's patterns find in the raw text."""
    found = {name: re.search(pattern, text[:_SCANNED], re.M) for name, pattern in question.patterns.items()}
    return {name: one_line(match[1]) for name, match in found.items() if match}


def system(platform: Platform, said: Mapping[str, str], prompt: str = "") -> System:
    """The system of what all questions together said; a device without a better word is named by its prompt."""
    return System(
        sys_name=said.get("sys_name") or prompt.strip("<>[]() ") or None,
        sys_descr=said.get("sys_descr"),
        vendor=platform.vendor,
        os=said.get("os", "").replace("-", " ") or platform.os,
        os_version=said.get("os_version"),
        model=said.get("model"),
        serial=said.get("serial"),
        chassis_id=values.mac(said.get("chassis_id", "")),
    )


def interfaces(platform: Platform, rows: Iterable[Row]) -> list[Interface]:
    """The ports of a platform's answer; a name that comes twice is kept once."""
    found: dict[str, Interface] = {}
    for row in rows:
        said = values_of(platform.interfaces, row)
        if "name" not in said:
            continue
        state = "/".join(_text(row.get(field, "")) for field in platform.state)
        name = port_name(platform, said["name"])
        found[name] = Interface(
            name=name,
            descr=said.get("descr"),
            alias=said.get("alias"),
            type=_type(platform, said.get("type") or said["name"]),
            mac=values.mac(said.get("mac", "")),
            admin_status=_decide(platform.admin_status, state),
            oper_status=_decide(platform.oper_status, state),
            speed_bps=values.speed_bps(said.get("speed_bps", ""), platform.speed_unit_bps),
            mtu=values.number(said.get("mtu", "")),
        )
    return list(found.values())


def addresses(platform: Platform, question: Question, rows: Iterable[Row]) -> list[Address]:
    """The addresses of one answer; a port may have several."""
    found: dict[str, Address] = {}
    for row in rows:
        port = _text(row.get(question.fields["interface"][0], ""))
        texts = _list(row.get(question.fields["address"][0], ""))
        lengths = _list(row.get(question.fields.get("prefix_length", ("",))[0], ""))
        for at, text in enumerate(texts):
            parsed = values.ip_address(text)
            if parsed is not None:
                length = parsed[1] if parsed[1] is not None else values.number(lengths[at] if at < len(lengths) else "")
                found[parsed[0]] = Address(parsed[0], length, port_name(platform, port) if port else None)
    return list(found.values())


def neighbors(platform: Platform, protocol: str, rows: Iterable[Row]) -> list[Neighbor]:
    """The claims of one protocol. A claim that does not say at which of our ports it was heard is none."""
    question = platform.neighbors[protocol]
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


def placed(platform: Platform, protocol: str, rows: list[Row], brief: Iterable[Row]) -> list[Row]:
    """Claims that lack our port, with the port that the brief list names for the same neighbour and port of it."""
    question = platform.neighbors[protocol]
    (local,), (remote,), (name,) = (question.fields[key] for key in ("local_port", "remote_port", "remote_name"))
    known = [
        (_text(row.get("neighbor_name", "")), _identifier(_text(row.get("neighbor_interface", ""))), row)
        for row in brief
    ]
    result = []
    for row in rows:
        port, who = _identifier(_text(row.get(remote, ""))), _text(row.get(name, ""))
        # The brief list cuts long names off.
        fitting = [said for cut, other, said in known if other == port and cut and who.startswith(cut)]
        result.append(
            row if row.get(local) or len(fitting) != 1 else {**row, local: fitting[0].get("local_interface", "")}
        )
    return result


def port_name(platform: Platform, name: str) -> str:
    """The port as ifName has it: the same device says ``Gi0/1`` here and ``GigabitEthernet0/1`` there."""
    letters = re.match(r"[A-Za-z-]*", name)
    long_form = letters[0] if letters else ""
    return platform.short_names.get(long_form, long_form) + name[len(long_form) :]


def _identifier(text: str | None) -> str | None:
    """A chassis or port ID: MAC addresses in one way of writing, all else as it was said; ``::`` says nothing."""
    if text is None or not text.strip(":"):
        return None
    return values.mac(text) or text


def _text(value: str | list[str]) -> str:
    return one_line(next(filter(None, value), "") if isinstance(value, list) else value)


def _list(value: str | list[str]) -> list[str]:
    return [one_line(text) for text in (value if isinstance(value, list) else [value])]


def _decide(rules: tuple[tuple[str, int], ...], state: str) -> int | None:
    return next((number for pattern, number in rules if re.search(pattern, state)), None)


def _type(platform: Platform, name: str) -> int | None:
    """By the longest start of the name that the platform's table has; ``Gi0/1.20`` is a VLAN on its port."""
    if re.search(r"\d\.\d+$", name):
        return L2VLAN
    fitting = [(len(start), number) for start, number in platform.types if name.startswith(start)]
    return max(fitting)[1] if fitting else None
