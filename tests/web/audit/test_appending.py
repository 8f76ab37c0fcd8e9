"""Rows that are only added stand as they were given, on both databases, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from dutystation.web.accounts.models import Unit
from dutystation.web.audit import append as appending
from dutystation.web.audit.append import append
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import RunFault, UnitFigure
from dutystation.web.results.rules import FaultKind

pytestmark = pytest.mark.django_db


def figure(run: ReceivedRun, period: str, **given: Any) -> UnitFigure:
    empty = {"value": None, "low": None, "high": None, "minutes": None}
    return UnitFigure(
        run=run,
        code="in_person_share",
        period=period,
        variant="total",
        status="final",
        **{"org_unit_id": "BANK", "numerator": 0, "denominator": 0, "unclassified": 0} | empty | given,
    )


def test_every_kind_of_value_comes_out_as_it_was_given(received: ReceivedRun) -> None:
    given = {
        "numerator": 2**40,
        "value": 0.1 + 0.2,
        "low": 1e-300,
        "high": 1.0,
        "minutes": {"office": 480, 'a "place"\\N\t\n': 1},
    }
    assert append(UnitFigure, iter([figure(received, "a\tb\\N\n", **given)])) == 1
    [found] = UnitFigure.objects.values(*given, "period", "run", "org_unit")
    assert found == {**given, "period": "a\tb\\N\n", "run": received.pk, "org_unit": "BANK"}


def test_what_is_missing_is_missing_and_an_empty_text_is_not(received: ReceivedRun) -> None:
    append(UnitFigure, [figure(received, "")])
    append(RunFault, [RunFault(run=received, kind=FaultKind.DELIVERED, table="t", rows=0)])
    [found] = UnitFigure.objects.filter(minutes__isnull=True)
    assert (found.period, found.value, found.minutes) == ("", None, None)
    [fault] = RunFault.objects.all()
    assert (fault.kind, fault.reason, fault.minutes) == ("delivered", "", 0)


def test_rows_may_be_made_from_what_the_database_says(
    received: ReceivedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "AT_ONCE", 2)

    def made() -> Iterator[UnitFigure]:
        for unit in Unit.objects.order_by("pk").iterator(chunk_size=1):
            yield figure(received, str(Unit.objects.count()), org_unit_id=unit.pk)

    assert append(UnitFigure, made()) == Unit.objects.count() > 2


def test_a_row_that_is_there_already_is_refused_with_all_the_others(received: ReceivedRun) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        append(UnitFigure, [figure(received, "1"), figure(received, "2"), figure(received, "1")])
    assert not UnitFigure.objects.exists()
