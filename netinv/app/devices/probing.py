"""Asking one device now, with nothing stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netinv.app.sweeps.vendor_files import use_vendor_files
from netinv.app.views import shapes
from netinv.credentials import CommunityCredential, Credential, Credentials, Secret, SshCredential
from netinv.errors import CredentialError, UsageError
from netinv.i18n import _
from netinv.model import Kind, Reach, Reached, System, Target
from netinv.reconcile import merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netinv.config import Settings
    from netinv.model import Fact, Visit
    from probes.snmp.engine import Engine
    from probes.ssh.host_keys import MemoryHostKeys

_GIVEN = "--community"


@dataclass(frozen=True)
class Means:
    """Credentials from the command line before those of the usual sources; same duty as ``Credentials``."""

    community: Secret | None
    others: Credentials

    def resolve(self, name: str) -> Credential:
        """The one given on the command line, or the one of that name."""
        if name == _GIVEN and self.community is not None:
            return CommunityCredential(name, "v2c", self.community)
        return self.others.resolve(name)

    def secrets(self, names: Iterable[str | None]) -> set[str]:
        """The texts that must stand nowhere: of those names, and of all that the secrets file has."""
        given = {self.community.reveal()} if self.community else set()
        return given | self.others.secrets(name for name in names if name and name != _GIVEN)


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
        RuleError: the user's own vendor files cannot be used.
    """
    from probes.snmp import load_engine

    use_vendor_files(settings)
    means, names = means_of(settings, question)
    engine = load_engine(settings.snmp_engine)
    return shape(question.address, asyncio.run(visits(settings, means, question, names, engine)))


def means_of(settings: Settings, question: Question) -> tuple[Means, list[str | None]]:
    """What to ask with, and the names of SNMP credentials to try; one None: over SSH alone.

    Raises:
        CredentialError: a named credential is in no source, or of another kind.
    """
    means = Means(Secret(question.community) if question.community else None, Credentials.load(settings.secrets))
    names: list[str | None] = [*([_GIVEN] if question.community else []), *question.credentials]
    for name in (*names, question.ssh_credential):
        if name:
            _check(means.resolve(name), ssh=name == question.ssh_credential)
    if not names and question.ssh_credential is None:
        raise UsageError(_("nothing to ask with: give --community, --credential or --ssh-credential"))
    return means, names or [None]


def _check(credential: Credential, *, ssh: bool) -> None:
    if isinstance(credential, SshCredential) is not ssh:
        wanted = "--ssh-credential" if not ssh else "--credential"
        raise CredentialError(_("credential “{name}” belongs to {option}").format(name=credential.name, option=wanted))


async def visits(
    settings: Settings, means: Means, question: Question, names: Sequence[str | None], engine: Engine
) -> list[Visit]:
    """Ask with one credential after another, until one is answered."""
    from netinv.visit import Visitor
    from probes.ssh.host_keys import MemoryHostKeys

    pinging = asyncio.create_task(_icmp(settings, question.address))
    visitor = Visitor(settings, means, engine, _host_keys(settings) or MemoryHostKeys())
    made: list[Visit] = []
    for name in names:
        ssh = question.ssh_credential
        target = Target(0, question.address, question.address, question.port, name, ssh, question.ssh_port)
        made.append(await visitor.visit(target))
        if made[-1].reach.snmp is Reached.OK or name is None:
            break
    made[-1].reach = made[-1].reach._replace(icmp=await pinging)
    await visitor.close()
    return made


def _host_keys(settings: Settings) -> MemoryHostKeys | None:
    """The keys trusted so far, where there is a database."""
    from netinv.store.reading.reader import Reader
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


def shape(address: str, made: list[Visit]) -> dict[str, Any]:
    """The JSON that ``netinv probe`` promises, of the last visit; errors of all."""
    visit = made[-1]
    facts, _covered = merge(visit.readings)
    nothing: dict[Any, Fact] = {}
    system = next(iter(facts.get(Kind.SYSTEM, nothing).values()), System())
    assert isinstance(system, System)
    reach: Reach = visit.reach
    failures = [failure for visit in made for failure in visit.failures]
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
