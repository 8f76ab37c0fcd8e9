"""Use of buildings, and what badges say of claimed days. Contract section 7, second half."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.oracle.badges import Presence, people_present
from tests.oracle.hours import IN_PERSON, Worked, ratio
from tests.oracle.judging import Roster
from tests.oracle.pay_periods import Period, full_weeks, period_of, window_start
from tests.oracle.rows import by_bytes
from tests.oracle.settings import Settings
from tests.oracle.units import Units

CLASSES = ("corroborated", "explained", "not_assessable", "uncorroborated")


def utilisation(
    found: Presence, worked: list[Worked], roster: Roster, settings: Settings
) -> list[dict[str, Any]]:
    lines = []
    for facility in sorted(found.facilities, key=by_bytes):
        if found.facilities[facility]["usable_sqft"] is None:
            continue
        for period, occupied in weekday_means(found, facility, settings):
            lines.append(use(found, settings, facility, "gsa_weekdays", period.first, period.last, occupied))
        first = window_start(settings)
        occupied = statute_mean(worked, roster, facility, settings)
        lines.append(use(found, settings, facility, "statute_40h", first, settings.as_of, occupied))
    return lines


def use(
    found: Presence,
    settings: Settings,
    facility: str,
    measure: str,
    first: date,
    last: date,
    occupied: Fraction,
) -> dict[str, Any]:
    return {
        "facility": facility,
        "measure": measure,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "occupancy": float(occupied),
        "usable_sqft": found.sqft_as_delivered[facility],
        "utilisation": ratio(settings.sqft_per_person * occupied, found.facilities[facility]["usable_sqft"]),
    }


def weekday_means(found: Presence, facility: str, settings: Settings) -> list[tuple[Period, Fraction]]:
    """For each pay period that has ended and in which anybody was present: people per weekday."""
    people = people_present(found)
    periods = {period_of(day, settings) for place, day in people if place == facility}
    means = []
    for period in sorted(periods):
        if period.last > settings.as_of:
            continue
        days = [period.first + timedelta(days=n) for n in range(settings.period_days)]
        weekdays = [day for day in days if day.weekday() < 5]
        heads = sum(people.get((facility, day), 0) for day in weekdays)
        means.append((period, Fraction(heads, len(weekdays))))
    return means


def statute_mean(worked: list[Worked], roster: Roster, facility: str, settings: Settings) -> Fraction:
    """People with a full week in person whose duty station on its Saturday is the facility, per week."""
    weeks = full_weeks(window_start(settings), settings.as_of)
    heads = 0
    for sunday, saturday in weeks:
        minutes: dict[str, int] = defaultdict(int)
        for record in worked:
            if record.place in IN_PERSON and sunday <= record.day <= saturday:
                minutes[record.person] += record.minutes
        for person, in_person in minutes.items():
            on_roster = roster.on(person, saturday)
            if on_roster is None or on_roster.values["duty_station"] != facility:
                continue
            if in_person >= settings.week_minutes:
                heads += 1
    return Fraction(heads, len(weeks)) if weeks else Fraction(0)


def evidence(found: Presence, worked: list[Worked], units: Units, settings: Settings) -> list[dict[str, Any]]:
    """One row per person-day with in-person minutes."""
    minutes: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: dict.fromkeys(IN_PERSON, 0))
    on_roster: dict[tuple[str, date], dict[str, Any]] = {}
    for record in worked:
        if record.place in IN_PERSON and record.minutes > 0:
            minutes[record.person, record.day][record.place] += record.minutes
            on_roster[record.person, record.day] = record.roster.values
    lines = []
    for person, day in sorted(minutes, key=lambda claim: (by_bytes(claim[0]), claim[1])):
        claimed = minutes[person, day]
        roster = on_roster[person, day]
        station = roster["duty_station"] if roster["duty_station"] in found.facilities else ""
        lines.append(
            {
                "person": person,
                "work_date": day.isoformat(),
                "period": period_of(day, settings).label,
                "component": units.component(roster["org_unit"]),
                "org_unit": roster["org_unit"],
                "duty_station": station,
                "claimed_minutes": sum(claimed.values()),
                "class": class_of(found, person, day, station, claimed),
            }
        )
    return lines


def class_of(found: Presence, person: str, day: date, station: str, claimed: dict[str, int]) -> str:
    if station and (person, station, day) in found.present:
        return "corroborated"
    elsewhere = any(
        (person, facility, day) in found.present for facility in found.facilities if facility != station
    )
    only_field = claimed["office"] + claimed["other_facility"] == 0
    if elsewhere or only_field:
        return "explained"
    if station == "" or found.facilities[station]["readers"] == "none":
        return "not_assessable"
    if not any(facility == station and date_ == day for _, facility, date_ in found.presence_days):
        return "not_assessable"
    return "uncorroborated"


def evidence_counts(lines: list[dict[str, Any]], units: Units, periods: list[str]) -> list[dict[str, Any]]:
    """One line per org unit and period (`periods` includes `all`), counting everything below the unit."""
    counts = {(unit, period): dict.fromkeys(CLASSES, 0) for unit in units.with_figures for period in periods}
    for line in lines:
        for unit in units.upwards(line["org_unit"]):
            for period in (line["period"], "all"):
                counts[unit, period][line["class"]] += 1
    return [
        {"org_unit": unit, "period": period, **counts[unit, period]}
        for unit in units.with_figures
        for period in periods
    ]


def uncorroborated_rates(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    figures = []
    for count in counts:
        claimed = sum(count[name] for name in CLASSES)
        denominator = claimed - count["not_assessable"] - count["explained"]
        value = ratio(count["uncorroborated"], denominator)
        figures.append(
            {
                "code": "uncorroborated_rate",
                "org_unit": count["org_unit"],
                "period": count["period"],
                "variant": "total",
                "numerator": count["uncorroborated"],
                "denominator": denominator,
                "unclassified": 0,
                "value": value,
                "low": value,
                "high": value,
                "status": "no_days" if denominator == 0 else "final",
                "minutes": None,
            }
        )
    return figures
