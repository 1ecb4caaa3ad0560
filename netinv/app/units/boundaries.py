"""What ``netinv geo log`` and ``netinv geo show`` tell: the reorganisations, and the units of a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from netinv.app.views.viewing import site_tree
from netinv.app.words.sentences import iso
from netinv.errors import UsageError
from netinv.i18n import _

if TYPE_CHECKING:
    from netinv.app.views.viewing import SiteView
    from netinv.store.reading.reader import Reader


def log(reader: Reader) -> list[dict[str, Any]]:
    """The reorganisations, the newest first."""
    return [
        {
            "reorganisation": row.id,
            "applied_at": iso(row.applied_at),
            "applied_by": row.applied_by,
            "file": row.file,
            "undone_at": iso(row.undone_at),
            "ended": row.ended,
            "born": row.born,
            "steps": row.steps,
        }
        for row in reader.reorganisations()
    ]


def units(reader: Reader, day: str, level: str | None = None) -> tuple[list[SiteView], list[dict[str, Any]]]:
    """The units of a day: as a tree, and as the JSON of ``geo show``, each with whom it follows and who follows it.

    Raises:
        UsageError: none is known of that day.
    """
    reader.boundaries = day
    rows, devices = reader.sites(), reader.devices()
    if not rows:
        raise UsageError(_("no unit is known of {day}: netinv geo log shows the changes").format(day=day))
    codes = {row.id: row.code for row in rows}
    counted = Counter(device.site_id for device in devices)
    before: dict[int, list[dict[str, Any]]] = defaultdict(list)
    after: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in reader.successions():
        facts = {"date": one.date, "action": one.action, "basis": one.basis}
        before[one.new_id].append({"code": one.old_code, "name": one.old_name, **facts})
        after[one.old_id].append({"code": one.new_code, "name": one.new_name, **facts})
    tree = [view for view in site_tree(rows, devices) if level in (None, view.row.level)]
    shapes = [
        {
            "code": view.row.code,
            "name": view.row.name,
            "level": view.row.level,
            "kind": view.row.kind,
            "parent": codes.get(view.row.parent_id or 0),
            "valid_from": view.row.valid_from or None,
            "valid_to": view.row.valid_to,
            "devices": counted[view.row.id],
            "predecessors": before[view.row.id],
            "successors": after[view.row.id],
        }
        for view in sorted(tree, key=lambda view: view.row.code)
    ]
    return tree, shapes
