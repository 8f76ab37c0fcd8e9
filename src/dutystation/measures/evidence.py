"""What badge events say about claimed in-person days. Source: contract section 7, domain rule 10.27.

A badge corroborates a day, never hours, and its absence says nothing about a person: readers miss people,
people follow others through a door, and days in the field have no door.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.hours import minutes_at
from dutystation.measures.pay_periods import period_no
from dutystation.tables.apart import apart
from dutystation.terms.evidence_class import EvidenceClass, Readers
from dutystation.terms.period import PayCalendar
from dutystation.terms.place import IN_PERSON, Place


def claimed_days(placed: ir.Table) -> ir.Table:
    """One row per person and day with in-person minutes: `roster_no`, `claimed_minutes`, `field_minutes`.

    A person has one roster row on a day, so its number stands for the person.
    """
    days = placed.group_by(apart(placed, "roster_no", "day")).agg(
        claimed_minutes=minutes_at(placed, *IN_PERSON),
        field_minutes=minutes_at(placed, Place.FIELD),
    )
    return days.filter(days.claimed_minutes > 0)


def classed_days(claimed: ir.Table, presences: ir.Table, facilities: ir.Table) -> ir.Table:
    """One row per claimed day with its `evidence_class`: the first of the four that holds."""
    at_station = presences.select("person_no", "day", station_no="facility_no", at_station=ibis.literal(1))
    anywhere = presences.select("person_no", "day").distinct().mutate(anywhere=ibis.literal(1))
    in_use = presences.filter(presences.badged).select("day", station_no="facility_no").distinct()
    in_use = in_use.mutate(in_use=ibis.literal(1))
    with_readers = facilities.filter(facilities.readers != Readers.NONE.value)
    read = with_readers.select(station_no="facility_no", read=ibis.literal(1))
    joined = _matched(claimed, at_station, "person_no", "station_no", "day")
    joined = _matched(joined, anywhere, "person_no", "day")
    joined = _matched(joined, in_use, "station_no", "day")
    joined = _matched(joined, read, "station_no")
    evidence_class = ibis.cases(
        (joined.at_station.notnull(), EvidenceClass.CORROBORATED.value),
        (
            joined.anywhere.notnull() | (joined.field_minutes == joined.claimed_minutes),
            EvidenceClass.EXPLAINED.value,
        ),
        (joined["read"].isnull() | joined.in_use.isnull(), EvidenceClass.NOT_ASSESSABLE.value),
        else_=EvidenceClass.UNCORROBORATED.value,
    )
    columns = apart(joined, "roster_no", "unit_no", "day", "claimed_minutes")
    return joined.select(*columns, evidence_class=evidence_class)


def class_counts(classed: ir.Table, calendar: PayCalendar) -> ir.Table:
    """One row per unit, pay period and class: `days`, the number of claimed person-days."""
    return (
        classed.mutate(period_no=period_no(classed.day, calendar))
        .group_by(apart(classed, "unit_no", "period_no", "evidence_class"))
        .agg(days=ibis._.count())
    )


def _matched(left: ir.Table, right: ir.Table, *keys: str) -> ir.Table:
    joined = left.left_join(right, list(keys))
    return joined.drop(*(f"{key}_right" for key in keys if f"{key}_right" in joined.columns))
