"""The small tables of a run, judged and numbered: units, facilities, codes, roster, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import ibis.expr.types as ir
import pyarrow as pa

from dutystation.intake.org_tree import DeliveredUnit, OrgTree, org_tree
from dutystation.intake.people import accepted_roster, overlapping, people_of, without_unit
from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.delivered.ledger import Ledger
from dutystation.runs.engines.engine import Engine
from dutystation.tables.codes import CODES
from dutystation.tables.decisions import DECISIONS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Kind, Shape


@dataclass(frozen=True)
class Facility:
    """One accepted facility."""

    facility: str
    name: str
    timezone: str
    seats: int | None
    usable_sqft: str
    readers: str


@dataclass(frozen=True)
class Department:
    """The accepted small tables. `units` and `facilities` are numbered by UTF-8 bytes, from 0.

    `unit_names[n]` is the unit whose `unit_no` is n, `facilities[n]` the facility whose `facility_no` is n.
    """

    tree: OrgTree
    unit_names: tuple[str, ...]
    facilities: tuple[Facility, ...]
    facility_rows: ir.Table
    codes: ir.Table
    roster: ir.Table
    people: ir.Table
    decisions: ir.Table

    @property
    def chains(self) -> Mapping[str, tuple[str, ...]]:
        return {unit: self.tree.chain(unit) for unit in self.tree.units}


def judged_department(raw: Mapping[str, RawTable], engine: Engine, ledger: Ledger) -> Department:
    """Judges the small tables, in the order in which one needs the other. Raises UnusableInput."""
    tree = _units(raw[ORG_UNITS.name], engine, ledger)
    names = tuple(sorted(tree.units, key=str.encode))
    units = engine.table_of(
        pa.table(
            {
                "org_unit": pa.array(names, pa.string()),
                "unit_no": pa.array(range(len(names)), pa.int32()),
                "component": pa.array([tree.units[name].component for name in names], pa.string()),
            }
        )
    )
    facilities, facility_rows = _facilities(raw.get(FACILITIES.name), engine, ledger)
    codes = ledger.sound(raw[CODES.name], CODES).rows
    roster = _roster(raw[ROSTER.name], units, facility_rows, engine, ledger)
    people = engine.kept(people_of(roster))
    decisions = _decisions(raw.get(DECISIONS.name), people, engine, ledger)
    return Department(tree, names, facilities, facility_rows, codes, roster, people, decisions)


def _units(raw: RawTable, engine: Engine, ledger: Ledger) -> OrgTree:
    sound = ledger.sound(raw, ORG_UNITS).rows
    tree = org_tree((DeliveredUnit(**row) for row in engine.rows(sound)), raw.label)
    if tree.orphans:
        places = engine.table_of(
            pa.table(
                {
                    "file": pa.array([orphan.file for orphan in tree.orphans], pa.string()),
                    "line": pa.array([orphan.line for orphan in tree.orphans], pa.int64()),
                }
            )
        )
        orphans = sound.semi_join(places, PLACE_OF_ROW)
        ledger.reject(rejected_rows(orphans, ORG_UNITS, Rejection.UNKNOWN_ORG_UNIT, "parent"))
    return tree


def _facilities(
    raw: RawTable | None, engine: Engine, ledger: Ledger
) -> tuple[tuple[Facility, ...], ir.Table]:
    delivered = [] if raw is None else engine.rows(ledger.sound(raw, FACILITIES).rows)
    rows = sorted(delivered, key=lambda row: row["facility"].encode())
    numbered = pa.table(
        {
            "facility": pa.array([row["facility"] for row in rows], pa.string()),
            "facility_no": pa.array(range(len(rows)), pa.int32()),
            "timezone": pa.array([row["timezone"] for row in rows], pa.string()),
            "readers": pa.array([row["readers"] for row in rows], pa.string()),
        }
    )
    facilities = tuple(
        Facility(
            row["facility"],
            row["name"],
            row["timezone"],
            None if row["seats"] is None else int(Decimal(row["seats"])),
            row["usable_sqft"] or "",
            row["readers"],
        )
        for row in rows
    )
    return facilities, engine.table_of(numbered)


def _roster(raw: RawTable, units: ir.Table, stations: ir.Table, engine: Engine, ledger: Ledger) -> ir.Table:
    sound = ledger.sound(raw, ROSTER).rows
    ledger.reject(rejected_rows(without_unit(sound, units), ROSTER, Rejection.UNKNOWN_ORG_UNIT, "org_unit"))
    in_units = sound.semi_join(units, "org_unit")
    overlaps = engine.kept(overlapping(in_units))
    ledger.reject(rejected_rows(overlaps, ROSTER, Rejection.OVERLAP, "effective_from"))
    return engine.kept(accepted_roster(in_units, overlaps, units, stations))


def _decisions(raw: RawTable | None, people: ir.Table, engine: Engine, ledger: Ledger) -> ir.Table:
    if raw is None:
        return engine.table_of(_EMPTY_DECISIONS)
    sound = ledger.sound(raw, DECISIONS).rows
    unknown = sound.anti_join(people, "person")
    ledger.reject(rejected_rows(unknown, DECISIONS, Rejection.UNKNOWN_PERSON, "person"))
    return sound.semi_join(people, "person")


def _empty(shape: Shape) -> pa.Table:
    days = {column.name for column in shape.columns if column.kind is Kind.DATE}
    types = [(name, pa.int64() if name in days else pa.string()) for name in shape.names]
    return pa.schema(types).empty_table()


_EMPTY_DECISIONS = _empty(DECISIONS)
