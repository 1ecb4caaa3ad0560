"""One pass over many devices: asynchronous, bounded, polite. Knows no database; a sink gets each visit as it ends."""

from __future__ import annotations

import asyncio
import resource
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netinv.errors import ProbeError, Unsupported
from netinv.health import answers
from netinv.model import Failure, FailureKind, Reach, Reached
from netinv.visit import resolve
from probes import reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netinv.config import Settings
    from netinv.doubts import Doubts
    from netinv.model import Target, Visit
    from netinv.visit import Visitor

_FILES_KEPT = 128
_MOST_AT_ONCE = 4000
_STARTS_IN_A_ROW = 256
_STEPS_ALONG_A_PATH = 8


@dataclass(slots=True)
class Outcome:
    """How a sweep ended: done, overdue or interrupted. ``unasked`` gave no visit. ICMP by device id, in seconds.

    ``uplink``: whether the vantage answered, where it was asked beside a sweep of other devices.
    """

    ended: str = "done"
    unasked: list[Target] = field(default_factory=list)
    icmp: dict[int, tuple[Reached, float | None]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    uplink: bool | None = None


async def sweep(
    targets: Sequence[Target],
    visitor: Visitor,
    settings: Settings,
    sink: Callable[[Visit], None],
    deadline_s: float,
    doubts: Doubts | None = None,
) -> Outcome:
    """Ask all targets, then the doubtful ones once more: their later visit takes the place of the first.

    A cancelled or overdue sweep keeps what the sink got until then.
    """
    outcome = Outcome()
    waiting = {target.device_id: target for target in targets}
    reaches: dict[int, Reach] = {}

    def finished(visit: Visit) -> None:
        waiting.pop(visit.target.device_id, None)
        reaches[visit.target.device_id] = visit.reach
        sink(visit)

    try:
        async with asyncio.timeout(deadline_s):
            await _all(targets, visitor, settings, finished, outcome)
            if doubts is not None:
                await _ask_again(targets, visitor, settings, finished, outcome, doubts, reaches)
    except TimeoutError:
        outcome.ended = "overdue"
    except asyncio.CancelledError:
        outcome.ended = "interrupted"
    await _close(visitor)
    outcome.unasked = list(waiting.values())
    return outcome


async def _ask_again(
    targets: Sequence[Target],
    visitor: Visitor,
    settings: Settings,
    finished: Callable[[Visit], None],
    outcome: Outcome,
    doubts: Doubts,
    reaches: dict[int, Reach],
) -> None:
    """Ask the doubtful, and whom their answers make doubtful, along the path; then whether we see anything at all."""
    asked_again: set[int] = set()

    def heard() -> dict[int, bool]:
        return {device: _heard(reach, outcome.icmp.get(device)) for device, reach in reaches.items()}

    for _step in range(_STEPS_ALONG_A_PATH):
        doubtful = doubts.about(heard(), asked_again)
        if not doubtful:
            break
        asked_again |= doubtful
        again = [target for target in targets if target.device_id in doubtful]
        await _all(again, visitor, settings, finished, outcome)
    beside_them = all(target.device_id not in reaches for target in doubts.vantage)
    if doubts.vantage and beside_them and not any(heard().values()):
        seen: list[Visit] = []
        beside = Outcome()
        await _all(doubts.vantage, visitor, settings, seen.append, beside)
        outcome.uplink = any(_heard(visit.reach, beside.icmp.get(visit.target.device_id)) for visit in seen)


def _heard(reach: Reach, ping: tuple[Reached, float | None] | None) -> bool:
    return answers(reach._replace(icmp=ping[0] if ping else None))


async def _close(visitor: Visitor) -> None:
    """Hang up, whoever wants to end it meanwhile: what was heard must get home."""
    closing = asyncio.ensure_future(visitor.close())
    while not closing.done():
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            continue


async def _all(
    targets: Sequence[Target], visitor: Visitor, settings: Settings, finished: Callable[[Visit], None], outcome: Outcome
) -> None:
    at_once = asyncio.Semaphore(_sockets_at_once())

    async def ask(target: Target) -> None:
        try:
            finished(await visitor.visit(target))
        finally:
            at_once.release()

    async with asyncio.TaskGroup() as group:
        if settings.icmp:
            group.create_task(_ping(targets, settings, outcome))
        for number, target in enumerate(targets):
            await at_once.acquire()
            group.create_task(ask(target))
            if number % _STARTS_IN_A_ROW == 0:
                await asyncio.sleep(0)  # starts are spread: answers are read between them


async def _ping(targets: Sequence[Target], settings: Settings, outcome: Outcome) -> None:
    """ICMP for all at once, beside the other questions: one process does it better than a task per device."""
    addresses: dict[int, str] = {}
    for target in targets:
        try:
            addresses[target.device_id] = await resolve(target.address)
        except ProbeError:
            continue  # the visit says it
    try:
        answers = await reach.ping(set(addresses.values()), settings.timeout_s, settings.retries)
    except Unsupported as error:
        outcome.failures.append(Failure("icmp", FailureKind.UNSUPPORTED, str(error)))
        return
    for device_id, address in addresses.items():
        rtt_s = answers.get(address)
        outcome.icmp[device_id] = (Reached.TIMEOUT if rtt_s is None else Reached.OK, rtt_s)


def _sockets_at_once() -> int:
    """Each device being asked holds a socket: as many as the system lets us open, up to a bound."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_AT_ONCE + _FILES_KEPT
    if soft < wanted and (hard == resource.RLIM_INFINITY or hard > soft):
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(16, min(_MOST_AT_ONCE, soft - _FILES_KEPT))
