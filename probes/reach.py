"""ICMP echo to many addresses at once: fping where it is installed, else icmplib, else nothing, and why."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from typing import TYPE_CHECKING

from netinv.errors import Unsupported
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection

_ALIVE = re.compile(r"^(\S+) is alive \(([\d.]+) ms")
_INTERVAL_MS_ROOT = 0.1
_INTERVAL_MS_USER = 1
_SENT_SLOWLY, _FPINGS_OF_A_USER = 1024, 4
_ICMPLIB_AT_ONCE = 1000


async def ping(addresses: Collection[str], timeout_s: float, retries: int) -> dict[str, float | None]:
    """Round-trip time in seconds of each IP address, None where nothing came back.

    Raises:
        Unsupported: this machine lets us send no ICMP echo; the message says what to install.
    """
    if not addresses:
        return {}
    fping = shutil.which("fping") or shutil.which("fping", path="/usr/sbin:/usr/local/sbin")
    if fping:
        return await _fpings(fping, list(addresses), timeout_s, retries)
    return await _icmplib(addresses, timeout_s, retries)


async def _fpings(fping: str, addresses: list[str], timeout_s: float, retries: int) -> dict[str, float | None]:
    """One process; several where each may only send slowly and there are many to send to."""
    several = os.geteuid() != 0 and len(addresses) > _SENT_SLOWLY
    parts = [addresses[first::_FPINGS_OF_A_USER] for first in range(_FPINGS_OF_A_USER)] if several else [addresses]
    running = [asyncio.ensure_future(_fping(fping, part, timeout_s, retries)) for part in parts]
    try:
        answers = await asyncio.gather(*running)
    finally:
        for task in running:
            task.cancel()
        await asyncio.wait(running)
    return {address: rtt_s for answer in answers for address, rtt_s in answer.items()}


async def _fping(fping: str, addresses: Collection[str], timeout_s: float, retries: int) -> dict[str, float | None]:
    # fping's default of 10 ms between packets would take 100 s for 10,000 addresses.
    interval_ms = _INTERVAL_MS_ROOT if os.geteuid() == 0 else _INTERVAL_MS_USER
    options = ["-e", "-r", str(retries), "-B", "1", "-t", str(round(timeout_s * 1000)), "-i", f"{interval_ms:g}"]
    process = await asyncio.create_subprocess_exec(
        fping,
        *options,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await process.communicate("\n".join(addresses).encode())
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode not in (0, 1, 2):  # 1: some silent, 2: some addresses unusable
        raise Unsupported(_("fping cannot send: {error}").format(error=err.decode("utf-8", "replace").strip()[:200]))
    answers: dict[str, float | None] = dict.fromkeys(addresses)
    for line in out.decode("utf-8", "replace").splitlines():
        if found := _ALIVE.match(line):
            answers[found[1]] = float(found[2]) / 1000
    return answers


async def _icmplib(addresses: Collection[str], timeout_s: float, retries: int) -> dict[str, float | None]:
    import icmplib

    privileged = _icmplib_mode()
    answers: dict[str, float | None] = {}
    silent = list(addresses)
    for _round in range(retries + 1):
        hosts = await icmplib.async_multiping(
            silent, count=1, timeout=timeout_s, concurrent_tasks=_ICMPLIB_AT_ONCE, privileged=privileged
        )
        answers |= {host.address: host.avg_rtt / 1000 if host.is_alive else None for host in hosts}
        silent = [address for address, rtt_s in answers.items() if rtt_s is None]
        if not silent:
            break
    return answers


def _icmplib_mode() -> bool:
    """Whether raw sockets are to be used; icmplib must not find out within its tasks (they would print tracebacks)."""
    from icmplib.exceptions import ICMPLibError
    from icmplib.sockets import ICMPv4Socket

    for privileged in (True, False):
        try:
            ICMPv4Socket(privileged=privileged).close()
        except ICMPLibError:
            continue
        return privileged
    message = _(
        "no right to send ICMP here: install fping, or allow it: sysctl net.ipv4.ping_group_range='0 2147483647'"
    )
    raise Unsupported(message)
