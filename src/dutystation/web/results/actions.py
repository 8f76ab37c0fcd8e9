"""What is done with the results of a run: they are taken in, once."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Count

from dutystation.publication.consolidation import merged
from dutystation.terms.publication import BRIDGE_COUNTS, BadgeResults, Publication
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.append import append
from dutystation.web.audit.verbs import Verb
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import (
    BridgeCount,
    EvidenceTally,
    OccupancyDay,
    RunFault,
    RunPeriod,
    StationedPeople,
    UnitFigure,
    Utilised,
)
from dutystation.web.results.rules import FaultKind

AT_ONCE = 2000
"""Counts read at a time."""


@transaction.atomic
def take_results(act: Act, run: ReceivedRun, publication: Publication) -> int:
    """Takes in what `publication` says of the units and facilities of `run`, which was received just before.

    Everything or nothing, and once: of a run whose results were taken nothing is taken again, since a run
    never changes. Returns how many figures there are.
    """
    ReceivedRun.objects.select_for_update().get(pk=run.pk)
    if UnitFigure.objects.filter(run=run).exists():
        return UnitFigure.objects.filter(run=run).count()
    append(RunPeriod, _periods(run, publication))
    figures = append(UnitFigure, _figures(run, publication))
    append(BridgeCount, _bridge(run, publication))
    append(RunFault, _faults(run, publication))
    append(StationedPeople, _stationed(run))
    if publication.badge is not None:
        _take_badges(run, publication.badge)
    record(act, Verb.RESULTS_TAKEN, f"run:{run.pk}", run=run.pk, figures=figures)
    return figures


def _periods(run: ReceivedRun, publication: Publication) -> Iterator[RunPeriod]:
    for period in publication.periods:
        is_status_period = period.label == publication.status_period
        yield RunPeriod(
            run_id=run.pk,
            period=period.label,
            first=period.first,
            last=period.last,
            is_status_period=is_status_period,
        )


def _figures(run: ReceivedRun, publication: Publication) -> Iterator[UnitFigure]:
    for figure in publication.figures:
        yield UnitFigure(
            run_id=run.pk,
            org_unit_id=figure.org_unit,
            code=figure.code.value,
            period=figure.period,
            variant=figure.variant.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            unclassified=figure.unclassified,
            value=figure.value,
            low=figure.low,
            high=figure.high,
            status=figure.status.value,
            minutes=None if figure.minutes is None else dict(figure.minutes),
        )


def _bridge(run: ReceivedRun, publication: Publication) -> Iterator[BridgeCount]:
    for place, line in enumerate(publication.return_bridge):
        yield BridgeCount(
            run_id=run.pk,
            org_unit_id=line.org_unit,
            place=place,
            **{count: getattr(line, count) for count in BRIDGE_COUNTS},
            reasons=merged(line.reasons),
        )


def _faults(run: ReceivedRun, publication: Publication) -> Iterator[RunFault]:
    for name, table in publication.provenance.tables.items():
        yield RunFault(run_id=run.pk, kind=FaultKind.DELIVERED, table=name, rows=table.raw)
        yield RunFault(run_id=run.pk, kind=FaultKind.ACCEPTED, table=name, rows=table.accepted)
        for kind, counts in ((FaultKind.REJECTED, table.rejected), (FaultKind.EXCLUDED, table.excluded)):
            for reason, rows in counts.items():
                yield RunFault(run_id=run.pk, kind=kind, table=name, reason=reason, rows=rows)
    for pair in publication.unclassified_pairs:
        yield RunFault(
            run_id=run.pk,
            kind=FaultKind.UNCLASSIFIED_PAIR,
            table="time_records",
            pay_code=pair.pay_code,
            place_code=pair.place_code,
            rows=pair.rows,
            minutes=pair.minutes,
        )
    for kind_of_event, rows in publication.badge.quality.items() if publication.badge else ():
        yield RunFault(
            run_id=run.pk, kind=FaultKind.BADGE_QUALITY, table="badge_events", reason=kind_of_event, rows=rows
        )


def _stationed(run: ReceivedRun) -> Iterator[StationedPeople]:
    """Counted from the roster, which is that of the run: it was taken in just before."""
    known = Facility.objects.values("facility")
    people = Person.objects.filter(on_rolls=True, unit__isnull=False, duty_station__in=known)
    counts = people.order_by().values_list("unit", "duty_station").annotate(people=Count("pk"))
    for org_unit, facility, count in counts.iterator(chunk_size=AT_ONCE):
        yield StationedPeople(run_id=run.pk, org_unit_id=org_unit, facility_id=facility, people=count)


def _take_badges(run: ReceivedRun, badge: BadgeResults) -> None:
    append(
        EvidenceTally,
        (
            EvidenceTally(
                run_id=run.pk,
                org_unit_id=line.org_unit,
                period=line.period,
                corroborated=line.corroborated,
                explained=line.explained,
                not_assessable=line.not_assessable,
                uncorroborated=line.uncorroborated,
            )
            for line in badge.evidence_counts
        ),
    )
    append(
        OccupancyDay,
        (
            OccupancyDay(run_id=run.pk, facility_id=day.facility, day=day.local_date, people=day.people)
            for day in badge.occupancy
        ),
    )
    append(
        Utilised,
        (
            Utilised(
                run_id=run.pk,
                facility_id=line.facility,
                measure=line.measure,
                first=line.first,
                last=line.last,
                occupancy=line.occupancy,
                usable_sqft=line.usable_sqft,
                utilisation=line.utilisation,
            )
            for line in badge.utilisation
        ),
    )
