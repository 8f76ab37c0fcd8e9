"""Presence and hours → occupancy of buildings. Source: contract section 7, domain rule 10.25."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.hours import minutes_at
from dutystation.tables.apart import apart
from dutystation.terms.place import IN_PERSON

DAYS_PER_WEEK = 7
SUNDAY_BEFORE_1970 = -4
"""1969-12-28, a Sunday, in days since 1970-01-01: weeks are counted from it, Sunday to Saturday."""


def daily_people(presences: ir.Table) -> ir.Table:
    """One row per facility and day with anybody present: `facility_no`, `day`, `people`.

    `badged` are those of whom a badge was seen on that day itself.
    """
    return presences.group_by(apart(presences, "facility_no", "day")).agg(
        people=presences.count(),
        # Engines differ in what a count of none with a condition is: 0, or nothing.
        badged=presences.count(where=presences.badged).fill_null(0),
    )


def week_minutes(placed: ir.Table, first_day: int, last_day: int) -> ir.Table:
    """One row per person and Sunday-to-Saturday week with in-person minutes between the two days."""
    inside = placed.filter(placed.day >= first_day, placed.day <= last_day)
    week = ((inside.day - SUNDAY_BEFORE_1970) // DAYS_PER_WEEK).cast("int32")
    numbered = inside.mutate(week=week)
    return numbered.group_by(apart(numbered, "person_no", "week")).agg(
        minutes=minutes_at(numbered, *IN_PERSON)
    )


def full_week_people(weeks: ir.Table, roster: ir.Table, least_minutes: int) -> ir.Table:
    """One row per facility and week: `people` with at least `least_minutes`, stationed there on its Saturday.

    `weeks` may hold several rows per person and week (one per slice); they are added up first.
    """
    summed = weeks.group_by(["person_no", "week"]).agg(minutes=weeks.minutes.sum())
    full = summed.filter(summed.minutes >= least_minutes)
    saturday = full.week * DAYS_PER_WEEK + SUNDAY_BEFORE_1970 + (DAYS_PER_WEEK - 1)
    full = full.mutate(saturday=saturday)
    stationed = roster.filter(roster.station_no.notnull()).select(
        "station_no", "first_day", "last_day", roster_person_no="person_no"
    )
    there = full.inner_join(
        stationed,
        [
            full.person_no == stationed.roster_person_no,
            full.saturday >= stationed.first_day,
            full.saturday <= stationed.last_day,
        ],
    )
    return there.group_by(["station_no", "saturday"]).agg(people=ibis._.count())
