"""The same day of another month."""

from __future__ import annotations

from datetime import date

import pytest

from dutystation.terms.months import last_of_month, months_from


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert months_from(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert months_from(date(2023, 12, 30), 2) == date(2024, 2, 29)
    assert months_from(date(2025, 1, 15), 12) == date(2026, 1, 15)


def test_a_year_before_the_29th_of_february_is_the_28th() -> None:
    assert months_from(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert months_from(date(2025, 1, 31), -2) == date(2024, 11, 30)


def test_a_month_ends_on_its_last_day() -> None:
    assert last_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
    assert last_of_month(date(9999, 12, 31)) == date(9999, 12, 31)


def test_there_is_no_month_before_the_first_one_of_the_calendar() -> None:
    with pytest.raises(ValueError, match="out of range"):
        months_from(date(1, 1, 31), -1)
