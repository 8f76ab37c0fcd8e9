"""A run is received with its results: what it says of units and facilities stands as rows, once, for good."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import act_of
from tests.web.two_runs import TwoRuns

from dutystation.terms.figure import FigureCode, Variant
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import publication_of
from dutystation.web.results import models, queries
from dutystation.web.results.actions import take_results
from dutystation.web.results.rules import FaultKind
from dutystation.web.site.receiving import receive

pytestmark = pytest.mark.django_db
TABLES = (
    models.RunPeriod,
    models.UnitFigure,
    models.BridgeCount,
    models.EvidenceTally,
    models.OccupancyDay,
    models.Utilised,
    models.StationedPeople,
    models.RunFault,
)


def test_a_units_share_is_that_of_the_report(measured: ReceivedRun) -> None:
    # ada in BANK: 16 hours in the office, 7.5 off site, half an hour that nobody can place.
    [share, _all] = queries.figures_over_time(
        measured, Unit.objects.get(pk="BANK"), FigureCode.IN_PERSON_SHARE, Variant.TOTAL
    )
    assert (share.period, share.numerator, share.denominator, share.unclassified) == (
        "2025-02",
        960,
        1410,
        30,
    )
    assert (share.value, share.low, share.high) == (960 / 1410, 960 / 1440, 990 / 1440)
    assert share.status == "provisional"
    assert share.minutes is not None
    assert (share.minutes["office"], share.minutes["situational"]) == (960, 450)


def test_units_come_in_the_order_of_their_names_and_never_of_their_shares(measured: ReceivedRun) -> None:
    # SOUTH has 100 %, NORTH less.
    found = queries.figures_of_units(
        measured,
        Unit.objects.filter(pk__in=("SOUTH", "NORTH")),
        FigureCode.IN_PERSON_SHARE,
        Variant.TOTAL,
        "all",
    )
    assert [(figure.org_unit.name, figure.value) for figure in found] == [
        ("Northern Division", 960 / 1410),
        ("Southern Division", 1.0),
    ]


def test_the_department_comes_first_in_the_bridge(measured: ReceivedRun) -> None:
    # Fifteen on the rolls; ada and eve were in person, nobody else has a time record.
    lines = queries.bridge_of(measured)
    assert [(line.org_unit_id, line.on_rolls, line.returned, line.unknown) for line in lines] == [
        ("RIVERS", 15, 2, 13),
        ("NORTH", 9, 1, 8),
        ("SOUTH", 3, 1, 2),
    ]


def test_claimed_days_stand_by_their_class(measured: ReceivedRun) -> None:
    # ada was seen on the 27th; on the 28th readers saw boris and not her; eve was not seen on the 27th.
    tally = models.EvidenceTally.objects.get(run=measured, org_unit="RIVERS", period="all")
    assert (tally.corroborated, tally.explained, tally.not_assessable, tally.uncorroborated) == (1, 0, 0, 2)


def test_facilities_stand_with_their_days_and_their_people(measured: ReceivedRun) -> None:
    [(hq, people)] = queries.stations_of(measured, Unit.objects.get(pk="NORTH"))
    assert (hq.pk, people) == ("HQ", 9)
    assert queries.stationed_at(measured, hq) == [
        ("Department of Rivers", 3),
        ("Northern Division", 9),
        ("Southern Division", 3),
    ]
    days = [(day.day, day.people) for day in queries.occupancy_of(measured, [hq])]
    assert days == [(date(2025, 1, 27), 1), (date(2025, 1, 28), 1)]
    weekdays = queries.utilisation_of(measured, hq).get(measure="gsa_weekdays")
    assert (weekdays.occupancy, weekdays.utilisation) == (0.2, 0.02)  # two of ten days, 150 x 0.2 / 1500


def test_what_the_data_lacks_is_counted(measured: ReceivedRun) -> None:
    faults = {(fault.table, fault.kind): fault for fault in queries.faults_of(measured)}
    assert faults["time_records", FaultKind.DELIVERED].rows == 5
    assert faults["time_records", FaultKind.ACCEPTED].rows == 5
    pair = faults["time_records", FaultKind.UNCLASSIFIED_PAIR]
    assert (pair.pay_code, pair.place_code, pair.rows, pair.minutes) == ("01", "X", 1, 30)


def test_the_status_period_is_marked(measured: ReceivedRun) -> None:
    [period] = queries.periods_of(measured)
    assert (period.period, period.first, period.last) == ("2025-02", date(2025, 1, 26), date(2025, 2, 8))
    assert period.is_status_period


def test_the_results_of_a_run_are_taken_once(measured: ReceivedRun) -> None:
    rows = [model.objects.count() for model in TABLES]
    assert all(rows)
    take_results(act_of(SYSTEM), measured, publication_of(measured.name))
    assert [model.objects.count() for model in TABLES] == rows
    assert Event.objects.filter(verb="run.results_taken").count() == 1


def test_each_run_keeps_its_own_results(measured: ReceivedRun, two_runs: TwoRuns) -> None:
    # The second run knows that the half hour was worked in the office.
    receive(act_of(SYSTEM), two_runs.after)
    shares = models.UnitFigure.objects.filter(
        org_unit="BANK", code="in_person_share", variant="total", period="all"
    )
    assert {(share.run_id, share.numerator) for share in shares} == {
        (two_runs.before, 960),
        (two_runs.after, 990),
    }


def test_where_the_results_cannot_be_taken_the_run_is_not_received(
    two_runs: TwoRuns, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("dutystation.web.site.receiving.take_results", broken)
    with pytest.raises(RuntimeError, match="broken"), transaction.atomic():
        receive(act_of(SYSTEM), two_runs.before)
    assert not ReceivedRun.objects.exists()


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET run_id = 'other'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_results(
    measured: ReceivedRun, model: type[models.UnitFigure], statement: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(model._meta.db_table))
