"""Badge events → who was present where on which day, and stays. Source: contract section 7."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.zone_days import DAY, FIRST_DAY
from dutystation.tables.apart import apart
from dutystation.terms.evidence_class import Readers


def reading_days(events: ir.Table) -> ir.Table:
    """One row per kind of time and day on which badge events fall: `local`, `day` (see `located_events`)."""
    timed = events.filter(events.wall_second.notnull())
    return timed.select(local=timed.utc_offset.isnull(), day=_reading_second(timed) // DAY).distinct()


def located_events(events: ir.Table, facilities: ir.Table, people: ir.Table) -> ir.Table:
    """One row per sound badge event with its facility and person, and the time still as delivered.

    `reading_second` are seconds since 1970: UTC where the event came with an offset, else local
    (`local`); `reading_day` is the day they fall on.
    """
    places = facilities.select("facility_no", "timezone", "readers", known_facility="facility")
    persons = people.select("person_no", known_person="person")
    joined = events.left_join(places, [("facility", "known_facility")]).left_join(
        persons, [("person", "known_person")]
    )
    second = _reading_second(joined)
    read = joined.mutate(
        local=joined.utc_offset.isnull(),
        reading_second=second,
        reading_day=(second // DAY).cast("int64"),
        exit_reader=joined.readers == Readers.ENTRY_EXIT.value,
    )
    return read.drop("known_facility", "known_person", "wall_second", "utc_offset")


def _reading_second(events: ir.Table) -> ir.IntegerValue:
    return events.wall_second - events.utc_offset.fill_null(0)


def timed_events(located: ir.Table, zone_days: ir.Table) -> ir.Table:
    """One row per badge event with its `instant` (UTC seconds since 1970) and `local_day`.

    `zone_days` are the rows of `measures.zone_days` for the days these events need.
    """
    stretches = zone_days.select(
        "from_second", "to_second", "offset", "shift", zone="timezone", zone_local="local", zone_day="day"
    )
    within = located.reading_second - located.reading_day * DAY
    joined = located.mutate(within=within)
    joined = joined.left_join(
        stretches,
        [
            joined.timezone == stretches.zone,
            joined.local == stretches.zone_local,
            joined.reading_day == stretches.zone_day,
            joined.within >= stretches.from_second,
            joined.within < stretches.to_second,
        ],
    )
    instant = joined.local.ifelse(joined.reading_second - joined.offset, joined.reading_second)
    local_second = joined.local.ifelse(
        joined.reading_second + joined["shift"], joined.reading_second + joined.offset
    )
    told = ("person", "facility", "file", "line", "event_id")
    return joined.select(
        *apart(joined, *told, "person_no", "facility_no", "direction", "exit_reader"),
        denied=joined.outcome == "denied",
        instant=instant,
        # An offset can carry the first hours of the year 1 out of the calendar: they stay on its first day.
        local_day=ibis.greatest(local_second // DAY, FIRST_DAY).cast("int32"),
    )


def followed_events(events: ir.Table) -> ir.Table:
    """One row per granted, accepted event that is no repeat, with the event that follows it.

    Events are ordered per person and facility, those with and without direction apart, by instant and
    `in` before `out`. Of exact repeats the last in that order is kept, so that what follows it is always
    another event. `repeats` counts the earlier ones through `repeat`.
    """
    # Sorting is what costs: nothing else is carried through it.
    asked = apart(events, "person_no", "facility_no", "direction", "exit_reader", "instant", "local_day")
    granted = events.filter(~events.denied).select(*asked)
    directed = granted.direction.notnull()
    order = ibis.window(
        group_by=[granted.person_no, granted.facility_no, directed],
        order_by=[granted.instant, granted.direction],
    )
    with_next = granted.mutate(
        next_instant=granted.instant.lead().over(order),
        next_direction=granted.direction.lead().over(order),
        next_day=granted.local_day.lead().over(order),
    )
    same = (with_next.next_instant == with_next.instant) & (
        with_next.next_direction.fill_null("") == with_next.direction.fill_null("")
    )
    return with_next.mutate(repeat=same.fill_null(ibis.literal(False)))


def stays(followed: ir.Table, longest_stay_seconds: int) -> ir.Table:
    """One row per presence interval: an `in` at a facility with exit readers, followed by an `out`.

    `entered`, `left` are UTC seconds since 1970; `entry_day`, `exit_day` local days.
    """
    seconds = followed.next_instant - followed.instant
    found = followed.filter(
        followed.exit_reader,
        ~followed.repeat,
        followed.direction == "in",
        followed.next_direction == "out",
        seconds <= longest_stay_seconds,
    )
    return found.select(
        *apart(found, "person_no", "facility_no"),
        entered="instant",
        left="next_instant",
        entry_day="local_day",
        exit_day="next_day",
    )


def badge_quality(events: ir.Table, followed: ir.Table, stays: ir.Table) -> ir.Table:
    """One row: `denied`, `repeats`, `open_stays`, `lone_exits`, each a number of events.

    Of rows with slices one row for each slice that has any.
    """
    kept = ~followed.repeat & followed.exit_reader
    counts = (
        _counts(events, denied=events.count(where=events.denied)),
        _counts(
            followed,
            repeats=followed.count(where=followed.repeat),
            ins=followed.count(where=kept & (followed.direction == "in")),
            outs=followed.count(where=kept & (followed.direction == "out")),
        ),
        _counts(stays, stays=stays.count()),
    )
    rows = ibis.union(*counts)
    sums = rows.aggregate(by=apart(rows), **{name: rows[name].sum().fill_null(0) for name in _COUNTED})
    return sums.select(
        *apart(sums, "denied", "repeats"),
        open_stays=sums.ins - sums.stays,
        lone_exits=sums.outs - sums.stays,
    )


_COUNTED = ("denied", "repeats", "ins", "outs", "stays")


def _counts(rows: ir.Table, **counted: ir.IntegerValue) -> ir.Table:
    """One row of all counts, of slices one each; what is not counted of such rows is none."""
    sums = rows.aggregate(by=apart(rows), **counted)
    # Engines differ in what a count of none with a condition is: 0, or nothing.
    numbers = {
        name: sums[name].fill_null(0) if name in counted else ibis.literal(0, "int64") for name in _COUNTED
    }
    return sums.select(*apart(sums), **numbers)


def presences(followed: ir.Table, stays: ir.Table) -> ir.Table:
    """One row per person, facility and day present: `person_no`, `facility_no`, `day`, `badged`.

    `badged` marks presence days, on which there is an event. A stay adds the days that lie between its
    local entry and exit days: its own two are presence days already.
    """
    seen = followed.filter(~followed.repeat)
    badged = seen.select(*apart(seen, "person_no", "facility_no"), day="local_day").distinct()
    long = stays.filter(stays.exit_day - stays.entry_day > 1)
    days_between = ibis.range(long.entry_day + 1, long.exit_day).unnest()
    between = long.select(*apart(long, "person_no", "facility_no"), day=days_between)
    between = between.mutate(day=between.day.cast("int32")).distinct()
    inner = between.anti_join(badged, ["person_no", "facility_no", "day"])
    return ibis.union(badged.mutate(badged=ibis.literal(True)), inner.mutate(badged=ibis.literal(False)))
