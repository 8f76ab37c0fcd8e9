"""Numbers and amounts of time of an export as expressions. Source: contract sections 2 and 4.

Amounts are whole microseconds while they are worked with, so 7:20 and 7.333333 are exact, and become
whole minutes once, half a minute upwards.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

from dutystation.profiles.moments import marked_unfit
from dutystation.profiles.profile import Duration, Value
from dutystation.tables.shape import MOST, Bound

SIGNS = {"comma": ",", "point": ".", "space": " ", "apostrophe": "'"}
MINUTE = 60_000_000
"""Microseconds."""

_HOURS = r"^[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})\z"
_CLOCK = r"^[+-]?([0-9]{1,9}):([0-5][0-9])(?::([0-5][0-9]))?\z"
_WHOLE = r"^[+-]?[0-9]{1,9}\z"
_WRITTEN = {
    Duration.HOURS: _HOURS,
    Duration.CLOCK: _CLOCK,
    Duration.MINUTES: _WHOLE,
    Duration.SECONDS: _WHOLE,
}


def plain_number(text: ir.StringValue, *, decimal: str, grouping: str) -> ir.StringValue:
    """The number with a point and without signs between thousands; a text with a remark where it is none."""
    point = SIGNS[decimal]
    between = SIGNS.get(grouping, "")
    kinds_of_space = "\u00a0\u202f\u2009"  # spreadsheets put them there
    text_read = text.translate(kinds_of_space, "   ") if grouping == "space" else text
    grouped = rf"[0-9]{{1,3}}(?:[{between}][0-9]{{3}})+|" if between else ""
    fits = text_read.re_search(rf"^[+-]?(?:(?:{grouped}[0-9]+)(?:[{point}][0-9]*)?|[{point}][0-9]+)\z")
    plain = text_read.replace(between, "") if between else text_read
    plain = plain.replace(point, ".") if point != "." else plain
    return fits.ifelse(plain, marked_unfit(text))


def plain_amount(text: ir.StringValue, value: Value) -> ir.StringValue:
    """The same as the value says. A time of the clock has neither sign in it, and is handed on to be read."""
    plain = plain_number(text, decimal=value.decimal or "point", grouping=value.grouping or "none")
    if Duration.CLOCK not in (value.durations or ()):
        return plain
    return duration_fits(text, Duration.CLOCK).ifelse(text, plain)


def whole_minutes(text: ir.StringValue, written: Sequence[Duration]) -> ir.StringValue:
    """The amount as whole minutes, or the text with a remark; null stays null.

    What is less than nothing or more than a day stays so when it is rounded: it is out of range.
    """
    digits = text.re_replace(r"^[+-]", "")
    branches = [(fits, micros) for form in written for fits, micros in [_amount(text, digits, form)]]
    micros = ibis.cases(*branches, else_=ibis.null("int64"))
    rounded = (micros + MINUTE // 2) // MINUTE
    day = MOST[Bound.DAY_MINUTES]
    minutes = (micros > day * MINUTE).ifelse(ibis.greatest(rounded, day + 1), rounded)
    below = text.startswith("-") & (micros > 0)
    whole = below.ifelse(ibis.literal("-") + ibis.greatest(minutes, 1).cast("string"), minutes.cast("string"))
    return micros.notnull().ifelse(whole, marked_unfit(text))


def duration_fits(text: ir.StringValue, form: Duration) -> ir.BooleanValue:
    """Whether the amount is written so."""
    return text.re_search(_WRITTEN[form])


def _amount(
    text: ir.StringValue, digits: ir.StringValue, form: Duration
) -> tuple[ir.BooleanValue, ir.IntegerValue]:
    """Whether the text is written so, and the microseconds it says, its sign left aside."""
    fits = duration_fits(text, form)
    match form:
        case Duration.HOURS:
            read = fits.ifelse(digits, ibis.null("string"))
            whole = (ibis.literal("0") + read.re_extract(r"^([0-9]*)", 1)).cast("int64")
            part = (read.re_extract(r"\.([0-9]*)\z", 1) + "000000").substr(0, 6).cast("int64")
            return fits, (whole * 1_000_000 + part) * 3600
        case Duration.CLOCK:
            read = fits.ifelse(text, ibis.null("string"))
            hours, minutes, seconds = (
                (ibis.literal("0") + read.re_extract(_CLOCK, at)).cast("int64") for at in (1, 2, 3)
            )
            return fits, (hours * 3600 + minutes * 60 + seconds) * 1_000_000
        case Duration.MINUTES:
            return fits, fits.ifelse(digits, ibis.null("string")).cast("int64") * MINUTE
        case Duration.SECONDS:
            return fits, fits.ifelse(digits, ibis.null("string")).cast("int64") * 1_000_000
