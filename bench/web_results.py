"""What a run says of a department's units and buildings, for measuring; taken in as in earnest."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import (
    BadgeResults,
    BridgeLine,
    EvidenceCount,
    OccupancyDay,
    OrgUnit,
    Provenance,
    Publication,
    TableProvenance,
    UnclassifiedPair,
    Utilisation,
)
from dutystation.web.accounts.models import Facility, Unit
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.actions import take_results

PERIODS, FACILITIES, DAYS_OF_A_PERIOD = 26, 300, 14
SHARES = (FigureCode.IN_PERSON_SHARE, FigureCode.OFFICE_SHARE)


def fill_results(at: datetime) -> int:
    """A run up to the day, with figures of every unit in every pay period and variant; how many there are."""
    Facility.objects.bulk_create(
        Facility(facility=f"F{place:03}", name=f"Building {place}", seats=900, readers="entry", run="run")
        for place in range(FACILITIES)
    )
    run = ReceivedRun.objects.create(
        name="run",
        as_of=at.date(),
        ended_at=at,
        received_at=at,
        directive_name="dhs-2025",
        directive_sha256="0" * 64,
    )
    return take_results(Act(SYSTEM, at), run, _publication(at.date(), random.Random(1)))


def _publication(as_of: date, chance: random.Random) -> Publication:
    units = list(Unit.objects.order_by("path"))
    first = as_of - timedelta(days=PERIODS * DAYS_OF_A_PERIOD)
    periods = tuple(_period(first, number) for number in range(PERIODS))
    labels = [*(period.label for period in periods), "all"]
    large = [unit for unit in units if unit.parent_id is None or unit.component_id == unit.pk]
    rows = TableProvenance((), 100, 90, {"duplicate": 10}, {})
    return Publication(
        directive="dhs-2025",
        as_of=as_of,
        periods=periods,
        status_period=periods[-1].label,
        org_units=tuple(
            OrgUnit(unit.pk, unit.name, unit.parent_id or "", unit.component_id or "D") for unit in units
        ),
        figures=tuple(_figures([unit.pk for unit in units], labels, chance)),
        return_bridge=tuple(
            BridgeLine(unit.pk, 200, 100, 90, 5, 5, {"space": 60, "disability": 5, "none": 25})
            for unit in large
        ),
        unclassified_pairs=tuple(UnclassifiedPair("01", f"X{number}", 9, 900) for number in range(200)),
        badge=_badges(units, labels, periods, chance),
        provenance=Provenance({"time_records": rows}, "dhs-2025", "", "", "", "", "", ""),
    )


def _period(first: date, number: int) -> PayPeriod:
    begin = first + timedelta(days=number * DAYS_OF_A_PERIOD)
    return PayPeriod(begin, begin + timedelta(days=DAYS_OF_A_PERIOD - 1), f"2024-{number + 1:02}")


def _figures(units: list[str], labels: list[str], chance: random.Random) -> Iterator[Figure]:
    for unit in units:
        for label in labels:
            numerator = chance.randrange(50_000, 90_000)
            value = numerator / 100_000
            for variant in Variant:
                for code in SHARES:
                    yield Figure(
                        *(code, unit, label, variant, numerator, 100_000, 0, value, value, value),
                        FigureStatus.FINAL,
                        dict.fromkeys(ALL_PLACES, 9_999),
                    )
            yield Figure(
                *(FigureCode.UNCORROBORATED_RATE, unit, label, Variant.TOTAL, 1, 20, 0, 0.05, 0.05, 0.05),
                FigureStatus.FINAL,
                None,
            )


def _badges(
    units: list[Unit], labels: list[str], periods: tuple[PayPeriod, ...], chance: random.Random
) -> BadgeResults:
    days = [
        periods[0].first + timedelta(days=number)
        for number in range((periods[-1].last - periods[0].first).days)
    ]
    places = [f"F{place:03}" for place in range(FACILITIES)]
    return BadgeResults(
        quality={"denied": 5},
        evidence_counts=tuple(
            EvidenceCount(unit.pk, label, 19, 5, 5, 1) for unit in units for label in labels
        ),
        occupancy=tuple(
            OccupancyDay(place, day, chance.randrange(1, 900), 900, "") for place in places for day in days
        ),
        utilisation=tuple(
            Utilisation(place, "gsa_weekdays", period.first, period.last, 400.0, "90000", 0.67)
            for place in places
            for period in periods
        ),
    )
