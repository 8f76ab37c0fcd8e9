"""Of the days on which badges saw people in a building, the newest and the busiest lately are kept."""

from __future__ import annotations

from datetime import date

from dutystation.terms.publication import OccupancyDay
from dutystation.web.accounts.actions import PeopleSeen
from dutystation.web.records.presence import people_seen


def seen(facility: str, day: str, people: int) -> OccupancyDay:
    return OccupancyDay(facility, date.fromisoformat(day), people, 8, "1500")


def test_the_busiest_day_is_one_of_the_four_weeks_up_to_the_newest() -> None:
    found = people_seen(
        [
            seen("HQ", "2025-01-31", 40),  # four weeks before the newest: too long ago
            seen("HQ", "2025-02-01", 30),
            seen("HQ", "2025-02-20", 30),
            seen("HQ", "2025-02-28", 2),
            seen("EAST", "2024-12-24", 1),
        ]
    )
    assert found == {
        "HQ": PeopleSeen(date(2025, 2, 28), 2, date(2025, 2, 20), 30),
        "EAST": PeopleSeen(date(2024, 12, 24), 1, date(2024, 12, 24), 1),
    }


def test_without_badge_records_nothing_is_said() -> None:
    assert people_seen([]) == {}
