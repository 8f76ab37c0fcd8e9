"""The cast of every web test, and the pages as each of them sees them.

The Department of Rivers has two components, NORTH and SOUTH; BANK is a unit of NORTH. All are invented.

ada      employee of BANK            boris   supervisor of BANK
pia      employee of BANK, a peer    chen    human resources of NORTH
noor     accommodation specialist    finn    facilities specialist   lena  labour and legal specialist
omar     approving official of NORTH    hanna   head of NORTH              gale  head of the department
dana     policy office               ines    auditor                    root  administrator
eve      employee of SOUTH, an outsider in every way; eric is human resources, erin supervisor of SOUTH
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import ClientHandler
from tests.web.made_once import made_once

from dutystation.terms.publication import OrgUnit
from dutystation.web.accounts.actions import RosterLine, grant_role, take_roster
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act

DAY = date(2025, 2, 3)
"""A Monday, two weeks after the order."""
NOON = datetime(2025, 2, 3, 17, 0, tzinfo=UTC)
"""Noon in the department's time zone on that day."""

PASSWORD = "a long sentence that only hanna knows"
"""Hanna certifies reports, for which she gives it once more."""

UNITS = (
    OrgUnit("RIVERS", "Department of Rivers", "", "RIVERS"),
    OrgUnit("NORTH", "Northern Division", "RIVERS", "NORTH"),
    OrgUnit("BANK", "Bank Office", "NORTH", "NORTH"),
    OrgUnit("SOUTH", "Southern Division", "RIVERS", "SOUTH"),
)
EMPLOYEES = {
    "ada": "BANK",
    "pia": "BANK",
    "boris": "BANK",
    "chen": "NORTH",
    "noor": "NORTH",
    "finn": "NORTH",
    "lena": "NORTH",
    "omar": "NORTH",
    "hanna": "NORTH",
    "gale": "RIVERS",
    "dana": "RIVERS",
    "root": "RIVERS",
    "eve": "SOUTH",
    "eric": "SOUTH",
    "erin": "SOUTH",
}
HELD = {
    "boris": (Role.SUPERVISOR, "BANK"),
    "chen": (Role.COMPONENT_HR, "NORTH"),
    "noor": (Role.ACCOMMODATION_SPECIALIST, "NORTH"),
    "finn": (Role.FACILITIES_SPECIALIST, "NORTH"),
    "lena": (Role.LABOUR_AND_LEGAL_SPECIALIST, "NORTH"),
    "omar": (Role.APPROVING_OFFICIAL, "NORTH"),
    "hanna": (Role.COMPONENT_HEAD, "NORTH"),
    "gale": (Role.AGENCY_HEAD, "RIVERS"),
    "dana": (Role.POLICY_OFFICE, "RIVERS"),
    "ines": (Role.AUDITOR, "RIVERS"),
    "root": (Role.ADMINISTRATOR, "RIVERS"),
    "eric": (Role.COMPONENT_HR, "SOUTH"),
    "erin": (Role.SUPERVISOR, "SOUTH"),
}
CAST = (*EMPLOYEES, "ines")

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""Answers every browser, as one process answers everybody; each would look for all static files first."""


def act_of(person: str, at: datetime = NOON) -> Act:
    """Something that `person` does at a moment."""
    return Act(person, at)


def make_cast() -> dict[str, Person]:
    """Makes everybody; by id."""
    lines = (
        RosterLine(
            person, unit, "none", "civilian", telework_eligible=True, duty_station="HQ", bargaining_unit=""
        )
        for person, unit in EMPLOYEES.items()
    )
    take_roster(act_of(SYSTEM), "first", UNITS, lines)
    Person.objects.create(person="ines")  # of the inspector general, on no roster
    for somebody in Person.objects.all():
        somebody.name, somebody.email = somebody.pk.title(), f"{somebody.pk}@rivers.example"
        if somebody.pk == "hanna":
            somebody.set_password(PASSWORD)
        somebody.save(update_fields=["name", "email", "password"])
    people = Person.objects.select_related("unit", "unit__component").in_bulk()
    for person, (role, unit) in HELD.items():
        grant_role(act_of(SYSTEM), people[person], role, Unit.objects.get(pk=unit), date(2025, 1, 1))
    return people


@pytest.fixture
def cast(db: None) -> dict[str, Person]:
    """Everybody, by id, with the roles they hold since the beginning of the year."""
    people: dict[str, Person] = made_once("cast", make_cast)
    return people


@pytest.fixture
def sight(cast: dict[str, Person]) -> Callable[[str], Sight]:
    """What somebody of the cast sees on the day."""
    return lambda person: sight_of(cast[person], DAY)


@pytest.fixture
def browse(cast: dict[str, Person]) -> Callable[[str], Client]:
    """A browser in which somebody of the cast is signed in; nobody for the empty name."""

    def signed_in(person: str) -> Client:
        client = Client()
        client.handler = HANDLER
        if person:
            client.force_login(cast[person])
        return client

    return signed_in


def sign_everybody_in() -> dict[str, str]:
    """Signs everybody of the cast in; the name of each one's session, by person."""
    sessions = {}
    for person in Person.objects.all():
        client = Client()
        client.force_login(person)
        sessions[person.pk] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


@pytest.fixture
def sessions(cast: dict[str, Person]) -> dict[str, str]:
    """The session of everybody of the cast, for a test in which all of them look."""
    found: dict[str, str] = made_once("sessions", sign_everybody_in)
    return found


@pytest.fixture
def browse_signed_in(sessions: dict[str, str]) -> Callable[[str], Client]:
    """As `browse`, where everybody was signed in before."""

    def there(person: str) -> Client:
        client = Client()
        client.handler = HANDLER
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[person]
        return client

    return there
