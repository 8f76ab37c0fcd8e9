"""Where a report and `truth.json` differ. A report is the lists of rows of contract sections 3 to 8."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]
Cells = dict[tuple[Any, ...], Any]


def differences(truth: Mapping[str, Any], report: Mapping[str, Rows]) -> list[str]:
    """One line for each thing that the report says and the truth does not, or the other way round."""
    pairs: dict[str, tuple[Cells, Cells]] = {
        "periods": (_plain(truth["periods"]), _plain(report["periods"])),
        "shares": (_true_shares(truth), _reported_shares(report["figures"])),
        "unclassified_pairs": (
            _plain(truth["unclassified_pairs"]),
            _plain(report["unclassified_pairs"]),
        ),
        "return_bridge": (
            _bridge(truth["return_bridge"]),
            _bridge(report["return_bridge"]),
        ),
        "rules": (
            {("rules",): truth["return_bridge"][0]["rules"]},
            {("rules",): _rules(report["return_status"])},
        ),
        "tables": (_true_tables(truth), _reported_tables(report)),
        "badge_quality": (_plain([truth["badge_quality"]]), _plain(report["badge_quality"])),
        "intervals": (_plain([truth["intervals"]]), _plain([_intervals(report["intervals"])])),
        "occupancy": (_table(truth["occupancy"], 2), _occupancy(report["occupancy"])),
        "gsa_weekdays": (_true_weekdays(truth), _weekdays(report["utilisation"])),
        "evidence_counts": (_table(truth["evidence_counts"], 2), _evidence(report["evidence_counts"])),
        "evidence": (_true_classes(truth), _classes(report["evidence"])),
        "rates": (_true_rates(truth), _reported_rates(report["figures"])),
    }
    return [line for name, (true, said) in pairs.items() for line in _unequal(name, true, said)]


def _unequal(name: str, true: Mapping[Any, Any], said: Mapping[Any, Any]) -> Iterable[str]:
    for key in true.keys() | said.keys():
        if true.get(key) != said.get(key):
            yield f"{name} {key}: the truth is {true.get(key)}, the report says {said.get(key)}"


def _plain(rows: Rows) -> Cells:
    return {(number,): dict(row) for number, row in enumerate(rows)}


def _table(table: Mapping[str, Any], keys: int) -> Cells:
    return {tuple(row[:keys]): tuple(row[keys:]) for row in table["rows"]}


def _true_shares(truth: Mapping[str, Any]) -> Cells:
    """Numerator, denominator, unclassified and minutes of both shares."""
    cells: Cells = {}
    for row in truth["shares"]["rows"]:
        unit, period, variant, in_person, office, denominator, unclassified, *minutes = row
        for code, numerator in (("in_person_share", in_person), ("office_share", office)):
            cells[code, unit, period, variant] = (numerator, denominator, unclassified, tuple(minutes))
    return cells


def _reported_shares(figures: Rows) -> Cells:
    return {
        (f["code"], f["org_unit"], f["period"], f["variant"]): (
            f["numerator"],
            f["denominator"],
            f["unclassified"],
            tuple(f["minutes"].values()),
        )
        for f in figures
        if f["code"] != "uncorroborated_rate"
    }


def _true_rates(truth: Mapping[str, Any]) -> Cells:
    return {
        (unit, period): (uncorroborated, corroborated + uncorroborated)
        for unit, period, corroborated, _, _, uncorroborated in truth["evidence_counts"]["rows"]
    }


def _reported_rates(figures: Rows) -> Cells:
    return {
        (f["org_unit"], f["period"]): (f["numerator"], f["denominator"])
        for f in figures
        if f["code"] == "uncorroborated_rate"
    }


def _bridge(lines: Rows) -> Cells:
    return {
        (line["org_unit"],): {name: value for name, value in line.items() if name != "rules"}
        for line in lines
    }


def _rules(statuses: Rows) -> dict[str, int]:
    found = Counter(str(row["rule"]) for row in statuses)
    return {str(rule): found[str(rule)] for rule in range(1, 6)}


def _true_tables(truth: Mapping[str, Any]) -> Cells:
    return {(name,): dict(counts) for name, counts in truth["tables"].items()}


def _reported_tables(report: Mapping[str, Rows]) -> Cells:
    return {
        (row["table"],): {name: row[name] for name in ("raw", "accepted", "rejected", "excluded")}
        for row in report["provenance"]
    }


def _intervals(intervals: Rows) -> dict[str, int]:
    return {"rows": len(intervals), "seconds": sum(int(row["seconds"]) for row in intervals)}


def _occupancy(rows: Rows) -> Cells:
    return {(row["facility"], row["local_date"]): (int(row["people"]),) for row in rows}


def _true_weekdays(truth: Mapping[str, Any]) -> Cells:
    return {key: people / days for key, (people, days) in _table(truth["gsa_weekdays"], 3).items()}


def _weekdays(rows: Rows) -> Cells:
    return {
        (row["facility"], row["from"], row["to"]): float(row["occupancy"])
        for row in rows
        if row["measure"] == "gsa_weekdays"
    }


CLASSES = ("corroborated", "explained", "not_assessable", "uncorroborated")


def _evidence(rows: Rows) -> Cells:
    return {(row["org_unit"], row["period"]): tuple(row[name] for name in CLASSES) for row in rows}


def _true_classes(truth: Mapping[str, Any]) -> Cells:
    """Person-days of the whole department by class; the first unit of the list is the root."""
    root = truth["return_bridge"][0]["org_unit"]
    counts = _table(truth["evidence_counts"], 2)[root, "all"]
    return {(name,): count for name, count in zip(CLASSES, counts, strict=True) if count}


def _classes(rows: Rows) -> Cells:
    return {(name,): count for name, count in Counter(row["class"] for row in rows).items()}
