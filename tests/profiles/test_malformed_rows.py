"""What cannot be told of an export makes no row: it is left out as malformed, or the file is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.profiles.writing import BADGES, COMPANION, TIME, changed, profile_of

from dutystation.profiles.load import load_profile
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.exports import ExportFiles, read_export
from dutystation.runs.progress import SILENT
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayPeriod

HOURS = "Badge,Day,Amount,Code\n"
PEOPLE = "\npeople: {crosswalk: required}\n"
USES = "Card,Door,When,Event\n7,D1,2025-02-03 08:00:00,Entry\n"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    with closing(DuckDBEngine(tmp_path, threads=1)) as made:
        yield made


def read(
    profile: str, engine: DuckDBEngine, folder: Path, period: PayPeriod | None = None, **texts: str
) -> tuple[dict[int, Any], dict[int, Any]]:
    """The rows of the contract and those left out, by line, of files with these texts."""
    paths = {name: folder / f"{name}.csv" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text)
    files = ExportFiles(**paths)
    converted = read_export(profile_of(profile), files, engine, folder, SILENT, period).converted
    made, left_out = engine.rows(converted.rows), engine.rows(converted.left_out)
    return {row["line"]: row for row in made}, {row["line"]: row for row in left_out}


def test_a_shifted_or_shortened_row_makes_no_row_of_the_contract(
    tmp_path: Path, engine: DuckDBEngine
) -> None:
    text = HOURS + "P1,02/03/2025,8,01\nP1,02/04/2025,7,5,01\nP1,02/05/2025,1"
    made, left_out = read(TIME, engine, tmp_path, export=text)
    assert list(made) == [2]
    assert [(line, row["reason"], row["column"]) for line, row in left_out.items()] == [
        (3, "malformed_row", ""),
        (4, "malformed_row", ""),
    ]
    assert left_out[3]["message"].startswith("the row has 5 cells, and the header has 4: ")


def test_a_malformed_row_is_left_out_on_purpose_only_for_a_cell_that_it_has(
    tmp_path: Path, engine: DuckDBEngine
) -> None:
    profile = TIME + (
        "leave_out:\n"
        "  - says: The line with the total at the end\n"
        "    when: [{column: badge, matches: '^Total'}, {column: code, is_empty: yes}]\n"
        "  - says: Nothing was done\n"
        "    when: [{column: code, is_empty: yes}]\n"
    )
    text = HOURS + "P1,02/03/2025,8,\nP1,02/03/2025,8\nTotal,16\n"
    made, left_out = read(profile, engine, tmp_path, export=text)
    assert made == {}
    assert [row["reason"] for row in left_out.values()] == ["left_out", "malformed_row", "left_out"]


def test_a_malformed_row_has_no_day_that_can_be_believed(tmp_path: Path, engine: DuckDBEngine) -> None:
    period = PayPeriod(date(2025, 1, 26), date(2025, 2, 8), "2025-02")
    text = HOURS + "P1,02/03/2025,8,01\nP1,02/20/2025,8\nP1,02/20/2025,8,01\n"
    profile = TIME + "other_periods: leave_out\n"
    made, left_out = read(profile, engine, tmp_path, period, export=text)
    assert list(made) == [2]
    assert [row["reason"] for row in left_out.values()] == ["malformed_row", "other_period"]


@pytest.mark.parametrize(("row", "cells"), [("7,Ada,2025-01-01", 3), ("7,Probe,Ada,,", 5)])
def test_a_crosswalk_with_a_malformed_row_is_refused(
    tmp_path: Path, engine: DuckDBEngine, row: str, cells: int
) -> None:
    crosswalk = f"key,person,valid_from,valid_to\n8,Boris,,\n{row}\n"
    with pytest.raises(UnusableInput) as refused:
        read(TIME + PEOPLE, engine, tmp_path, export=HOURS, crosswalk=crosswalk)
    assert str(refused.value).startswith(
        f"crosswalk.csv, line 3: the row has {cells} cells, and the header has 4. Correct the row"
    )


def test_a_companion_with_a_malformed_row_is_refused(tmp_path: Path, engine: DuckDBEngine) -> None:
    profile = changed(BADGES, "facility: door", "facility: building") + COMPANION.replace("RULE", "empty")
    companion = "Reader,Building\nD1,HQ\nD2,Annex, second floor\n"
    with pytest.raises(UnusableInput) as refused:
        read(profile, engine, tmp_path, export=USES, companion=companion)
    assert str(refused.value) == (
        "companion.csv, line 3: the row has 3 cells, and the header has 2: "
        "put quotes around cells with the delimiter."
    )


ROSTER = Path(__file__).parents[2] / "docs" / "examples" / "exports" / "opm-roster" / "roster.txt"


def test_a_line_of_the_roster_that_broke_off_makes_no_row(tmp_path: Path, engine: DuckDBEngine) -> None:
    lines = ROSTER.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1][:62] + b"\r\n"  # the eligibility, which has a default, and all behind it
    cut = tmp_path / "cut.txt"
    cut.write_bytes(b"".join(lines))
    read_as = load_profile("opm-roster")
    converted = read_export(read_as, ExportFiles(cut), engine, tmp_path, SILENT).converted
    left_out = {row["line"]: row["reason"] for row in engine.rows(converted.left_out)}
    assert left_out == {2: "malformed_row", 11: "left_out", 12: "left_out"}


def test_one_page_of_a_directory_is_no_roster(tmp_path: Path, engine: DuckDBEngine) -> None:
    users = ROSTER.parents[1] / "scim-users" / "users.json"
    page = tmp_path / "page.json"
    page.write_text(changed(users.read_text(encoding="utf-8"), '"totalResults": 6', '"totalResults": 250'))
    with pytest.raises(UnusableInput, match="says that there are 250 records, and holds 6"):
        read_export(load_profile("scim-users"), ExportFiles(page, None, users), engine, tmp_path, SILENT)
