"""What a reorganisation does to the units and to what stands at them, day by day; or why it cannot be. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from netinv.i18n import _
from netinv.inventory.problems import nearest, quoted
from netinv.units.births import Births
from netinv.units.world import Step, Succession

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netinv.inventory.problems import Problems
    from netinv.units.rows import Act
    from netinv.units.world import Unit, World


def plan(world: World, acts: Sequence[Act], today: str, problems: Problems) -> None:
    """Change the world as the acts say, each day's all at once; what cannot be goes to ``problems``."""
    for day, acts_of_day in groupby(acts, key=lambda act: act.date):
        today_acts = list(acts_of_day)
        if day > today:
            message = _("{day} is yet to come: apply the file on that day")
            problems.add(today_acts[0].file, today_acts[0].line, "date", message.format(day=day))
            return
        before = world.levels(_day_before(day))
        _Day(world, day, today_acts, problems).run()
        if problems.total:  # what follows would be told of units that are not what they should be
            return
        world.steps.append(Step(day, before, world.levels(day)))


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


class _Day:
    """One day of a reorganisation."""

    def __init__(self, world: World, day: str, acts: list[Act], problems: Problems) -> None:
        self._world = world
        self._day = day
        self._acts = acts
        self._problems = problems
        self._before = world.valid(day)
        self._old: dict[int, Unit] = {}
        self._ways: dict[int, list[tuple[Act, Unit | None]]] = {}

    def run(self) -> None:
        """End the old units, make the new ones, move what stood there; stops at the first kind of fault."""
        self._find_old()
        if self._problems.total:
            return
        heirs = Births(self._world, self._day, self._acts, self._old, self._problems).run()
        if heirs is None:
            return
        for act in self._acts:
            old, heir = self._old[act.line], heirs.get(act.line)
            self._ways.setdefault(old.id, []).append((act, heir))
            if heir is not None:
                self._world.follow(Succession(old.id, heir.id, self._day, act.action, act.basis))
        self._adopt()
        self._move()

    def _fault(self, act: Act, column: str, error: str) -> None:
        self._problems.add(act.file, act.line, column, error)

    def _find_old(self) -> None:
        """The unit that each row speaks of."""
        first: dict[str, Act] = {}
        for act in self._acts:
            unit = self._before.get(act.old_code)
            if unit is None:
                self._fault(act, "old_code", self._absent(act.old_code))
                continue
            if unit.valid_to is not None:
                message = _("{unit} ends on {end}, as is known already: what comes later must be undone first")
                self._fault(act, "old_code", message.format(unit=quoted(unit.called), end=unit.valid_to))
                continue
            if last := self._declared_after(unit):
                message = _("figures of {unit} are declared for {day}, when it would be no more: mend one of the dates")
                self._fault(act, "date", message.format(unit=quoted(unit.called), day=last))
                continue
            earlier = first.setdefault(act.old_code, act)
            if earlier is not act and not earlier.action == act.action == "split":
                message = _("{unit} stands already in line {line}: one unit has one fate on one day")
                self._fault(act, "old_code", message.format(unit=quoted(unit.called), line=earlier.line))
                continue
            self._old[act.line] = unit

    def _declared_after(self, unit: Unit) -> str | None:
        """The day, not before this one, for which figures of the unit were declared."""
        last = self._world.declared_on.get(unit.id)
        return last if last is not None and last >= self._day else None

    def _absent(self, code: str) -> str:
        known = sorted(
            (unit for unit in self._world.units.values() if unit.code == code), key=lambda unit: unit.valid_from
        )
        if not known:
            codes = [unit.code for unit in self._world.units.values()]
            message = _("no site has the code {code}{hint}: mend it, or import the site first")
            return message.format(code=quoted(code), hint=nearest(code, codes))
        past = [unit for unit in known if unit.valid_to is not None and unit.valid_to <= self._day]
        if past:
            message = _("{unit} was no more from {end} on: netinv geo log shows by what; mend the code or the date")
            return message.format(unit=quoted(past[-1].called), end=past[-1].valid_to)
        message = _("{unit} begins only on {start}: mend the code or the date")
        return message.format(unit=quoted(known[0].called), start=known[0].valid_from)

    def _adopt(self) -> None:
        """Units that stay while the one above them is abolished or split: where its row says, else under the next."""
        gone = {self._old[act.line].id: act for act in self._acts if act.action in ("abolish", "split")}
        before, boundaries = self._world.boundaries(_day_before(self._day)), self._world.boundaries(self._day)
        orphans = [unit for unit in self._world.valid(self._day).values() if unit.valid_from < self._day]
        for unit in orphans:
            act = gone.get(before.parent(unit.id) or 0)
            if act is None:
                continue
            old = self._old[act.line]
            above = boundaries.code_on(act.new_parent) if act.new_parent else boundaries.parent(old.id)
            if act.action == "split" or (above is None and (act.new_parent or old.parent_id)):
                message = _("{unit} would hang under no unit: give it a row of its own (move, with new_parent)")
                self._fault(act, "old_code", message.format(unit=quoted(unit.called)))
                continue
            self._world.end(unit.id, self._day)
            heir = self._world.bear(unit._replace(parent_id=above, valid_from=self._day, valid_to=None))
            self._world.follow(Succession(unit.id, heir.id, self._day, "move", act.basis))
            self._ways[unit.id] = [(act._replace(old_code=unit.code, new_code=unit.code), heir)]

    def _move(self) -> None:
        """Everything that stands at an ended unit goes where that one's rows send it."""
        for place, subject in enumerate(self._world.subjects):
            ways = self._ways.get(subject.unit_id)
            if ways is None:
                continue
            act, target = ways[0][0], _target(subject.name, ways)
            if subject.moved_on > self._day:
                message = _("{name} came to {unit} only on {day}: undo that first, or mend the date")
                unit = quoted(self._world.units[subject.unit_id].called)
                self._fault(act, "date", message.format(name=quoted(subject.name), unit=unit, day=subject.moved_on))
            elif target is None:
                self._fault(act, "new_code", self._homeless(act, subject.kind, subject.name))
            elif target.id != subject.unit_id:
                self._world.relocate(place, target.id, self._day)

    def _homeless(self, act: Act, kind: str, name: str) -> str:
        what = {"device": _("the device {name}"), "service": _("the service {name}")}[kind].format(name=quoted(name))
        if act.action == "split":
            return _("{what} would be at no unit: name it in the column devices of the part it goes to").format(
                what=what
            )
        return _("{what} would be at no unit: name in new_code the unit that it goes to").format(what=what)


def _target(name: str, ways: list[tuple[Act, Unit | None]]) -> Unit | None:
    """Where a subject goes: the only way; of a split the part that names it, else the part that keeps the code."""
    if len(ways) == 1:
        return ways[0][1]
    named = [unit for act, unit in ways if name in act.devices]
    kept = [unit for act, unit in ways if act.new_code == act.old_code]
    return next(iter(named or kept), None)
