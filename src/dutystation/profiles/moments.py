"""Dates and times of an export as expressions. Source: contract section 2, docs/profiles.md.

A text that fits one of the formats becomes `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` with its offset; any
other text, and a day that is not in the calendar, is handed on with a remark, so that it is rejected.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache

import ibis
import ibis.expr.types as ir

from dutystation.profiles.day_formats import EPOCHS, LAST_YEAR_OF_2000, DayFormat, day_format
from dutystation.profiles.lookup import by_threshold, mapped
from dutystation.terms.months import MONTHS
from dutystation.terms.time_zone import zone, zone_names

UNFIT = " (fits no format that the profile lists)"
"""Follows a delivered text that could not be read, so that no later step takes it for a value."""

FACILITY, WRITTEN, UTC_NAME = "facility", "written", "UTC"
FIXED_OFFSET = re.compile(r"[+-]([01][0-9]|2[0-3]):[0-5][0-9]")
DAY_SECONDS = 86_400
_EPOCH_TEXT = r"^-?[0-9]{1,11}(\.[0-9]+)?\z", r"^-?[0-9]{1,14}(\.[0-9]+)?\z"
_FIRST_YEAR, _LAST_YEAR = 1970, 2100
"""The years for which changes of the clocks are looked up; before and after, the nearest offset holds."""


def marked_unfit(text: ir.StringValue) -> ir.StringValue:
    """The text with the remark, once."""
    return text.endswith(UNFIT).ifelse(text, text + UNFIT)


def single_spaces(text: ir.StringValue) -> ir.StringValue:
    """The text with one space where there are several: one in a format stands for any number."""
    return text.contains("  ").ifelse(text.re_replace(" +", " "), text)


def with_zero(text: ir.StringValue, place: int) -> ir.StringValue:
    """The text with a zero put in at the place, counted from 0, unless two digits stand there already."""
    two_digits = text.substr(place + 1, 1).between("0", "9")
    return two_digits.ifelse(text, text.substr(0, place) + "0" + text.substr(place))


def read_date(text: ir.StringValue, written: str) -> tuple[ir.BooleanValue, ir.StringValue]:
    """Whether a text, its zeros put in, fits the format, and what it then is as `YYYY-MM-DD`."""
    if written in EPOCHS:
        fits, moment = _epoch(text, written)
        return fits, moment.substr(0, 10)
    form = day_format(written, with_time=False)
    return text.re_search(form.padded), _day(_parts(text, form))


def read_timestamp(
    text: ir.StringValue, written: str, zone_name: str
) -> tuple[ir.BooleanValue, ir.StringValue]:
    """The same for a time, as `YYYY-MM-DDTHH:MM:SS`. An offset that does not depend on the day follows;
    `with_zone_offset` adds the others."""
    if written in EPOCHS:
        fits, moment = _epoch(text, written)
        return fits, moment + "Z"
    form = day_format(written, with_time=True)
    part = _parts(text, form)
    return text.re_search(form.padded), _day(part) + "T" + _clock(part) + _offset(part, zone_name)


def or_unfit(moment: ir.StringValue, delivered: ir.StringValue) -> ir.StringValue:
    """The day or time that was read, or the delivered text with a remark where it is none of the calendar."""
    valid = moment.substr(0, 10).try_cast("date").notnull()
    return valid.ifelse(moment, marked_unfit(delivered))


def with_zone_offset(moment: ir.StringValue, zone_name: str) -> ir.StringValue:
    """The local time with the offset that holds there and then; what was not read stays as it is."""
    changes, offsets = local_offsets(zone_name)
    texts = [(datetime(1970, 1, 1) + timedelta(seconds=at)).isoformat() for at in changes]  # noqa: DTZ001
    offset = by_threshold(moment, texts, [ibis.literal(offset_text(offset)) for offset in offsets])
    return moment.endswith(UNFIT).ifelse(moment, moment + offset)


Parts = dict[str, ir.StringValue]
"""The parts of a text by their signs."""


def _parts(text: ir.StringValue, form: DayFormat) -> Parts:
    """The parts of a text that fits: by their places, or by the pattern's groups where lengths differ."""
    widths = {"Y": 4, "b": 3, "p": 1}
    return {
        sign: text.re_extract(form.padded, at)
        if place is None or sign in "Bz"
        else text.substr(place, widths.get(sign, 2))
        for at, (sign, place) in enumerate(zip(form.signs, form.places, strict=True), 1)
    }


def _two(digits: ir.StringValue) -> ir.StringValue:
    return digits.lpad(2, "0")


def _day(part: Parts) -> ir.StringValue:
    if "Y" in part:
        year = part["Y"]
    else:
        year = (part["y"] <= f"{LAST_YEAR_OF_2000:02}").ifelse("20", "19") + part["y"]
    if "m" in part:
        month = _two(part["m"])
    else:
        names = {name[:3].lower(): f"{at:02}" for at, name in enumerate(MONTHS, 1)}
        written = (part["b"] if "b" in part else part["B"]).substr(0, 3).lower()
        month = mapped(written, names, ibis.null("string"))
    return year + "-" + month + "-" + _two(part["d"])


def _clock(part: Parts) -> ir.StringValue:
    if "H" in part:
        hour = _two(part["H"])
    else:
        morning = part["p"].lower().startswith("a")
        twelve = _two(part["I"]) == "12"
        later = (part["I"].cast("int64") + 12).cast("string")
        hour = morning.ifelse(twelve.ifelse("00", _two(part["I"])), twelve.ifelse("12", later))
    return hour + ":" + part["M"] + ":" + part.get("S", ibis.literal("00"))


def _offset(part: Parts, zone_name: str) -> ir.StringValue:
    if zone_name == UTC_NAME:
        return ibis.literal("Z")
    if FIXED_OFFSET.fullmatch(zone_name):
        return ibis.literal(zone_name)
    if zone_name == WRITTEN:
        digits = part["z"].replace(":", "")
        minutes = (digits.length() == 3).ifelse("00", digits.substr(3, 2))
        return (digits.upper() == "Z").ifelse("Z", digits.substr(0, 3) + ":" + minutes)
    return ibis.literal("")


def offset_text(seconds: int) -> str:
    """`+02:00` for 7200; offsets of the years in question are whole minutes."""
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"


def is_zone(name: str) -> bool:
    return name in zone_names()


@cache
def _changes(zone_name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The instants (UTC seconds) at which the offset changes, and the offsets before, between and after."""
    info = zone(zone_name)

    def offset(second: int) -> int:
        found = datetime.fromtimestamp(second, UTC).astimezone(info).utcoffset()
        return int(found.total_seconds()) if found is not None else 0

    first = int(datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    last = int(datetime(_LAST_YEAR, 1, 1, tzinfo=UTC).timestamp())
    instants, offsets = [], [offset(first)]
    for start in range(first, last, 7 * DAY_SECONDS):
        end = start + 7 * DAY_SECONDS
        if offset(end) == offsets[-1]:
            continue
        low, high = start, end
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offsets[-1] else (low, middle)
        instants.append(high)
        offsets.append(offset(end))
    return tuple(instants), tuple(offsets)


def local_offsets(zone_name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The same by local seconds: a repeated hour is the earlier one, a skipped one has the offset before."""
    instants, offsets = _changes(zone_name)
    local = [instant + max(offsets[at], offsets[at + 1]) for at, instant in enumerate(instants)]
    return tuple(local), offsets


def epoch_fits(text: ir.StringValue, written: str) -> ir.BooleanValue:
    """Whether the text counts from 1970 as the format says."""
    return text.re_search(_EPOCH_TEXT[1 if EPOCHS[written] else 0])


def _epoch(text: ir.StringValue, written: str) -> tuple[ir.BooleanValue, ir.StringValue]:
    decimals = EPOCHS[written]
    fits = epoch_fits(text, written)
    count = fits.ifelse(text, ibis.null("string")).re_extract(r"^(-?[0-9]+)", 1).cast("int64")
    seconds = _floor(count, 10**decimals)
    day = _floor(seconds, DAY_SECONDS)
    second = seconds - day * DAY_SECONDS
    clock = [second // 3600, second // 60 % 60, second % 60]
    written_clock = [_two(number.cast("int64").cast("string")) for number in clock]
    moment = day_text(day) + "T" + written_clock[0] + ":" + written_clock[1] + ":" + written_clock[2]
    return fits, moment


def _floor(number: ir.IntegerValue, divisor: int) -> ir.IntegerValue:
    """Rounded down also below zero, where engines differ."""
    rest = ((number % divisor) + divisor) % divisor
    return ((number - rest) / divisor).cast("int64") if divisor > 1 else number


def day_text(day: ir.IntegerValue) -> ir.StringValue:
    """The date of a day counted from 1970-01-01."""
    midnight = ibis.date(1970, 1, 1) + day.as_interval("D")  # engines make a time of it
    return midnight.cast("string").substr(0, 10)


def day_number(day: ir.StringValue) -> ir.IntegerValue:
    """The days from 1970-01-01 to a day written `YYYY-MM-DD`; null where the text is no day."""
    return day.try_cast("date").delta(ibis.date(1970, 1, 1), unit="day").cast("int64")


def wall_seconds(moment: ir.StringValue) -> ir.IntegerValue:
    """Seconds from 1970-01-01 on the clock that the text shows, whatever its offset; null without one."""
    fits = moment.re_search(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]")
    read = fits.ifelse(moment, ibis.null("string"))
    with_seconds = read.substr(16, 1) == ":"
    seconds = with_seconds.ifelse(read.substr(17, 2), "00").try_cast("int64")
    return (
        day_number(read.substr(0, 10)) * DAY_SECONDS
        + read.substr(11, 2).cast("int64") * 3600
        + read.substr(14, 2).cast("int64") * 60
        + seconds
    )


def written_offset(moment: ir.StringValue) -> ir.IntegerValue:
    """The offset of the text in seconds; null where it has none."""
    zone_part = moment.re_extract(r"(Z|[+-][0-9]{2}:[0-9]{2})\z", 1).nullif("")
    clock = moment.substr(16).re_search(r"(Z|[+-][0-9]{2}:[0-9]{2})\z")
    signed = zone_part != "Z"
    minutes = signed.ifelse(zone_part.substr(1, 2), "00").cast("int64") * 60 + signed.ifelse(
        zone_part.substr(4, 2), "00"
    ).cast("int64")
    sign = zone_part.startswith("-").ifelse(-60, 60)
    return clock.ifelse(minutes * sign, ibis.null("int64"))


def utc_seconds(moment: ir.StringValue) -> ir.IntegerValue:
    """The instant in seconds; a text without an offset counts as it stands."""
    return wall_seconds(moment) - written_offset(moment).fill_null(0)


def day_of_second(second: ir.IntegerValue) -> ir.IntegerValue:
    """The day, counted from 1970-01-01, of a second counted from its beginning."""
    return _floor(second, DAY_SECONDS)


def day_of_instant(instant: ir.IntegerValue, zone_name: str) -> ir.IntegerValue:
    """The day in the zone, counted from 1970-01-01, on which an instant lies."""
    changes, offsets = _changes(zone_name)
    there = by_threshold(instant, changes, [ibis.literal(offset, "int64") for offset in offsets])
    return day_of_second(instant + there)
