"""The whole visit of a device that is asked over SSH only: the same facts that SNMP gives, by what its shell prints."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from netinv.errors import ProbeError, ProtocolFault, Unsupported
from netinv.i18n import _
from netinv.model import Kind, Reading
from probes.base import failure
from probes.ssh import linux, mapping, values
from probes.ssh.platforms import LINUX, PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from netinv.model import Address, Fact, Interface, Neighbor
    from probes.ssh.questions import Platform, Question
    from probes.ssh.session import SshSession
    from probes.ssh.templates import Row

SYSTEM, INTERFACES, ADDRESSES, NEIGHBORS = "ssh-system", "ssh-interfaces", "ssh-addresses", "ssh-neighbors"
_TICKS = 100  # sysUpTime counts 1/100 s (RFC 3418)

_Answer = tuple[tuple["Fact", ...], tuple[Kind, ...]]


@dataclass(frozen=True, slots=True)
class SshFacts:
    """What a visit over SSH gave: one reading each of system, interfaces, addresses and neighbours."""

    readings: tuple[Reading, ...]
    uptime_ticks: int | None
    platform: str


async def read(session: SshSession) -> SshFacts:
    """Ask everything that the platform has a table for. What cannot be read is a failed reading, never an error."""
    if session.platform == LINUX:
        visit: _Visit = _LinuxVisit(session)
    elif session.platform in PLATFORMS:
        visit = _TableVisit(session, PLATFORMS[session.platform])
    else:
        return _unknown(session.platform)
    questions = (
        (SYSTEM, visit.system),
        (INTERFACES, visit.interfaces),
        (ADDRESSES, visit.addresses),
        (NEIGHBORS, visit.neighbors),
    )
    readings = [await _reading(name, ask) for name, ask in questions]
    ticks = None if visit.uptime_s is None else visit.uptime_s * _TICKS
    return SshFacts(tuple(readings), ticks, session.platform)


async def _reading(name: str, ask: Callable[[], Awaitable[_Answer]]) -> Reading:
    try:
        facts, covers = await ask()
    except ProbeError as error:
        return Reading(name, failure=failure(name, error))
    return Reading(name, facts, covers)


def _unknown(platform: str) -> SshFacts:
    known = ", ".join([LINUX, *PLATFORMS])
    message = _("platform “{platform}” has no questions for SSH; known are {known}")
    error = Unsupported(message.format(platform=platform, known=known))
    return SshFacts((Reading(SYSTEM, failure=failure(SYSTEM, error)),), None, platform)


class _Visit(Protocol):
    """What a platform's way of asking answers; the uptime comes with the system."""

    uptime_s: int | None

    async def system(self) -> _Answer: ...

    async def interfaces(self) -> _Answer: ...

    async def addresses(self) -> _Answer: ...

    async def neighbors(self) -> _Answer: ...


class _TableVisit:
    """Asks what the platform's table says; an answer that serves twice is asked for once."""

    def __init__(self, session: SshSession, platform: Platform) -> None:
        self.uptime_s: int | None = None
        self._session = session
        self._platform = platform
        self._answers: dict[str, tuple[str, list[Row]]] = {}

    async def system(self) -> _Answer:
        said: dict[str, str] = {}
        for question, required in _first_required(self._platform.system):
            try:
                text, rows = await self._ask(question)
            except (Unsupported, ProtocolFault):
                if required:
                    raise
                continue
            if rows:
                said |= mapping.values_of(question, rows[0])
            said |= mapping.scanned(question, text)
        if not said:
            raise ProtocolFault(_("the answer says nothing about the device"))
        self.uptime_s = values.duration_s(said.get("uptime", ""))
        return (mapping.system(self._platform, said, self._session.prompt),), (Kind.SYSTEM,)

    async def interfaces(self) -> _Answer:
        _text, rows = await self._ask(self._platform.interfaces)
        return _complete(mapping.interfaces(self._platform, rows))

    async def addresses(self) -> _Answer:
        found: dict[str, Address] = {}
        for question, required in _first_required(self._platform.addresses):
            try:
                _text, rows = await self._ask(question)
            except (Unsupported, ProtocolFault):
                if required:
                    raise
                continue
            found |= {fact.address: fact for fact in mapping.addresses(self._platform, question, rows)}
        return tuple(found.values()), (Kind.ADDRESS,)

    async def neighbors(self) -> _Answer:
        """Both protocols' claims. Only where one is spoken, and every claim can be placed, are they all there is."""
        found: list[Neighbor] = []
        spoken, complete = False, True
        for protocol in self._platform.neighbors:
            try:
                rows = await self._claims(protocol)
            except Unsupported:
                continue
            claims = mapping.neighbors(self._platform, protocol, rows)
            found += claims
            spoken = True
            complete = complete and len(claims) == len(rows)
        return tuple(found), (Kind.NEIGHBOR,) if spoken and complete else ()

    async def _claims(self, protocol: str) -> list[Row]:
        question = self._platform.neighbors[protocol]
        _text, rows = await self._ask(question)
        brief = self._platform.brief_neighbors.get(protocol)
        if brief is None or all(mapping.values_of(question, row).get("local_port") for row in rows):
            return rows
        with suppress(Unsupported, ProtocolFault):
            rows = mapping.placed(self._platform, protocol, rows, await self._session.parsed(brief))
        return rows

    async def _ask(self, question: Question) -> tuple[str, list[Row]]:
        if question.command not in self._answers:
            text = await self._session.run(question.command)
            self._answers[question.command] = text, await self._rows(question, text)
        return self._answers[question.command]

    async def _rows(self, question: Question, text: str) -> list[Row]:
        if question.records is not None:
            return question.records(text)
        return await self._session.parse(question.command, text) if question.fields else []


class _LinuxVisit:
    """Asks a Linux machine: three commands, for each costs it a process and its shell's start."""

    def __init__(self, session: SshSession) -> None:
        self.uptime_s: int | None = None
        self._session = session
        self._files = ""
        self._links: list[Mapping[str, Any]] | None = None

    async def system(self) -> _Answer:
        found, self.uptime_s = linux.system(await self._ask_files())
        return (found,), (Kind.SYSTEM,)

    async def interfaces(self) -> _Answer:
        return _complete(linux.interfaces(await self._ask_links(), await self._ask_files()))

    async def addresses(self) -> _Answer:
        return tuple(linux.addresses(await self._ask_links())), (Kind.ADDRESS,)

    async def neighbors(self) -> _Answer:
        """A machine without lldpd, or where a plain user may not ask it, has none and covers nothing."""
        try:
            found = linux.neighbors(await self._session.run(linux.NEIGHBORS))
        except Unsupported:
            found = None
        return ((), ()) if found is None else (tuple(found), (Kind.NEIGHBOR,))

    async def _ask_files(self) -> str:
        if not self._files:
            self._files = await self._session.run(linux.FILES)
        return self._files

    async def _ask_links(self) -> list[Mapping[str, Any]]:
        if self._links is None:
            try:
                self._links = linux.links(await self._session.run(linux.ADDRESSES))
            except ProtocolFault:
                self._links = linux.links_of_rows(await self._session.parsed(linux.ADDRESSES_AS_TEXT))
        return self._links


def _complete(found: list[Interface]) -> _Answer:
    """Every device has a port: an answer without one is not understood, and must not retire those that are known."""
    if not found:
        raise ProtocolFault(_("the answer shows no interface"))
    return tuple(found), (Kind.INTERFACE,)


def _first_required(questions: tuple[Question, ...]) -> list[tuple[Question, bool]]:
    return [(question, at == 0) for at, question in enumerate(questions)]
