"""Reading people, units and roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import DECIDERS, Role
from dutystation.web.accounts.scope import in_force


@dataclass(frozen=True)
class Sample:
    """One row is an invented person of the demonstration whom anybody may be, and what they are."""

    person: Person
    role: str


def sample_people(day: date) -> list[Sample]:
    """One sample person per role, in the order of the roles, after an employee who holds none.

    Only a demonstration has any: it gives them the address `…@sample.invalid`.
    """
    sample = Q(email__endswith="@sample.invalid")
    held = Grant.objects.filter(in_force(day), person__email__endswith="@sample.invalid")
    by_role: dict[str, Grant] = {}
    for grant in held.select_related("person", "unit").order_by("pk"):
        by_role.setdefault(grant.role, grant)
    holders = {grant.person_id for grant in by_role.values()}
    employees = Person.objects.filter(sample, is_active=True).exclude(pk__in=holders).order_by("pk")[:1]
    return [
        Sample(person, f"{_('employee')}, {person.unit}") for person in employees.select_related("unit")
    ] + [
        Sample(by_role[role].person, f"{_(role.words)}, {by_role[role].unit}")
        for role in Role
        if role in by_role
    ]


def delegable_grants(person: Person, day: date) -> QuerySet[Grant]:
    """The deciding roles that somebody holds on a day as their own, with who acts for them."""
    own = Grant.objects.filter(in_force(day), person=person, role__in=DECIDERS, deputy_for=None)
    return own.select_related("unit").prefetch_related("deputies__person").order_by("pk")


def named_like(search: str) -> QuerySet[Person]:
    """People whose name or id begins with `search`, in any case. Both beginnings are found by an index.

    Ask for rows of other tables by `person__in` this: an index of people serves it, whatever else is asked.
    """
    return Person.objects.filter(Q(name__istartswith=search) | Q(person__istartswith=search))


def component_of(unit: Unit | None) -> Unit | None:
    """The component of a unit; the department itself where the unit is the root."""
    if unit is None:
        return None
    return unit.component or unit


def all_grants(search: str = "") -> QuerySet[Grant]:
    """Every grant, those that are open first, of people whose name or id begins with `search`."""
    found = Q(person__name__istartswith=search) | Q(person__person__istartswith=search) if search else Q()
    grants = Grant.objects.filter(found).select_related("person", "unit")
    return grants.order_by("until_day", "role", "person__name", "pk")
