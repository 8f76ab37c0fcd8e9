"""What must come of the samples is accepted by the contract's intake; else the samples teach a mistake."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.profiles.samples import EXPORTS, rows, sample

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report

BADGES = ("amag-symmetry", "ccure", "frappe-checkin", "gallagher", "kisi", "lenel-onguard", "zkteco-attlog")
TIMES = ("daily-charge", "frappe-attendance", "kimai", "webta")
PEOPLE_AND_PLACES = (("opm-roster", "gsa-rexus"), ("scim-users", "gsa-iolp"))

UNITS = ("XX00,Example Department,", "XX01,Casework,XX00", "XX02,Field,XX00")
PLACES = [
    {"facility": "HQ-01", "name": "Headquarters", "timezone": "America/New_York"},
    {"facility": "FLD-02", "name": "Field Office", "timezone": "America/Denver"},
]

Rows = list[dict[str, str]]


def reported(folder: Path, tables: Mapping[str, Rows]) -> Path:
    """The report on the tables; a column that only some of the rows have is empty in the others."""
    inputs = folder / "tables"
    inputs.mkdir()
    (inputs / "org_units.csv").write_text("\n".join(("org_unit,name,parent", *UNITS)), encoding="utf-8")
    for table, records in tables.items():
        with (inputs / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, {column: None for row in records for column in row}, restval="")
            writer.writeheader()
            writer.writerows(records)
    write_report(
        inputs,
        folder / "report",
        directive=load_directive("dhs-2025"),
        as_of=date(2025, 2, 19),
        options=Options(documents=False),
    )
    return folder / "report"


def of_all(names: tuple[str, ...], *, key: str, file: str = "expected.csv") -> Rows:
    """The rows of several systems together; an id says which system it is from, so that none clash."""
    return [
        row | ({key: f"{name}:{row[key]}"} if row.get(key) else {})
        for name in names
        for row in rows(EXPORTS / name / file)
    ]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The department of the samples, with the badge events and the time records of all systems."""
    tables = {
        "roster": sample("opm-roster").expected,
        "facilities": PLACES,
        "codes": of_all(TIMES, key="record_id", file="codes.csv"),
        "time_records": of_all(TIMES, key="record_id"),
        "badge_events": of_all(BADGES, key="event_id"),
    }
    return reported(tmp_path_factory.mktemp("all"), tables)


def test_everything_is_accepted_but_the_event_that_was_exported_twice(report: Path) -> None:
    rejected = [(row["table"], row["reason"], row["id"]) for row in rows(report / "rejected.csv")]
    assert rejected == [("badge_events", "duplicate", "lenel-onguard:HQ Panel/900001")]
    tables = provenance(report)
    assert tables["badge_events"]["accepted"] == sum(len(sample(name).expected) for name in BADGES) - 1
    assert tables["time_records"]["accepted"] == sum(len(sample(name).expected) for name in TIMES)


def test_the_codes_of_the_samples_leave_open_only_what_nobody_can_know(report: Path) -> None:
    pairs = json.loads((report / "figures.json").read_text(encoding="utf-8"))["unclassified_pairs"]
    assert {(pair["pay_code"], pair["place_code"]) for pair in pairs} == {
        ("REG", ""),  # daily-charge: a flag that is missing
        ("Half Day", ""),  # frappe-attendance: where the half was worked
        ("01", "04"),  # webta: a descriptor that means one thing here and another there
    }


@pytest.mark.parametrize(("people", "places"), PEOPLE_AND_PLACES)
def test_every_row_of_a_roster_and_every_building_is_accepted(
    people: str, places: str, tmp_path: Path
) -> None:
    tables = {
        "roster": sample(people).expected,
        "facilities": sample(places).expected,
        "codes": rows(EXPORTS / "webta" / "codes.csv"),
        "time_records": sample("webta").expected[:1],
    }
    assert rows(reported(tmp_path, tables) / "rejected.csv") == []


def test_every_sample_is_tried_here() -> None:
    tried = [*BADGES, *TIMES, *(name for pair in PEOPLE_AND_PLACES for name in pair)]
    assert sorted(tried) == sorted(folder.name for folder in EXPORTS.iterdir())


def provenance(report: Path) -> dict[str, Any]:
    """What the report counts, by table."""
    tables: dict[str, Any] = json.loads((report / "provenance.json").read_text(encoding="utf-8"))["tables"]
    return tables
