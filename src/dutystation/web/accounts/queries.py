"""Reading people, units and roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import DELEGABLE, Role
from dutystation.web.accounts.scope import Sight, in_force, not_resting
from dutystation.web.accounts.waiting import Waiting


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
    """The roles of somebody on a day, held as their own, that can be delegated, with who acts for them."""
    own = Grant.objects.filter(in_force(day), person=person, role__in=DELEGABLE, deputy_for=None)
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


def all_grants(day: date, search: str = "") -> QuerySet[Grant]:
    """Every grant of people whose name or id begins with `search`, those that rest first, then open ones.

    Each with `rests`: it has not ended, and its holder has left the rolls or gone to another component.
    """
    found = Q(person__name__istartswith=search) | Q(person__person__istartswith=search) if search else Q()
    rests = Case(When(_resting(day), then=True), default=False, output_field=BooleanField())
    grants = Grant.objects.filter(found).select_related("person__unit", "unit").annotate(rests=rests)
    return grants.order_by("-rests", "until_day", "role", "person__name", "pk")


def _resting(day: date) -> Q:
    return (Q(until_day=None) | Q(until_day__gte=day)) & Q(ended_at=None) & ~not_resting()


def waiting(sight: Sight, day: date) -> list[Waiting]:
    """For the administrator: roles that rest, to be ended, or granted anew where they should go on."""
    if not sight.holds(Role.ADMINISTRATOR):
        return []
    number = Grant.objects.filter(_resting(day)).count()
    if not number:
        return []
    title = ngettext(
        "%(number)d role rests: its holder has left the rolls or gone to another component",
        "%(number)d roles rest: their holders have left the rolls or gone to another component",
        number,
    )
    return [Waiting(title % {"number": number}, reverse("roles"))]
