"""Who sees the page of retention, who holds and who destroys. What is seen of a person: `accounts.scope`.

Nobody does any of it as somebody's delegate: a delegate decides requests, and this is none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Q

from dutystation.terms.retention import RecordKind
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.queries import component_of
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight, Thing

DISPOSE: Mapping[str, tuple[Role, ...]] = {
    RecordKind.SEALED_DOCUMENTS: (Role.COMPONENT_HR, Role.ACCOMMODATION_SPECIALIST),
    RecordKind.OPEN_DOCUMENTS: (Role.COMPONENT_HR,),
}
"""Who puts a list forward, and who approves it, always two people: those who know of such requests anyhow."""
SEEING = (
    Role.COMPONENT_HR,
    Role.ACCOMMODATION_SPECIALIST,
    Role.LABOUR_AND_LEGAL_SPECIALIST,
    Role.AUDITOR,
)
"""Who sees the page: whoever holds, destroys or audits."""
HOLDING = Role.LABOUR_AND_LEGAL_SPECIALIST
"""Who places a hold, and who releases it, always two people."""


def own_units(sight: Sight, *roles: Role) -> list[Unit]:
    """The units for which somebody holds one of the roles themself."""
    return [grant.unit for grant in sight.grants if grant.role in roles and grant.deputy_for_id is None]


def sees_retention(sight: Sight) -> bool:
    return bool(own_units(sight, *SEEING))


def reaches(units: Collection[Unit], unit: Unit | None) -> bool:
    """Whether a unit is one of these or below one of them."""
    return unit is not None and any(held.holds(unit) for held in units)


def may_hold_person(sight: Sight, person: Person) -> bool:
    """Whether somebody may place or release a hold on a person: never one on themself."""
    return person.pk != sight.person.pk and reaches(own_units(sight, HOLDING), person.unit)


def may_hold_component(sight: Sight, component: Unit) -> bool:
    return reaches(own_units(sight, HOLDING), component)


def may_hold_everything(sight: Sight) -> bool:
    return any(unit.parent_id is None for unit in own_units(sight, HOLDING))


def may_dispose(sight: Sight, kind: str, component: Unit) -> bool:
    """Whether somebody may put forward or approve a list of a component."""
    return reaches(own_units(sight, *DISPOSE[kind]), component)


def sees_documents(sight: Sight, kind: str, component: Unit) -> bool:
    """Whether somebody sees lists and counts of documents of a component.

    That there are sealed ones, and how few, is for those who know of protected requests.
    """
    seen = own_units(sight, *DISPOSE[kind], Role.AUDITOR)
    if kind == RecordKind.OPEN_DOCUMENTS:
        seen += own_units(sight, HOLDING)
    return reaches(seen, component)


def sees_held(sight: Sight) -> bool:
    """Whether somebody knows of holds on people."""
    return bool(sight.units(Thing.HOLD))


def where_holds(sight: Sight) -> Q:
    """The condition on holds in sight: few see those on people; others whoever must keep what they reach."""
    of_people = Q(person__isnull=False) & sight.of_others(Thing.HOLD, "person") & ~Q(person=sight.person)
    of_components = Q(pk__in=[])
    for unit in own_units(sight, *SEEING):
        component = component_of(unit)
        of_components |= Q(component__path__startswith=unit.path) | Q(component=component)
    return of_people | Q(person=None, component=None) | (Q(person=None) & of_components)
