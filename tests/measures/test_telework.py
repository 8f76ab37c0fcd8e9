"""Domain rule 10.9: a telework day is counted once, and a mean falls into the first bin that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import pyarrow as pa
import pytest

from dutystation.directives.load import load_directive
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.measures.telework import telework_counts, telework_days

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
PEOPLE = ("ada", "boris")

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")  # Ibis calls what DuckDB deprecates


def days_of(*rows: tuple[str, int, str, int]) -> dict[str, int]:
    """Telework days by person of records with a person, a day, a place and minutes."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    placed = pa.table(
        {
            "person_no": pa.array([PEOPLE.index(person) for person in columns[0]], pa.int32()),
            "day": pa.array(columns[1], pa.int32()),
            "place_no": pa.array([PLACE_NUMBER[place] for place in columns[2]], pa.int8()),
            "minutes": pa.array(columns[3], pa.int32()),
        }
    )
    people = pa.table({"person_no": pa.array([0, 1], pa.int32()), "person": list(PEOPLE)})
    found = telework_days(ibis.memtable(placed), ibis.memtable(people))
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
        ("ada", 20_115, "routine", 240),
        ("ada", 20_115, "situational", 60),
        ("ada", 20_116, "situational", 1),
        ("ada", 20_117, "remote", 480),
        ("boris", 20_115, "office", 480),
        ("boris", 20_115, "field", 60),
    ) == {"ada": 2, "boris": 0}


def test_a_record_of_no_minutes_is_no_day_but_its_pay_period_counts() -> None:
    assert days_of(("ada", 20_115, "routine", 0)) == {"ada": 0}


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
