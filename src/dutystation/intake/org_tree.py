"""The units of the department as a tree. Source: contract sections 2 and 3, reason 7.

Units are few, so the tree is plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dutystation.terms.errors import UnusableInput
from dutystation.terms.publication import OrgUnit


@dataclass(frozen=True)
class DeliveredUnit:
    """One sound, unrepeated row of `org_units`; an empty parent marks the root."""

    file: str
    line: int
    org_unit: str
    name: str
    parent: str


@dataclass(frozen=True)
class OrgTree:
    """The accepted units by id, with the component of each, and the rows whose parent is unknown."""

    units: Mapping[str, OrgUnit]
    root: str
    orphans: tuple[DeliveredUnit, ...]

    def chain(self, org_unit: str) -> tuple[str, ...]:
        """The unit and everything above it, the root last."""
        found = [org_unit]
        while self.units[found[-1]].parent:
            found.append(self.units[found[-1]].parent)
        return tuple(found)


def org_tree(delivered: Iterable[DeliveredUnit], file: str) -> OrgTree:
    """Builds the tree. Raises UnusableInput where there is no root, two roots or a cycle."""
    rows = {unit.org_unit: unit for unit in delivered}
    orphans: list[DeliveredUnit] = []
    while lost := [unit for unit in rows.values() if unit.parent and unit.parent not in rows]:
        orphans += lost
        for unit in lost:
            del rows[unit.org_unit]
    roots = sorted(unit.org_unit for unit in rows.values() if not unit.parent)
    if not roots:
        raise UnusableInput(
            file,
            "no unit is the root, so there is no department",
            column="parent",
            remedy="Leave parent empty in the department's own row",
        )
    if len(roots) > 1:
        raise UnusableInput(
            file,
            f"{len(roots)} units are roots ({', '.join(roots[:5])})",
            column="parent",
            remedy="Leave parent empty in one row only, the department's",
        )
    return OrgTree(_with_components(rows, roots[0], file), roots[0], tuple(orphans))


def _with_components(rows: Mapping[str, DeliveredUnit], root: str, file: str) -> dict[str, OrgUnit]:
    """Every unit with its ancestor directly below the root; the root is its own component."""
    children: dict[str, list[str]] = {}
    for unit in rows.values():
        children.setdefault(unit.parent, []).append(unit.org_unit)
    components = {root: root}
    waiting = [root]
    while waiting:
        above = waiting.pop()
        for below in children.get(above, []):
            components[below] = below if above == root else components[above]
            waiting.append(below)
    circular = sorted(set(rows) - set(components))
    if circular:
        raise UnusableInput(
            file,
            f"units stand above one another in a circle ({', '.join(circular[:5])})",
            column="parent",
            remedy="Correct the parent of one of them",
        )
    return {
        unit.org_unit: OrgUnit(unit.org_unit, unit.name, unit.parent, components[unit.org_unit])
        for unit in rows.values()
    }
