"""docs/examples/gsa_buildings.md: the register of federal buildings as facilities."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from docs.examples.gsa_mapping import write_facilities

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "examples" / "gsa_buildings.md"
BUILDINGS = REPOSITORY.parent / "shared" / "data" / "gsa_buildings"
ST_ELIZABETHS, SQFT = "DC1473", 895_607
FIRST, LAST = date(2025, 1, 26), date(2025, 2, 8)

pytestmark = pytest.mark.skipif(
    not BUILDINGS.is_dir(),
    reason="the register of buildings (../shared/data/gsa_buildings) is not beside the repository",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One person badges in at DC1473 on each of the fourteen days of a pay period."""
    folder = tmp_path_factory.mktemp("gsa")
    tables = folder / "tables"
    write_facilities(BUILDINGS / "rexus.csv", tables)
    (tables / "org_units.csv").write_text("org_unit,name,parent\nHQ,Headquarters,\n")
    (tables / "roster.csv").write_text("person,org_unit,effective_from\nP1,HQ,2025-01-01\n")
    (tables / "codes.csv").write_text("pay_code,place_code,place\n")
    (tables / "time_records.csv").write_text("person,work_date,hours,pay_code,place_code\n")
    days = [FIRST + timedelta(n) for n in range(14)]
    events = "".join(f"P1,{ST_ELIZABETHS},{day}T08:00\n" for day in days)
    (tables / "badge_events.csv").write_text("person,facility,occurred_at\n" + events)
    write_report(
        tables,
        folder / "report",
        directive=load_directive("dhs-2025"),
        as_of=date(2025, 2, 19),
        options=Options(documents=False),
    )
    return folder / "report"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_building_with_usable_space_is_a_facility(report: Path) -> None:
    facilities = json.loads((report / "provenance.json").read_bytes())["tables"]["facilities"]
    assert (facilities["raw"], facilities["accepted"]) == (9129, 8164)
    assert facilities["rejected"] == {"out_of_range": 965}


def test_buildings_without_space_are_listed_with_location_code_and_remedy(report: Path) -> None:
    rejected = rows(report / "rejected.csv")
    assert len({row["id"] for row in rejected}) == 965
    assert {(row["table"], row["reason"], row["column"], row["message"]) for row in rejected} == {
        (
            "facilities",
            "out_of_range",
            "usable_sqft",
            "usable_sqft must be more than 0: correct the amount (delivered: 0)",
        )
    }


def test_the_usable_square_feet_are_those_of_the_register(report: Path) -> None:
    facilities = rows(report.parent / "tables" / "facilities.csv")
    assert sum(Decimal(row["usable_sqft"]) for row in facilities) == 304_468_751
    assert Counter(row["usable_sqft"] == "0" for row in facilities) == {False: 8164, True: 965}
    [st_elizabeths] = [row for row in facilities if row["facility"] == ST_ELIZABETHS]
    assert st_elizabeths == {
        "facility": ST_ELIZABETHS,
        "name": "2701 Martin Luther King Jr Ave SE, WASHINGTON, DC",
        "usable_sqft": "895607",
    }


def test_the_capacity_of_dc1473_is_5971_at_the_square_feet_of_the_directive(report: Path) -> None:
    rules = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
    assert round(Fraction(SQFT, rules.utilisation_sqft_per_person)) == 5971
    [weekdays] = [row for row in rows(report / "utilisation.csv") if row["measure"] == "gsa_weekdays"]
    assert weekdays == {
        "facility": ST_ELIZABETHS,
        "measure": "gsa_weekdays",
        "from": str(FIRST),
        "to": str(LAST),
        "occupancy": "1.0",
        "usable_sqft": "895607",
        "utilisation": repr(150 / 895607),
    }
    assert round(float(weekdays["occupancy"]) / float(weekdays["utilisation"])) == 5971


def test_the_page_says_what_comes_out(report: Path) -> None:
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    facilities = json.loads((report / "provenance.json").read_bytes())["tables"]["facilities"]
    for said in (
        f"{facilities['raw']:,} rows",
        f"{facilities['accepted']:,} facilities are accepted",
        f"{facilities['rejected']['out_of_range']} rows, land and structures",
        f"{SQFT:,} usable square feet: a capacity of {round(SQFT / 150):,} people",
        f"= {150 / SQFT:.6f}; 3,000 people make {3000 * 150 / SQFT:.0%}".replace("%", " %"),
        "60 % is met with 3,583",
    ):
        assert said in page, said
    assert 3582 * 150 / SQFT < 0.6 <= 3583 * 150 / SQFT
