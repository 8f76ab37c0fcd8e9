"""The roster and what is judged against it. Source: contract sections 2 and 3, reasons 7, 9, 10 and 11."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.terms.person import Arrangement, Population

OPEN_END = 2_932_896
"""9999-12-31 in days since 1970-01-01: the last day of a row that is still in force."""


def without_unit(roster: ir.Table, units: ir.Table) -> ir.Table:
    """The sound roster rows whose unit is not accepted (reason 7). One row per roster row."""
    return roster.anti_join(units, "org_unit")


def overlapping(roster: ir.Table) -> ir.Table:
    """The roster rows that start within another row of the same person (reason 10).

    `roster` are the rows that pass reasons 1 to 9. They are ordered by first day, last day and place in
    the delivery; a row that starts on or before the greatest last day among those before it overlaps,
    whether or not that other row is itself rejected.
    """
    last_day = roster.effective_to.fill_null(OPEN_END)
    before = ibis.window(
        group_by=roster.person,
        order_by=[
            roster.effective_from,
            last_day,
            roster.effective_to.isnull(),  # an open end is later than the last day of the calendar
            roster.file,
            roster.line,
        ],
        rows=(None, -1),
    )
    greatest_end = last_day.max().over(before)
    return roster.mutate(greatest_end=greatest_end).filter(ibis._.greatest_end >= ibis._.effective_from)


def accepted_roster(
    roster: ir.Table, overlaps: ir.Table, units: ir.Table, stations: ir.Table | None
) -> ir.Table:
    """One row per accepted roster row, with the numbers that stand for ids in all later tables.

    `roster_no` numbers the rows, `person_no` the people; `unit_no` and `component` come from `units`;
    `station_no` is null where the duty station is no accepted facility.
    """
    kept = roster.anti_join(overlaps, PLACE_OF_ROW).inner_join(units, "org_unit")
    if stations is None:
        kept = kept.mutate(station_no=ibis.null("int32"))
    else:
        named = stations.select(duty_station="facility", station_no="facility_no")
        kept = kept.left_join(named, "duty_station").drop("duty_station_right")
    known_station = kept.station_no.isnull().ifelse(ibis.null("string"), kept.duty_station)
    person_no = ibis.dense_rank().over(order_by=kept.person).cast("int32")
    roster_no = ibis.row_number().over(order_by=[kept.person, kept.effective_from]).cast("int32")
    return kept.select(
        "person",
        "org_unit",
        "component",
        "unit_no",
        "arrangement",
        "population",
        "station_no",
        "supervisor",
        "bargaining_unit",
        person_no=person_no,
        roster_no=roster_no,
        duty_station=known_station,
        first_day=kept.effective_from,
        last_day=kept.effective_to.fill_null(OPEN_END),
        contractor=kept.population == Population.CONTRACTOR.value,
        military=kept.population == Population.MILITARY.value,
        remote=kept.arrangement == Arrangement.REMOTE.value,
        situational=kept.arrangement == Arrangement.SITUATIONAL.value,
        eligible=kept.telework_eligible == "true",
    )


def people_of(roster: ir.Table) -> ir.Table:
    """One row per person who is anywhere on the accepted roster: `person`, `person_no`."""
    return roster.select("person", "person_no").distinct()


def on_day(roster: ir.Table, day: int) -> ir.Table:
    """The roster rows in force on `day` (days since 1970-01-01): at most one per person."""
    return roster.filter(roster.first_day <= day, roster.last_day >= day)
