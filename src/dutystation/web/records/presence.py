"""How many people a run saw in each facility lately: what a decision on office space stands on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from dutystation.terms.publication import OccupancyDay
from dutystation.web.accounts.actions import PeopleSeen

LATELY = timedelta(weeks=4)
"""One day alone may be a holiday, so the busiest day of this time is told too."""


def people_seen(occupancy: Iterable[OccupancyDay]) -> dict[str, PeopleSeen]:
    """By facility the newest day with anybody present, and the busiest, the later of equals, up to it."""
    days: dict[str, list[OccupancyDay]] = {}
    for day in occupancy:
        days.setdefault(day.facility, []).append(day)
    found = {}
    for facility, seen in days.items():
        newest = max(seen, key=lambda day: day.local_date)
        lately = (day for day in seen if day.local_date > newest.local_date - LATELY)
        busiest = max(lately, key=lambda day: (day.people, day.local_date))
        found[facility] = PeopleSeen(newest.local_date, newest.people, busiest.local_date, busiest.people)
    return found
