"""What becomes of each sound time record and badge event. Source: contract section 3, reasons 9 and 11.

A *fate* is `accepted`, a rejection or an exclusion; the first that holds, in the order of the contract.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.intake.reasons import Exclusion, Rejection
from dutystation.intake.rejected import rejected_listing, sound_row_id
from dutystation.tables.apart import apart
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS

ACCEPTED = "accepted"


def time_record_fates(rows: ir.Table, roster: ir.Table, as_of_day: int) -> ir.Table:
    """One row per sound, unrepeated time record, with its `roster_no` on that day and its fate.

    A hash join on the person with a filter on the dates; the accepted roster has at most one row per
    person and day, so no record is doubled. `not_on_roster` here includes people who are nowhere on the
    roster: telling them apart concerns few rows and is left to `refused_records`.
    """
    on_roster = roster.select("roster_no", "contractor", "first_day", "last_day", roster_person="person")
    joined = rows.left_join(
        on_roster,
        [
            rows.person == on_roster.roster_person,
            rows.work_date >= on_roster.first_day,
            rows.work_date <= on_roster.last_day,
        ],
    )
    fate = ibis.cases(
        (joined.roster_no.isnull(), Rejection.NOT_ON_ROSTER.value),
        (joined.work_date > as_of_day, Exclusion.AFTER_AS_OF.value),
        (joined.contractor, Exclusion.CONTRACTOR_HOURS.value),
        else_=ACCEPTED,
    )
    return joined.mutate(fate=fate, id=sound_row_id(joined, TIME_RECORDS))


def badge_event_fates(events: ir.Table, as_of_day: int) -> ir.Table:
    """One row per sound, unrepeated badge event with its `facility_no`, `person_no` and fate."""
    fate = ibis.cases(
        (events.facility_no.isnull(), Rejection.UNKNOWN_FACILITY.value),
        (events.person_no.isnull(), Rejection.UNKNOWN_PERSON.value),
        (events.local_day > as_of_day, Exclusion.AFTER_AS_OF.value),
        else_=ACCEPTED,
    )
    judged = events.mutate(fate=fate, id=sound_row_id(events, BADGE_EVENTS))
    return slim(judged.mutate(facility=_unless_accepted(judged.fate, judged.facility)).drop("event_id"))


def refused(rows: ir.Table, shape: Shape, reason: Rejection, column: str) -> ir.Table:
    """The rows of one fate, in the shape of `rejected.csv`."""
    return _listed(rows.filter(rows.fate == reason.value), shape, reason, column)


def refused_records(records: ir.Table, people: ir.Table) -> ir.Table:
    """The time records without a roster row, told apart: unknown person, or known but not on that day."""
    lost = records.filter(records.fate == Rejection.NOT_ON_ROSTER.value)
    return ibis.union(
        _listed(lost.anti_join(people, "person"), TIME_RECORDS, Rejection.UNKNOWN_PERSON, "person"),
        _listed(lost.semi_join(people, "person"), TIME_RECORDS, Rejection.NOT_ON_ROSTER, "work_date"),
    )


def excluded_rows(rows: ir.Table, shape: Shape) -> ir.Table:
    """One row per sound row that is not counted, in the shape of `excluded.csv`."""
    kept = rows.filter(rows.fate.isin([reason.value for reason in Exclusion]))
    return kept.select(
        *apart(kept),
        table=ibis.literal(shape.name),
        file=kept.file,
        line=kept.line,
        reason=kept.fate,
        id=kept.id,
    )


def fate_counts(rows: ir.Table) -> ir.Table:
    """One row per fate: `fate`, `rows`."""
    return rows.group_by(apart(rows, "fate")).agg(rows=rows.count())


def _listed(rows: ir.Table, shape: Shape, reason: Rejection, column: str) -> ir.Table:
    return rejected_listing(rows, shape, reason, column, row_id=rows.id)


def slim(judged: ir.Table) -> ir.Table:
    """The same rows with person, place of row and id only where the row is not accepted.

    Nothing else asks for them, and a hundred million rows carry them otherwise.
    """
    names = ("person", *PLACE_OF_ROW, "id")
    return judged.mutate(**{name: _unless_accepted(judged.fate, judged[name]) for name in names})


def _unless_accepted(fate: ir.StringValue, value: ir.Value) -> ir.Value:
    return (fate == ACCEPTED).ifelse(ibis.null(value.type()), value)
