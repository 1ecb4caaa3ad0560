"""The units that a day of a reorganisation makes, from the rows that lead to each. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.inventory.problems import nearest, quoted
from netinv.units.world import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netinv.inventory.problems import Problems
    from netinv.units.boundaries import Boundaries
    from netinv.units.rows import Act
    from netinv.units.world import World

_NOBODY = -1
_CHOSEN = ("new_name", "new_level", "new_kind", "new_parent")


class Births:
    """Ends the old units of a day and makes the new ones."""

    def __init__(
        self, world: World, day: str, acts: Sequence[Act], old: Mapping[int, Unit], problems: Problems
    ) -> None:
        """``old``: the unit that the row of each line speaks of."""
        self._world = world
        self._day = day
        self._acts = acts
        self._old = old
        self._problems = problems
        self._standing: dict[str, Unit] = {}
        self._heirs: dict[int, Unit] = {}
        self._parents: list[tuple[Unit, list[Act]]] = []

    def run(self) -> dict[int, Unit] | None:
        """The unit that each line leads to, none for what is abolished without an heir; None where there are faults."""
        for unit_id in {unit.id for unit in self._old.values()}:
            self._world.end(unit_id, self._day)
        self._standing = self._world.valid(self._day)
        groups: dict[str, list[Act]] = {}
        for act in self._acts:
            if act.action != "abolish":
                groups.setdefault(act.new_code, []).append(act)
        for code, acts in groups.items():
            self._make(code, acts)
        for act in self._acts:
            if act.action == "abolish" and act.new_code:
                self._find_heir(act)
        boundaries = self._world.boundaries(self._day)
        for unit, acts in () if self._problems.total else self._parents:
            self._hang(unit, acts, boundaries)
        if self._problems.total:
            return None
        return {line: self._world.units[unit.id] for line, unit in self._heirs.items()}

    def _fault(self, act: Act, column: str, error: str) -> None:
        self._problems.add(act.file, act.line, column, error)

    def _make(self, code: str, acts: list[Act]) -> None:
        """The unit that several rows lead to: one that goes on, or a new one."""
        said = self._said(acts)
        standing = self._standing.get(code)
        if standing is not None:
            self._join(standing, acts, said)
            return
        later = [unit for unit in self._world.units.values() if unit.code == code and unit.valid_from >= self._day]
        if later:
            message = _("{code} is the code of {unit} from {start} on: mend the code or the date, or undo that first")
            unit = quoted(later[0].called)
            self._fault(acts[0], "new_code", message.format(code=quoted(code), unit=unit, start=later[0].valid_from))
            return
        born = self._world.bear(self._unit(code, acts, said))
        self._standing[code] = born
        self._heirs.update({act.line: born for act in acts})
        self._parents.append((born, acts))

    def _said(self, acts: list[Act]) -> dict[str, str]:
        """What the rows say of the unit; they must say the same."""
        said: dict[str, str] = {}
        for column in _CHOSEN:
            for act in acts:
                value = getattr(act, column)
                if value and said.setdefault(column, value) != value:
                    message = _("{value} here, {other} in another row for {code}: make them the same")
                    error = message.format(value=quoted(value), other=quoted(said[column]), code=quoted(act.new_code))
                    self._fault(act, column, error)
        return said

    def _join(self, standing: Unit, acts: list[Act], said: Mapping[str, str]) -> None:
        """Rows that lead into a unit that goes on as it is."""
        names = {"new_name": standing.name, "new_level": standing.level, "new_kind": standing.kind}
        for act in acts:
            if act.action != "merge":
                message = _("{code} is the code of {unit} on that day: only a merge can lead there")
                self._fault(act, "new_code", message.format(code=quoted(act.new_code), unit=quoted(standing.called)))
        for column, value in names.items():
            if said.get(column, value) != value:
                message = _(
                    "{unit} goes on as it is: for {value} give it a row of its own in this file (rename, or merge)"
                )
                error = message.format(unit=quoted(standing.called), value=quoted(said[column]))
                self._fault(acts[0], column, error)
        self._heirs.update({act.line: standing for act in acts})

    def _unit(self, code: str, acts: list[Act], said: Mapping[str, str]) -> Unit:
        """A new unit; what no row says it has from the old one of its code, else from what it is made of."""
        olds = [self._old[act.line] for act in acts]
        main = next((unit for unit in olds if unit.code == code), olds[0] if len(olds) == 1 else None)
        if main is None and "new_name" not in said:
            self._fault(acts[0], "new_name", _("it is empty: {code} is a new unit, name it").format(code=quoted(code)))
        levels = {unit.level for unit in olds}
        if main is None and len(levels) > 1 and "new_level" not in said:
            self._fault(acts[0], "new_level", _("it is empty, and the old units are of several levels: say which"))
        placed = [main] if main and main.lat is not None else [unit for unit in olds if unit.lat is not None]
        connected = sorted(filter(None, (unit.connected_since for unit in olds)))
        statuses = [unit.status for unit in olds]
        return Unit(
            id=0,
            code=code,
            name=said.get("new_name", main.name if main else code),
            level=said.get("new_level", (main or olds[0]).level),
            kind=said.get("new_kind", main.kind if main else None),
            parent_id=None,
            lat=_mean([unit.lat for unit in placed]),
            lon=_mean([unit.lon for unit in placed]),
            status=next(
                (one for one in ("connected", "connecting", "planned", "disconnected") if one in statuses), None
            ),
            connected_since=connected[0] if connected else None,
            valid_from=self._day,
            valid_to=None,
        )

    def _hang(self, unit: Unit, acts: list[Act], boundaries: Boundaries) -> None:
        """Give a new unit the one above it, now that all of the day are there."""
        code = next((act.new_parent for act in acts if act.new_parent), "")
        if code:
            above = boundaries.code_on(code)
            if above is None or above == unit.id:
                codes = list(self._standing)
                message = _("no unit has the code {code} on {day}{hint}: mend it")
                error = message.format(code=quoted(code), day=self._day, hint=nearest(code, codes))
                self._fault(acts[0], "new_parent", error)
                return
        else:
            parents = {self._parent_of(self._old[act.line], boundaries) for act in acts}
            if len(parents) > 1 or _NOBODY in parents:
                message = _("it is empty, and the old units have no one unit above them all on {day}: name it")
                self._fault(acts[0], "new_parent", message.format(day=self._day))
                return
            above = parents.pop()
        self._world.units[unit.id] = self._world.units[unit.id]._replace(parent_id=above)

    def _parent_of(self, old: Unit, boundaries: Boundaries) -> int | None:
        """The unit above an old one, or that one's heir of this day; what is abolished has none."""
        if old.parent_id is None:
            return None
        above = boundaries.of(old.parent_id) if boundaries.valid(old.parent_id) else old.parent_id
        acts = [act for act in self._acts if self._old[act.line].id == above]
        if not acts:
            return boundaries.of(old.parent_id) or _NOBODY
        heirs = {self._heirs[act.line].id for act in acts if act.action != "abolish"}
        return heirs.pop() if len(heirs) == 1 else _NOBODY

    def _find_heir(self, act: Act) -> None:
        unit = self._standing.get(act.new_code)
        if unit is None:
            codes = list(self._standing)
            message = _("no unit has the code {code} on {day}{hint}: mend it")
            error = message.format(code=quoted(act.new_code), day=self._day, hint=nearest(act.new_code, codes))
            self._fault(act, "new_code", error)
        else:
            self._heirs[act.line] = unit


def _mean(values: Sequence[float | None]) -> float | None:
    """The middle of several places, for drawing."""
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 5) if known else None
