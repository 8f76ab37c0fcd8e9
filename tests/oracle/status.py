"""Who has returned, and the bridge. Contract section 6."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from tests.oracle.hours import ALL_PLACES, IN_PERSON, OFF_SITE, Worked, total
from tests.oracle.judging import Roster, Tables
from tests.oracle.pay_periods import last_ended
from tests.oracle.rows import GROUNDS, by_bytes
from tests.oracle.settings import Settings
from tests.oracle.units import Units

STATUSES = ("returned", "not_returned", "not_in_duty_status", "unknown")


def return_status(
    tables: Tables, worked: list[Worked], roster: Roster, units: Units, settings: Settings
) -> list[dict[str, Any]]:
    label = last_ended(settings).label
    in_period: dict[str, list[Worked]] = defaultdict(list)
    for record in worked:
        if record.period == label:
            in_period[record.person].append(record)
    decisions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in tables.get("decisions", []):
        if row.accepted:
            decisions[row.values["person"]].append(row.values)
    lines = []
    for person in sorted(roster.rows, key=by_bytes):
        on_roster = roster.on(person, settings.as_of)
        if on_roster is None or on_roster.values["population"] == "contractor":
            continue
        records = in_period[person]
        status, rule = status_of(records, on_roster.values["arrangement"])
        minutes = minutes_by_place(records)
        unit = on_roster.values["org_unit"]
        lines.append(
            {
                "person": person,
                "component": units.component(unit),
                "org_unit": unit,
                "arrangement": on_roster.values["arrangement"],
                "status": status,
                "rule": rule,
                "reason": reason_of(decisions[person], settings.as_of) if status == "not_returned" else "",
                "in_person_minutes": total(minutes, IN_PERSON),
                "off_site_minutes": total(minutes, OFF_SITE),
                "unclassified_minutes": minutes["unclassified"],
            }
        )
    return lines


def minutes_by_place(records: list[Worked]) -> dict[str, int]:
    minutes = dict.fromkeys(ALL_PLACES, 0)
    for record in records:
        minutes[record.place] += record.minutes
    return minutes


def status_of(records: list[Worked], arrangement: str) -> tuple[str, int]:
    """The status and the rule that gave it. `records` are the person's of P."""
    if not records:
        return "unknown", 1
    minutes = minutes_by_place(records)
    in_person, off_site = total(minutes, IN_PERSON), total(minutes, OFF_SITE)
    if in_person + off_site + minutes["unclassified"] == 0:
        return "not_in_duty_status", 2
    situational_without_arrangement = any(
        record.place == "situational"
        and record.minutes > 0
        and record.roster.values["arrangement"] != "situational"
        for record in records
    )
    if (
        arrangement in ("routine", "remote")
        or minutes["routine"] > 0
        or minutes["remote"] > 0
        or situational_without_arrangement
        or (off_site > 0 and in_person == 0)
    ):
        return "not_returned", 3
    if in_person > 0:
        return "returned", 4
    return "unknown", 5


def reason_of(decisions: list[dict[str, Any]], as_of: date) -> str:
    """The one reason of a person who has not returned."""
    approved = [
        decision
        for decision in decisions
        if decision["outcome"] == "approved"
        and (decision["valid_from"] is None or decision["valid_from"] <= as_of)
        and (decision["valid_to"] is None or as_of <= decision["valid_to"])
        and (decision["decided_on"] is None or decision["decided_on"] <= as_of)
    ]
    if approved:
        last = max(decided(decision) for decision in approved)
        grounds = {decision["ground"] for decision in approved if decided(decision) == last}
        return next(ground for ground in GROUNDS if ground in grounds)
    for decision in decisions:
        if decision["outcome"] == "pending":
            return "pending"
        if decision["decided_on"] is not None and decision["decided_on"] > as_of:
            return "pending"
    return "none"


def decided(decision: dict[str, Any]) -> int:
    """Day number of the decision; an empty date is earlier than any date."""
    day: date | None = decision["decided_on"]
    return 0 if day is None else day.toordinal()


def return_bridge(lines: list[dict[str, Any]], units: Units) -> list[dict[str, Any]]:
    """The whole department first, then each component."""
    bridge = [bridge_line(units.root, lines)]
    for component in units.components:
        bridge.append(bridge_line(component, [line for line in lines if line["component"] == component]))
    return bridge


def bridge_line(org_unit: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    reasons: dict[str, int] = defaultdict(int)
    for line in lines:
        if line["status"] == "not_returned":
            reasons[line["reason"]] += 1
    counts = {status: sum(line["status"] == status for line in lines) for status in STATUSES}
    return {"org_unit": org_unit, "on_rolls": len(lines), **counts, "reasons": dict(reasons)}
