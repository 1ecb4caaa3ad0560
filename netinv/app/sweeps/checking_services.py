"""The checks of services beside a sweep of devices: they begin with it and never outlast its deadline."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from netinv.errors import ConfigError
from netinv.i18n import _
from netinv.inventory.endpoints import BadCell, parse_address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from netinv.config import Settings
    from netinv.sweep import Outcome
    from probes.services.checking import Checker
    from probes.services.values import Answer, Asked


@asynccontextmanager
async def beside(
    services: Sequence[Asked], settings: Settings, answers: dict[int, Answer]
) -> AsyncIterator[Callable[[Outcome], Awaitable[None]]]:
    """Begin the checks; gives what waits for them once the devices are done.

    Args:
        services: What is checked; with none, nothing is loaded.
        settings: Limits, the deadline among them.
        answers: Takes the answers, by the services' ids.
    """
    until = asyncio.get_running_loop().time() + settings.deadline_s
    task = asyncio.create_task(_check(services, settings, answers))

    async def ended(outcome: Outcome) -> None:
        """Wait for what is left; a sweep that is overdue or interrupted waits no longer, and says so."""
        if outcome.ended != "done":
            return
        try:
            async with asyncio.timeout_at(until):
                await task
        except TimeoutError:
            outcome.ended = "overdue"
        except asyncio.CancelledError:
            outcome.ended = "interrupted"

    try:
        yield ended
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _check(services: Sequence[Asked], settings: Settings, answers: dict[int, Answer]) -> None:
    if services:
        from probes.services.rounds import check_all

        await check_all(services, checker(settings), settings.service_jobs, answers.__setitem__)


def checker(settings: Settings) -> Checker:
    """The means of checking that the settings give."""
    from probes.services.checking import Checker

    ca_file = None if settings.ca_file is None else settings.config.parent / settings.ca_file
    return Checker(settings.service_timeout_s, ca_file, name_servers(settings))


def name_servers(settings: Settings) -> list[tuple[str, int]]:
    """Whom checks of names ask; none: those that the system asks.

    Raises:
        ConfigError: one is no address.
    """
    try:
        return [parse_address(server, 53) for server in settings.dns_servers]
    except BadCell as error:
        raise ConfigError(_("dns_servers: {error}").format(error=error)) from None


def check_settings(settings: Settings) -> None:
    """That the settings of checks can be used, before a sweep begins.

    Raises:
        ConfigError: a file of certificates or a name server that cannot be used.
    """
    name_servers(settings)
    if settings.ca_file is None:
        return
    from probes.services.tls import believing

    path = settings.config.parent / settings.ca_file
    try:
        believing(path)
    except OSError as error:  # ssl.SSLError is one
        message = _("ca_file: {path} cannot be used ({reason}): name a file of certificates in PEM")
        raise ConfigError(message.format(path=path, reason=error.strerror or error)) from None
