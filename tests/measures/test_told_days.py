"""What a person is told of the days: each record with what became of it, each time a badge was seen.

Contract sections 3, 4 and 7; domain rule 10.27, by which a person can answer.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.measures.written import written

from dutystation.measures.person_days import RECORD_COLUMNS, told_people, told_presences, told_records
from dutystation.runs.days import day_number, day_of
from dutystation.runs.engines.engine import Engine

MONDAY, TUESDAY = date(2025, 2, 3), date(2025, 2, 4)
CODES = [
    ("01", "", "office", "regular"),
    ("21", "TS", "situational", "overtime"),
]
PEOPLE = [(0, "ada"), (1, "boris")]
RECORDS = [
    # person, day, hours, minutes, codes, id, file, line, roster row, fate
    ("ada", MONDAY, Decimal("7.99"), None, "01", "", "R1", "T", 2, 5, "accepted"),
    ("ada", MONDAY, None, 30, "21", "TS", "R2", "T", 3, 5, "accepted"),
    ("ada", TUESDAY, Decimal("1.5"), 7, "99", "X", None, "T", 4, 5, "accepted"),
    ("ada", TUESDAY, Decimal(8), None, "01", "", "R4", "T", 5, 5, "after_as_of"),
    ("boris", MONDAY, Decimal(8), None, "01", "", "R5", "T", 6, None, "not_on_roster"),
    ("ghost", MONDAY, Decimal(8), None, "01", "", "R6", "T", 7, None, "not_on_roster"),
]


def told(engine: Engine, *claimed: tuple[int, date, str]) -> dict[int, dict[str, object]]:
    """What is told of the records by their line; without claimed days there are no badge events."""
    classed = written(engine, "roster_no day evidence_class", claimed) if claimed else None
    found = told_records(
        written(engine, " ".join(RECORD_COLUMNS), RECORDS),
        written(engine, "pay_code place_code place hours_type", CODES),
        written(engine, "person_no person", PEOPLE),
        classed,
        accepted="accepted",
    )
    return {row["line"]: dict(row) for row in engine.rows(found)}


def test_a_record_is_told_as_delivered_with_what_is_counted_of_it(engine: Engine) -> None:
    rows = told(engine)
    assert rows[2] == {
        "person_no": 0,
        "person": "ada",
        "day": day_number(MONDAY),
        "hours": Decimal("7.99"),
        "minutes": None,
        "counted_minutes": 479,
        "pay_code": "01",
        "place_code": "",
        "place": "office",
        "hours_type": "regular",
        "fate": "accepted",
        "record_id": "R1",
        "file": "T",
        "line": 2,
        "evidence_class": None,
    }
    names = ("minutes", "counted_minutes", "place", "hours_type")
    assert tuple(rows[3][name] for name in names) == (30, 30, "situational", "overtime")
    # An unmapped pair keeps its codes; hours win over minutes.
    assert tuple(rows[4][name] for name in ("pay_code", "place_code", *names)) == (
        *("99", "X", 7, 90),
        *("unclassified", "regular"),
    )


def test_a_record_that_is_not_counted_is_told_with_its_reason_and_no_minutes(engine: Engine) -> None:
    rows = told(engine)
    assert (rows[5]["fate"], rows[5]["hours"], rows[5]["counted_minutes"]) == ("after_as_of", Decimal(8), 0)
    assert (rows[6]["person_no"], rows[6]["fate"], rows[6]["counted_minutes"]) == (1, "not_on_roster", 0)


def test_records_of_whom_the_roster_does_not_know_are_told_to_nobody(engine: Engine) -> None:
    assert sorted(told(engine)) == [2, 3, 4, 5, 6]


def test_every_record_of_a_claimed_day_has_the_class_of_that_day(engine: Engine) -> None:
    rows = told(engine, (5, MONDAY, "corroborated"), (6, TUESDAY, "explained"))
    classes = {line: row["evidence_class"] for line, row in rows.items()}
    assert classes == {2: "corroborated", 3: "corroborated", 4: None, 5: None, 6: None}
    assert "roster_no" not in rows[2]


HQ, ANNEX = 0, 1
HOUR = 3600


def test_a_stay_stands_for_the_day_it_begins_and_a_presence_for_each_day_without_one(engine: Engine) -> None:
    begun = day_number(MONDAY) * 24 * HOUR
    stays = [
        (0, HQ, begun + 13 * HOUR, begun + 14 * HOUR, MONDAY, MONDAY),
        (0, HQ, begun + 15 * HOUR, begun + 63 * HOUR, MONDAY, MONDAY + timedelta(days=2)),
    ]
    presences = [
        (0, HQ, MONDAY, True),
        (0, HQ, TUESDAY, False),
        (0, HQ, MONDAY + timedelta(days=2), True),
        (0, ANNEX, MONDAY, True),
        (1, HQ, MONDAY, True),
    ]
    found = engine.rows(
        told_presences(
            written(engine, "person_no facility_no day badged", presences),
            written(engine, "person_no facility_no entered left entry_day exit_day", stays),
            written(engine, "person_no person", PEOPLE),
            written(engine, "facility_no facility", [(HQ, "HQ"), (ANNEX, "ANNEX")]),
        )
    )
    names = ("person", "facility", "sighting", "entered", "left")
    rows = sorted(((day_of(row["day"]), *(row[name] for name in names)) for row in found), key=str)
    assert rows == [
        (MONDAY, "ada", "ANNEX", "badge", None, None),
        (MONDAY, "ada", "HQ", "stay", begun + 13 * HOUR, begun + 14 * HOUR),
        (MONDAY, "ada", "HQ", "stay", begun + 15 * HOUR, begun + 63 * HOUR),
        (MONDAY, "boris", "HQ", "badge", None, None),
        (TUESDAY, "ada", "HQ", "within_stay", None, None),
        (MONDAY + timedelta(days=2), "ada", "HQ", "badge", None, None),
    ]


def test_everybody_on_the_rolls_is_told_the_status_and_a_contractor_has_none(engine: Engine) -> None:
    on_rolls = written(
        engine, "person population eligible", [("ada", "civilian", True), ("cleo", "contractor", False)]
    )
    minutes = "in_person_minutes off_site_minutes unclassified_minutes"
    statuses = written(
        engine, f"person status rule reason {minutes}", [("ada", "not_returned", 3, "space", 60, 30, 5)]
    )
    rows = {row["person"]: dict(row) for row in engine.rows(told_people(on_rolls, statuses))}
    names = ("population", "telework_eligible", "status", "rule", "reason", *minutes.split())
    assert set(rows["ada"]) == {"person", *names}
    assert tuple(rows["ada"][name] for name in names) == (
        *("civilian", True, "not_returned", 3, "space"),
        *(60, 30, 5),
    )
    assert tuple(rows["cleo"][name] for name in names) == ("contractor", False, *[None] * 6)
