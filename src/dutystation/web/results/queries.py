"""What a run says of units and facilities. Who may ask is not looked at here: pages do, by their sight."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, QuerySet, Sum

from dutystation.terms.figure import FigureCode, Variant
from dutystation.web.accounts.models import Facility, Unit
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


def measured_runs() -> QuerySet[ReceivedRun]:
    """The runs whose results were taken in, the newest first."""
    return ReceivedRun.objects.filter(pk__in=RunPeriod.objects.values("run"))


def periods_of(run: ReceivedRun) -> list[RunPeriod]:
    """The pay periods of a run in their order."""
    return list(RunPeriod.objects.filter(run=run))


def figures_over_time(
    run: ReceivedRun, unit: Unit, code: FigureCode, variant: Variant
) -> QuerySet[UnitFigure]:
    """One unit's figure in each pay period in their order, that of `all` last."""
    chosen = UnitFigure.objects.filter(run=run, org_unit=unit, code=code, variant=variant)
    return chosen.order_by("period")


def figures_of_units(
    run: ReceivedRun, units: Iterable[Unit], code: FigureCode, variant: Variant, period: str
) -> QuerySet[UnitFigure]:
    """The figure of each of some units in one pay period or `all`, by the units' names."""
    found = UnitFigure.objects.filter(
        run=run, org_unit__in=list(units), code=code, variant=variant, period=period
    )
    return found.select_related("org_unit").order_by("org_unit__name", "org_unit")


def bridge_of(run: ReceivedRun) -> list[BridgeCount]:
    """The department's line, then the components'."""
    return list(BridgeCount.objects.filter(run=run).select_related("org_unit"))


def tallies_over_time(run: ReceivedRun, unit: Unit) -> QuerySet[EvidenceTally]:
    """One unit's claimed days by class in each pay period, in their order, those of `all` last."""
    return EvidenceTally.objects.filter(run=run, org_unit=unit).order_by("period")


def faults_of(run: ReceivedRun) -> list[RunFault]:
    """What is known of the run's data, by table, kind and reason."""
    return list(RunFault.objects.filter(run=run).order_by("table", "kind", "-rows", "pk"))


def stations_of(run: ReceivedRun, unit: Unit) -> list[tuple[Facility, int]]:
    """The facilities at which people of a unit or of one below it are stationed, by name, with how many."""
    within = StationedPeople.objects.filter(run=run, org_unit__path__startswith=unit.path).order_by()
    people = dict(within.values_list("facility").annotate(n=Sum("people")))
    return [(facility, people[facility.pk]) for facility in Facility.objects.filter(pk__in=people)]


def stationed_at(run: ReceivedRun, facility: Facility) -> list[tuple[str, int]]:
    """The components whose people are stationed at a facility, by name, with how many."""
    found = StationedPeople.objects.filter(run=run, facility=facility).annotate(
        component=F("org_unit__component__name"), own=F("org_unit__name")
    )
    people: dict[str, int] = {}
    for component, own, count in found.values_list("component", "own", "people"):
        people[component or own] = people.get(component or own, 0) + count
    return sorted(people.items())


def occupancy_of(run: ReceivedRun, facilities: Iterable[Facility]) -> QuerySet[OccupancyDay]:
    """The days on which anybody was present at some facilities."""
    return OccupancyDay.objects.filter(run=run, facility__in=list(facilities)).order_by("facility", "day")


def utilisation_of(run: ReceivedRun, facility: Facility) -> QuerySet[Utilised]:
    """How a facility was used, by measure and span."""
    return Utilised.objects.filter(run=run, facility=facility).order_by("measure", "first")
