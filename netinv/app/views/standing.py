"""What is wrong now, or was at the reader's time: the open problems, each with whom it concerns and its sentence."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from netinv.app.words import sentences
from netinv.i18n import _, plural
from netinv.vocabulary import state_word
from topology.values import Cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netinv.app.words.sentences import Places
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, LinkRow, ProblemRow, ServiceRow


class Standing(NamedTuple):
    """An open problem. ``one_way``: devices that have one way left because of it; ``over``: its carrier and circuit.

    ``why``: what makes a link that works degraded; ``service``: the one that it is of.
    """

    row: ProblemRow
    cause: Cause
    one_way: tuple[str, ...] = ()
    over: str = ""
    why: tuple[str, ...] = ()
    service: ServiceRow | None = None

    @property
    def concerns(self) -> set[str]:
        """The devices it speaks of: of a service the one that it stands behind."""
        if self.row.kind == "service":
            return {self.service.device} if self.service and self.service.device else set()
        return {*self.cause.affected_devices, *self.one_way}.union(*map(ends, (self.row.name, *self.cause.members)))

    def sentence(self, now_ms: int, places: Places) -> str:
        """What is wrong, in the language in use."""
        said = self._sentence(now_ms, places) if self.row.state != "up" else self.row.name
        return said if self.row.flaps is None else sentences.of_flapping(said, self.row, now_ms)

    def _sentence(self, now_ms: int, places: Places) -> str:
        row, since = self.row, sentences.clock(self.row.began, now_ms)
        if row.kind == "service":
            return sentences.of_service(row, self.service, now_ms)
        if row.explains:
            return sentences.of_cause(self.cause, row.began, now_ms, places)
        if row.kind == "device":
            return _("{name} is {state} since {since}").format(name=row.name, state=state_word(row.state), since=since)
        if row.state == "degraded":
            message = _("the link {name}{over} is degraded since {since}: {why}")
            return message.format(name=row.name, over=self.over, since=since, why="; ".join(self.why) or "?")
        what = _("the links over {name} are {state}") if row.kind == "group" else _("the link {name}{over} is {state}")
        what = what.format(name=row.name, over=self.over, state=state_word(row.state))
        if not self.one_way:
            return _("redundancy lost: {what} since {since}").format(what=what, since=since)
        left = self.one_way[0] if len(self.one_way) == 1 else ""
        left = left or plural("{n} device", "{n} devices", len(self.one_way)).format(n=len(self.one_way))
        message = _("redundancy lost: {what} since {since}; one way is left for {left}")
        return message.format(what=what, since=since, left=left)


def ends(name: str) -> set[str]:
    """The devices that a name speaks of: its own, or those of a link (``A:PORT--B:PORT``)."""
    return set(devices_of(name))


def devices_of(name: str) -> list[str]:
    """The same in the order of the name."""
    return [end.split(":", 1)[0] for end in name.split("--")]


def standing(
    reader: Reader,
    devices: Iterable[DeviceRow],
    links: Sequence[LinkRow],
    since: int | None = None,
    number: int | None = None,
) -> list[Standing]:
    """The problems open at the reader's time, causes first and those that cut off most before the others.

    Args:
        reader: Of now or of a time.
        devices: All of them, or at least those that are degraded.
        links: All of them, or at least those that are not up.
        since: Also those that ended since (epoch ms).
        number: Only the one of that number, open or ended.
    """
    rows = reader.problems(since=since, number=number)
    behind: dict[int, set[str]] = defaultdict(set)
    for silenced in reader.silenced([row.id for row in rows]):
        if not silenced.failed:
            behind[silenced.problem_id].add(silenced.device)
    one_way: dict[str, list[str]] = defaultdict(list)
    for device in devices:
        if device.state == "degraded" and device.cause is not None:
            one_way[device.cause].append(device.name)
    over = {f"{link.a_device}--{link.b_device}": _over(link) for link in links if link.carrier or link.circuit}
    broken = reader.breaches() if any((row.kind, row.state) == ("link", "degraded") for row in rows) else []
    services = {one.name: one for one in reader.services()} if any(row.kind == "service" for row in rows) else {}
    found = []
    for row in rows:
        members = tuple(json.loads(row.members))
        lost = sorted({name for key in {row.name, *map(_pair, members)} for name in one_way.get(key, ())})
        cause = _cause(row, members, behind[row.id])
        why = tuple(sentences.of_rule(one) for one in broken if one.subject in _subjects(members))
        service = services.get(row.name) if row.kind == "service" else None
        found.append(Standing(row, cause, tuple(lost), over.get(row.name, ""), why, service))
    return sorted(found, key=lambda one: (not one.row.explains, -len(one.cause.affected_devices), one.row.opened_at))


def _cause(row: ProblemRow, members: tuple[str, ...], behind: set[str]) -> Cause:
    sites = tuple(json.loads(row.affected_sites))
    facts = (row.kind, row.name, members, row.alternative, row.state, tuple(sorted(behind)), sites, row.confidence)
    return Cause(*facts)  # type: ignore[arg-type]  # the store keeps the words that were given


def _subjects(members: Iterable[str]) -> set[str]:
    """Links and their ports: what can break a rule about a link."""
    return {subject for member in members for subject in (member, *member.split("--"))}


def _pair(member: str) -> str:
    """``A--B`` of a link with its ports; a device as it is."""
    return "--".join(devices_of(member))


def _over(link: LinkRow) -> str:
    return f" ({', '.join(filter(None, (link.carrier, link.circuit)))})"
