"""Dates and times are read by the formats that the profile lists, and by no others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiles.writing import BADGES, TIME, Became, become, changed

DATES = "dates: ['%m/%d/%Y', '%Y-%m-%d']"
TIMES = "timestamps: ['%Y-%m-%d %H:%M:%S']"
REMARK = " (fits no format that the profile lists)"


def days(written: list[str | None], dates: str = DATES) -> Became:
    rows = [{"badge": "P1", "day": day, "amount": "1", "code": "01"} for day in written]
    return become(changed(TIME, DATES, dates), rows)


def moments(written: list[str | None], formats: str, more: str = "") -> Became:
    rows = [{"card": "1", "door": "HQ", "when": when, "event": "Entry"} for when in written]
    return become(changed(BADGES, TIMES, f"timestamps: {formats}{more}"), rows)


@pytest.mark.parametrize(
    ("form", "written", "read"),
    [
        ("%m/%d/%Y", "2/3/2025", "2025-02-03"),
        ("%m/%d/%Y", "02/03/2025", "2025-02-03"),
        ("%m/%d/%Y", "12/3/2025", "2025-12-03"),
        ("%d.%m.%y", "3.2.25", "2025-02-03"),
        ("%d.%m.%y", "3.2.69", "1969-02-03"),
        ("%Y%m%d", "20250203", "2025-02-03"),
        ("%d-%b-%Y", "03-FEB-2025", "2025-02-03"),
        ("%B %d, %Y", "February 3, 2025", "2025-02-03"),
        ("%a %d %b %Y", "Mon  3 Feb 2025", "2025-02-03"),
        ("%m/%d/%Y %H:%M", "2/3/2025 0:00", "2025-02-03"),
        ("epoch_seconds", "1738587600", "2025-02-03"),
    ],
)
def test_a_day_is_read_as_it_is_written(form: str, written: str, read: str) -> None:
    assert days([written], f"dates: '{form}'").column("work_date") == [read]


@pytest.mark.parametrize(
    ("form", "written", "read"),
    [
        ("%Y-%m-%d %H:%M:%S", "2025-02-03 7:05:09", "2025-02-03T07:05:09"),
        ("%Y-%m-%d %H:%M:%S.%f", "2025-02-03 07:05:09.999", "2025-02-03T07:05:09"),
        ("%m/%d/%Y %I:%M:%S %p", "2/3/2025 12:05:09 AM", "2025-02-03T00:05:09"),
        ("%m/%d/%Y %I:%M:%S %p", "2/3/2025 12:05:09 pm", "2025-02-03T12:05:09"),
        ("%m/%d/%Y %I:%M:%S %p", "2/3/2025 1:05:09 P.M.", "2025-02-03T13:05:09"),
        ("%m/%d/%y %H:%M", "02/03/25 13:05", "2025-02-03T13:05:00"),
        ("%Y%m%d|%H%M%S", "20250203|130509", "2025-02-03T13:05:09"),
        ("%d %B %Y %H:%M", "3 February 2025 9:05", "2025-02-03T09:05:00"),
        ("epoch_seconds", "1738587600.25", "2025-02-03T13:00:00Z"),
        ("epoch_milliseconds", "1738587600999", "2025-02-03T13:00:00Z"),
        ("epoch_seconds", "-1", "1969-12-31T23:59:59Z"),
    ],
)
def test_a_time_is_read_as_it_is_written(form: str, written: str, read: str) -> None:
    assert moments([written], f"'{form}'").column("occurred_at") == [read]


def test_formats_are_tried_in_order_and_all_of_them() -> None:
    became = days(["2/3/2025", "2025-02-03", " "])
    assert became.column("work_date")[:2] == ["2025-02-03", "2025-02-03"]


def test_what_fits_no_format_is_rejected_with_the_delivered_text() -> None:
    became = days(["3 Feb 2025", "02/30/2025", "2025-2-30", "13/01/2025", "02/03/25"])
    assert became.column("work_date")[1] == "02/30/2025" + REMARK
    assert {row["reason"] for row in became.rejected.values()} == {"not_a_date"}
    assert len(became.rejected) == 5


def test_a_day_in_the_contracts_own_form_is_rejected_where_the_profile_does_not_list_it() -> None:
    became = days(["2025-02-03"], "dates: '%d/%m/%Y'")
    assert became.column("work_date") == ["2025-02-03" + REMARK]
    assert became.rejected[2]["reason"] == "not_a_date"


def test_an_empty_day_stays_empty() -> None:
    became = days([None])
    assert became.rejected[2]["reason"] == "missing_value"


def test_a_zone_gives_the_offset_of_its_day() -> None:
    winter, summer = "2025-02-03 12:00:00", "2025-07-03 12:00:00"
    form = "'%Y-%m-%d %H:%M:%S'"
    assert moments([winter], form).column("occurred_at") == ["2025-02-03T12:00:00"]
    assert moments([winter], form, ", zone: UTC").column("occurred_at") == ["2025-02-03T12:00:00Z"]
    assert moments([winter], form, ", zone: '-05:00'").column("occurred_at") == ["2025-02-03T12:00:00-05:00"]
    chicago = moments([winter, summer], form, ", zone: America/Chicago").column("occurred_at")
    assert chicago == ["2025-02-03T12:00:00-06:00", "2025-07-03T12:00:00-05:00"]


def test_a_repeated_hour_is_the_earlier_instant_and_a_skipped_one_takes_the_offset_before() -> None:
    # Chicago's clocks went from 02:00 to 03:00 on 2025-03-09, and from 02:00 to 01:00 on 2025-11-02.
    times: list[str | None] = [
        "2025-03-09 02:30:00",
        "2025-03-09 03:00:00",
        "2025-11-02 01:30:00",
        "2025-11-02 02:00:00",
    ]
    assert moments(times, "'%Y-%m-%d %H:%M:%S'", ", zone: America/Chicago").column("occurred_at") == [
        "2025-03-09T02:30:00-06:00",
        "2025-03-09T03:00:00-05:00",
        "2025-11-02T01:30:00-05:00",
        "2025-11-02T02:00:00-06:00",
    ]


def test_a_written_offset_is_kept() -> None:
    times: list[str | None] = [f"2025-02-03T12:00:00{end}" for end in ("Z", "z", "+0130", "-05:00", "+02")]
    assert moments(times, "'%Y-%m-%dT%H:%M:%S%z'", ", zone: written").column("occurred_at") == [
        "2025-02-03T12:00:00Z",
        "2025-02-03T12:00:00Z",
        "2025-02-03T12:00:00+01:30",
        "2025-02-03T12:00:00-05:00",
        "2025-02-03T12:00:00+02:00",
    ]


def test_a_time_without_the_zone_it_should_have_is_rejected_and_not_taken_as_local() -> None:
    became = moments(["2025-02-03 12:00:00"], "'%m/%d/%Y %H:%M:%S'", ", zone: UTC")
    assert became.rejected[2]["reason"] == "not_a_date"


FORMS = ("%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y")


@settings(max_examples=4)
@given(
    st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=1, max_size=20), st.sampled_from(FORMS)
)
def test_every_day_comes_back_as_it_was(calendar: list[date], form: str) -> None:
    written: list[str | None] = [day.strftime(form) for day in calendar]
    assert days(written, f"dates: '{form}'").column("work_date") == [str(day) for day in calendar]


@settings(max_examples=4)
@given(st.lists(st.integers(0, 4_102_444_800 - 1), min_size=1, max_size=20))
def test_local_times_of_a_zone_are_the_instants_they_were(seconds: list[int]) -> None:
    zone = ZoneInfo("America/New_York")
    instants = [datetime.fromtimestamp(second, UTC) for second in seconds]
    local: list[str | None] = [instant.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for instant in instants]
    read = moments(local, "'%Y-%m-%d %H:%M:%S'", ", zone: America/New_York").column("occurred_at")
    for instant, text in zip(instants, read, strict=True):
        assert text is not None
        repeated = instant.astimezone(zone).fold == 1
        assert datetime.fromisoformat(text) == instant - timedelta(hours=1 if repeated else 0)
