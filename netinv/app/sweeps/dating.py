"""Since when what is wrong has been so: what counts as a problem only now may have begun within planned work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.app.sweeps.linking import ends_of
from netinv.store.writing import links as stored
from netinv.store.writing import polls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from netinv.problems import Trouble
    from netinv.store.writing.engine import Connection
    from topology.values import Cause, Link

Key = tuple[str, str]


def began(
    connection: Connection,
    at_ms: int,
    opened: Iterable[Trouble],
    planned: Iterable[Cause],
    links: Sequence[Link],
    ids: Mapping[str, int],
) -> dict[Key, int]:
    """When those began that began before now, by kind and name. States and links of this sweep must be written before.

    A device has failed since it last answered; several links since the last of them worked. Where no link is known to
    be broken, what lies behind says it.
    """
    parts = [(trouble.key, trouble.members, trouble.silenced) for trouble in opened if _is_dated(trouble)]
    parts += [
        ((cause.kind, cause.name), cause.members, frozenset(ids[name] for name in cause.affected_devices))
        for cause in planned
    ]
    if not parts:
        return {}
    ends = {link.name: ends_of(link, ids) for link in links}
    wanted = {ends[member] for _key, members, _silenced in parts for member in members if member in ends}
    broken = stored.broken_since(connection, wanted) if wanted else {}
    devices = {ids[member] for _key, members, _silenced in parts for member in members if member in ids}
    silent = polls.silent_since(connection, devices.union(*(silenced for _key, _members, silenced in parts)))
    found = {}
    for key, members, silenced in parts:
        own = [silent[ids[member]] for member in members if ids.get(member) in silent]
        own += [broken[ends[member]] for member in members if ends.get(member) in broken]
        at = max(own) if own else min((silent[one] for one in silenced if one in silent), default=None)
        if at is not None and at < at_ms:
            found[key] = at
    return found


def _is_dated(trouble: Trouble) -> bool:
    """Devices that answer in part, and a poller without sight, begin when they are seen."""
    return trouble.kind != "poller" if trouble.explains else trouble.kind in ("link", "group")
