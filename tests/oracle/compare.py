"""Holds a report folder against the oracle's report, cell by cell and in the contract's order."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from tests.oracle.hours import ALL_PLACES
from tests.oracle.report import Report

FIGURE_FIELDS = (
    "code",
    "org_unit",
    "period",
    "variant",
    "numerator",
    "denominator",
    "unclassified",
    "value",
    "low",
    "high",
    "status",
)
COLUMNS: dict[str, tuple[str, ...]] = {
    "figures": (*FIGURE_FIELDS, *(f"minutes_{place}" for place in ALL_PLACES)),
    "return_status": (
        "person",
        "component",
        "org_unit",
        "arrangement",
        "status",
        "rule",
        "reason",
        "in_person_minutes",
        "off_site_minutes",
        "unclassified_minutes",
    ),
    "rejected": ("table", "file", "line", "reason", "column", "id", "message"),
    "excluded": ("table", "file", "line", "reason", "id"),
    "intervals": ("person", "facility", "entered_at", "left_at", "seconds", "local_date"),
    "occupancy": ("facility", "local_date", "people", "seats", "usable_sqft"),
    "utilisation": ("facility", "measure", "from", "to", "occupancy", "usable_sqft", "utilisation"),
    "evidence": (
        "person",
        "work_date",
        "period",
        "component",
        "org_unit",
        "duty_station",
        "claimed_minutes",
        "class",
    ),
}
SHOWN = 5
"""So many differences of one table are told; the first is what one looks for."""


def differences(out: Path, expected: Report) -> list[str]:
    """One line per difference between the folder `out` and the report, none where they agree.

    `excluded` may be absent, since it is only written on request.
    """
    found = [*json_differences(out, expected), *provenance_differences(out, expected)]
    for table, columns in COLUMNS.items():
        stored = stored_rows(out, table)
        if table not in expected:
            found += [f"{table} should not be there"] if stored is not None else []
        elif stored is not None:
            found += table_differences(table, columns, stored, expected[table])
        elif table != "excluded":
            found.append(f"{table} is missing")
    return found


def table_differences(
    table: str, columns: tuple[str, ...], stored: list[list[str]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    if tuple(stored[0]) != columns:
        yield f"{table} has the columns {stored[0]}"
        return
    cells = stored[1:]
    if table == "rejected":  # whose messages are free
        if not all(row[-1] for row in cells):
            yield "rejected has an empty message"
        cells, columns = [row[:-1] for row in cells], columns[:-1]
    wanted = [[cell_text(flat(row).get(column)) for column in columns] for row in rows]
    yield from list_differences(table, cells, wanted)


def list_differences(name: str, got: Sequence[Any], wanted: Sequence[Any]) -> Iterator[str]:
    if len(got) != len(wanted):
        yield f"{name}: {len(got)} rows, expected {len(wanted)}"
        for row in [row for row in got if row not in wanted][:SHOWN]:
            yield f"{name}: unexpected {row}"
        for row in [row for row in wanted if row not in got][:SHOWN]:
            yield f"{name}: missing {row}"
        return
    wrong = [(at, pair) for at, pair in enumerate(zip(got, wanted, strict=True)) if differ(pair[0], pair[1])]
    for at, (row, right) in wrong[:SHOWN]:
        yield f"{name}, row {at + 1}: {row}, expected {right}"


def differ(got: Any, wanted: Any) -> bool:
    """1 and 1.0 and True are equal in Python, but not in a published file."""
    return bool(json.dumps(got, sort_keys=True) != json.dumps(wanted, sort_keys=True))


def stored_rows(out: Path, table: str) -> list[list[str]] | None:
    """Header and cells as text of a CSV, or of a folder of Parquet parts, which are sorted here."""
    file, folder = out / f"{table}.csv", out / table
    if file.exists():
        text = file.read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff") and text.endswith("\n")
        csv.field_size_limit(sys.maxsize)
        rows = list(csv.reader(text_lines(text), strict=True))
        assert text == minimal_csv(rows), f"{table}.csv is not quoted as little as can be"
        return rows
    if not folder.is_dir():
        return None
    parts = sorted(folder.glob("*.parquet"), key=lambda part: part.name.encode())
    header = pq.read_schema(parts[0]).names
    values = [list(row.values()) for part in parts for row in pq.ParquetFile(part).read().to_pylist()]
    values.sort(key=lambda row: [cell.encode() if isinstance(cell, str) else cell for cell in row])
    return [header, *([cell_text(cell) for cell in row] for row in values)]


def text_lines(text: str) -> Iterator[str]:
    """Lines that end in a line feed and in nothing else, since a cell may hold a carriage return."""
    for line in text.removesuffix("\n").split("\n"):
        yield line + "\n"


def minimal_csv(rows: Iterable[Sequence[str]]) -> str:
    def quoted(cell: str) -> str:
        needs = any(character in cell for character in ',"\r\n')
        return '"' + cell.replace('"', '""') + '"' if needs else cell

    return "".join(",".join(map(quoted, row)) + "\n" for row in rows)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The minutes of a figure as columns of their own."""
    plain = {name: value for name, value in row.items() if name != "minutes"}
    return plain | {f"minutes_{place}": minutes for place, minutes in (row.get("minutes") or {}).items()}


def cell_text(value: Any) -> str:
    if value is None:
        return ""
    return ratio_text(value) if isinstance(value, float) else str(value)


def ratio_text(value: float) -> str:
    """The shortest digits that read back as the same double, with a decimal point."""
    digits = format(Decimal(repr(value)), "f")
    return digits if "." in digits else digits + ".0"


def json_differences(out: Path, expected: Report) -> Iterator[str]:
    document = read_json(out / "figures.json")
    report = expected["report"][0]
    for name, wanted in (("contract", 1), *report.items()):
        if differ(document.get(name), wanted):
            yield f"figures.json, {name}: {document.get(name)}, expected {wanted}"
    if not document.get("directive"):
        yield "figures.json does not name the directive"
    figures = [
        {name: value for name, value in figure.items() if name != "minutes" or value is not None}
        for figure in expected["figures"]
    ]
    lists: dict[str, list[dict[str, Any]]] = {"figures": figures}
    for name in ("periods", "return_bridge", "unclassified_pairs", "evidence_counts"):
        if name in expected:
            lists[name] = expected[name]
    for name, rows in lists.items():
        yield from list_differences(f"figures.json, {name}", document.get(name, []), ratios_as_text(rows))
    quality = expected.get("badge_quality", [None])[0]
    if differ(document.get("badge_quality"), quality):
        yield f"figures.json, badge_quality: {document.get('badge_quality')}, expected {quality}"
    if "evidence_counts" in document and "evidence_counts" not in expected:
        yield "figures.json: evidence_counts should not be there"


def read_json(file: Path) -> Any:
    """Ratios stay the text they are, marked, so that their form can be compared too."""
    return json.loads(file.read_bytes().decode("utf-8"), parse_float=lambda text: {"ratio": text})


def ratios_as_text(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            name: {"ratio": ratio_text(value)} if isinstance(value, float) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def provenance_differences(out: Path, expected: Report) -> Iterator[str]:
    document = read_json(out / "provenance.json")
    for name in ("directive", "contract", "package", "engine", "started_at", "ended_at"):
        if name not in document:
            yield f"provenance.json lacks {name}"
    tables = document["tables"]
    if sorted(tables) != sorted(table["table"] for table in expected["provenance"]):
        yield f"provenance.json: tables {sorted(tables)}"
        return
    for wanted in expected["provenance"]:
        name = wanted["table"]
        got = tables[name]
        counts = {
            reason: {key: rows for key, rows in got[reason].items() if rows}
            for reason in ("rejected", "excluded")
        }
        right = {key: value for key, value in wanted.items() if key != "table"}
        if differ(got | counts, right):
            yield f"provenance.json, {name}: {got}, expected {right}"
        refused = sum(got["rejected"].values()) + sum(got["excluded"].values())
        if got["accepted"] + refused != got["raw"]:
            yield f"provenance.json, {name}: accepted + rejected + excluded is not raw"
