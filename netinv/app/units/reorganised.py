"""What a reorganisation moves, as the JSON that ``netinv geo apply`` promises: the preview and the report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netinv.store.writing import moving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netinv.store.writing.engine import Connection
    from netinv.units.world import Unit, World


def shape(connection: Connection, world: World) -> dict[str, Any]:
    """Steps, units, and where devices, services, links and open problems go; told before anything is stored."""
    devices = list(_moves(world, "device"))
    to = {move["name"]: move for move in devices}
    links = [
        {"link": name, "ends": [_end(to[end]) for end in dict.fromkeys((a, b)) if end in to]}
        for name, a, b in moving.links(connection)
        if a in to or b in to
    ]
    return {
        "steps": [step._asdict() for step in world.steps],
        "units": list(_units(world)),
        "devices": devices,
        "services": list(_moves(world, "service")),
        "links": links,
        "problems": list(_problems(connection, world)),
    }


def _end(move: dict[str, Any]) -> dict[str, Any]:
    return {"device": move["name"], "from": move["from"], "to": move["to"]}


def _units(world: World) -> Iterator[dict[str, Any]]:
    """Each unit that ends, with its successors; by date and code."""
    heirs: dict[int, list[tuple[str, Unit]]] = {}
    for one in world.new_successions:
        heirs.setdefault(one.old_id, []).append((one.action, world.units[one.new_id]))
    ended = sorted((world.units[unit_id] for unit_id in world.ended), key=lambda unit: (unit.valid_to or "", unit.code))
    for unit in ended:
        found = heirs.get(unit.id, [])
        yield {
            "date": unit.valid_to,
            "action": found[0][0] if found else "abolish",
            "code": unit.code,
            "name": unit.name,
            "level": unit.level,
            "successors": [{"code": heir.code, "name": heir.name, "level": heir.level} for _action, heir in found],
        }


def _moves(world: World, kind: str) -> Iterator[dict[str, Any]]:
    """From where to where in the end, though there be days between."""
    first: dict[str, int] = {}
    last: dict[str, tuple[str, int]] = {}
    for move in world.relocations:
        if move.subject.kind == kind:
            first.setdefault(move.subject.name, move.from_id)
            last[move.subject.name] = (move.date, move.to_id)
    for name in sorted(first):
        date, to = last[name]
        old, new = world.units[first[name]], world.units[to]
        yield {"name": name, "date": date, "from": _named(old), "to": _named(new)}


def _named(unit: Unit) -> dict[str, str]:
    return {"code": unit.code, "name": unit.name}


def _problems(connection: Connection, world: World) -> Iterator[dict[str, Any]]:
    """The open problems that stand at a unit that ends, or cut one off."""
    if not world.steps:
        return
    boundaries = world.boundaries(world.steps[-1].date)
    ended = set(world.ended)
    for number, kind, name, site_ids in moving.open_problems(connection):
        moved = [site_id for site_id in site_ids if site_id in ended]
        if moved:
            heirs = {site_id: boundaries.of(site_id) for site_id in moved}
            yield {
                "problem": number,
                "kind": kind,
                "name": name,
                "from": sorted(world.units[site_id].code for site_id in moved),
                "to": sorted({world.units[heir].code for heir in heirs.values() if heir is not None}),
            }
