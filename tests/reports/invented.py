"""An invented department, its order and its figures, for the tests of what is printed.

The figures are sums of invented minutes, so that shares, bounds and bridges hang together as a real
publication's do. Nothing in it measures anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant, exact_ratio
from dutystation.terms.ground import REASONS
from dutystation.terms.order import Definition, Obligation, Order
from dutystation.terms.period import ALL_PERIODS, PayCalendar, PayPeriod
from dutystation.terms.place import ALL_PLACES, IN_PERSON, OFF_SITE, UNCLASSIFIED
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

AS_OF = date(2025, 2, 19)
CALENDAR = PayCalendar(date(2025, 1, 12), 14)
NAMES = (
    ("AIR", "Office of Air Stations"),
    ("BORDER", "Border Lights Service"),
    ("COAST", "Coast and Harbour Watch"),
    ("RIVER", "River Patrol, Locks & Weirs"),
    ("STORM", "Storm Relief Agency"),
)
DUE = Obligation("Component report on people not returned", date(2025, 2, 19), "paragraph 3")
ORDER = Order(
    name="harbours-2025",
    title="Return to duty station",
    authority="Acting Secretary of Harbours",
    issued_on=date(2025, 1, 20),
    policy_sentence="Employees work at their duty station, in an office or in the field, as far as possible.",
    paragraph="The order calls everyone back to in-person work at once. Within 30 calendar days every "
    "component reports who has not returned, why not, and which document supports the reason.",
    cited_figures=(
        "Storm Relief Agency: 28.9% of hours worked in 2024, by most reports done remotely; one outlet "
        "printed it as worked in the office. The direction is disputed.",
        "Coast and Harbour Watch: 24.4% of hours worked in 2024, by most reports done remotely. The "
        "direction is disputed.",
    ),
    definitions=(
        Definition("duty station", "The place where an employee works, in an office or in the field.", "1"),
        Definition("protected accommodation", "Disability, medical and religious grounds, merged.", "4(b)"),
    ),
    obligations=(DUE, Obligation("Consolidated report", date(2025, 3, 5), "paragraph 5")),
    smallest_published_count=10,
    provisional_limit=0.02,
    report_obligation=DUE,
    utilisation_target=0.6,
)


def periods(number: int) -> tuple[PayPeriod, ...]:
    """The last `number` pay periods that have begun by the as-of date."""
    current = CALENDAR.number_of(AS_OF)
    return tuple(CALENDAR.period_number(current - back) for back in reversed(range(number)))


def publication(
    components: Iterable[tuple[str, str]] = NAMES,
    *,
    number_of_periods: int = 6,
    facilities: int = 4,
    badge: bool = True,
    seed: int = 1,
) -> Publication:
    """A department of the given components, each with one sub-unit."""
    chance = random.Random(seed)
    named = tuple(components)
    spans = periods(number_of_periods)
    units = _units(named)
    bridge = tuple(_bridge_line(chance, code) for code, _ in named)
    return Publication(
        directive=ORDER.name,
        as_of=AS_OF,
        periods=spans,
        status_period=CALENDAR.last_ended_by(AS_OF).label,
        org_units=units,
        figures=_figures(chance, units, spans, badge=badge),
        return_bridge=(_department(bridge), *bridge),
        unclassified_pairs=(
            UnclassifiedPair("01", "99", 1204, 577_920),
            UnclassifiedPair("21", "", 88, 41_100),
            UnclassifiedPair("=SUM(A1)", "#x", 3, 60),
        ),
        badge=_badge(chance, units, spans, facilities) if badge else None,
        provenance=_provenance(badge=badge),
    )


def empty() -> Publication:
    """A department without a component, without hours, without anybody."""
    root = OrgUnit("DEPT", "Department of Harbours", "", "DEPT")
    return replace(
        publication((), badge=False),
        periods=(),
        org_units=(root,),
        figures=tuple(
            _share(code, "DEPT", ALL_PERIODS, variant, {}) for code in _SHARES for variant in Variant
        ),
        return_bridge=(BridgeLine("DEPT", 0, 0, 0, 0, 0, {}),),
        unclassified_pairs=(),
    )


def bridge_line(org_unit: str, reasons: Mapping[str, int], *, returned: int = 100) -> BridgeLine:
    """A line with the given reasons that adds up."""
    not_returned = sum(reasons.values())
    return BridgeLine(org_unit, returned + not_returned, returned, not_returned, 0, 0, reasons)


_SHARES = (FigureCode.IN_PERSON_SHARE, FigureCode.OFFICE_SHARE)


def _units(named: tuple[tuple[str, str], ...]) -> tuple[OrgUnit, ...]:
    units = [OrgUnit("DEPT", "Department of Harbours", "", "DEPT")]
    for code, name in named:
        units += [
            OrgUnit(code, name, "DEPT", code),
            OrgUnit(f"{code}-1", f"{name}, first division", code, code),
        ]
    return tuple(units)


def _bridge_line(chance: random.Random, code: str) -> BridgeLine:
    size = chance.choice((60, 400, 1_500, 8_000))
    weights = {reason: chance.random() ** 3 for reason in REASONS}
    reasons = {r: int(size * 0.03 * w) for r, w in weights.items() if int(size * 0.03 * w)}
    not_returned = sum(reasons.values())
    away, unknown = int(size * 0.03 * chance.random()), int(size * 0.04 * chance.random())
    returned = size - not_returned - away - unknown
    return BridgeLine(code, size, returned, not_returned, away, unknown, reasons)


def _department(lines: tuple[BridgeLine, ...]) -> BridgeLine:
    """The sum of the components and 24 people of the department's own staff."""
    reasons = {
        r: sum(line.reasons.get(r, 0) for line in lines) + (1 if r == "medical" else 0) for r in REASONS
    }
    return BridgeLine(
        "DEPT",
        sum(line.on_rolls for line in lines) + 24,
        sum(line.returned for line in lines) + 21,
        sum(line.not_returned for line in lines) + 1,
        sum(line.not_in_duty_status for line in lines),
        sum(line.unknown for line in lines) + 2,
        {reason: people for reason, people in reasons.items() if people},
    )


def _figures(
    chance: random.Random, units: tuple[OrgUnit, ...], spans: tuple[PayPeriod, ...], *, badge: bool
) -> tuple[Figure, ...]:
    labels = [*(p.label for p in spans), ALL_PERIODS]
    figures = []
    for unit in units:
        office = chance.uniform(0.3, 0.8)
        for label in labels:
            for variant in Variant:
                minutes = _minutes(chance, office)
                figures += [_share(code, unit.org_unit, label, variant, minutes) for code in _SHARES]
            if badge:
                figures.append(_rate(unit.org_unit, label, chance.randrange(40), 1_000))
    return tuple(sorted(figures, key=lambda f: (f.code, f.org_unit.encode(), f.period, f.variant)))


def _minutes(chance: random.Random, office: float) -> dict[str, int]:
    hours = chance.randrange(8_000, 90_000)
    shares = dict(zip(ALL_PLACES, (office, 0.05, 0.12, 0.1, 0.05, 0.08, 0.15, 0.03), strict=True))
    shares[UNCLASSIFIED] = chance.choice((0.001, 0.004, 0.03))
    return {place: int(hours * share * chance.uniform(0.8, 1.2)) * 60 for place, share in shares.items()}


def _share(
    code: FigureCode, org_unit: str, period: str, variant: Variant, minutes: Mapping[str, int]
) -> Figure:
    minutes = {place: minutes.get(place, 0) for place in ALL_PLACES}
    in_person = sum(minutes[place] for place in IN_PERSON)
    known = in_person + sum(minutes[place] for place in OFF_SITE)
    part = in_person if code is FigureCode.IN_PERSON_SHARE else minutes["office"]
    unclassified = minutes[UNCLASSIFIED]
    every = known + unclassified
    status = FigureStatus.NO_HOURS
    if every:
        status = FigureStatus.PROVISIONAL if unclassified > 0.02 * every else FigureStatus.FINAL
    return Figure(
        code=code,
        org_unit=org_unit,
        period=period,
        variant=variant,
        numerator=part,
        denominator=known,
        unclassified=unclassified,
        value=exact_ratio(part, known),
        low=exact_ratio(part, every),
        high=exact_ratio(part + unclassified, every),
        status=status,
        minutes=minutes,
    )


def _rate(org_unit: str, period: str, numerator: int, denominator: int) -> Figure:
    rate = exact_ratio(numerator, denominator)
    return Figure(
        code=FigureCode.UNCORROBORATED_RATE,
        org_unit=org_unit,
        period=period,
        variant=Variant.TOTAL,
        numerator=numerator,
        denominator=denominator,
        unclassified=0,
        value=rate,
        low=rate,
        high=rate,
        status=FigureStatus.FINAL if denominator else FigureStatus.NO_DAYS,
        minutes=None,
    )


def _badge(
    chance: random.Random, units: tuple[OrgUnit, ...], spans: tuple[PayPeriod, ...], facilities: int
) -> BadgeResults:
    sites = [f"HQ{number:03d}" for number in range(1, facilities + 1)]
    first, last = spans[0].first, AS_OF
    occupancy, utilisation = [], []
    for site in sites:
        seats = chance.choice((40, 120, 600, None))
        busy = chance.uniform(0.3, 1.0)
        sqft = str(chance.choice((6_000, 30_000, 88_500.5)))
        for offset in range((last - first).days + 1):
            on = first + timedelta(days=offset)
            people = int((seats or 80) * busy * (0.1 if on.weekday() > 4 else chance.uniform(0.6, 1)))
            if people:
                occupancy.append(OccupancyDay(site, on, people, seats, sqft))
        for span in spans[:-1]:
            mean = (seats or 80) * busy * chance.uniform(0.7, 0.9)
            utilisation.append(
                Utilisation(site, "gsa_weekdays", span.first, span.last, mean, sqft, 150 * mean / float(sqft))
            )
        utilisation.append(
            Utilisation(site, "statute_40h", date(2024, 12, 20), AS_OF, 31.0, sqft, 150 * 31.0 / float(sqft))
        )
    labels = [*(p.label for p in spans), ALL_PERIODS]
    return BadgeResults(
        quality={"denied": 311, "repeats": 52, "open_stays": 1_204, "lone_exits": 97},
        evidence_counts=tuple(
            EvidenceCount(unit.org_unit, label, 8_200, 900, chance.randrange(2_000), chance.randrange(400))
            for unit in units
            for label in labels
        ),
        occupancy=tuple(occupancy),
        utilisation=tuple(utilisation),
    )


def _provenance(*, badge: bool) -> Provenance:
    def table(name: str, raw: int, **rejected: int) -> TableProvenance:
        excluded = {"after_as_of": 12} if name == "time_records" else {}
        accepted = raw - sum(rejected.values()) - sum(excluded.values())
        return TableProvenance(((f"{name}.csv", "5e" * 32, raw * 61),), raw, accepted, rejected, excluded)

    tables = {
        "org_units": table("org_units", 11),
        "roster": table("roster", 10_412, overlap=3),
        "time_records": table(
            "time_records", 612_004, missing_value=9, not_a_number=2, duplicate=71, not_on_roster=40
        ),
        "codes": table("codes", 26),
    }
    if badge:
        tables["badge_events"] = table("badge_events", 401_220, unknown_facility=31)
    return Provenance(
        tables=tables,
        directive_name=ORDER.name,
        directive_sha256="d1" * 32,
        package_version="0.1.0",
        engine_name="duckdb",
        engine_version="2.0.1",
        started_at="2025-02-19T15:00:00Z",
        ended_at="2025-02-19T15:00:04Z",
    )
