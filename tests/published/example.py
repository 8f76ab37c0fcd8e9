"""One small report, invented: a department D with two components, one pay period, one building."""

from __future__ import annotations

from datetime import date

from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant, exact_ratio
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

UNITS = (
    OrgUnit("A", "Agency, the first", "D", "A"),
    OrgUnit("A1", 'Branch "one"', "A", "A"),
    OrgUnit("D", "Department", "", "D"),
    OrgUnit("É", "Équipe", "D", "É"),
)


def share(org_unit: str, period: str, code: FigureCode, **minutes: int) -> Figure:
    """A share figure from minutes by place; the rest follows by contract section 5."""
    by_place = {place: minutes.get(place, 0) for place in ALL_PLACES}
    in_person = by_place["office"] + by_place["other_facility"] + by_place["field"]
    worked = in_person + by_place["routine"] + by_place["situational"] + by_place["remote"]
    above = in_person if code is FigureCode.IN_PERSON_SHARE else by_place["office"]
    unclassified = by_place["unclassified"]
    whole = worked + unclassified
    provisional = unclassified * 50 > whole or (not worked and unclassified)
    status = FigureStatus.PROVISIONAL if provisional else FigureStatus.FINAL
    return Figure(
        code=code,
        org_unit=org_unit,
        period=period,
        variant=Variant.TOTAL,
        numerator=above,
        denominator=worked,
        unclassified=unclassified,
        value=exact_ratio(above, worked),
        low=exact_ratio(above, whole),
        high=exact_ratio(above + unclassified, whole),
        status=status if whole else FigureStatus.NO_HOURS,
        minutes=by_place,
    )


def rate(org_unit: str, period: str, uncorroborated: int, days: int) -> Figure:
    value = exact_ratio(uncorroborated, days)
    status = FigureStatus.FINAL if days else FigureStatus.NO_DAYS
    code, variant = FigureCode.UNCORROBORATED_RATE, Variant.TOTAL
    return Figure(code, org_unit, period, variant, uncorroborated, days, 0, value, value, value, status, None)


def figures() -> tuple[Figure, ...]:
    """Every code, unit and period, sorted as the contract says."""
    found = []
    for code in (FigureCode.IN_PERSON_SHARE, FigureCode.OFFICE_SHARE):
        for unit, minutes in {
            "A": {"office": 1200, "field": 60, "routine": 180, "nonwork": 480, "unclassified": 12},
            "A1": {"office": 1, "routine": 99_999},
            "D": {"office": 1200, "field": 60, "routine": 180, "nonwork": 480, "unclassified": 132},
            "É": {"unclassified": 120},
        }.items():
            found += [share(unit, period, code, **minutes) for period in ("2025-01", "all")]
    for unit, (uncorroborated, days) in {"A": (1, 3), "A1": (0, 0), "D": (1, 3), "É": (0, 0)}.items():
        found += [rate(unit, period, uncorroborated, days) for period in ("2025-01", "all")]
    return tuple(found)


EVIDENCE = {"A": (2, 1, 4, 1), "A1": (0, 0, 4, 0), "D": (2, 1, 4, 1), "É": (0, 0, 0, 0)}
BADGE = BadgeResults(
    quality={"denied": 3, "repeats": 0, "open_stays": 2, "lone_exits": 1},
    evidence_counts=tuple(
        EvidenceCount(unit, period, *counts)
        for unit, counts in EVIDENCE.items()
        for period in ("2025-01", "all")
    ),
    occupancy=(
        OccupancyDay("HQ", date(2025, 1, 13), 4, 100, "15000.50"),
        OccupancyDay("HQ", date(2025, 1, 14), 5, 100, "15000.50"),
        OccupancyDay("Lab", date(2025, 1, 13), 1, None, ""),
    ),
    utilisation=(
        Utilisation("HQ", "gsa_weekdays", date(2025, 1, 12), date(2025, 1, 25), 0.9, "15000.50", 0.0089997),
        Utilisation("HQ", "statute_40h", date(2024, 12, 20), date(2025, 2, 19), 0.0, "15000.50", 0.0),
    ),
)

TABLES = {
    "org_units": TableProvenance((("org_units.csv", "a" * 64, 90),), 4, 4, {}, {}),
    "facilities": TableProvenance((("facilities.csv", "c" * 64, 70),), 2, 2, {}, {}),
    "codes": TableProvenance((("codes.csv.gz", "b" * 64, 80),), 6, 6, {}, {}),
    "roster": TableProvenance((("roster.csv", "d" * 64, 200),), 9, 8, {"overlap": 1}, {}),
    "time_records": TableProvenance(
        (("part-0.parquet", "e" * 64, 5000), ("part-1.parquet", "f" * 64, 6000)),
        1000,
        900,
        {"duplicate": 60, "not_a_date": 20},
        {"after_as_of": 20},
    ),
    "badge_events": TableProvenance((("badge_events.csv", "0" * 64, 70),), 20, 20, {}, {}),
}


def publication(*, badge: bool = True) -> Publication:
    found = figures()
    tables = TABLES if badge else {k: v for k, v in TABLES.items() if k not in ("facilities", "badge_events")}
    return Publication(
        directive="dhs-2025",
        as_of=date(2025, 2, 19),
        periods=(PayPeriod(date(2025, 1, 12), date(2025, 1, 25), "2025-01"),),
        status_period="2025-02",
        org_units=UNITS,
        figures=found if badge else tuple(f for f in found if f.code is not FigureCode.UNCORROBORATED_RATE),
        return_bridge=(
            BridgeLine("D", 8, 3, 4, 0, 1, {"disability": 1, "pending": 1, "none": 2}),
            BridgeLine("A", 6, 3, 2, 0, 1, {"disability": 1, "none": 1}),
            BridgeLine("É", 1, 0, 1, 0, 0, {"pending": 1}),
        ),
        unclassified_pairs=(UnclassifiedPair("01", "Z9", 3, 120), UnclassifiedPair("77", "", 1, 12)),
        badge=BADGE if badge else None,
        provenance=Provenance(
            tables=tables,
            directive_name="dhs-2025",
            directive_sha256="9" * 64,
            package_version="1.0.0",
            engine_name="duckdb",
            engine_version="2.0.1",
            started_at="2025-02-19T10:00:00Z",
            ended_at="2025-02-19T10:00:07Z",
        ),
    )
