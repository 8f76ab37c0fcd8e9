"""The five tables that are written once: units, roster, codes, decisions, facilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dutystation.simulation.careers import Spells
from dutystation.simulation.cells import blank_where, dates, optional, person_ids, pick, whole
from dutystation.simulation.decisions import GROUNDS, OUTCOMES, Decisions
from dutystation.simulation.facilities import READERS, Facilities
from dutystation.simulation.people import ARRANGEMENTS, CONTRACTOR, POPULATIONS
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.simulation.time_codes import mapped_codes
from dutystation.simulation.units import Units
from dutystation.tables.codes import CODES

Columns = dict[str, pa.Array]
PEOPLE_PER_SUPERVISOR = 9
BARGAINING_UNITS = 40


def _texts(values: Sequence[str | None]) -> pa.Array:
    return pa.array(values, type=pa.string())


def org_unit_columns(units: Units) -> Columns:
    return {
        "org_unit": _texts(units.ids),
        "name": _texts(units.names),
        "parent": optional(list(units.ids), units.parent),
    }


def code_columns() -> Columns:
    rows = mapped_codes()
    return {name: _texts([row[name] for row in rows]) for name in CODES.names}


def facility_columns(facilities: Facilities, *, as_text: bool) -> Columns:
    return {
        "facility": _texts(facilities.ids),
        "name": _texts(facilities.names),
        "timezone": pick(list(facilities.zones), facilities.zone),
        "usable_sqft": blank_where(whole(facilities.sqft, as_text=as_text), facilities.sqft == 0),
        "seats": blank_where(whole(facilities.seats, as_text=as_text), facilities.seats == 0),
        "readers": pick([readers.value for readers in READERS], facilities.readers),
    }


def roster_columns(spells: Spells, units: Units, facilities: Facilities, *, as_text: bool) -> Columns:
    """A supervisor leads nine others of the unit; who has none leaves the cell empty."""
    contractor = spells.population == CONTRACTOR
    supervisor = _supervisors(spells)
    unionised = (spells.person % 3 > 0) & ~contractor
    bargaining = np.where(unionised, spells.unit % BARGAINING_UNITS, -1)
    return {
        "person": person_ids(spells.person),
        "org_unit": pick(list(units.ids), spells.unit),
        "effective_from": dates(spells.first, as_text=as_text),
        "effective_to": dates(spells.last, as_text=as_text),
        "arrangement": pick([a.value for a in ARRANGEMENTS], spells.arrangement),
        "population": pick([p.value for p in POPULATIONS], spells.population),
        "telework_eligible": _flags(spells.eligible, as_text=as_text),
        "duty_station": optional(list(facilities.ids), spells.station),
        "supervisor": blank_where(person_ids(supervisor), supervisor == spells.person),
        "bargaining_unit": optional([f"B{n:03d}" for n in range(BARGAINING_UNITS)], bargaining),
    }


def _supervisors(spells: Spells) -> IntArray:
    """For each row the first of ten people of the unit."""
    order = np.lexsort((spells.person, spells.unit))
    unit = spells.unit[order]
    place = np.arange(len(order))
    begins = np.searchsorted(unit, unit)
    leader = place - (place - begins) % (PEOPLE_PER_SUPERVISOR + 1)
    supervisor = np.empty(len(order), dtype=np.int32)
    supervisor[order] = spells.person[order[leader]]
    return supervisor


def _flags(flags: BoolArray, *, as_text: bool) -> pa.Array:
    return pick(["false", "true"], flags.astype(np.int8)) if as_text else pa.array(flags)


def decision_columns(decisions: Decisions, *, as_text: bool) -> Columns:
    return {
        "person": person_ids(decisions.person),
        "ground": pick([ground.value for ground in GROUNDS], decisions.ground),
        "outcome": pick([outcome.value for outcome in OUTCOMES], decisions.outcome),
        "valid_from": dates(decisions.valid_from, as_text=as_text),
        "valid_to": dates(decisions.valid_to, as_text=as_text),
        "decided_on": dates(decisions.decided_on, as_text=as_text),
    }
