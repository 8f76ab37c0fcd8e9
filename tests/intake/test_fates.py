"""Contract sections 2, 3 and 6: the roster row of a day, who is on the rolls, and which records count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from tests.measures.written import OPEN, written

from dutystation.intake.fates import badge_event_fates, time_record_fates
from dutystation.intake.people import accepted_roster, on_day
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engines.engine import Engine

AS_OF = date(2025, 2, 19)
DAY = timedelta(days=1)
MOVED = date(2025, 2, 3)
"""The first day of Ada's second roster row."""


def test_on_the_rolls_is_who_has_a_roster_row_on_the_day_its_first_and_its_last_included(
    engine: Engine,
) -> None:
    rows = [
        ("since long", date(2020, 1, 1), OPEN),
        ("since today", AS_OF, OPEN),
        ("from tomorrow", AS_OF + DAY, OPEN),
        ("until today", date(2020, 1, 1), AS_OF),
        ("until yesterday", date(2020, 1, 1), AS_OF - DAY),
        ("today alone", AS_OF, AS_OF),
        ("between two rows", date(2020, 1, 1), AS_OF - DAY),
        ("between two rows", AS_OF + DAY, OPEN),
        ("from one row to the next", date(2020, 1, 1), AS_OF - DAY),
        ("from one row to the next", AS_OF, OPEN),
    ]
    found = engine.rows(on_day(written(engine, "person first_day last_day", rows), day_number(AS_OF)))
    assert sorted(row["person"] for row in found) == [
        *("from one row to the next", "since long", "since today"),
        *("today alone", "until today"),
    ]


def test_a_roster_row_has_its_component_its_station_if_that_is_a_facility_and_numbers(engine: Engine) -> None:
    delivered = (
        "file line person org_unit effective_from effective_to arrangement population telework_eligible_text "
        "duty_station supervisor bargaining_unit"
    )
    first, second = date(2025, 1, 1), MOVED
    rows = [
        ("r", 2, "boris", "TOP", first, None, "remote", "contractor", "false", "MOON", None, None),
        ("r", 3, "ada", "N1", second, None, "situational", "military", "true", "HQ", "boris", "U7"),
        ("r", 4, "ada", "N1", first, second - DAY, "none", "civilian", "true", None, None, None),
        ("r", 5, "ada", "N1", first, None, "none", "civilian", "true", "HQ", None, None),
    ]
    roster = written(engine, delivered, rows).rename(telework_eligible="telework_eligible_text")
    overlaps = written(engine, "file line", [("r", 5)])
    units = written(engine, "org_unit unit_no component", [("N1", 4, "NORTH"), ("TOP", 9, "TOP")])
    stations = written(engine, "facility facility_no", [("HQ", 6)])
    names = "person_no roster_no unit_no component station_no duty_station supervisor first_day last_day"
    flags = "contractor military remote situational eligible"
    found = engine.rows(accepted_roster(roster, overlaps, units, stations).order_by("roster_no"))
    opened = day_number(OPEN)
    assert [(row["person"], *(row[name] for name in names.split())) for row in found] == [
        ("ada", 0, 0, 4, "NORTH", None, None, None, day_number(first), day_number(second) - 1),
        ("ada", 0, 1, 4, "NORTH", 6, "HQ", "boris", day_number(second), opened),
        ("boris", 1, 2, 9, "TOP", None, None, None, day_number(first), opened),
    ]
    assert [tuple(row[name] for name in flags.split()) for row in found] == [
        (False, False, False, False, True),
        (False, True, False, True, True),
        (True, False, True, False, False),
    ]


Fate = tuple[int | None, str]
"""The number of the roster row, and the fate."""
RECORDS: Mapping[tuple[str, date], Fate] = {
    ("ada", date(2024, 12, 31)): (None, "not_on_roster"),
    ("ada", date(2025, 1, 1)): (0, "accepted"),
    ("ada", MOVED - DAY): (0, "accepted"),
    ("ada", MOVED): (1, "accepted"),
    ("ada", AS_OF): (1, "accepted"),
    ("ada", AS_OF + DAY): (1, "after_as_of"),
    ("boris", AS_OF): (2, "contractor_hours"),
    # Tested in this order.
    ("boris", AS_OF + DAY): (2, "after_as_of"),
    ("cleo", MOVED): (3, "accepted"),
    ("cleo", MOVED + DAY): (None, "not_on_roster"),
    ("cleo", AS_OF + DAY): (None, "not_on_roster"),
    ("ghost", MOVED): (None, "not_on_roster"),
}


@pytest.fixture(scope="module")
def fates(engine: Engine) -> dict[tuple[str, date], Fate]:
    roster = [
        (0, "ada", False, date(2025, 1, 1), MOVED - DAY),
        (1, "ada", False, MOVED, OPEN),
        (2, "boris", True, date(2025, 1, 1), OPEN),
        (3, "cleo", False, date(2025, 1, 1), MOVED),
    ]
    records = written(engine, "person work_date record_id", [(*record, None) for record in RECORDS])
    columns = "roster_no person contractor first_day last_day"
    found = engine.rows(time_record_fates(records, written(engine, columns, roster), day_number(AS_OF)))
    assert len(found) == len(RECORDS)  # no record is doubled or lost
    return {(row["person"], day_of(row["work_date"])): (row["roster_no"], row["fate"]) for row in found}


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_counts_on_a_day_on_the_roster_up_to_the_as_of_date_and_of_no_contractor(
    fates: dict[tuple[str, date], Fate], record: tuple[str, date]
) -> None:
    assert fates[record] == RECORDS[record]


def test_an_event_counts_at_a_known_facility_of_a_known_person_up_to_the_as_of_date(engine: Engine) -> None:
    later = AS_OF + DAY
    rows = [
        ("on the day", 0, 0, AS_OF),
        ("a day later", 0, 0, later),
        ("nowhere", None, 0, AS_OF),
        ("nobody", 0, None, later),
        ("neither", None, None, later),
    ]
    columns = "event_id facility_no person_no local_day person facility file line"
    events = written(engine, columns, [(*row, "ada", "HQ", "f", 1) for row in rows])
    found = engine.rows(badge_event_fates(events, day_number(AS_OF)))
    # Of an accepted event nobody asks where it stood, and so it is not carried on.
    assert sorted((row["fate"], row["id"]) for row in found if row["fate"] != "accepted") == [
        *(("after_as_of", "a day later"), ("unknown_facility", "neither"), ("unknown_facility", "nowhere")),
        ("unknown_person", "nobody"),
    ]
    [accepted] = (row for row in found if row["fate"] == "accepted")
    assert (accepted["id"], accepted["local_day"]) == (None, day_number(AS_OF))
