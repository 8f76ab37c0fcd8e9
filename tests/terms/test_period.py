"""Contract section 5: pay periods of 14 days, anchored on Sunday 2025-01-12, in both directions."""

from __future__ import annotations

from datetime import date

import pytest

from dutystation.terms.period import PayCalendar

CALENDAR = PayCalendar(anchor=date(2025, 1, 12), days=14)


@pytest.mark.parametrize(
    ("day", "label", "first"),
    [
        (date(2025, 1, 12), "2025-01", date(2025, 1, 12)),
        (date(2025, 1, 25), "2025-01", date(2025, 1, 12)),
        (date(2025, 1, 26), "2025-02", date(2025, 1, 26)),
        # The period before the anchor's starts in 2024, and is the 26th that does.
        (date(2025, 1, 11), "2024-26", date(2024, 12, 29)),
        (date(2024, 1, 14), "2024-01", date(2024, 1, 14)),
        # A year whose first day begins a period has 27 of them: 26 × 14 days later is 31 December.
        (date(2023, 1, 1), "2023-01", date(2023, 1, 1)),
        (date(2024, 1, 13), "2023-27", date(2023, 12, 31)),
    ],
)
def test_a_label_is_the_year_of_the_first_day_and_the_place_in_that_year(
    day: date, label: str, first: date
) -> None:
    period = CALENDAR.period_of(day)
    assert (period.label, period.first) == (label, first)


@pytest.mark.parametrize(
    ("as_of", "label"),
    [
        (date(2025, 2, 19), "2025-02"),
        (date(2025, 2, 8), "2025-02"),  # a period that ends on the as-of date has ended
        (date(2025, 2, 7), "2025-01"),
    ],
)
def test_the_status_period_is_the_last_that_ended_on_or_before_the_day(as_of: date, label: str) -> None:
    assert CALENDAR.last_ended_by(as_of).label == label


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2025, 1, 12), 0), (date(2025, 1, 25), 0), (date(2025, 1, 26), 1), (date(2025, 1, 11), -1)],
)
def test_pay_periods_are_numbered_from_that_of_the_anchor(day: date, number: int) -> None:
    assert CALENDAR.number_of(day) == number
    assert CALENDAR.after(CALENDAR.period_of(day)) == CALENDAR.period_number(number + 1)


def test_periods_at_the_ends_of_the_calendar_keep_their_true_labels() -> None:
    # 0001-01-01 lies in a period that starts on 24 December of the year before, its 26th.
    assert CALENDAR.period_of(date.min).label == "0000-26"
    assert CALENDAR.period_of(date.min).first == date.min
    assert CALENDAR.period_of(date.max).last == date.max
    assert CALENDAR.last_ended_by(date.max).last < date.max


@pytest.mark.parametrize(
    ("label", "first"),
    [("2025-01", date(2025, 1, 12)), ("2024-26", date(2024, 12, 29)), ("2025-26", date(2025, 12, 28))],
)
def test_a_label_tells_its_pay_period(label: str, first: date) -> None:
    period = PayCalendar(date(2025, 1, 12), 14).labelled(label)
    assert period is not None
    assert (period.first, period.label) == (first, label)


@pytest.mark.parametrize("label", ["2025-00", "2025-28", "0000-01", "2025-1", "25-01", "", "2025-01 "])
def test_a_label_of_no_pay_period_tells_none(label: str) -> None:
    assert PayCalendar(date(2025, 1, 12), 14).labelled(label) is None
