"""What is done about people: roles are granted and ended, a run's roster is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.terms.errors import Refused
from dutystation.terms.publication import OrgUnit
from dutystation.web.accounts.directory import Entry
from dutystation.web.accounts.models import Facility, Grant, Person, Unit
from dutystation.web.accounts.roles import DELEGABLE, Role
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb

AT_ONCE = 2000
"""People written at a time."""


@dataclass(frozen=True)
class RosterLine:
    """One row is a person on the rolls of a run, as of its day."""

    person: str
    org_unit: str
    arrangement: str
    population: str
    telework_eligible: bool
    duty_station: str
    bargaining_unit: str


@transaction.atomic
def grant_role(
    act: Act, person: Person, role: Role, unit: Unit, from_day: date, until_day: date | None = None
) -> Grant:
    """Gives a person a role for a unit and everything below it.

    Raises Refused where they hold it already, and where somebody would give it to themself.
    """
    if act.actor == person.pk:
        raise Refused(
            _("Nobody grants a role to themself."), remedy=_("Ask another administrator to grant it.")
        )
    held = Grant.objects.select_for_update().filter(person=person, role=role, unit=unit)
    if any(grant.lasts_into(from_day) for grant in held):
        raise Refused(
            _("%(person)s holds the role %(role)s for %(unit)s already.")
            % {"person": person, "role": _(role.words), "unit": unit},
            remedy=_("End it first."),
        )
    granted = Grant.objects.create(
        person=person,
        role=role,
        unit=unit,
        from_day=from_day,
        until_day=until_day,
        component=_component_of(person),
    )
    record(
        act,
        Verb.ROLE_GRANTED,
        f"grant:{granted.pk}",
        about=person.pk,
        role=role.words,
        unit=unit.pk,
        from_day=from_day.isoformat(),
        until_day=until_day.isoformat() if until_day else None,
    )
    return granted


@transaction.atomic
def record_delegate(act: Act, grant_id: int, delegate: Person, from_day: date, until_day: date) -> Grant:
    """The holder of a deciding role records who acts for them, for some days; where the order lets it be.

    Raises Refused for themself, for a role that is held as a delegate or that has none, for days beyond those
    of the role, and for days on which they act already.
    """
    held = Grant.objects.select_for_update(of=("self",)).select_related("unit").get(pk=grant_id)
    if held.deputy_for_id is not None:
        raise Refused(
            _("A delegate has no delegates of their own."), remedy=_("Ask the one whom you act for.")
        )
    if held.role not in DELEGABLE:
        raise Refused(
            _("The %(role)s has no delegates: what is sealed is opened by nobody else.")
            % {"role": _(Role(held.role).words)},
            remedy=_("Ask the administrator to give somebody else the role too."),
        )
    if delegate.pk == held.person_id:
        raise Refused(_("Nobody is their own delegate."), remedy=_("Name somebody else."))
    if until_day < from_day or not (held.in_force(from_day) and held.in_force(until_day)):
        raise Refused(
            _("The days of a delegate lie within those of the role."),
            remedy=_("Choose a first and a last day in it."),
        )
    there = held.deputies.filter(person=delegate, from_day__lte=until_day, until_day__gte=from_day)
    if any(recorded.lasts_into(from_day) for recorded in there):
        raise Refused(
            _("%(person)s acts for you on some of these days already.") % {"person": delegate},
            remedy=_("Choose other days, or end it first."),
        )
    recorded = Grant.objects.create(
        person=delegate,
        role=held.role,
        unit=held.unit,
        from_day=from_day,
        until_day=until_day,
        deputy_for=held,
        component=_component_of(delegate),
    )
    record(
        act,
        Verb.DELEGATE_RECORDED,
        f"grant:{recorded.pk}",
        about=delegate.pk,
        principal=held.person_id,
        role=Role(held.role).words,
        unit=held.unit_id,
        from_day=from_day.isoformat(),
        until_day=until_day.isoformat(),
    )
    return recorded


def _component_of(person: Person) -> Unit | None:
    return person.unit.component if person.unit else None


@transaction.atomic
def end_role(act: Act, grant_id: int, until_day: date) -> Grant:
    """Ends a role after a day. Raises Refused where it has ended before, or had not begun by then."""
    grant = Grant.objects.select_for_update().get(pk=grant_id)
    if grant.until_day is not None and grant.until_day <= until_day:
        raise Refused(
            _("The role ended on %(day)s already.") % {"day": date_format(grant.until_day)},
            remedy=_("Choose an earlier day."),
        )
    if until_day < grant.from_day:
        raise Refused(
            _("The role begins on %(day)s only.") % {"day": date_format(grant.from_day)},
            remedy=_("Choose that day or a later one."),
        )
    before = grant.until_day
    grant.until_day = until_day
    grant.save(update_fields=["until_day"])
    record(
        act,
        Verb.ROLE_ENDED,
        f"grant:{grant.pk}",
        about=grant.person_id,
        role=Role(grant.role).words,
        unit=grant.unit_id,
        before=before.isoformat() if before else None,
        until_day=until_day.isoformat(),
    )
    return grant


@transaction.atomic
def end_delegate(act: Act, grant_id: int) -> Grant:
    """Ends what a delegate does, from this moment on; what they did before stays.

    Raises Refused where it has ended.
    """
    grant = Grant.objects.select_for_update(of=("self",)).select_related("deputy_for").get(pk=grant_id)
    if grant.deputy_for is None or grant.ended_at is not None or not grant.lasts_into(act.day):
        raise Refused(_("Nobody acts so any more."), remedy=_("Load the page again to see who acts for you."))
    before = grant.until_day
    grant.until_day, grant.ended_at = max(grant.from_day, act.day), act.at
    grant.save(update_fields=["until_day", "ended_at"])
    record(
        act,
        Verb.DELEGATE_ENDED,
        f"grant:{grant.pk}",
        about=grant.person_id,
        principal=grant.deputy_for.person_id,
        role=Role(grant.role).words,
        unit=grant.unit_id,
        before=before.isoformat() if before else None,
    )
    return grant


@dataclass(frozen=True)
class PeopleSeen:
    """How many people badges saw in a facility: on the newest day with anybody, and on the busiest lately."""

    present_on: date
    present: int
    busiest_on: date
    busiest: int


@dataclass(frozen=True)
class FacilityLine:
    """One row is a facility of a run. `seats` is None and `usable_sqft` empty where nobody stated them."""

    facility: str
    name: str
    seats: int | None
    usable_sqft: str
    readers: str
    timezone: str
    seen: PeopleSeen | None = None
    """None where badges saw nobody, or there are none."""


@transaction.atomic
def take_roster(
    act: Act,
    run: str,
    units: Iterable[OrgUnit],
    people: Iterable[RosterLine],
    facilities: Iterable[FacilityLine] = (),
) -> int:
    """Takes in units, people and facilities of a run; who is not among them is not on the rolls any more.

    Returns how many people are on the rolls. Everything or nothing.
    """
    _take_units(units)
    _take_facilities(run, facilities)
    Person.objects.filter(on_rolls=True).update(on_rolls=False, left_on=act.day)
    count = 0
    batch: list[Person] = []
    for line in people:
        batch.append(_person(line))
        if len(batch) == AT_ONCE:
            count += _write(batch)
            batch = []
    count += _write(batch)
    record(act, Verb.RUN_RECEIVED, f"run:{run}", run=run, people=count)
    return count


@transaction.atomic
def take_directory(act: Act, entries: Iterable[Entry]) -> int:
    """Takes in names and addresses; who is not known is added, without a unit. Returns how many there are."""
    batch: list[Person] = []
    count = 0
    for entry in entries:
        batch.append(Person(person=entry.person, name=entry.name, email=entry.email, password="!"))
        if len(batch) == AT_ONCE:
            count += _name(batch)
            batch = []
    count += _name(batch)
    record(act, Verb.DIRECTORY_RECEIVED, "directory", people=count)
    return count


def _name(batch: list[Person]) -> int:
    Person.objects.bulk_create(
        {person.pk: person for person in batch}.values(),
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["name", "email"],
    )
    return len(batch)


@transaction.atomic
def set_password(act: Act, person: Person, password: str) -> None:
    """Lets a person sign in with a password. Raises Refused where it is too weak."""
    try:
        validate_password(password, person)
    except ValidationError as problem:
        raise Refused(" ".join(problem.messages)) from None
    person.set_password(password)
    person.save(update_fields=["password"])
    record(act, Verb.PASSWORD_SET, f"person:{person.pk}", about=person.pk)


def _person(line: RosterLine) -> Person:
    return Person(
        person=line.person,
        password="!",  # nobody signs in with a password before one is set
        unit_id=line.org_unit,
        on_rolls=True,
        arrangement=line.arrangement,
        population=line.population,
        telework_eligible=line.telework_eligible,
        duty_station=line.duty_station,
        bargaining_unit=line.bargaining_unit,
    )


def _write(batch: list[Person]) -> int:
    """Adds people and brings those who are there up to date; name, address and sign-in stay."""
    Person.objects.bulk_create(
        batch,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=[
            "unit",
            "on_rolls",
            "left_on",
            "arrangement",
            "population",
            "telework_eligible",
            "duty_station",
            "bargaining_unit",
        ],
    )
    return len(batch)


def _take_units(units: Iterable[OrgUnit]) -> None:
    """Writes units from the root down. A unit that is not there any more stays, since grants may name it."""
    given = {unit.org_unit: unit for unit in units}
    paths = unit_paths(given)
    rows = [
        Unit(
            org_unit=name,
            name=given[name].name,
            parent_id=given[name].parent or None,
            component_id=given[name].component if given[name].parent else None,
            path=path,
        )
        for name, path in sorted(paths.items(), key=lambda found: found[1].count("/"))
    ]
    Unit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["org_unit"],
        update_fields=["name", "parent", "component", "path"],
    )


def _take_facilities(run: str, facilities: Iterable[FacilityLine]) -> None:
    columns = ("name", "seats", "usable_sqft", "readers", "timezone")
    seen = tuple(field.name for field in fields(PeopleSeen))
    Facility.objects.bulk_create(
        [
            Facility(
                facility=line.facility,
                run=run,
                **{column: getattr(line, column) for column in columns},
                **{column: getattr(line.seen, column, None) for column in seen},
            )
            for line in facilities
        ],
        update_conflicts=True,
        unique_fields=["facility"],
        update_fields=["run", *columns, *seen],
    )


def unit_paths(units: Mapping[str, OrgUnit]) -> dict[str, str]:
    """The path of every unit: the ids from the root down, each followed by a slash (¦ within an id)."""
    paths: dict[str, str] = {}

    def path(name: str) -> str:
        if name not in paths:
            parent = units[name].parent
            paths[name] = (path(parent) if parent else "") + name.replace("/", "¦") + "/"
        return paths[name]

    for name in units:
        path(name)
    return paths
