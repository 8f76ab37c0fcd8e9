"""Domain rule 10.9: a telework day is counted once, and a mean falls into the first bin that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import pyarrow as pa
import pytest

from dutystation.directives.load import load_directive
from dutystation.measures.telework import telework_counts, telework_days

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
DAY = date(2025, 1, 27)
RECORDS = ("person", "work_date", "place", "counted_minutes", "fate")

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")  # Ibis calls what DuckDB deprecates


def days_of(*rows: tuple[object, ...]) -> dict[str, int]:
    table = pa.table(
        {name: list(column) for name, column in zip(RECORDS, zip(*rows, strict=True), strict=True)}
    )
    found = telework_days(ibis.memtable(table), accepted="accepted")
    return {row["person"]: row["days"] for row in found.to_pyarrow().to_pylist()}


def bin_of(*days: int) -> str:
    """The bin of somebody with these telework days, a number for each pay period with records."""
    people = pa.table(
        {"person": ["ada"], "component": ["NORTH"], "telework_eligible": [True], "population": ["civilian"]}
    )
    given = pa.table(
        {"person": pa.array(["ada"] * len(days), pa.string()), "days": pa.array(days, pa.int64())}
    )
    [row] = telework_counts(ibis.memtable(people), ibis.memtable(given), RULES).to_pyarrow().to_pylist()
    assert (row["people"], row["eligible"], row["days"]) == (1, 1, sum(days))
    return str(row["bin"])


def test_two_records_of_a_day_are_one_day_and_office_field_and_remote_are_none() -> None:
    assert days_of(
        ("ada", DAY, "routine", 240, "accepted"),
        ("ada", DAY, "situational", 60, "accepted"),
        ("ada", DAY.replace(day=28), "situational", 1, "accepted"),
        ("ada", DAY.replace(day=29), "remote", 480, "accepted"),
        ("boris", DAY, "office", 480, "accepted"),
        ("boris", DAY, "field", 60, "accepted"),
    ) == {"ada": 2, "boris": 0}


def test_a_record_that_does_not_count_is_no_day_and_no_pay_period() -> None:
    assert days_of(
        ("ada", DAY, "routine", 0, "accepted"),
        ("boris", DAY, "routine", 0, "after_as_of"),
    ) == {"ada": 0}


BINS: Mapping[tuple[int, ...], str] = {
    (3,): "frequent",
    (6, 0): "frequent",
    (3, 2): "regular",  # 2.5
    (1, 1): "regular",
    (1, 0): "monthly",  # a day in two pay periods
    (2, 0, 0, 0): "monthly",
    (1, 0, 0): "occasional",
    (0, 0): "never",
    (): "no_records",
}


@pytest.mark.parametrize(("days", "expected"), BINS.items())
def test_a_mean_falls_into_the_first_bin_that_holds(days: tuple[int, ...], expected: str) -> None:
    assert bin_of(*days) == expected
