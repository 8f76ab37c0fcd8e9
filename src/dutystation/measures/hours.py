"""Time records → minutes by place, unit and pay period. Source: contract sections 4 and 5."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.pay_periods import period_no
from dutystation.tables.apart import apart
from dutystation.terms.period import PayCalendar
from dutystation.terms.place import ALL_PLACES, UNCLASSIFIED, HoursType

MINUTES_PER_HOUR = 60
PLACE_NUMBER = {place: number for number, place in enumerate(ALL_PLACES)}
"""Places as small whole numbers, in published order: a hundred million rows carry one each."""


def placed_hours(records: ir.Table, codes: ir.Table) -> ir.Table:
    """One row per time record with its `place_no`, whether it is `regular`, and its whole `minutes`.

    Of the person's circumstances on that day only the number of the roster row is carried: a hundred million
    rows are kept, and `on_roster` tells the rest.
    """
    counted = counted_hours(records, codes)
    return counted.select(
        *apart(counted, "roster_no", "fate", "person", "file", "line", "id"),
        *("pay_code", "place_code", "pair_no", "place_no", "regular"),
        day=counted.work_date.cast("int32"),
        minutes=counted.counted_minutes,
    )


def counted_hours(records: ir.Table, codes: ir.Table) -> ir.Table:
    """The time records with their `place_no`, whether they are `regular`, and whole `counted_minutes`.

    Hours become minutes exactly, half a minute rounded up (contract section 4). `pair_no` is the number of
    the pair of codes (`numbered_pairs`); where `codes` does not map it, it is null, and the record is
    `unclassified` and regular.
    """
    pairs = numbered_pairs(codes)
    meaning = pairs.select(
        "pair_no",
        mapped_pay_code="pay_code",
        mapped_place_code="place_code",
        place_no=_place_number(pairs.place),
        regular=pairs.hours_type == HoursType.REGULAR.value,
    )
    joined = records.left_join(
        meaning,
        [records.pay_code == meaning.mapped_pay_code, records.place_code == meaning.mapped_place_code],
    )
    from_hours = (joined.hours * MINUTES_PER_HOUR + ibis.literal("0.5").cast("decimal(2, 1)")).floor()
    return joined.mutate(
        counted_minutes=from_hours.cast("int64").fill_null(joined.minutes).cast("int32"),
        place_no=joined.place_no.fill_null(PLACE_NUMBER[UNCLASSIFIED]).cast("int8"),
        regular=joined.regular.fill_null(ibis.literal(True)),
    )


def numbered_pairs(codes: ir.Table) -> ir.Table:
    """The mapped pairs of codes, each with its `pair_no`: what a record carries in their place."""
    order = [codes.pay_code, codes.place_code]
    return codes.mutate(pair_no=ibis.row_number().over(order_by=order).cast("int32"))


def on_roster(rows: ir.Table, roster: ir.Table) -> ir.Table:
    """The same rows with what their roster row says: the person's and unit's numbers, station and kind."""
    told = roster.select(
        "roster_no", "person_no", "unit_no", "station_no", "military", "remote", "situational", "eligible"
    )
    return rows.inner_join(told, "roster_no")


def without_mapped_codes(placed: ir.Table) -> ir.Table:
    """The same rows with the two codes only where nobody has mapped them: nothing else asks for them."""
    unmapped = placed.place_no == PLACE_NUMBER[UNCLASSIFIED]
    nothing = ibis.null("string")
    return placed.mutate(
        **{name: unmapped.ifelse(placed[name], nothing) for name in ("pay_code", "place_code")}
    )


def hour_sums(placed: ir.Table, calendar: PayCalendar) -> ir.Table:
    """Accepted minutes: one row per unit, kind of people, kind of hours, pay period and place."""
    keys = apart(placed, "unit_no", "military", "remote", "eligible", "regular", "period_no", "place_no")
    numbered = placed.mutate(period_no=period_no(placed.day, calendar))
    return numbered.group_by(keys).agg(minutes=numbered.minutes.sum())


def unclassified_pairs(placed: ir.Table) -> ir.Table:
    """One row per unmapped pair of codes: `pay_code`, `place_code`, `rows`, `minutes`."""
    unmapped = placed.filter(placed.place_no == PLACE_NUMBER[UNCLASSIFIED])
    return unmapped.group_by(apart(unmapped, "pay_code", "place_code")).agg(
        rows=unmapped.count(), minutes=unmapped.minutes.sum()
    )


def pair_sums(placed: ir.Table, codes: ir.Table, roster: ir.Table) -> ir.Table:
    """Accepted records: one row per component, pair of codes and `place_no`, with `rows` and `minutes`.

    `placed` are without mapped codes (`without_mapped_codes`), which come back from `codes`.
    """
    keys = apart(placed, "unit_no", "pair_no", "pay_code", "place_code", "place_no")
    sums = placed.group_by(keys).agg(rows=placed.count(), minutes=whole(placed.minutes.sum()))
    named = numbered_pairs(codes).select("pair_no", mapped_pay="pay_code", mapped_place="place_code")
    components = roster.select("unit_no", "component").distinct()
    joined = sums.left_join(named, "pair_no").inner_join(components, "unit_no")
    told = joined.select(
        *apart(joined, "component", "place_no", "rows", "minutes"),
        pay_code=ibis.coalesce(joined.mapped_pay, joined.pay_code),
        place_code=ibis.coalesce(joined.mapped_place, joined.place_code),
    )
    return told.group_by(apart(told, "component", "pay_code", "place_code", "place_no")).agg(
        rows=whole(told.rows.sum()), minutes=whole(told.minutes.sum())
    )


def minutes_at(placed: ir.Table, *places: str) -> ir.IntegerScalar:
    """The sum of minutes at any of `places`, 0 where there are none."""
    numbers = [PLACE_NUMBER[place] for place in places]
    return whole(placed.minutes.sum(where=placed.place_no.isin(numbers)).fill_null(0))


def whole(total: ir.IntegerScalar) -> ir.IntegerScalar:
    """A sum in 64 bits.

    DuckDB sums into 128 bits, which Parquet files can only hold as doubles. Ibis, which takes the sum for
    64 bits already, would leave out a cast that did not go through another type.
    """
    return total.cast("decimal(38, 0)").cast("int64")


def _place_number(place: ir.StringValue) -> ir.IntegerValue:
    return ibis.cases(*((place == name, ibis.literal(at, "int8")) for name, at in PLACE_NUMBER.items()))
