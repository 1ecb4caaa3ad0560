"""Asking one device, every way the inventory names: the same for a sweep of all and for ``netinv probe``."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import time
from typing import TYPE_CHECKING, Protocol

from netinv.credentials import Credential, SnmpCredential, SshCredential
from netinv.errors import AuthFailed, CredentialError, HostKeyChanged, ProbeError, Refused, Timeout
from netinv.i18n import _
from netinv.model import Failure, FailureKind, Reach, Reached, Reading, Visit
from probes.base import Seen, failure
from probes.snmp import visit as snmp
from probes.snmp.session import SnmpSession
from probes.ssh import greeting

if TYPE_CHECKING:
    from netinv.config import Settings
    from netinv.model import Target
    from probes.snmp.engine import Engine
    from probes.ssh.host_keys import HostKeys
    from probes.ssh.session import SshSessions

log = logging.getLogger(__name__)

_LOGIN_TIMEOUT_FACTOR = 10
"""A login takes many round trips and a slow device's key exchange: so many times the timeout of one question."""


class CredentialSource(Protocol):
    """Where names of credentials become credentials."""

    def resolve(self, name: str) -> Credential:
        """The credential of that name.

        Raises:
            CredentialError: no source has it.
        """


class Visitor:
    """The means of asking: engine, credentials, limits. One visitor serves all devices of a sweep, side by side."""

    def __init__(self, settings: Settings, credentials: CredentialSource, engine: Engine, host_keys: HostKeys) -> None:
        self._settings = settings
        self._credentials = credentials
        self._engine = engine
        self._host_keys = host_keys
        self._resolved: dict[str, Credential | CredentialError] = {}
        self._reading = asyncio.Semaphore(settings.jobs)
        self._ssh_sessions: SshSessions | None = None

    async def visit(self, target: Target) -> Visit:
        """Ask the device. Whatever goes wrong stands in the visit; only cancelling passes through."""
        visit = Visit(target, round(time.time() * 1000))
        started = time.monotonic()
        try:
            address = await resolve(target.address)
            visit.address = address
            reached_snmp = await self._ask_snmp(target, address, visit) if target.snmp else None
            reached_ssh = await self._ask_ssh(target, address, visit) if target.ssh else None
            visit.reach = Reach(None, reached_snmp, reached_ssh)
        except Exception as error:  # noqa: BLE001  # a mistake of ours on one device must not cost the sweep the others
            self._failed(visit, error)
        visit.duration_s = time.monotonic() - started
        return visit

    async def close(self) -> None:
        """Hang up what is open."""
        if self._ssh_sessions is not None:
            await self._ssh_sessions.close()
        self._engine.close()

    def _failed(self, visit: Visit, error: Exception) -> None:
        target = visit.target
        visit.reach = Reach(None, Reached.ERROR if target.snmp else None, Reached.ERROR if target.ssh else None)
        if isinstance(error, ProbeError):
            visit.readings.append(Reading("device", failure=failure("device", error)))
            return
        # Only with -v: users see the reading.
        log.info("reading %s failed", target.name, exc_info=error, extra={"fields": {"device": target.name}})
        text = _("internal error ({error}): please report it with the log").format(error=type(error).__name__)
        visit.readings.append(Reading("device", failure=Failure("device", FailureKind.ERROR, text)))

    async def _ask_snmp(self, target: Target, address: str, visit: Visit) -> Reached:
        credential = self._credential(target.snmp, visit)
        if credential is None:
            return Reached.ERROR
        if not isinstance(credential, SnmpCredential):
            return self._wrong_kind(target.snmp, "snmp", visit)
        session = SnmpSession(
            self._engine,
            address,
            target.port,
            credential,
            timeout_s=target.timeout_s or self._settings.timeout_s,
            retries=self._settings.retries,
            max_repetitions=target.max_repetitions or self._settings.max_repetitions,
            learned_repetitions=target.learned_repetitions,
            max_rows=self._settings.max_rows,
            deadline_s=self._settings.device_deadline_s,
        )
        seen = Seen()
        try:
            reached, trouble = await snmp.contact(session, seen)
            if trouble:
                visit.readings.append(Reading("snmp", failure=trouble))
            if reached is Reached.OK:
                async with self._reading:
                    visit.readings += await snmp.read(session, seen)
        finally:
            session.close()
        visit.uptime_ticks, visit.max_repetitions = seen.uptime_ticks, session.repetitions
        visit.clock_off_s = seen.clock_off_s
        return reached

    async def _ask_ssh(self, target: Target, address: str, visit: Visit) -> Reached:
        """Greeted first, with retries: that tells silence quickly. Only a device without SNMP is logged in to."""
        timeout_s = target.timeout_s or self._settings.timeout_s
        for left in range(self._settings.retries, -1, -1):
            try:
                await greeting.greet(address, target.ssh_port, timeout_s)
            except ProbeError as error:
                if isinstance(error, Timeout) and left:
                    continue
                return _noted("ssh", error, visit)
            break
        return Reached.OK if target.snmp else await self._log_in(target, visit)

    async def _log_in(self, target: Target, visit: Visit) -> Reached:
        from probes.ssh import facts

        credential = self._credential(target.ssh, visit)
        if credential is None:
            return Reached.ERROR
        if not isinstance(credential, SshCredential):
            return self._wrong_kind(target.ssh, "ssh", visit)
        timeout_s = (target.timeout_s or self._settings.timeout_s) * _LOGIN_TIMEOUT_FACTOR
        try:
            session = await self._sessions().open(target, credential, timeout_s)
            try:
                found = await facts.read(session)
            finally:
                await session.close()
        except ProbeError as error:
            return _noted("ssh", error, visit)
        visit.readings += found.readings
        visit.uptime_ticks, visit.platform = found.uptime_ticks, found.platform
        return Reached.OK

    def _sessions(self) -> SshSessions:
        if self._ssh_sessions is None:
            from probes.ssh.session import SshSessions

            self._ssh_sessions = SshSessions(self._host_keys, self._settings.ssh_jobs)
        return self._ssh_sessions

    def _credential(self, name: str | None, visit: Visit) -> Credential | None:
        """The credential, looked up once per name; a missing one fails only the devices that name it."""
        name = name or ""
        if name not in self._resolved:
            try:
                self._resolved[name] = self._credentials.resolve(name)
            except CredentialError as error:
                self._resolved[name] = error
        found = self._resolved[name]
        if isinstance(found, CredentialError):
            visit.readings.append(Reading("credential", failure=Failure("credential", FailureKind.ERROR, str(found))))
            return None
        return found

    def _wrong_kind(self, name: str | None, way: str, visit: Visit) -> Reached:
        text = _("credential “{name}” is of another kind: it cannot be used for {way}").format(
            name=name, way=way.upper()
        )
        visit.readings.append(Reading("credential", failure=Failure("credential", FailureKind.ERROR, text)))
        return Reached.ERROR


def _noted(what: str, error: ProbeError, visit: Visit) -> Reached:
    what = "host_key" if isinstance(error, HostKeyChanged) else what
    visit.readings.append(Reading(what, failure=failure(what, error)))
    for kind, reached in ((Timeout, Reached.TIMEOUT), (Refused, Reached.REFUSED), (AuthFailed, Reached.AUTH)):
        if isinstance(error, kind):
            return reached
    return Reached.ERROR


async def resolve(address: str) -> str:
    """The IP address of an address or host name.

    Raises:
        ProbeError: the name has none.
    """
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(address, None, type=socket.SOCK_DGRAM)
    except OSError as error:
        message = _("the name {name} has no address ({error}): mend the name or the resolver")
        raise ProbeError(message.format(name=address, error=error.strerror)) from None
    return str(found[0][4][0])
