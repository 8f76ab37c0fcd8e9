"""Business days, counted by hand on a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutystation.directives.business_days import (
    business_days_after,
    business_days_between,
    is_business_day,
)


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2025-01-17", True),  # a Friday
        ("2025-01-18", False),
        ("2025-01-20", False),  # Birthday of Martin Luther King, Jr.
        ("2025-02-17", False),  # Washington's Birthday
        ("2026-07-03", False),  # Independence Day falls on a Saturday
        ("2021-12-31", False),  # 1 January 2022 falls on a Saturday
        ("2025-11-28", True),  # the day after Thanksgiving is no Federal holiday
    ],
)
def test_offices_are_open_on_weekdays_that_are_no_federal_holiday(day: str, open_: bool) -> None:  # noqa: FBT001
    assert is_business_day(date.fromisoformat(day)) is open_


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        ("2025-01-17", 0, "2025-01-17"),
        ("2025-01-17", 1, "2025-01-21"),  # over a weekend and the holiday on Monday
        ("2025-02-03", 5, "2025-02-10"),
        ("2025-02-03", 15, "2025-02-25"),  # Washington's Birthday on 17 February lies between
        ("2025-02-08", 1, "2025-02-10"),  # from a Saturday
    ],
)
def test_days_are_counted_from_the_day_after(day: str, count: int, after: str) -> None:
    assert business_days_after(date.fromisoformat(day), count) == date.fromisoformat(after)


def test_nothing_is_counted_backwards() -> None:
    with pytest.raises(ValueError, match="lie before"):
        business_days_after(date(2025, 2, 3), -1)


@given(day=st.dates(date(2015, 1, 1), date(2035, 1, 1)), count=st.integers(1, 60))
def test_what_lies_so_many_days_after_has_so_many_days_between(day: date, count: int) -> None:
    after = business_days_after(day, count)
    assert is_business_day(after)
    assert business_days_between(day, after) == count
    assert business_days_between(after, day) == -count
    assert business_days_between(day, after - timedelta(days=1)) == count - 1
