"""A migration mends rows that say what they should not, and leaves their table frozen as it was."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations import RunPython
from django.db.models import Model
from tests.web.cast import NOON
from tests.web.exception_requests.cases import Case

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.models import Decision
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import BridgeCount

CLAUSE = "29 CFR 1630.14(c)(1)"


def mended_by(app: str, migration: str) -> None:
    """Makes the changes of a migration to the rows that are there."""
    operations = import_module(f"dutystation.web.{app}.migrations.{migration}").Migration.operations
    [step] = [step for step in operations if isinstance(step, RunPython)]
    step.code(apps, SimpleNamespace(connection=connection, execute=execute))  # type: ignore[arg-type]


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def assert_frozen(row: Model, column: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**{column: None})


def test_the_clause_is_taken_out_of_decisions_on_protected_grounds_alone(cast: dict[str, Person]) -> None:
    sealed, of_space = Case(cast, Ground.DISABILITY).approved(), Case(cast, Ground.SPACE).approved()
    before = Decision.objects.get(request=sealed.number)
    told = Decision.objects.create(
        request=sealed.request,
        previous=before,
        outcome="confirmed",
        decided_on=NOON.date(),
        decided_at=NOON,
        authority=CLAUSE,
    )
    mended_by("exception_requests", "0006_no_clause_of_what_is_sealed")
    told.refresh_from_db()
    assert (told.authority, told.outcome, told.previous) == ("", "confirmed", before)
    assert "host decision" in Decision.objects.get(request=of_space.number).authority
    assert_frozen(told, "valid_until")


def test_protected_grounds_are_counted_as_one_in_the_bridge_of_a_run(cast: object) -> None:
    run = ReceivedRun.objects.create(
        name="before", as_of=NOON.date(), ended_at=NOON, directive_name="dhs-2025", received_at=NOON
    )
    given = ({"disability": 2, "space": 1, "religious": 1}, {"none": 3})
    lines = [
        BridgeCount.objects.create(
            run=run,
            org_unit_id=unit,
            place=place,
            on_rolls=4,
            returned=0,
            not_returned=4,
            not_in_duty_status=0,
            unknown=0,
            reasons=reasons,
        )
        for place, (unit, reasons) in enumerate(zip(("RIVERS", "NORTH"), given, strict=True))
    ]
    mended_by("results", "0003_protected_grounds_as_one")
    for line in lines:
        line.refresh_from_db()
    assert [line.reasons for line in lines] == [{"space": 1, "protected_accommodation": 3}, {"none": 3}]
    assert_frozen(lines[0], "place")
