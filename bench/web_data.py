"""A department's cases for measuring: people, roles, an order with its notices, requests and decisions."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from dutystation.directives.load import load_directive
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.exception_requests.models import Decision, Outcome, Request
from dutystation.web.exception_requests.rules import State
from dutystation.web.mail.models import Message
from dutystation.web.notices.models import IssuedDirective, Notice

COMPONENTS, UNITS_OF_A_COMPONENT = 22, 50
DAY = date(2025, 2, 19)
NOON = datetime(2025, 2, 19, 12, tzinfo=ZoneInfo("America/New_York"))
AT_ONCE = 5000
STATES = (State.APPROVED, State.APPROVED, State.APPROVED, State.DENIED, State.IN_REVIEW, State.SUBMITTED)
GROUNDS = ("space", "other_compelling", "military_spouse", "legal_impediment", "equipment")
ROLES = {
    "hr": (Role.COMPONENT_HR, "C00"),
    "supervisor": (Role.SUPERVISOR, "C00-U00"),
    "head": (Role.COMPONENT_HEAD, "C00"),
    "policy": (Role.POLICY_OFFICE, "D"),
    "auditor": (Role.AUDITOR, "D"),
    "employee": (None, ""),
}


@transaction.atomic
def fill(people: int, requests: int) -> None:
    """Fills an empty database; the same numbers give the same rows."""
    chance = random.Random(1)
    _units()
    units = [unit.pk for unit in Unit.objects.exclude(component=None).exclude(parent_id="D").order_by("pk")]
    rows = (
        Person(
            person=f"P{number:07}",
            password="!",
            name=f"{chance.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}{chance.randrange(10**6):06} Invented",
            email=f"p{number}@invented.example",
            unit_id=units[number % len(units)],
            on_rolls=True,
            arrangement="none",
            population="civilian",
            duty_station=f"F{number % 300:03}",
        )
        for number in range(people)
    )
    Person.objects.bulk_create(rows, batch_size=AT_ONCE)
    for number, (role, unit) in enumerate(ROLES.values()):
        if role is not None:
            Grant.objects.create(
                person_id=f"P{number:07}", role=role, unit_id=unit, from_day=date(2025, 1, 1)
            )
    order = _order()
    _notices(order, chance)
    _requests(order, people, requests, chance)


def analyse() -> None:
    """Lets the database look at its tables, as its own upkeep does after a while."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def session_of(role: str) -> str:
    """The key of a session in which the holder of a role is signed in."""
    person = Person.objects.get(pk=f"P{list(ROLES).index(role):07}")
    session = SessionStore()
    session["_auth_user_id"] = person.pk
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session.save()
    assert session.session_key
    return session.session_key


def _units() -> None:
    Unit.objects.create(org_unit="D", name="Department", path="D/")
    for place in range(COMPONENTS):
        component = Unit.objects.create(
            org_unit=f"C{place:02}", name=f"Component {place}", parent_id="D", path=f"D/C{place:02}/"
        )
        Unit.objects.filter(pk=component.pk).update(component=component)
        Unit.objects.bulk_create(
            Unit(
                org_unit=f"C{place:02}-U{number:02}",
                name=f"Unit {number}",
                parent=component,
                component=component,
                path=f"D/C{place:02}/C{place:02}-U{number:02}/",
            )
            for number in range(UNITS_OF_A_COMPONENT)
        )


def _order() -> IssuedDirective:
    order = load_directive("dhs-2025")
    return IssuedDirective.objects.create(
        name=order.name,
        title=order.title,
        version=1,
        text=order.source_text,
        sha256=order.sha256,
        from_day=order.issued_on,
        issued_at=NOON,
        issued_by_id="P0000003",
        population={"units": ["D"], "populations": ["civilian", "military"]},
    )


def _notices(order: IssuedDirective, chance: random.Random) -> None:
    """A notice and its mail, which has left, to everybody; half have read it, a third acknowledged it."""
    people = list(Person.objects.order_by("pk").values_list("pk", "unit__component"))
    for start in range(0, len(people), AT_ONCE):
        batch = people[start : start + AT_ONCE]
        mails = Message.objects.bulk_create(
            Message(to_id=person, subject="Notice", text="…", about="order:1", written_at=NOON, sent_at=NOON)
            for person, _ in batch
        )
        Notice.objects.bulk_create(
            Notice(
                directive=order,
                person_id=person,
                component_id=component,
                message=mail,
                delivered_at=NOON,
                due_on=DAY,
                read_at=NOON if (luck := chance.random()) < 1 / 2 else None,
                acknowledged_at=NOON if luck < 1 / 3 else None,
            )
            for (person, component), mail in zip(batch, mails, strict=True)
        )


def _requests(order: IssuedDirective, people: int, requests: int, chance: random.Random) -> None:
    components = {person: str(unit) for person, unit in Person.objects.values_list("pk", "unit__component")}

    def asked(number: int) -> Request:
        person = f"P{chance.randrange(people):07}"
        state = chance.choice(STATES)
        begun = DAY - timedelta(days=chance.randrange(30))
        return Request(
            person_id=person,
            component_id=components[person],
            directive=order,
            protected=False,
            ground=chance.choice(GROUNDS),
            asked="Telework",
            statement="An invented statement.",
            basis="An invented basis",
            from_day=begun,
            until_day=begun + timedelta(days=90),
            written_by_id=person,
            state=state,
            written_at=NOON,
            submitted_on=begun,
            acknowledge_by=begun + timedelta(days=7),
            decide_by=begun + timedelta(days=21),
            limit=begun + timedelta(days=42),
            closed_on=DAY if state in (State.APPROVED, State.DENIED) else None,
        )

    Request.objects.bulk_create((asked(number) for number in range(requests)), batch_size=AT_ONCE)
    closed = Request.objects.exclude(closed_on=None).values_list("pk", "state", "from_day", "until_day")
    Decision.objects.bulk_create(
        (
            Decision(
                request_id=number,
                outcome=Outcome.APPROVED if state == State.APPROVED else Outcome.DENIED,
                valid_from=first if state == State.APPROVED else None,
                valid_until=last if state == State.APPROVED else None,
                decided_on=DAY,
                decided_at=NOON,
                decided_by_id="P0000002",
                authority="An invented clause",
            )
            for number, state, first, last in closed.iterator(AT_ONCE)
        ),
        batch_size=AT_ONCE,
    )
