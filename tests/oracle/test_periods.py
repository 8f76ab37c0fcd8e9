"""Pay periods and windows, worked out with a calendar."""

from __future__ import annotations

from datetime import date

import pytest
from tests.oracle.pay_periods import full_weeks, last_ended, period_of, window_start
from tests.oracle.settings import Settings

ANY = Settings(as_of=date(2025, 3, 31))


@pytest.mark.parametrize(
    ("day", "label", "first", "last"),
    [
        (date(2025, 1, 12), "2025-01", date(2025, 1, 12), date(2025, 1, 25)),
        (date(2025, 1, 11), "2024-26", date(2024, 12, 29), date(2025, 1, 11)),
        (date(2025, 1, 1), "2024-26", date(2024, 12, 29), date(2025, 1, 11)),
        (date(2024, 1, 14), "2024-01", date(2024, 1, 14), date(2024, 1, 27)),
        (date(2025, 12, 31), "2025-26", date(2025, 12, 28), date(2026, 1, 10)),
        # 2012 has 27 of them: the first starts on its first day, the last on its 365th.
        (date(2012, 1, 1), "2012-01", date(2012, 1, 1), date(2012, 1, 14)),
        (date(2012, 12, 30), "2012-27", date(2012, 12, 30), date(2013, 1, 12)),
        (date(1, 1, 7), "0001-01", date(1, 1, 7), date(1, 1, 20)),
        # It began on December 24 of the year before, a leap year: the 359th day.
        (date(1, 1, 6), "0000-26", date(1, 1, 1), date(1, 1, 6)),
        (date(9999, 12, 31), "9999-26", date(9999, 12, 19), date(9999, 12, 31)),
    ],
)
def test_a_period_is_named_after_the_year_in_which_it_starts(
    day: date, label: str, first: date, last: date
) -> None:
    assert period_of(day, ANY) == (first, last, label)


@pytest.mark.parametrize(
    ("as_of", "label"),
    [
        (date(2025, 2, 22), "2025-03"),
        (date(2025, 2, 21), "2025-02"),
        (date(2025, 2, 23), "2025-03"),
        (date(2025, 1, 11), "2024-26"),
        (date(2025, 1, 12), "2024-26"),
    ],
)
def test_the_status_period_has_ended_on_or_before_the_day(as_of: date, label: str) -> None:
    assert last_ended(Settings(as_of=as_of)).label == label


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2025, 3, 31), date(2025, 2, 1)),
        (date(2025, 4, 30), date(2025, 3, 1)),
        (date(2025, 4, 28), date(2025, 3, 1)),
        (date(2025, 4, 27), date(2025, 2, 28)),
        (date(2024, 4, 29), date(2024, 3, 1)),
        (date(2025, 1, 15), date(2024, 11, 16)),
        (date(2025, 2, 28), date(2024, 12, 29)),
    ],
)
def test_the_statute_window_starts_the_day_after_the_same_day_two_months_before(
    as_of: date, first: date
) -> None:
    assert window_start(Settings(as_of=as_of)) == first


def test_only_whole_weeks_from_sunday_to_saturday_count() -> None:
    assert full_weeks(date(2025, 2, 1), date(2025, 2, 22)) == [
        (date(2025, 2, 2), date(2025, 2, 8)),
        (date(2025, 2, 9), date(2025, 2, 15)),
        (date(2025, 2, 16), date(2025, 2, 22)),
    ]
    assert full_weeks(date(2025, 2, 3), date(2025, 2, 14)) == []
