"""Every output of one report, as lists of plain rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.oracle.badges import occupancy, presence
from tests.oracle.evidence import evidence, evidence_counts, uncorroborated_rates, utilisation
from tests.oracle.hours import Worked, hours_worked, periods_of, shares, unclassified_pairs
from tests.oracle.judging import Roster, Tables, judge
from tests.oracle.pay_periods import last_ended
from tests.oracle.reading import read_tables
from tests.oracle.rows import by_bytes
from tests.oracle.settings import Settings
from tests.oracle.status import return_bridge, return_status
from tests.oracle.units import Units

Report = dict[str, list[dict[str, Any]]]


def oracle(
    inputs: Path,
    *,
    as_of: date,
    anchor: date = date(2025, 1, 12),
    period_days: int = 14,
    provisional_limit: Fraction = Fraction(1, 50),
    longest_stay_hours: int = 24,
    sqft_per_person: int = 150,
    week_minutes: int = 2400,
    window_months: int = 2,
) -> Report:
    """What `dutystation report` must give for the folder `inputs`.

    Keys are the names of the output tables, and those of the lists in `figures.json`; each row has the
    columns of the contract, in its order, with int, float, str or None as values (`minutes` and `reasons`
    are objects). Lists are in the order in which the contract sorts them. Two rows stand for values that
    are no lists: `report` (one row: `as_of`, `status_period`) and `badge_quality` (one row). Without
    badge tables the keys of section 7 are absent. Raises Unusable where the command would exit with 2.
    """
    settings = Settings(
        as_of,
        anchor,
        period_days,
        provisional_limit,
        longest_stay_hours,
        sqft_per_person,
        week_minutes,
        window_months,
    )
    tables, files = read_tables(inputs)
    judge(tables, settings)
    roster, units = Roster(tables["roster"]), Units(tables)
    worked = hours_worked(tables, roster, settings)
    periods = periods_of(worked, settings)
    labels = sorted([period["period"] for period in periods] + ["all"])
    status = return_status(tables, worked, roster, units, settings)
    report: Report = {
        "report": [{"as_of": as_of.isoformat(), "status_period": last_ended(settings).label}],
        "periods": periods,
        "figures": shares(worked, units, labels, settings),
        "return_status": status,
        "return_bridge": return_bridge(status, units),
        "unclassified_pairs": unclassified_pairs(worked),
        "rejected": rejected(tables),
        "excluded": excluded(tables),
        "provenance": provenance(tables, files),
    }
    if "badge_events" in tables and "facilities" in tables:
        report |= badge_report(tables, worked, roster, units, labels, settings)
        report["figures"] += uncorroborated_rates(report["evidence_counts"])
    report["figures"].sort(
        key=lambda figure: [by_bytes(figure[name]) for name in ("code", "org_unit", "period", "variant")]
    )
    return report


def badge_report(
    tables: Tables,
    worked: list[Worked],
    roster: Roster,
    units: Units,
    labels: list[str],
    settings: Settings,
) -> Report:
    found = presence(tables, settings)
    claims = evidence(found, worked, units, settings)
    return {
        "badge_quality": [found.quality],
        "intervals": found.intervals,
        "occupancy": occupancy(found),
        "utilisation": utilisation(found, worked, roster, settings),
        "evidence": claims,
        "evidence_counts": evidence_counts(claims, units, labels),
    }


def rejected(tables: Tables) -> list[dict[str, Any]]:
    """Without `message`, whose words are free."""
    rows = [row for table in tables.values() for row in table if not row.good]
    rows.sort(key=lambda row: (by_bytes(row.table), by_bytes(row.file), row.line))
    return [
        {
            "table": row.table,
            "file": row.file,
            "line": row.line,
            "reason": row.reason,
            "column": row.column,
            "id": row.id,
        }
        for row in rows
    ]


def excluded(tables: Tables) -> list[dict[str, Any]]:
    rows = [row for table in tables.values() for row in table if row.excluded]
    rows.sort(key=lambda row: (by_bytes(row.table), by_bytes(row.file), row.line))
    return [
        {"table": row.table, "file": row.file, "line": row.line, "reason": row.excluded, "id": row.id}
        for row in rows
    ]


def provenance(tables: Tables, files: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """One row per table that is there: its files and what became of its rows, zero counts left out."""
    return [
        {
            "table": table,
            "files": files[table],
            "raw": len(rows),
            "accepted": sum(row.accepted for row in rows),
            "rejected": dict(Counter(row.reason for row in rows if not row.good)),
            "excluded": dict(Counter(row.excluded for row in rows if row.excluded)),
        }
        for table, rows in tables.items()
    ]
