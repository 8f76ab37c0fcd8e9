"""Reads one cell of a delivered row by its column's kind. Source: contract sections 2 and 3.

Every function takes and returns Ibis expressions. A delivered column is text (CSV, or text in Parquet)
or one of the natural Parquet types; both end in the same typed value.

How values are typed after reading:

    date            whole days since 1970-01-01 (int64): calendar arithmetic is then the same on every engine
    hours           decimal hours with six places
    whole number    int64 where it is bounded, digits as text where it is not
    timestamp       two columns: wall-clock seconds since 1970-01-01, and the delivered offset in seconds
    everything else text
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from dutystation.tables.shape import CALENDAR_SECONDS, CLOCK_TEXT, DATE_TEXT, MOST, Bound, Column, Kind

SECONDS_PER_DAY = 86_400
NUMBER_TEXT = r"^[+-]?([0-9]+(\.[0-9]{0,6})?|\.[0-9]{1,6})\z"
DECIMAL_TEXT = r"^-?[0-9]*(\.[0-9]{0,6}0*)?\z"  # a decimal or an integer of the engine
WHOLE_TEXT = r"^[+-]?[0-9]+\z"
MOST_DECIMALS = 6
LARGEST_DOUBLE = 1.7976931348623157e308
HOURS_TYPE = f"decimal(18, {MOST_DECIMALS})"


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def btrim(text: str, characters: str) -> str:  # type: ignore[empty-body]
    """Removes any of `characters` from both ends. Spark has it by this name, and `duckdb_engine` adds it."""


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def whole_seconds(moment: datetime) -> int:  # type: ignore[empty-body]
    """Whole seconds since 1970-01-01 of a timestamp, fractions cut downwards. A name all engines know."""


@dataclass(frozen=True)
class ReadCell:
    """One column of a table as expressions over the delivered row.

    `delivered` is the text as delivered, trimmed, null where empty, and `given` whether it is not empty;
    `values` are the typed columns it becomes; `malformed` and `out_of_range` are true for a cell that is not
    empty and not valid.
    """

    column: Column
    delivered: ir.StringValue
    given: ir.BooleanValue
    values: dict[str, ir.Value]
    malformed: ir.BooleanValue | None = None
    out_of_range: ir.BooleanValue | None = None


def delivered_text(cell: ir.Value, *, trimmed: bool = False) -> ir.StringValue:
    """The cell as text, spaces and tabs around it removed, null where nothing is left.

    `trimmed` tells that text is so already.
    """
    if cell.type().is_string():
        return cell if trimmed else btrim(cell, " \t").nullif("")
    if cell.type().is_null():
        return ibis.null("string")
    if cell.type().is_timestamp():
        return cell.cast("timestamp").cast("string")  # UTC; engines differ in whether they say so
    if cell.type().is_floating():
        return _text_of_double(cell)
    return cell.cast("string")


def _text_of_double(cell: ir.FloatingValue) -> ir.StringValue:
    """Digits with a point, where engines would differ: some write ten million as 1.0E7, and NaN as nan."""
    size = cell.abs()
    large, small = (size >= 10_000_000) & (size < 1e15), (size > 0) & (size < 0.001)

    def digits(where: ir.BooleanValue, places: int) -> ir.StringValue:
        exact = where.ifelse(cell, ibis.null(cell.type())).try_cast(f"decimal(38, {places})").cast("string")
        return exact.re_replace(r"0+\z", "").re_replace(r"\.\z", ".0")

    return ibis.cases(
        (cell.isnan(), "NaN"),
        (~_is_finite(cell), (cell > 0).ifelse("inf", "-inf")),
        (large, digits(large, MOST_DECIMALS)),
        (small, digits(small, 18)),
        else_=cell.cast("string"),
    )


def _is_finite(cell: ir.FloatingValue) -> ir.BooleanValue:
    """Neither infinite nor NaN, by comparison: not every engine has a function that finds the infinite."""
    return (cell.abs() <= LARGEST_DOUBLE) & ~cell.isnan()


def _is_given(cell: ir.Value, text: ir.StringValue) -> ir.BooleanValue:
    """Whether the cell is not empty. A date need not be written out to see that; that takes a microsecond."""
    kind = cell.type()
    if kind.is_floating():
        return cell.isnan().fill_null(ibis.literal(False)) | cell.notnull()  # to some engines NaN is null
    return text.notnull() if kind.is_string() or kind.is_null() else cell.notnull()


def read_cell(raw: ir.Table, column: Column, *, trimmed: bool = False) -> ReadCell:
    """Reads `column` of the delivered table; a column that was not delivered reads as empty cells.

    `trimmed` tells that text has no blanks around it, and is null where it would be empty.
    """
    cell = raw[column.name] if column.name in raw.columns else ibis.null("string")
    text = delivered_text(cell, trimmed=trimmed)
    given = _is_given(cell, text)
    match column.kind:
        case Kind.TEXT:
            value = text if column.default is None else text.fill_null(column.default)
            return ReadCell(column, text, given, {column.name: value})
        case Kind.CHOICE | Kind.TIMEZONE:
            value = text if column.default is None else text.fill_null(column.default)
            strange = ~_is_one_of(text, column.choices)
            return ReadCell(column, text, given, {column.name: value}, malformed=strange)
        case Kind.DATE:
            return _read_date(column, cell, text, given)
        case Kind.TIMESTAMP:
            return _read_timestamp(column, cell, text, given)
        case Kind.NUMBER:
            return _read_number(column, cell, text, given)
        case Kind.WHOLE:
            return _read_whole(column, cell, text, given)


def _is_one_of(text: ir.StringValue, choices: tuple[str, ...]) -> ir.BooleanValue:
    """Whether the text is one of the choices, none of which holds a line break.

    One search in one literal: the hundreds of time zones as literals of their own take seconds to compile.
    """
    listed = ibis.literal("\n" + "\n".join(choices) + "\n")
    return listed.contains(ibis.literal("\n") + text + "\n") & ~text.contains("\n")


def _day_number(day: ir.DateValue) -> ir.IntegerValue:
    return day.delta(ibis.date(1970, 1, 1), unit="day").cast("int64")


def _date_of_text(text: ir.StringValue) -> ir.DateValue:
    """The date, or null where the text is none; the year 0000 is not one of the Gregorian calendar."""
    well_formed = text.re_search(DATE_TEXT) & ~text.startswith("0000")
    return well_formed.ifelse(text, ibis.null("string")).try_cast("date")


def _read_date(column: Column, cell: ir.Value, text: ir.StringValue, given: ir.BooleanValue) -> ReadCell:
    if cell.type().is_date():
        day = cell
    elif cell.type().is_timestamp():
        midnight = cell.cast("timestamp").truncate("D") == cell.cast("timestamp")
        day = midnight.ifelse(cell.cast("timestamp").date(), ibis.null("date"))
    else:
        day = _date_of_text(text)
    in_calendar = day.year().between(1, 9999)
    number = in_calendar.ifelse(_day_number(day), ibis.null("int64"))
    return ReadCell(column, text, given, {column.name: number}, malformed=given & number.isnull())


def _read_timestamp(column: Column, cell: ir.Value, text: ir.StringValue, given: ir.BooleanValue) -> ReadCell:
    if cell.type().is_timestamp():
        aware = cell.type().timezone is not None
        # Seconds are asked of the instant itself: laying its zone aside is twenty times as slow in DuckDB.
        seconds = whole_seconds(cell if aware else cell.cast("timestamp"))
        wall = seconds.between(*CALENDAR_SECONDS).ifelse(seconds, ibis.null("int64"))
        offset = ibis.literal(0, "int64") if aware else ibis.null("int64")
    else:
        wall, offset = _wall_and_offset(text)
    values = {"wall_second": wall, "utc_offset": offset}
    return ReadCell(column, text, given, values, malformed=given & wall.isnull())


def _wall_and_offset(text: ir.StringValue) -> tuple[ir.IntegerValue, ir.IntegerValue]:
    """Wall-clock seconds and offset seconds of a timestamp text; the offset is null where none is given."""
    day = _date_of_text(text.substr(0, 10))
    clock = text.substr(10)
    valid = day.notnull() & clock.re_search(CLOCK_TEXT)
    digits = valid.ifelse(text, ibis.null("string"))
    seconds = (digits.substr(16, 1) == ":").ifelse(digits.substr(17, 2), "00")
    wall = (
        _day_number(day) * SECONDS_PER_DAY
        + digits.substr(11, 2).cast("int64") * 3600
        + digits.substr(14, 2).cast("int64") * 60
        + seconds.cast("int64")
    )
    zone = digits.re_extract(r"(Z|[+-][0-9]{2}:[0-9]{2})\z", 1)
    signed = digits.substr(16).re_search(r"[+-]")
    minutes = signed.ifelse(zone.substr(1, 2), "00").cast("int64") * 60 + signed.ifelse(
        zone.substr(4, 2), "00"
    ).cast("int64")
    offset = ibis.cases(
        (zone == "Z", ibis.literal(0, "int64")),
        (signed & zone.startswith("-"), -minutes * 60),
        (signed, minutes * 60),
        else_=ibis.null("int64"),
    )
    return wall, offset


def _has_nonzero_digit(text: ir.StringValue) -> ir.BooleanValue:
    return text.re_search("[1-9]")


def _negative(text: ir.StringValue) -> ir.BooleanValue:
    return text.startswith("-") & _has_nonzero_digit(text)


def _unsigned(text: ir.StringValue) -> ir.StringValue:
    """The digits without sign and leading zeros, so that their length says how large they are."""
    return text.re_replace(r"^[+-]?0*", "")


def _read_number(column: Column, cell: ir.Value, text: ir.StringValue, given: ir.BooleanValue) -> ReadCell:
    """Reads hours (six decimals, exactly) or a positive measure that stays text as delivered."""
    kind = cell.type()
    if kind.is_integer() or kind.is_decimal():
        exact = kind.is_integer() or (kind.scale is not None and kind.scale <= MOST_DECIMALS)
        well_formed = cell.notnull() if exact else cell.cast("string").re_search(DECIMAL_TEXT)
        negative, positive = cell < 0, cell > 0
        value = cell.try_cast(HOURS_TYPE)
    elif kind.is_floating():
        well_formed = _is_finite(cell)
        negative, positive = cell < 0, cell > 0
        value = well_formed.ifelse(cell, ibis.null(kind)).try_cast(HOURS_TYPE)
    else:
        well_formed = text.re_search(NUMBER_TEXT)
        negative = _negative(text)
        positive = _has_nonzero_digit(text) & ~text.startswith("-")
        decimals = text.contains(".").ifelse("0", "")
        digits = ibis.literal("0") + _unsigned(text) + decimals
        value = well_formed.ifelse(digits, ibis.null("string")).try_cast(HOURS_TYPE)
    malformed = given & ~well_formed
    if column.bound is Bound.POSITIVE:
        return ReadCell(column, text, given, {column.name: text}, malformed, given & ~positive)
    too_large = value.isnull() | (value > MOST[Bound.DAY_HOURS])
    out_of_range = given & well_formed & (negative | too_large)
    return ReadCell(column, text, given, {column.name: value}, malformed, out_of_range)


def _read_whole(column: Column, cell: ir.Value, text: ir.StringValue, given: ir.BooleanValue) -> ReadCell:
    """Reads minutes (int64) or a positive count that stays text, its digits without sign and zeros."""
    kind = cell.type()
    if kind.is_integer():
        well_formed, value = cell.notnull(), cell.try_cast("int64")
        negative, positive, digits = cell < 0, cell > 0, cell.cast("string")
    elif kind.is_floating() or kind.is_decimal():
        finite = _is_finite(cell) if kind.is_floating() else cell.notnull()
        well_formed = finite & (finite.ifelse(cell, ibis.null(kind)) % 1 == 0)
        value = well_formed.ifelse(cell, ibis.null(kind)).try_cast("int64")
        negative, positive = cell < 0, cell > 0
        digits = cell.cast("string").re_replace(r"\.0*\z", "")
    else:
        well_formed = text.re_search(WHOLE_TEXT)
        digits = _unsigned(text)
        small = well_formed & (digits.length() <= 9)
        value = small.ifelse(ibis.literal("0") + digits, ibis.null("string")).cast("int64")
        negative = _negative(text)
        positive = _has_nonzero_digit(text) & ~text.startswith("-")
    malformed = given & ~well_formed
    if column.bound is Bound.POSITIVE:
        return ReadCell(column, text, given, {column.name: digits}, malformed, given & ~positive)
    too_large = value.isnull() | (value > MOST[Bound.DAY_MINUTES])
    out_of_range = given & well_formed & (negative | too_large)
    return ReadCell(column, text, given, {column.name: value}, malformed, out_of_range)
