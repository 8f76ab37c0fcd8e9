"""What a person's days are made of: each time record with what became of it, each time a badge was seen.

Nothing is worked out here that a figure does not already stand on: the numbers are those of the figures.
Source: contract sections 3, 4 and 7.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.hours import PLACE_NUMBER, counted_hours
from dutystation.tables.apart import apart
from dutystation.terms.evidence_class import Sighting
from dutystation.terms.place import HoursType

RECORD_COLUMNS = (
    "person",
    "work_date",
    "hours",
    "minutes",
    "pay_code",
    "place_code",
    "record_id",
    "file",
    "line",
    "roster_no",
    "fate",
)
"""What `told_records` reads of a time record."""

_TOLD = (
    *("person_no", "person", "day", "hours", "minutes", "counted_minutes", "pay_code", "place_code", "place"),
    *("hours_type", "fate", "record_id", "file", "line", "roster_no"),
)


def told_records(
    records: ir.Table, codes: ir.Table, people: ir.Table, classed: ir.Table | None, *, accepted: str
) -> ir.Table:
    """One row per time record of a person who is on the roster at any time, with `person_no` to sort by.

    `records` have `RECORD_COLUMNS`; `accepted` is the fate of those that count. `hours` and `minutes` are the
    amounts as delivered, `counted_minutes` those that count: 0 where the fate is another one. `classed` are
    the claimed days with their class (`evidence.classed_days`), None where there are no badge events.
    """
    known = people.select("person_no", known_person="person")
    told = counted_hours(records, codes).inner_join(known, [("person", "known_person")])
    counts = told.fate == accepted
    told = told.mutate(
        day=told.work_date.cast("int32"),
        minutes=told.minutes.cast("int32"),
        counted_minutes=counts.ifelse(told.counted_minutes, ibis.literal(0, "int32")),
        place=ibis.cases(*((told.place_no == number, name) for name, number in PLACE_NUMBER.items())),
        hours_type=told.regular.ifelse(HoursType.REGULAR.value, HoursType.OVERTIME.value),
    ).select(*apart(told, *_TOLD))
    if classed is None:
        return told.mutate(evidence_class=ibis.null("string")).drop("roster_no")
    days = classed.select("evidence_class", claimed_roster_no="roster_no", claimed_day="day")
    matched = told.left_join(days, [("roster_no", "claimed_roster_no"), ("day", "claimed_day")])
    return matched.drop("roster_no", "claimed_roster_no", "claimed_day")


def told_presences(presences: ir.Table, stays: ir.Table, people: ir.Table, facilities: ir.Table) -> ir.Table:
    """One row per stay, and per presence on a day on which none begins, with numbers to sort by.

    Both of the same local days. `entered` and `left` are UTC seconds since 1970, null where there is no stay;
    `sighting` says what the row stands for.
    """
    begun = stays.select(
        "person_no",
        "facility_no",
        "entered",
        "left",
        day="entry_day",
        sighting=ibis.literal(Sighting.STAY.value),
    )
    others = presences.anti_join(begun, ["person_no", "facility_no", "day"]).select(
        "person_no",
        "facility_no",
        "day",
        entered=ibis.null("int64"),
        left=ibis.null("int64"),
        sighting=presences.badged.ifelse(Sighting.BADGE.value, Sighting.WITHIN_STAY.value),
    )
    columns = ("person_no", "facility_no", "day", "entered", "left", "sighting")
    rows = ibis.union(begun.select(*columns), others.select(*columns))
    named = rows.inner_join(people.select("person_no", "person"), "person_no")
    return named.inner_join(facilities.select("facility_no", "facility"), "facility_no")


def told_people(on_rolls: ir.Table, statuses: ir.Table) -> ir.Table:
    """One row per person on the roster on the as-of date: what the roster says, and the return status.

    `statuses` is `return_statuses.return_statuses`; a contractor has none, and then its columns are null.
    """
    status = statuses.select(
        "status",
        "rule",
        "reason",
        "in_person_minutes",
        "off_site_minutes",
        "unclassified_minutes",
        judged_person="person",
    )
    joined = on_rolls.left_join(status, [("person", "judged_person")])
    return joined.mutate(telework_eligible=joined.eligible).drop("judged_person", "eligible")
