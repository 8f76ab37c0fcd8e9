"""An export becomes rows of one table of the contract, and rows that are left out, each with its reason.

Every row of the export is in exactly one of the two. Ibis tables in, Ibis tables out: the staged export
has its columns under the profile's names as text (null where empty), `file` and `line`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from dutystation.profiles.cells import NO, made, no_text, refused, step, unfound, with_made_cells
from dutystation.profiles.conditions import holds
from dutystation.profiles.moments import (
    UTC_NAME,
    day_number,
    day_of_instant,
    day_of_second,
    marked_unfit,
    utc_seconds,
    written_offset,
)
from dutystation.profiles.profile import Collapse, Companion, Content, LeaveOut, Otherwise, Profile
from dutystation.profiles.shapes import day_column, shape_of
from dutystation.tables.inputs import BY_PERIOD
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import CLOCK_TEXT, DATE_TEXT, Kind
from dutystation.terms.period import PayPeriod

REASONS = ("reason", "column", "value", "message")
LEFT_OUT_COLUMNS = (*PLACE_OF_ROW, *REASONS)
IN_COMPANION = "in_companion"
FATE = "fate of the row"
FAULT = "what is wrong"
"""The column of an export that says why a row of it cannot be read as it stands; without it all can be."""


class LeftOut(StrEnum):
    """Why a row of an export makes no row of the contract."""

    ON_PURPOSE = "left_out"  # an entry of `leave_out`
    MALFORMED = "malformed_row"  # which cell is which, or what stands in one, cannot be told
    UNMAPPED_VALUE = "unmapped_value"  # a map or a pattern refuses the text
    NOT_IN_COMPANION = "not_in_companion"
    UNMATCHED_PERSON = "unmatched_person"
    REPEAT = "repeat"  # of the same person within seconds
    OTHER_PERIOD = "other_period"  # than the one that is delivered


@dataclass(frozen=True)
class Converted:
    """`rows`: one row is one row of the contract's table: its columns as text (null: empty), `file`, `line`.

    `left_out`: one row is one row of the export that makes none: `file`, `line`, `reason` (of `LeftOut`),
    `column` (of the contract or of the export), `value` (the text concerned, may be null), `message`.
    """

    rows: ir.Table
    left_out: ir.Table


def contract_rows(
    export: ir.Table,
    profile: Profile,
    crosswalk: ir.Table | None = None,
    companion: ir.Table | None = None,
    period: PayPeriod | None = None,
) -> Converted:
    """The rows that the profile makes of a staged export.

    `crosswalk` has one row per key and stretch of days on which it belongs to `person`: `key`, `person`,
    `valid_from`, `valid_to` (days from 1970-01-01; the second null where open), never two on one day.
    `companion` is the staged companion, each key once. Which of them must be there says the profile.
    With a `period`, rows of other pay periods are left out.
    """
    return converted(judged_rows(export, profile, crosswalk, companion, period), profile)


def judged_rows(
    export: ir.Table,
    profile: Profile,
    crosswalk: ir.Table | None = None,
    companion: ir.Table | None = None,
    period: PayPeriod | None = None,
) -> ir.Table:
    """One row per row of the export, for `converted`. Whoever needs both kinds keeps this, and reads once."""
    content = profile.content
    rows = _made(with_companion(export, content.companion, companion), content)
    if period is not None:
        rows = _of_one_period(rows, content, period)
    if wants_crosswalk(content):
        assert crosswalk is not None
        rows = _with_people(_matched(rows, crosswalk, content), content)
    if content.collapse is not None:
        rows = _without_repeats(rows, content.collapse)
    return rows.select(*PLACE_OF_ROW, *content.values, *REASONS)


def converted(judged: ir.Table, profile: Profile) -> Converted:
    """The two kinds of rows in what `judged_rows` gives."""
    return Converted(
        rows=judged.filter(judged.reason.isnull()).select(*PLACE_OF_ROW, *profile.content.values),
        left_out=judged.filter(judged.reason.notnull()).select(*LEFT_OUT_COLUMNS),
    )


def wants_crosswalk(content: Content) -> bool:
    """Whether the value of `person` is a key that must be looked up."""
    return content.people is not None and content.people.crosswalk == "required"


def with_companion(export: ir.Table, wanted: Companion | None, companion: ir.Table | None) -> ir.Table:
    """The export with the companion's columns, and whether the companion has the row's key."""
    if wanted is None:
        return export
    assert companion is not None
    names = {f"{IN_COMPANION}_{name}": companion[name] for name in wanted.columns}
    beside = companion.select(**names).mutate(**{IN_COMPANION: ibis.literal(True)})
    key = f"{IN_COMPANION}_{wanted.key}"
    joined = export.left_join(beside, export[wanted.matches] == beside[key])
    return joined.select(
        *export.columns,
        **{name: joined[f"{IN_COMPANION}_{name}"] for name in wanted.columns},
        **{IN_COMPANION: joined[IN_COMPANION].fill_null(NO)},
    )


def _made(export: ir.Table, content: Content) -> ir.Table:
    """One row per row of the export: the contract's columns, and why it is left out; null where it is not."""
    rows = with_made_cells(export, content)
    fates = _fates(rows, content)
    if not fates:
        nothing = dict.fromkeys(REASONS, no_text())
        return rows.select(*PLACE_OF_ROW, **_made_columns(rows, content), **nothing).view()
    at = ibis.cases(*((holds, ibis.literal(at)) for at, (holds, _) in enumerate(fates)), else_=-1)
    rows = step(rows, {FATE: at})
    fates = _fates(rows, content)

    def answer(place: int) -> ir.StringValue:
        cases = [(rows[FATE] == at, answers[place]) for at, (_, answers) in enumerate(fates)]
        return ibis.cases(*cases, else_=no_text())

    return rows.select(
        *PLACE_OF_ROW,
        **_made_columns(rows, content),
        reason=answer(0),
        column=answer(1),
        value=answer(2),
        message=answer(3),
    ).view()


def _made_columns(rows: ir.Table, content: Content) -> dict[str, ir.Value]:
    return {name: rows[made(name)] for name in content.values}


Fate = tuple[ir.BooleanValue, tuple[ir.StringValue, ir.StringValue, ir.StringValue, ir.StringValue]]


def _fates(rows: ir.Table, content: Content) -> list[Fate]:
    """When a row is left out, and then its reason, column, value and message; the first that holds."""
    fates: list[Fate] = []
    for entry in content.leave_out:
        concerned = entry.when[0].column
        answers = _answers(LeftOut.ON_PURPOSE, concerned, rows[concerned], ibis.literal(entry.says))
        fates.append((holds(rows, entry) & _is_told(rows, entry), answers))
    if FAULT in rows.columns:
        answers = _answers(LeftOut.MALFORMED, "", no_text(), rows[FAULT])
        fates.append((rows[FAULT].notnull(), answers))
    if content.companion is not None and content.companion.unmatched == "refuse":
        key = rows[content.companion.matches]
        message = ibis.literal("the companion file has no row for it: add it there or correct the key")
        answers = _answers(LeftOut.NOT_IN_COMPANION, content.companion.matches, key, message)
        fates.append((~rows[IN_COMPANION], answers))
    for name, value in content.values.items():
        for rule, held_in, message in (
            (value.not_found, unfound(name), f"the pattern for {name} finds nothing in it: correct either"),
            (
                value.unmapped,
                refused(name),
                f"the profile does not say what this is as {name}: add it to the profile",
            ),
        ):
            if rule is Otherwise.REFUSE:
                text = rows[held_in]
                answers = _answers(LeftOut.UNMAPPED_VALUE, name, text, ibis.literal(message))
                fates.append((text.notnull(), answers))
    return fates


def _is_told(rows: ir.Table, entry: LeaveOut) -> ir.BooleanValue:
    """Whether an entry can be believed: of a malformed row not if it asks for lacking cells only."""
    if FAULT not in rows.columns:
        return ibis.literal(True)
    there = reduce(or_, (rows[condition.column].notnull() for condition in entry.when))
    return rows[FAULT].isnull() | there


def _answers(
    reason: LeftOut, column: str, value: ir.StringValue, message: ir.StringValue
) -> tuple[ir.StringValue, ir.StringValue, ir.StringValue, ir.StringValue]:
    return ibis.literal(reason.value), ibis.literal(column), value, message


def day_of_row(rows: ir.Table, content: Content) -> ir.StringValue:
    """The day that tells the pay period of each row; null where the contract would not read it."""
    column = shape_of(content).names[BY_PERIOD[content.table]]
    text = rows[column.name]
    day = text.substr(0, 10)
    clock = text.substr(10).re_search(CLOCK_TEXT) if column.kind is Kind.TIMESTAMP else text.length() == 10
    sound = day.re_search(DATE_TEXT) & ~day.startswith("0000") & day.try_cast("date").notnull() & clock
    return sound.ifelse(day, no_text())


def _of_one_period(rows: ir.Table, content: Content, period: PayPeriod) -> ir.Table:
    """Leaves out what is of other pay periods; before it only purpose and form of a row are asked about."""
    within = day_of_row(rows, content).between(period.first.isoformat(), period.last.isoformat())
    asked_before = rows.reason.fill_null("").isin([LeftOut.ON_PURPOSE.value, LeftOut.MALFORMED.value])
    other = (~within).fill_null(NO) & ~asked_before
    message = (
        f"the day is not in pay period {period.label} ({period.first} to {period.last}), which is delivered"
    )
    column = BY_PERIOD[content.table]
    answers = _answers(LeftOut.OTHER_PERIOD, column, rows[column], ibis.literal(message))
    said = {name: other.ifelse(answer, rows[name]) for name, answer in zip(REASONS, answers, strict=True)}
    return step(rows, said)


def _unless_left_out(
    rows: ir.Table, concerned: ir.BooleanValue, answers: tuple[ir.Value, ...], **columns: ir.Value
) -> ir.Table:
    """The rows with these answers where `concerned` holds and nothing was said before."""
    new = concerned & rows.reason.isnull()
    said = {name: new.ifelse(answer, rows[name]) for name, answer in zip(REASONS, answers, strict=True)}
    return step(rows, said | columns)


def _with_day(rows: ir.Table, content: Content) -> ir.Table:
    """The rows with `row_day`, on which the person is looked up, null where there is none to be read."""
    name = day_column(content)
    zone = content.people.zone if content.people is not None else None
    local = day_number(rows[name].substr(0, 10))
    if zone is None or shape_of(content).names[name].kind is not Kind.TIMESTAMP:
        return step(rows, {"row_day": local})
    rows = step(
        rows,
        {"local": local, "offset": written_offset(rows[name]), "instant": utc_seconds(rows[name])},
    )
    instant = rows.instant
    elsewhere = day_of_second(instant) if zone == UTC_NAME else day_of_instant(instant, zone)
    return step(rows, {"row_day": rows.offset.isnull().ifelse(rows.local, elsewhere)})


def _matched(rows: ir.Table, crosswalk: ir.Table, content: Content) -> ir.Table:
    """The rows with `holder`, the person to whom the key belongs on the row's day, null where nobody is.

    `unreadable` tells that the row has no day that can be read: it is handed on, and is rejected for its day.
    """
    name = day_column(content)
    dated = _with_day(rows, content)
    text, required = dated[name], shape_of(content).names[name].required
    unreadable = dated.row_day.isnull() & (ibis.literal(required) | text.notnull())
    dated = step(dated, {"unreadable": unreadable, name: unreadable.ifelse(marked_unfit(text), text)})
    holders = crosswalk.select(
        holder_key=crosswalk.key,
        holder=crosswalk.person,
        held_from=crosswalk.valid_from,
        held_to=crosswalk.valid_to,
    )
    joined = dated.left_join(
        holders,
        [
            dated.person == holders.holder_key,
            holders.held_from.isnull() | (dated.row_day >= holders.held_from),
            holders.held_to.isnull() | (dated.row_day <= holders.held_to),
        ],
    )
    return joined.select(*rows.columns, "unreadable", "holder").view()


def _with_people(matched: ir.Table, content: Content) -> ir.Table:
    """The matched rows with the person in place of the key; a key of nobody leaves its row out."""
    lost = matched.holder.isnull() & ~matched.unreadable & matched.person.notnull()
    when = matched[day_column(content)].fill_null("(no day)")
    message = ibis.literal("the crosswalk has no person for ") + matched.person + " on " + when
    answers = _answers(LeftOut.UNMATCHED_PERSON, "person", matched.person, message)
    return _unless_left_out(matched, lost, answers, person=matched.holder.fill_null(matched.person))


def _without_repeats(rows: ir.Table, collapse: Collapse) -> ir.Table:
    """Leaves out a row where a like one lies at most so many seconds before it, kept or not."""
    timed = step(rows, {"instant": utc_seconds(rows.occurred_at), "stays": rows.reason.isnull()})
    like = ibis.window(
        group_by=[timed.stays, *(timed[name].fill_null("") for name in same_columns(collapse, rows.columns))],
        order_by=[timed.instant, timed.file, timed.line],
    )
    timed = step(timed, {"since": timed.instant - timed.instant.lag().over(like)})
    repeat = (timed.since <= collapse.within_seconds).fill_null(NO)
    answers = _answers(LeftOut.REPEAT, "occurred_at", timed.occurred_at, ibis.literal(collapse.says))
    return _unless_left_out(timed, repeat, answers)


def same_columns(collapse: Collapse, made: Collection[str]) -> tuple[str, ...]:
    """The columns in which repeats agree. A use that was denied never stands for one that was granted."""
    asked = collapse.same or ("person", "facility", "direction")
    return tuple(name for name in dict.fromkeys((*asked, "outcome")) if name in made)
