"""Domain rule 10.9: a telework day is counted once, and a mean falls into the first bin that holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from tests.measures.written import written

from dutystation.directives.load import load_directive
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.measures.telework import telework_counts, telework_days
from dutystation.runs.engines.engine import Engine

RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 19))
MONDAY, TUESDAY, WEDNESDAY = date(2025, 2, 3), date(2025, 2, 4), date(2025, 2, 5)


def test_two_records_of_a_day_are_one_day_and_office_field_remote_and_no_minutes_are_none(
    engine: Engine,
) -> None:
    records = [
        (0, MONDAY, "routine", 240),
        (0, MONDAY, "situational", 60),
        (0, TUESDAY, "situational", 1),
        (0, WEDNESDAY, "remote", 480),
        (1, MONDAY, "office", 480),
        (1, MONDAY, "field", 60),
        (2, MONDAY, "routine", 0),  # no telework day, but a pay period with records
        (3, MONDAY, "unclassified", 480),
    ]
    placed = written(
        engine,
        "person_no day place_no minutes",
        [(person, day, PLACE_NUMBER[place], minutes) for person, day, place, minutes in records],
    )
    people = written(engine, "person_no person", enumerate(["ada", "boris", "cleo", "dan", "eve"]))
    found = engine.rows(telework_days(placed, people))
    assert {row["person"]: row["days"] for row in found} == {"ada": 2, "boris": 0, "cleo": 0, "dan": 0}


BINS: Mapping[tuple[int, ...], str] = {
    # Telework days, a number for each pay period with records.
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


@pytest.fixture(scope="module")
def bins(engine: Engine) -> dict[str, tuple[str, int, int, int]]:
    """Bin, people, those eligible, and days by component. Each case is the one person of a component."""
    people = [(str(days), str(days), True, "civilian") for days in BINS]
    people += [("contractor", "contractor", True, "contractor")]
    several = [("one", True, "civilian"), ("two", False, "civilian"), ("three", True, "military")]
    people += [(person, "several", eligible, population) for person, eligible, population in several]
    days = [(str(each), number) for each in BINS for number in each]
    days += [
        ("contractor", 3),
        *(("one", 3), ("two", 5), ("three", 4)),
    ]
    found = engine.rows(
        telework_counts(
            written(engine, "person component telework_eligible population", people),
            written(engine, "person days", days),
            RULES,
        )
    )
    assert len({row["component"] for row in found}) == len(found)
    return {row["component"]: (row["bin"], row["people"], row["eligible"], int(row["days"])) for row in found}


@pytest.mark.parametrize(("days", "expected"), BINS.items())
def test_a_mean_falls_into_the_first_bin_that_holds(
    bins: dict[str, tuple[str, int, int, int]], days: tuple[int, ...], expected: str
) -> None:
    assert bins[str(days)] == (expected, 1, 1, sum(days))


def test_people_of_a_component_and_bin_are_counted_with_those_eligible_and_a_contractor_is_not(
    bins: dict[str, tuple[str, int, int, int]],
) -> None:
    assert bins["several"] == ("frequent", 3, 2, 12)
    assert "contractor" not in bins
