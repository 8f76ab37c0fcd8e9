"""Everything about the department that is drawn once, before the first pay period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dutystation.simulation.careers import Career, Spells, plan_careers, plan_spells
from dutystation.simulation.clock import Clocks, clocks
from dutystation.simulation.decisions import Decisions, plan_decisions
from dutystation.simulation.department import read_department
from dutystation.simulation.facilities import Facilities, plan_facilities
from dutystation.simulation.people import People, headcounts, plan_people
from dutystation.simulation.streams import BoolArray, IntArray, Purpose, stream
from dutystation.simulation.time_rows import delivers_minutes
from dutystation.simulation.units import Units, plan_units
from dutystation.simulation.window import SimulatedTime


@dataclass(frozen=True)
class Plan:
    """`reason` is what each person's absence is due to, as a place in REASONS, should the person not have
    returned; `whole_minutes` says for each person that the time system writes minutes, not hours.
    """

    seed: int
    time: SimulatedTime
    units: Units
    facilities: Facilities
    clocks: Clocks
    people: People
    career: Career
    spells: Spells
    reason: IntArray
    decisions: Decisions
    whole_minutes: BoolArray


def make_plan(seed: int, people: int, time: SimulatedTime, issued_on: date) -> Plan:
    """Each part has a stream of its own, so that a change in one moves no other."""
    department = read_department()
    counts = headcounts(department, people)
    units = plan_units(department, counts[1:])
    facilities = plan_facilities(department, counts[1:], stream(seed, Purpose.FACILITIES))
    members = plan_people(department, counts, issued_on, stream(seed, Purpose.PEOPLE))
    careers = stream(seed, Purpose.CAREERS)
    career = plan_careers(members, time.window, careers)
    spells = plan_spells(members, career, units, facilities, careers)
    reason, decisions = plan_decisions(
        members, career, department, time.window, stream(seed, Purpose.DECISIONS)
    )
    margin = timedelta(days=2)
    first, last = time.periods[0].first - margin, time.periods[-1].last + margin
    return Plan(
        seed=seed,
        time=time,
        units=units,
        facilities=facilities,
        clocks=clocks(facilities.zones, first, last),
        people=members,
        career=career,
        spells=spells,
        reason=reason,
        decisions=decisions,
        whole_minutes=delivers_minutes(members, units),
    )
