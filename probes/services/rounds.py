"""Checking many services: side by side, bounded, and twice where an answer would change what is believed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from probes.services.checking import Checker
    from probes.services.values import Answer, Asked

_AGAIN_AFTER_S = 0.2


async def check_all(
    services: Sequence[Asked], checker: Checker, at_once: int, sink: Callable[[int, Answer], None]
) -> None:
    """Check all; ``sink`` gets the id and answer of each as it is decided. What is cancelled keeps what it got."""
    room = asyncio.Semaphore(at_once)

    async def one(asked: Asked) -> None:
        async with room:
            sink(asked.id, await _decided(asked, checker))

    async with asyncio.TaskGroup() as group:
        for asked in services:
            group.create_task(one(asked))


async def _decided(asked: Asked, checker: Checker) -> Answer:
    """The answer; one that says otherwise than the last time is asked for again, and the second one counts."""
    first = await checker.check(asked)
    if first.ok == asked.up:
        return first
    await asyncio.sleep(_AGAIN_AFTER_S)
    return await checker.check(asked)
