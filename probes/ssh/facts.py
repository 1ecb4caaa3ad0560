"""The whole visit of a device that is asked over SSH only: the same facts that SNMP gives, by what its shell prints."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from netinv.errors import ProbeError, ProtocolFault, Unsupported
from netinv.i18n import _
from netinv.model import Kind, Reading
from probes.base import failure
from probes.ssh import linux, mapping, values
from probes.ssh.platforms import LINUX, PLATFORMS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

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
        self._texts: dict[str, str | ProbeError] = {}

    async def system(self) -> _Answer:
        said: dict[str, str] = {}
        sources: dict[str, str] = {}
        async for question, rows in self._answers(self._platform.system):
            found = mapping.of_device(question, rows, await self._text(question))
            said |= found
            sources |= dict.fromkeys(found, question.command)
        if not said:
            raise ProtocolFault(_("the answer says nothing about the device"))
        self.uptime_s = values.duration_s(said.get("uptime", ""))
        return (mapping.system(self._platform, said, self._session.prompt, sources),), (Kind.SYSTEM,)

    async def interfaces(self) -> _Answer:
        answers = [answer async for answer in self._answers(self._platform.interfaces)]
        return _complete(mapping.interfaces(self._platform, answers))

    async def addresses(self) -> _Answer:
        found: dict[str, Address] = {}
        async for question, rows in self._answers(self._platform.addresses):
            found = {fact.address: fact for fact in mapping.addresses(self._platform, question, rows)} | found
        return tuple(found.values()), (Kind.ADDRESS,)

    async def neighbors(self) -> _Answer:
        """All protocols' claims. Only where one is spoken, and every claim can be placed, are they all there is."""
        found: list[Neighbor] = []
        spoken, complete = False, True
        for protocol, alternatives in self._platform.neighbors.items():
            heard = await self._heard(alternatives)
            if heard is not None:
                question, rows = heard
                found += mapping.neighbors(self._platform, protocol, question, rows)
                spoken = True
                complete = complete and mapping.all_placed(question, rows)
        return tuple(found), (Kind.NEIGHBOR,) if spoken and complete else ()

    async def _heard(self, alternatives: tuple[Question, ...]) -> tuple[Question, list[Row]] | None:
        """The claims by the first question that is understood; None where the device knows none, or speaks not."""
        fault: ProtocolFault | None = None
        for question in alternatives:
            try:
                rows = await self._rows(question)
            except Unsupported:
                continue
            except ProtocolFault as error:
                fault = fault or error
                continue
            brief = alternatives[-1]
            if brief is not question and not mapping.all_placed(question, rows):
                with suppress(Unsupported, ProtocolFault):
                    rows = mapping.placed(question, rows, brief, await self._rows(brief))
            return question, rows
        if fault:
            raise fault
        return None

    async def _answers(self, questions: tuple[Question, ...]) -> AsyncIterator[tuple[Question, list[Row]]]:
        """Each question with its rows. What the device does not know is left out, unless it knows none of them."""
        answered, first_error = False, None
        for question in questions:
            try:
                rows = await self._rows(question)
            except (Unsupported, ProtocolFault) as error:
                first_error = first_error or error
                continue
            answered = True
            yield question, rows
        if first_error and not answered:
            raise first_error

    async def _rows(self, question: Question) -> list[Row]:
        text = await self._text(question)
        if question.records is not None:
            return await self._session.compute(partial(question.records, text))
        if not question.fields:
            return []
        try:
            return await self._session.parse(question.command, text)
        except (Unsupported, ProtocolFault):
            if mapping.scanned(question, text):
                return []  # a release that the template does not know; the patterns do
            raise

    async def _text(self, question: Question) -> str:
        if question.command not in self._texts:
            try:
                self._texts[question.command] = await self._session.run(question.command)
            except ProbeError as error:
                self._texts[question.command] = error
        text = self._texts[question.command]
        if isinstance(text, ProbeError):
            raise text
        return text


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
