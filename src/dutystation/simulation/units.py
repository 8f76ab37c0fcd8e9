"""The invented organisation: the department, its real components, and units up to three levels below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dutystation.simulation.department import Component, Department
from dutystation.simulation.streams import IntArray

ROOT = 0


@dataclass(frozen=True)
class Units:
    """Every unit, parents before children. `parent` of the root is -1.

    `component` is the number of the component's own unit (1 to C; 0 for the root), `reserve` marks units
    that nobody is ever assigned to.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    parent: IntArray
    component: IntArray
    level: IntArray
    reserve: tuple[bool, ...]

    def add_up(self, cells: IntArray) -> IntArray:
        """Cells per unit → cells of each unit and everything below it. The first axis is the unit."""
        total = cells.copy()
        for unit in range(len(self.ids) - 1, ROOT, -1):
            total[self.parent[unit]] += total[unit]
        return total


@dataclass(frozen=True)
class _Unit:
    id: str
    name: str
    parent: str
    component: int
    level: int
    reserve: bool = False


def plan_units(department: Department, headcounts: tuple[int, ...]) -> Units:
    """`headcounts` are people per component; small components have fewer and shallower units."""
    units = [_Unit(department.org_unit, department.name, "", ROOT, 0)]
    for number, component in enumerate(department.components, start=1):
        units.append(
            _Unit(component.org_unit, f"{component.name} ({component.code})", department.org_unit, number, 1)
        )
    for number, component in enumerate(department.components, start=1):
        units.extend(_below(department, component, number, headcounts[number - 1]))
    place = {unit.id: position for position, unit in enumerate(units)}
    return Units(
        ids=tuple(unit.id for unit in units),
        names=tuple(unit.name for unit in units),
        parent=np.array([place.get(unit.parent, -1) for unit in units], dtype=np.int32),
        component=np.array([unit.component for unit in units], dtype=np.int32),
        level=np.array([unit.level for unit in units], dtype=np.int8),
        reserve=tuple(unit.reserve for unit in units),
    )


def _below(department: Department, component: Component, number: int, people: int) -> Iterator[_Unit]:
    seconds = min(max(people // 20, 1), 6)
    thirds = min(people // (10 * seconds), 3)
    fourths = min(people // (10 * seconds * max(thirds, 1)), 2)
    for i, second in enumerate(department.second[:seconds], start=1):
        second_id = f"{component.org_unit}-{i:02d}"
        yield _Unit(second_id, f"{component.org_unit} {second}", component.org_unit, number, 2)
        for j, third in enumerate(department.third[:thirds], start=1):
            third_id = f"{second_id}-{j:02d}"
            yield _Unit(third_id, f"{component.org_unit} {second}, {third}", second_id, number, 3)
            if j > 1:
                continue  # teams below the first branch only: enough depth, fewer units
            for k, fourth in enumerate(department.fourth[:fourths], start=1):
                name = f"{component.org_unit} {second}, {third}, {fourth}"
                yield _Unit(f"{third_id}-{k:02d}", name, third_id, number, 4)
    if people >= 100:
        yield _Unit(
            f"{component.org_unit}-90",
            f"{component.org_unit} Reserve",
            component.org_unit,
            number,
            2,
            reserve=True,
        )
