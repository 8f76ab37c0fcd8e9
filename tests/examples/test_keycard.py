"""docs/examples/keycard.md: 2,350 real gate events come out as others have published them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docs.examples import keycard_mapping
from docs.examples.keycard_figures import hours_and_days, people_by_weekday

from dutystation.directives.load import load_directive
from dutystation.runs.options import Options
from dutystation.runs.report import write_report

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "examples" / "keycard.md"
KEYCARD = REPOSITORY.parent / "shared" / "data" / "keycard_2023"

pytestmark = pytest.mark.skipif(
    not KEYCARD.is_dir(),
    reason="the gate events (../shared/data/keycard_2023) are not beside the repository",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keycard")
    keycard_mapping.write_tables(KEYCARD / "events.csv", folder / "keycard")
    write_report(
        folder / "keycard",
        folder / "report",
        directive=load_directive("dhs-2025"),
        as_of=date(2023, 2, 28),
        options=Options(documents=False),
    )
    return folder / "report"


def published(name: str) -> Iterator[dict[str, str]]:
    with (KEYCARD / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def test_every_event_of_the_month_is_accepted_and_belongs_to_a_stay(report: Path) -> None:
    tables = json.loads((report / "provenance.json").read_bytes())["tables"]
    assert tables["badge_events"]["raw"] == tables["badge_events"]["accepted"] == 1978
    assert {name: table["rejected"] for name, table in tables.items() if table["rejected"]} == {}
    quality = json.loads((report / "figures.json").read_bytes())["badge_quality"]
    assert quality == {"denied": 0, "repeats": 0, "open_stays": 0, "lone_exits": 0}
    assert len((report / "intervals.csv").read_text().splitlines()) - 1 == 1978 // 2


def test_hours_agree_for_25_of_25_people_to_a_thousandth(report: Path) -> None:
    found = hours_and_days(report)
    expected = {row["user_id"]: float(row["time"]) for row in published("published_hours_days.csv")}
    assert len(expected) == 25
    assert {person: hours for person, (hours, _) in found.items()} == pytest.approx(expected, abs=0.001)
    assert round(sum(hours for hours, _ in found.values()), 2) == 1993.87


def test_hours_are_exact_but_for_the_part_of_a_second_that_the_contract_cuts(report: Path) -> None:
    found = hours_and_days(report)
    off = {
        row["user_id"]: round((float(row["time"]) - found[row["user_id"]][0]) * 3600, 6)
        for row in published("published_hours_days.csv")
    }
    assert {person[:8]: seconds for person, seconds in off.items() if seconds} == {"a8c60645": -0.5}


def test_days_agree_for_25_of_25_people(report: Path) -> None:
    expected = {row["user_id"]: int(row["days"]) for row in published("published_hours_days.csv")}
    assert {person: days for person, (_, days) in hours_and_days(report).items()} == expected
    assert sum(expected.values()) == 400


def test_the_days_of_entry_alone_would_be_397(report: Path) -> None:
    with (report / "intervals.csv").open(encoding="utf-8", newline="") as stream:
        assert len({(row["person"], row["local_date"]) for row in csv.DictReader(stream)}) == 397


def test_the_weekday_table_agrees_in_every_cell(report: Path) -> None:
    assert people_by_weekday(report) == {
        row["weekday"]: (
            int(row["min_employee_presence"]),
            float(row["avg_employee_presence"]),
            int(row["max_employee_presence"]),
        )
        for row in published("published_weekday_presence.csv")
    }


def test_occupancy_has_both_days_of_a_stay_across_midnight(report: Path) -> None:
    with (report / "occupancy.csv").open(encoding="utf-8", newline="") as stream:
        people = [int(row["people"]) for row in csv.DictReader(stream)]
    assert sum(people) == 400
    assert sum(people) / len(people) == 20.0


def test_without_hours_every_share_says_so(report: Path) -> None:
    figures = json.loads((report / "figures.json").read_bytes())["figures"]
    shares = [figure for figure in figures if figure["code"].endswith("_share")]
    assert shares
    assert {figure["status"] for figure in shares} == {"no_hours"}


def test_the_page_shows_the_mapping_and_what_comes_out(report: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    [shown] = [block.removesuffix("```") for block in page.split("```python\n")[1:]]
    source = (PAGE.parent / "keycard_mapping.py").read_text(encoding="utf-8")
    for line in shown.partition("```")[0].splitlines():
        assert line.strip() in source
    for weekday, (least, mean, most) in people_by_weekday(report).items():
        assert f"| {weekday} | {least} | {mean} | {most} |" in page
    found = hours_and_days(report).values()
    total = sum(hours for hours, _ in found), sum(days for _, days in found)
    assert f"25 people, {total[0]:,.2f} hours, {total[1]} person-days" in page
