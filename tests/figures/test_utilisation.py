"""Contract section 7: people in buildings against the space, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dutystation.directives.load import load_directive
from dutystation.figures.utilisation import (
    FullWeekPeople,
    full_weeks_span,
    gsa_weekdays,
    statute_40h,
    statute_window_start,
)
from dutystation.terms.publication import OccupancyDay

AS_OF = date(2025, 2, 19)
RULES = load_directive("dhs-2025").rules_on(AS_OF)


def present(day: date, people: int, usable_sqft: str = "3000", facility: str = "F1") -> OccupancyDay:
    return OccupancyDay(facility, day, people, None, usable_sqft)


def test_a_weekday_with_nobody_counts_and_a_saturday_does_not() -> None:
    # 2025-01-26 to 2025-02-08 closed before the as-of date; 20 + 10 people on weekdays, 7 on a Saturday.
    days = [present(date(2025, 1, 27), 20), present(date(2025, 2, 3), 10), present(date(2025, 2, 1), 7)]
    [row] = gsa_weekdays(days, as_of=AS_OF, rules=RULES)
    assert (row.first, row.last) == (date(2025, 1, 26), date(2025, 2, 8))
    assert row.occupancy == 3.0  # 30 over ten weekdays
    assert row.utilisation == 0.15  # 150 × 3 ÷ 3,000


def test_a_period_in_which_only_a_weekend_saw_people_has_a_row_of_zero() -> None:
    [row] = gsa_weekdays([present(date(2025, 2, 1), 7)], as_of=AS_OF, rules=RULES)
    assert (row.occupancy, row.utilisation) == (0.0, 0.0)


def test_monday_to_friday_are_weekdays_and_a_holiday_is_one() -> None:
    """2025-01-20 was Martin Luther King day, in the pay period of 2025-01-12 to 2025-01-25."""
    week = {19: 1, 20: 2, 21: 4, 22: 8, 23: 16, 24: 32, 25: 64}  # Sunday to Saturday
    days = [present(date(2025, 1, day), people) for day, people in week.items()]
    [row] = gsa_weekdays(days, as_of=AS_OF, rules=RULES)
    assert row.occupancy == 6.2  # 2 + 4 + 8 + 16 + 32 over ten weekdays


def test_weekdays_are_those_of_the_pay_periods_of_the_order() -> None:
    """Of one week from a Wednesday there are five, of eleven days from Friday to Monday seven."""
    for days, anchor, weekdays in ((7, date(2025, 1, 1), 5), (11, date(2025, 1, 3), 7)):
        rules = replace(RULES, pay_period_days=days, pay_period_anchor=anchor)
        [row] = gsa_weekdays([present(date(2025, 1, 6), 35)], as_of=AS_OF, rules=rules)
        assert (row.first, row.occupancy) == (anchor, 35 / weekdays)


def test_a_period_that_ends_on_the_as_of_date_has_a_row_and_an_open_one_has_none() -> None:
    days = [present(date(2025, 2, 10), 5)]  # the period ends on 2025-02-22
    assert not list(gsa_weekdays(days, as_of=date(2025, 2, 21), rules=RULES))
    [row] = gsa_weekdays(days, as_of=date(2025, 2, 22), rules=RULES)
    assert row.occupancy == 0.5


def test_facilities_and_periods_have_rows_of_their_own() -> None:
    days = [
        present(date(2025, 1, 13), 10),
        present(date(2025, 1, 27), 20),
        present(date(2025, 1, 27), 40, "1000.5", "F2"),
    ]
    rows = {(row.facility, row.first): row for row in gsa_weekdays(days, as_of=AS_OF, rules=RULES)}
    assert {key: (row.measure, row.occupancy) for key, row in rows.items()} == {
        ("F1", date(2025, 1, 12)): ("gsa_weekdays", 1.0),
        ("F1", date(2025, 1, 26)): ("gsa_weekdays", 2.0),
        ("F2", date(2025, 1, 26)): ("gsa_weekdays", 4.0),
    }
    second = rows["F2", date(2025, 1, 26)]
    assert (second.usable_sqft, second.utilisation) == ("1000.5", 600 / 1000.5)


@pytest.mark.parametrize(("people", "utilisation"), [(120, 0.6), (240, 1.2), (0, 0.0)])
def test_a_building_of_30_000_square_feet_seats_200(people: int, utilisation: float) -> None:
    """The numbers of domain rule 10.25."""
    weekdays = [date(2025, 1, 27) + timedelta(days=day) for day in range(12) if day not in (5, 6)]
    days = [present(day, people, "30000") for day in weekdays]
    [row] = gsa_weekdays(days, as_of=AS_OF, rules=RULES)
    assert (row.occupancy, row.utilisation) == (people, utilisation)


def test_a_facility_without_usable_square_feet_has_no_row() -> None:
    assert not list(gsa_weekdays([present(date(2025, 1, 27), 5, "")], as_of=AS_OF, rules=RULES))


@pytest.mark.parametrize(
    ("as_of", "first"),
    [
        (date(2025, 2, 19), date(2024, 12, 20)),
        (date(2025, 4, 30), date(2025, 3, 1)),  # two months before is the last of February
        (date(2024, 4, 30), date(2024, 3, 1)),  # in a leap year too: the 29th
        (date(2025, 1, 31), date(2024, 12, 1)),
        (date(2025, 2, 28), date(2024, 12, 29)),
        (date(2025, 3, 1), date(2025, 1, 2)),
        (date(2025, 12, 31), date(2025, 11, 1)),  # October has 31 days
        (date(2025, 11, 30), date(2025, 10, 1)),  # September has 30
        (date(1, 3, 1), date(1, 1, 2)),
        (date(1, 2, 28), date.min),  # the calendar begins
    ],
)
def test_the_window_begins_the_day_after_the_same_day_two_months_before(as_of: date, first: date) -> None:
    assert statute_window_start(as_of, RULES) == first


def test_only_full_sunday_to_saturday_weeks_count() -> None:
    # 2024-12-20 is a Friday, 2025-02-19 a Wednesday: 22 December to 15 February, eight weeks.
    sunday, saturday = full_weeks_span(date(2024, 12, 20), AS_OF)
    assert (sunday, saturday) == (date(2024, 12, 22), date(2025, 2, 15))
    assert full_weeks_span(date(2024, 12, 22), date(2024, 12, 28)) == (date(2024, 12, 22), date(2024, 12, 28))


def test_a_week_that_lacks_its_first_or_its_last_day_is_not_full() -> None:
    sunday, saturday = full_weeks_span(date(2024, 12, 23), date(2025, 1, 3))
    assert (sunday, saturday) == (date(2024, 12, 29), date(2024, 12, 28))  # none


def test_there_is_no_full_week_in_the_first_days_of_the_calendar() -> None:
    sunday, saturday = full_weeks_span(date.min, date(1, 1, 5))
    assert saturday < sunday


def test_people_of_full_weeks_are_averaged_over_all_weeks_of_the_window() -> None:
    weeks = [FullWeekPeople("F1", date(2025, 1, 4), 12), FullWeekPeople("F1", date(2025, 1, 11), 4)]
    rows = {
        row.facility: row
        for row in statute_40h(weeks, space={"F1": "3000", "F2": "150"}, as_of=AS_OF, rules=RULES)
    }
    assert rows["F1"].occupancy == 2.0  # 16 over eight weeks
    assert rows["F1"].utilisation == 0.1
    assert (rows["F2"].occupancy, rows["F2"].utilisation) == (0.0, 0.0)
    assert {(row.measure, row.first, row.last) for row in rows.values()} == {
        ("statute_40h", date(2024, 12, 20), AS_OF)
    }


def test_a_facility_without_usable_square_feet_has_no_row_of_full_weeks() -> None:
    weeks = [FullWeekPeople("F3", date(2025, 1, 4), 12)]
    rows = statute_40h(weeks, space={"F1": "3000"}, as_of=AS_OF, rules=RULES)
    assert [(row.facility, row.occupancy) for row in rows] == [("F1", 0.0)]


def test_without_a_full_week_nobody_occupies_a_building() -> None:
    [row] = statute_40h([], space={"F1": "3000"}, as_of=date(1, 1, 5), rules=RULES)
    assert (row.first, row.occupancy, row.utilisation) == (date.min, 0.0, 0.0)
