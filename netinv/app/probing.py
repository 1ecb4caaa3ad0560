"""Asking one device now, with nothing stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netinv.app import shapes
from netinv.credentials import CommunityCredential, Credential, Credentials, Secret, SshCredential
from netinv.errors import CredentialError, UsageError
from netinv.i18n import _
from netinv.model import Kind, Reach, Reached, System, Target
from netinv.reconcile import merge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.config import Settings
    from netinv.model import Fact, Visit
    from probes.ssh.host_keys import MemoryHostKeys

_GIVEN = "--community"


@dataclass(frozen=True)
class _Given:
    """Credentials from the command line before those of the usual sources; same duty as ``Credentials``."""

    community: Secret | None
    others: Credentials

    def resolve(self, name: str) -> Credential:
        """The one given on the command line, or the one of that name."""
        if name == _GIVEN and self.community is not None:
            return CommunityCredential(name, "v2c", self.community)
        return self.others.resolve(name)


@dataclass(frozen=True)
class Question:
    """What to ask and with what."""

    address: str
    port: int = 161
    community: str | None = None
    credentials: tuple[str, ...] = ()
    ssh_credential: str | None = None
    ssh_port: int = 22


def probe(settings: Settings, question: Question) -> dict[str, Any]:
    """Ask and give the promised JSON; the first SNMP credential that gets an answer counts.

    Raises:
        CredentialError: a named credential is in no source.
    """
    credentials = Credentials.load(settings.secrets)
    given = _Given(Secret(question.community) if question.community else None, credentials)
    names = ([_GIVEN] if question.community else []) + list(question.credentials)
    for name in (*names, *filter(None, (question.ssh_credential,))):
        _check(given.resolve(name), ssh=name == question.ssh_credential)
    if not names and question.ssh_credential is None:
        raise UsageError(_("nothing to ask with: give --community, --credential or --ssh-credential"))
    visits = asyncio.run(_visits(settings, given, question, names or [None]))
    return shape(question.address, visits)


def _check(credential: Credential, *, ssh: bool) -> None:
    if isinstance(credential, SshCredential) is not ssh:
        wanted = "--ssh-credential" if not ssh else "--credential"
        raise CredentialError(_("credential “{name}” belongs to {option}").format(name=credential.name, option=wanted))


async def _visits(settings: Settings, given: Any, question: Question, names: Sequence[str | None]) -> list[Visit]:
    from netinv.visit import Visitor
    from probes.snmp import load_engine
    from probes.ssh.host_keys import MemoryHostKeys

    pinging = asyncio.create_task(_icmp(settings, question.address))
    visitor = Visitor(settings, given, load_engine(settings.snmp_engine), _host_keys(settings) or MemoryHostKeys())
    visits: list[Visit] = []
    for name in names:
        ssh = question.ssh_credential
        target = Target(0, question.address, question.address, question.port, name, ssh, question.ssh_port)
        visits.append(await visitor.visit(target))
        if visits[-1].reach.snmp is Reached.OK or name is None:
            break
    visits[-1].reach = visits[-1].reach._replace(icmp=await pinging)
    await visitor.close()
    return visits


def _host_keys(settings: Settings) -> MemoryHostKeys | None:
    """The keys trusted so far, where there is a database."""
    from netinv.store.reader import Reader
    from probes.ssh.host_keys import HostKey, MemoryHostKeys

    if not settings.db.exists():
        return None
    with Reader(settings.db) as reader:
        return MemoryHostKeys(HostKey(*place, *key) for place, key in reader.host_keys().items())


async def _icmp(settings: Settings, address: str) -> Reached | None:
    from netinv.errors import ProbeError
    from netinv.visit import resolve
    from probes.reach import ping

    if not settings.icmp:
        return None
    try:
        numeric = await resolve(address)
        answers = await ping([numeric], settings.timeout_s, settings.retries)
    except ProbeError:
        return None
    return Reached.TIMEOUT if answers.get(numeric) is None else Reached.OK


def shape(address: str, visits: list[Visit]) -> dict[str, Any]:
    """The JSON that ``netinv probe`` promises, of the last visit; errors of all."""
    visit = visits[-1]
    facts, _covered = merge(visit.readings)
    nothing: dict[Any, Fact] = {}
    system = next(iter(facts.get(Kind.SYSTEM, nothing).values()), System())
    assert isinstance(system, System)
    reach: Reach = visit.reach
    failures = [failure for visit in visits for failure in visit.failures]
    return {
        "address": address,
        "answered": Reached.OK in (reach.snmp, reach.ssh),
        "reach": reach._asdict(),
        **{key: getattr(system, key) for key in ("vendor", "os", "os_version", "model", "serial")},
        **{key: getattr(system, key) for key in ("sys_name", "sys_descr", "sys_object_id", "location", "contact")},
        "sources": shapes.sources(system.sources),
        "uptime_s": None if visit.uptime_ticks is None else visit.uptime_ticks // 100,
        "interfaces": [shapes.interface(fact) for fact in facts.get(Kind.INTERFACE, nothing).values()],
        "neighbors": [shapes.neighbor(fact) for fact in facts.get(Kind.NEIGHBOR, nothing).values()],
        "errors": [{"what": failure.what, "error": failure.error} for failure in failures],
    }
