"""Who may see what: the one place that says so.

`RULE` is the whole rule. Every query for something that concerns a person goes through `Sight.where`, and
every page that shows one thing through `Sight.allows`; what is out of sight is as if it were not there.
Source: domain sections 4 and 6, domain rules 10.19 and 10.30.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum, auto

from django.db.models import F, Q, QuerySet

from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role


class Thing(Enum):
    """What can be seen of a person."""

    NAME = auto()
    """That they are there: name, unit, arrangement."""
    RECORD = auto()
    """Their days, how each was counted, their return status, their disputes."""
    NOTICE = auto()
    """Whether they got, read and acknowledged a notice."""
    REQUEST = auto()
    """A request on a ground that is not protected: everything about it, evidence included."""
    PROTECTED_REQUEST = auto()
    """That there is a request on a protected ground, merged under one name, its outcome and its limits."""
    SEALED_STATEMENT = auto()
    """What a person wrote in a request on a protected ground, and which ground it is."""
    SEALED_EVIDENCE = auto()
    """Documents of a request on a protected ground."""
    FINDING = auto()
    """What a run found that is to be looked at in their rows, and what was said about it."""
    HOLD = auto()
    """That a hold on them keeps their records from being destroyed, since when, and why."""


OF_ONESELF = frozenset(Thing) - {Thing.SEALED_EVIDENCE, Thing.HOLD}
"""Sealed evidence goes in and only the specialist opens it; the person has the original. A hold changes
nothing for whom it is on, and may stand for an inquiry that they must not be told of."""

_OFFICIAL = frozenset({Thing.NAME, Thing.REQUEST})
RULE: Mapping[Role, frozenset[Thing]] = {
    Role.SUPERVISOR: frozenset(
        {Thing.NAME, Thing.RECORD, Thing.NOTICE, Thing.REQUEST, Thing.PROTECTED_REQUEST}
    ),
    Role.COMPONENT_HR: frozenset(
        {Thing.NAME, Thing.RECORD, Thing.NOTICE, Thing.REQUEST, Thing.PROTECTED_REQUEST, Thing.FINDING}
    ),
    Role.ACCOMMODATION_SPECIALIST: frozenset(
        {Thing.NAME, Thing.PROTECTED_REQUEST, Thing.SEALED_STATEMENT, Thing.SEALED_EVIDENCE}
    ),
    Role.FACILITIES_SPECIALIST: _OFFICIAL,
    Role.LABOUR_AND_LEGAL_SPECIALIST: _OFFICIAL | {Thing.HOLD},
    Role.APPROVING_OFFICIAL: _OFFICIAL,
    Role.COMPONENT_HEAD: _OFFICIAL,
    Role.AGENCY_HEAD: _OFFICIAL,
    Role.POLICY_OFFICE: frozenset(),
    Role.AUDITOR: frozenset(
        {
            Thing.NAME,
            Thing.RECORD,
            Thing.NOTICE,
            Thing.REQUEST,
            Thing.PROTECTED_REQUEST,
            Thing.FINDING,
            Thing.HOLD,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Thing.NAME}),
}
"""What a role shows of the people in its unit and below."""
BY_DELEGATION = frozenset({Thing.NAME, Thing.REQUEST})
"""What a delegate sees of people by the role of the one whom they act for: what they may have to decide."""
COUNT_FINDINGS = (Role.POLICY_OFFICE, Role.AGENCY_HEAD, Role.AUDITOR)
"""Roles that see how many findings of each kind each component in their unit has; a count names nobody."""

FIGURES_OF_UNITS = frozenset(
    {
        Role.SUPERVISOR,
        Role.COMPONENT_HR,
        Role.FACILITIES_SPECIALIST,
        Role.APPROVING_OFFICIAL,
        Role.COMPONENT_HEAD,
        Role.AGENCY_HEAD,
        Role.AUDITOR,
    }
)
"""Roles that show the figures of their unit and of every unit below it."""
FIGURES_OF_COMPONENTS = frozenset({Role.POLICY_OFFICE})
"""Roles that show the figures of the department and of components, and of nothing smaller."""


class FilingSight(IntEnum):
    """How much somebody sees of what a component files."""

    NOTHING = 0
    FILED = 1
    """What was filed, with the people it names; of anything else only that it is being prepared."""
    WHOLE = 2
    """All of it: what stands in the way, versions that were never filed, their people."""


FILINGS: Mapping[Role, FilingSight] = {
    Role.COMPONENT_HR: FilingSight.WHOLE,
    Role.COMPONENT_HEAD: FilingSight.WHOLE,
    Role.AUDITOR: FilingSight.WHOLE,
    Role.POLICY_OFFICE: FilingSight.FILED,
    Role.AGENCY_HEAD: FilingSight.FILED,
}
"""What a role shows of the filings of the components in its unit.

The component answers for it, and the auditor works it out again. The order asks for each official by name, so
the department sees the people of what was filed to it, and of nothing that was not. Supervisors and those who
decide requests have no part in it.
"""


DEPARTMENT = (Role.POLICY_OFFICE, Role.AGENCY_HEAD, Role.AUDITOR)
"""Who sees all components together: what was consolidated, what-if, what waits to be released. Counts and
shares, and no person."""


def within(unit: Unit, person: str = "") -> Q:
    """The condition on rows whose person, found under `person`, belongs to a unit or to one below it."""
    prefix = f"{person}__" if person else ""
    if unit.parent_id is None:  # everybody with a unit, without looking which
        return Q(**{f"{prefix}unit__isnull": False})
    return Q(**{f"{prefix}unit__path__startswith": unit.path})


def within_any(units: Iterable[Unit], person: str = "") -> Q:
    """The same of several units; without any it is true of nobody."""
    found = Q(pk__in=[])
    for unit in units:
        found |= within(unit, person)
    return found


@dataclass(frozen=True)
class Capacity:
    """In which role somebody acts, and whether as somebody's delegate."""

    role: Role
    as_delegate: bool


@dataclass(frozen=True)
class Sight:
    """What one person sees on one day. `grants` are those in force, each with its unit."""

    person: Person
    day: date
    grants: tuple[Grant, ...]

    def units(self, thing: Thing) -> list[Unit]:
        """The units whose people's thing is in sight, with everything below them."""
        return [
            grant.unit
            for grant in self.grants
            if thing in RULE[Role(grant.role)] and (grant.deputy_for_id is None or thing in BY_DELEGATION)
        ]

    def where(self, thing: Thing, person: str = "") -> Q:
        """The condition on rows whose person is found under `person`, empty for people themselves."""
        own = (
            Q(**{f"{person}__pk" if person else "pk": self.person.pk})
            if thing in OF_ONESELF
            else Q(pk__in=[])
        )
        return own | self.of_others(thing, person)

    def of_others(self, thing: Thing, person: str = "") -> Q:
        """The same without what is in sight because it is one's own: a condition that an index can answer."""
        return within_any(self.units(thing), person)

    def allows(self, thing: Thing, person: Person) -> bool:
        """Whether the thing of this person is in sight."""
        if person.pk == self.person.pk and thing in OF_ONESELF:
            return True
        unit = person.unit
        return unit is not None and any(seen.holds(unit) for seen in self.units(thing))

    def units_of(self, *roles: Role) -> list[Unit]:
        """The units for which one of the roles is held."""
        return [grant.unit for grant in self.grants if grant.role in roles]

    def people(self, thing: Thing) -> QuerySet[Person]:
        """Everybody whose thing is in sight."""
        return Person.objects.filter(self.where(thing))

    def filings_of(self, component: Unit) -> FilingSight:
        """How much is in sight of what a component files."""
        seen = (FILINGS.get(Role(grant.role)) for grant in self.grants if grant.unit.holds(component))
        return max(filter(None, seen), default=FilingSight.NOTHING)

    def where_filings(self) -> Q:
        """The condition on filings, of any component, of which something is in sight."""
        seen = Q(pk__in=[])
        for grant in self.grants:
            if grant.role in FILINGS:
                seen |= Q(component__path__startswith=grant.unit.path)
        return seen

    def sees_department(self) -> bool:
        """Whether what concerns all components together is in sight."""
        return any(grant.role in DEPARTMENT and grant.unit.parent_id is None for grant in self.grants)

    def sees_figures_of(self, unit: Unit) -> bool:
        """Whether the figures of a unit are in sight: sums over its people, and never a person."""
        is_large = unit.parent_id is None or unit.component_id == unit.pk
        return any(
            grant.unit.holds(unit)
            for grant in self.grants
            if grant.role in FIGURES_OF_UNITS or (is_large and grant.role in FIGURES_OF_COMPONENTS)
        )

    def units_with_figures(self) -> list[Unit]:
        """The units from which down figures are in sight, the largest first."""
        held = {grant.unit for grant in self.grants if grant.role in FIGURES_OF_UNITS | FIGURES_OF_COMPONENTS}
        return sorted(filter(self.sees_figures_of, held), key=lambda unit: (unit.path.count("/"), unit.path))

    def sees_small_counts_of(self, unit: Unit) -> bool:
        """Whether a count that could point at somebody may be shown: the people behind it are in sight."""
        return any(seen.holds(unit) for seen in self.units(Thing.PROTECTED_REQUEST))

    def holds(self, *roles: Role) -> bool:
        """Whether one of the roles is held for any unit."""
        return any(grant.role in roles for grant in self.grants)

    def holds_for(self, role: Role, unit: Unit | None) -> bool:
        """Whether the role is held for this unit, itself or from above."""
        return unit is not None and any(
            grant.role == role and grant.unit.holds(unit) for grant in self.grants
        )

    def capacity(self, roles: Collection[str], unit: Unit | None, *, delegable: bool) -> Capacity | None:
        """In which of the roles somebody acts for a unit, as a delegate only where that may be."""
        for grant in self.grants:
            delegate = grant.deputy_for_id is not None
            reaches = unit is not None and grant.unit.holds(unit)
            if grant.role in roles and reaches and (delegable or not delegate):
                return Capacity(Role(grant.role), delegate)
        return None


def in_force(day: date, grant: str = "") -> Q:
    """The condition on grants, found under `grant`, in force on a day: begun, not ended and not resting.

    What a delegate does and was ended at once is in force up to the day before, whatever the hour.
    """
    until = f"{grant}until_day"
    ends_later = Q(**{until: None}) | Q(**{f"{until}__gt": day})
    whole_last_day = Q(**{until: day, f"{grant}ended_at": None})
    return Q(**{f"{grant}from_day__lte": day}) & (ends_later | whole_last_day) & not_resting(grant)


def not_resting(grant: str = "") -> Q:
    """The condition on grants, found under `grant`, whose holder is where they were when they got it.

    The roles of somebody who has left the rolls or gone to another component rest: they show nothing and
    decide nothing, until a later roster has the person back. Who never was on a roster has no unit.
    """
    still_there = Q(**{f"{grant}person__on_rolls": True}) | Q(**{f"{grant}person__unit": None})
    same_component = Q(**{f"{grant}component": None}) | Q(
        **{f"{grant}person__unit__component": F(f"{grant}component")}
    )
    return still_there & same_component


def sight_of(person: Person, day: date) -> Sight:
    """What a person sees on a day: one query. A delegate sees while the one whom they act for does."""
    held = in_force(day) & (Q(deputy_for=None) | in_force(day, "deputy_for__"))
    grants = Grant.objects.filter(held, person=person).select_related("unit")
    return Sight(person, day, tuple(grants.order_by("pk")))
