"""Which days are simulated, and what an hour is where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from dutystation.simulation.clock import day_number, zone_clock
from dutystation.simulation.schedules import DUE_MINUTES, Schedule, federal_holidays
from dutystation.simulation.window import SimulatedTime, UnusableSimulation, plan_time

ANCHOR, ORDER = date(2025, 1, 12), date(2025, 1, 20)


def planned(periods: int, as_of: date | None = None) -> SimulatedTime:
    return plan_time(periods=periods, anchor=ANCHOR, period_days=14, issued_on=ORDER, as_of=as_of)


def test_three_periods_end_around_the_thirtieth_day_of_the_order() -> None:
    time = planned(3)
    assert time.as_of == date(2025, 2, 19)
    assert [period.label for period in time.periods] == ["2025-01", "2025-02", "2025-03"]
    assert time.periods[0].first == date(2025, 1, 12)
    assert time.periods[-1].last == date(2025, 2, 22)


def test_a_third_of_many_periods_ends_with_the_one_of_the_order() -> None:
    time = planned(26)  # eight periods up to the order's, eighteen after it
    assert time.periods[7].first <= ORDER <= time.periods[7].last
    assert len(time.periods) == 26
    assert (time.periods[-1].last - time.as_of).days == 3


def test_the_last_period_holds_the_as_of_day_that_was_asked_for() -> None:
    time = planned(2, date(2025, 2, 8))  # the last day of 2025-02
    assert [period.label for period in time.periods] == ["2025-01", "2025-02"]


def test_periods_outside_the_calendar_are_refused() -> None:
    with pytest.raises(UnusableSimulation, match="1000000 pay periods reach outside the years"):
        planned(1_000_000)


def seconds(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("local", "instant"),
    [
        # 9 March 2025: at 02:00 EST clocks go to 03:00 EDT. 02:30 does not exist; five hours are added.
        (seconds(2025, 3, 9, 1, 59), seconds(2025, 3, 9, 6, 59)),
        (seconds(2025, 3, 9, 2, 30), seconds(2025, 3, 9, 7, 30)),
        (seconds(2025, 3, 9, 3, 0), seconds(2025, 3, 9, 7, 0)),
        # 2 November 2025: at 02:00 EDT clocks go back to 01:00 EST. 01:30 is the earlier one, in EDT.
        (seconds(2025, 11, 2, 1, 30), seconds(2025, 11, 2, 5, 30)),
        (seconds(2025, 11, 2, 2, 0), seconds(2025, 11, 2, 7, 0)),
    ],
)
def test_a_repeated_hour_is_the_earlier_one_and_a_skipped_one_takes_the_offset_before(
    local: int, instant: int
) -> None:
    clock = zone_clock("America/New_York", date(2025, 1, 1), date(2025, 12, 31))
    assert clock.instant(np.array([local])).tolist() == [instant]


def test_compressed_schedules_come_to_eighty_hours_in_two_weeks() -> None:
    for schedule in (Schedule.FIVE_EIGHT, Schedule.FIVE_FOUR_NINE, Schedule.FOUR_TEN, Schedule.SHIFT):
        assert DUE_MINUTES[schedule].sum() == 80 * 60


def test_federal_holidays_are_the_days_off() -> None:
    first = day_number(date(2025, 1, 12))
    found = np.flatnonzero(federal_holidays(first, 42)) + first
    assert found.tolist() == [day_number(date(2025, 1, 20)), day_number(date(2025, 2, 17))]
