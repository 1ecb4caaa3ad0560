"""Addresses of host names, by the system's resolver, which may hang: each is asked for in a thread that nobody awaits.

The event loop's own threads would keep the program from ending while a resolver is silent.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress

from probes.services.values import Failed

Found = list[str] | Failed


class Names:
    """Looks names up, each once, however many services stand on it; a name without address is looked up again."""

    def __init__(self) -> None:
        self._found: dict[str, asyncio.Future[Found]] = {}

    async def addresses(self, host: str) -> list[str]:
        """The addresses of a name; an address is its own.

        Raises:
            Failed: the name has none, or no resolver answers.
        """
        with suppress(ValueError):
            return [str(ipaddress.ip_address(host))]
        future = self._found.get(host)
        if future is None:
            loop = asyncio.get_running_loop()
            future = self._found[host] = loop.create_future()
            threading.Thread(target=_look_up, args=(host, loop, future), name="service-name", daemon=True).start()
        found = await asyncio.shield(future)
        if isinstance(found, Failed):
            self._found.pop(host, None)
            raise Failed(found.status, silent=found.silent)
        return found


def _look_up(host: str, loop: asyncio.AbstractEventLoop, future: asyncio.Future[Found]) -> None:
    found: Found
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(row[4][0]) for row in rows))
    except socket.gaierror as error:
        again = error.errno in (socket.EAI_AGAIN, socket.EAI_SYSTEM)
        found = Failed("no_resolver", silent=True) if again else Failed("no_address")
    except (OSError, UnicodeError):
        found = Failed("no_address")
    with suppress(RuntimeError):  # the sweep has ended meanwhile
        loop.call_soon_threadsafe(future.set_result, found)
