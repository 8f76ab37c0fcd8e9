"""People of NORTH who wait for a seat at the head office, under an order that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.web.exception_requests.cases import Case

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility, Person

SINCE = {"ada": date(2025, 2, 10), "pia": date(2025, 2, 10), "lena": date(2025, 2, 12)}
"""Ada and pia are alike, and lena comes after both."""


def head_office(seats: int | None) -> Facility:
    """The building of the fifteen people of the cast."""
    told = {"name": "Head office", "seats": seats, "readers": "entry", "timezone": "America/New_York"}
    return Facility.objects.update_or_create(facility="HQ", defaults={**told, "run": "run-1"})[0]


def people_who_wait(
    cast: Mapping[str, Person], since: Mapping[str, date] = SINCE, *, until: date = date(2025, 4, 10)
) -> dict[str, Case]:
    """Each with an extension from their day, with a seat expected on 1 April."""
    return {
        person: Case(cast, Ground.SPACE, person=person).approved(from_day=day, until_day=until)
        for person, day in since.items()
    }
