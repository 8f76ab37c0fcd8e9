"""Hours by place, and the two shares. Contract sections 4 and 5."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.oracle.judging import Roster, Tables
from tests.oracle.pay_periods import period_of
from tests.oracle.rows import PLACES, Row, by_bytes
from tests.oracle.settings import Settings
from tests.oracle.units import Units

ALL_PLACES = (*PLACES, "unclassified")
IN_PERSON = ("office", "other_facility", "field")
OFF_SITE = ("routine", "situational", "remote")
VARIANTS = ("total", "civilian", "military", "regular_excl_remote", "eligible_excl_remote")


@dataclass
class Worked:
    """One accepted time record, with what the roster and the codes say of it."""

    person: str
    day: date
    period: str
    minutes: int
    pay_code: str
    place_code: str
    place: str
    hours_type: str
    roster: Row

    def belongs_to(self, variant: str) -> bool:
        on_roster: dict[str, str] = self.roster.values
        regular_excl_remote = self.hours_type == "regular" and on_roster["arrangement"] != "remote"
        return {
            "total": True,
            "civilian": on_roster["population"] == "civilian",
            "military": on_roster["population"] == "military",
            "regular_excl_remote": regular_excl_remote,
            "eligible_excl_remote": regular_excl_remote and on_roster["telework_eligible"] == "true",
        }[variant]


def hours_worked(tables: Tables, roster: Roster, settings: Settings) -> list[Worked]:
    meaning = {
        (row.values["pay_code"], row.values["place_code"]): (row.values["place"], row.values["hours_type"])
        for row in tables["codes"]
        if row.accepted
    }
    worked = []
    for row in tables["time_records"]:
        if not row.accepted:
            continue
        values = row.values
        pair = (values["pay_code"], values["place_code"])
        place, hours_type = meaning.get(pair, ("unclassified", "regular"))
        on_roster = roster.on(values["person"], values["work_date"])
        assert on_roster is not None
        period = period_of(values["work_date"], settings).label
        minutes = whole_minutes(values["hours"], values["minutes"])
        worked.append(
            Worked(
                values["person"], values["work_date"], period, minutes, *pair, place, hours_type, on_roster
            )
        )
    return worked


def whole_minutes(hours: Fraction | None, minutes: Fraction | None) -> int:
    """Hours win where both are given; hours × 60 is exact and rounded half up."""
    if hours is not None:
        return floor(hours * 60 + Fraction(1, 2))
    assert minutes is not None
    return int(minutes)


def total(minutes: dict[str, int], places: Iterable[str]) -> int:
    return sum(minutes[place] for place in places)


def periods_of(worked: list[Worked], settings: Settings) -> list[dict[str, Any]]:
    periods = sorted({period_of(record.day, settings) for record in worked})
    return [
        {"period": period.label, "from": period.first.isoformat(), "to": period.last.isoformat()}
        for period in periods
    ]


def shares(
    worked: list[Worked], units: Units, periods: list[str], settings: Settings
) -> list[dict[str, Any]]:
    """Every combination of code, org_unit, period and variant. `periods` includes `all`."""
    minutes: dict[tuple[str, str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(ALL_PLACES, 0))
    for record in worked:
        for variant in VARIANTS:
            if not record.belongs_to(variant):
                continue
            for unit in units.upwards(record.roster.values["org_unit"]):
                for period in (record.period, "all"):
                    minutes[unit, period, variant][record.place] += record.minutes
    return [
        share(code, unit, period, variant, minutes[unit, period, variant], settings)
        for code in ("in_person_share", "office_share")
        for unit in units.with_figures
        for period in periods
        for variant in VARIANTS
    ]


def share(
    code: str, unit: str, period: str, variant: str, minutes: dict[str, int], settings: Settings
) -> dict[str, Any]:
    numerator = total(minutes, IN_PERSON) if code == "in_person_share" else minutes["office"]
    denominator = total(minutes, IN_PERSON) + total(minutes, OFF_SITE)
    unclassified = minutes["unclassified"]
    everything = denominator + unclassified
    if everything == 0:
        status = "no_hours"
    elif denominator == 0 or Fraction(unclassified, everything) > settings.provisional_limit:
        status = "provisional"
    else:
        status = "final"
    return {
        "code": code,
        "org_unit": unit,
        "period": period,
        "variant": variant,
        "numerator": numerator,
        "denominator": denominator,
        "unclassified": unclassified,
        "value": ratio(numerator, denominator),
        "low": ratio(numerator, everything),
        "high": ratio(numerator + unclassified, everything),
        "status": status,
        "minutes": dict(minutes),
    }


def ratio(numerator: int | Fraction, denominator: int | Fraction) -> float | None:
    """The double nearest the exact quotient; None where there is nothing to divide by."""
    return None if denominator == 0 else float(Fraction(numerator) / Fraction(denominator))


def unclassified_pairs(worked: list[Worked]) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str], int] = defaultdict(int)
    minutes: dict[tuple[str, str], int] = defaultdict(int)
    for record in worked:
        if record.place == "unclassified":
            rows[record.pay_code, record.place_code] += 1
            minutes[record.pay_code, record.place_code] += record.minutes
    order = sorted(rows, key=lambda pair: (-minutes[pair], -rows[pair], by_bytes(pair[0]), by_bytes(pair[1])))
    return [
        {"pay_code": pair[0], "place_code": pair[1], "rows": rows[pair], "minutes": minutes[pair]}
        for pair in order
    ]
