"""Fills the application of a demonstration: sample people, one for each role, and cases in every state.

All of it is invented. Everything is done through the same actions as in earnest, on days around the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dutystation.directives.directive import Directive
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.notices.dispatching import dispatch_all
from dutystation.web.notices.rules import Reach
from dutystation.web.site.invented_cases import at_noon, invent_cases
from dutystation.web.site.invented_days import invent_days
from dutystation.web.site.invented_filings import invent_filings
from dutystation.web.site.invented_seats import invent_seats
from dutystation.web.site.issuing import issue
from dutystation.web.site.receiving import receive

SAMPLE_ADDRESS = "sample.invalid"
NAMES = {
    None: "Ada Sample",
    Role.SUPERVISOR: "Boris Sample",
    Role.COMPONENT_HR: "Chen Sample",
    Role.ACCOMMODATION_SPECIALIST: "Noor Sample",
    Role.FACILITIES_SPECIALIST: "Finn Sample",
    Role.LABOUR_AND_LEGAL_SPECIALIST: "Lena Sample",
    Role.APPROVING_OFFICIAL: "Omar Sample",
    Role.COMPONENT_HEAD: "Hanna Sample",
    Role.AGENCY_HEAD: "Gale Sample",
    Role.POLICY_OFFICE: "Dana Sample",
    Role.AUDITOR: "Ines Sample",
    Role.ADMINISTRATOR: "Rosa Sample",
}
IN_A_UNIT = (None, Role.SUPERVISOR)
OF_THE_DEPARTMENT = (Role.AGENCY_HEAD, Role.POLICY_OFFICE, Role.AUDITOR, Role.ADMINISTRATOR)
"""Roles that reach everybody; the others are for one component, a supervisor's for one unit."""


@dataclass(frozen=True)
class Place:
    """The unit, the component and the department that the sample people belong to."""

    unit: Unit
    component: Unit
    department: Unit


def fill(run: str, directive: Directive, as_of: date) -> None:
    """Receives a run and invents the rest. For a new workspace."""
    receive(Act(SYSTEM, at_noon(as_of)), run)
    issued_on = directive.issued_on
    people = _sample_people(Act(SYSTEM, at_noon(issued_on)), issued_on)
    policy = people[Role.POLICY_OFFICE]
    department = _place().department
    reach = Reach((department.pk,), ("civilian", "military"))
    issued = issue(Act(policy.pk, at_noon(issued_on)), directive, reach, issued_on)
    dispatch_all(Act(SYSTEM, at_noon(issued_on)))
    invent_cases(people, issued, as_of)
    invent_days(people, issued, as_of)
    invent_seats(people, issued)
    invent_filings(people, issued_on, as_of)


def _sample_people(act: Act, since: date) -> dict[Role | None, Person]:
    """Names somebody for each role in the component with the most people, and grants the roles."""
    place = _place()
    in_unit = list(Person.objects.filter(unit=place.unit, on_rolls=True).order_by("person")[:2])
    others = Person.objects.filter(unit__component=place.component, on_rolls=True).exclude(unit=place.unit)
    rest = iter(others.exclude(population="contractor").order_by("person")[: len(NAMES)])
    people: dict[Role | None, Person] = {}
    for role, name in NAMES.items():
        person = in_unit[IN_A_UNIT.index(role)] if role in IN_A_UNIT else next(rest)
        person.name = name
        person.email = f"{name.split()[0].lower()}@{SAMPLE_ADDRESS}"
        person.save(update_fields=["name", "email"])
        people[role] = person
        if role is not None:
            grant_role(act, person, role, _reach(role, place), since)
    return people


def _reach(role: Role, place: Place) -> Unit:
    if role is Role.SUPERVISOR:
        return place.unit
    return place.department if role in OF_THE_DEPARTMENT else place.component


def _place() -> Place:
    """The unit with the most people on the rolls, at least two, in the component with the most."""
    on_rolls = Person.objects.filter(on_rolls=True).exclude(population="contractor")
    sizes = on_rolls.exclude(unit__component=None).values("unit__component").annotate(people=Count("pk"))
    component = sizes.order_by("-people", "unit__component")[0]["unit__component"]
    units = on_rolls.filter(unit__component=component).values("unit").annotate(people=Count("pk"))
    unit = Unit.objects.select_related("component").get(pk=units.order_by("-people", "unit")[0]["unit"])
    department = Unit.objects.get(parent=None, pk=unit.path.split("/")[0])
    assert unit.component is not None
    return Place(unit, unit.component, department)
