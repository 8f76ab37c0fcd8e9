"""Contract section 4, and the sums of section 5: hours become whole minutes at a place and are added up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import ibis
import pytest
from tests.measures.written import written

from dutystation.measures.hours import (
    PLACE_NUMBER,
    counted_hours,
    hour_sums,
    minutes_at,
    numbered_pairs,
    on_roster,
    pair_sums,
    placed_hours,
    unclassified_pairs,
    without_mapped_codes,
)
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine
from dutystation.terms.period import PayCalendar
from dutystation.terms.place import ALL_PLACES, IN_PERSON, OFF_SITE

MONDAY = date(2025, 2, 3)
CODES = [
    ("01", "", "office", "regular"),
    ("01", "OF", "other_facility", "regular"),
    ("01", "FL", "field", "regular"),
    ("01", "TM", "routine", "regular"),
    ("01", "TS", "situational", "regular"),
    ("01", "RM", "remote", "regular"),
    ("21", "", "office", "overtime"),
    ("21", "TS", "situational", "overtime"),
    ("61", "", "nonwork", "regular"),
]
ANCHOR = date(2025, 1, 12)

Amount = tuple[str | None, int | None]
"""Hours and minutes as delivered."""

AMOUNTS: Mapping[Amount, int] = {
    ("8", None): 480,
    ("24", None): 1440,
    ("7.99", None): 479,  # 479.4
    ("7.992", None): 480,  # 479.52
    ("0.008333", None): 0,  # 0.49998
    ("0.008334", None): 1,  # 0.50004
    # Half a minute is rounded up, to even and odd minutes alike: 1.5, 4.5, 7.5, 10.5.
    ("0.025", None): 2,
    ("0.075", None): 5,
    ("0.125", None): 8,
    ("0.175", None): 11,
    (None, 45): 45,
    (None, 0): 0,
    (None, 1440): 1440,
    # Hours that are there win, also where they are none.
    ("6", 1): 360,
    ("0", 30): 0,
}
PAIRS: Mapping[tuple[str, str], tuple[str, bool]] = {
    ("01", ""): ("office", True),
    ("01", "OF"): ("other_facility", True),
    ("01", "FL"): ("field", True),
    ("01", "TM"): ("routine", True),
    ("01", "TS"): ("situational", True),
    ("01", "RM"): ("remote", True),
    ("61", ""): ("nonwork", True),
    ("21", ""): ("office", False),
    ("21", "TS"): ("situational", False),
    # Neither code is office by itself: the pair is what is mapped.
    ("99", ""): ("unclassified", True),
    ("01", "ZZ"): ("unclassified", True),
    ("61", "TS"): ("unclassified", True),
    ("", "01"): ("unclassified", True),
    # Values are case-sensitive.
    ("01", "ts"): ("unclassified", True),
}


@pytest.fixture(scope="module")
def counted(engine: Engine) -> list[tuple[int, str, bool]]:
    """Whole minutes, place and whether regular, of the amounts and then of the pairs."""
    amounts = [("01", "", hours and Decimal(hours), minutes) for hours, minutes in AMOUNTS]
    pairs = [(pay, place, Decimal(1), None) for pay, place in PAIRS]
    records = written(
        engine,
        "line pay_code place_code hours minutes",
        [(line, *record) for line, record in enumerate([*amounts, *pairs])],
    )
    found = counted_hours(records, written(engine, "pay_code place_code place hours_type", CODES))
    rows = sorted(engine.rows(found), key=lambda row: int(row["line"]))
    assert [row["line"] for row in rows] == list(range(len(AMOUNTS) + len(PAIRS)))  # no record is doubled
    return [(row["counted_minutes"], ALL_PLACES[row["place_no"]], row["regular"]) for row in rows]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_hours_become_whole_minutes_exactly_and_half_a_minute_is_rounded_up(
    counted: list[tuple[int, str, bool]], amount: Amount
) -> None:
    assert counted[list(AMOUNTS).index(amount)] == (AMOUNTS[amount], "office", True)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_pair_of_codes_is_what_the_codes_say_and_one_that_is_not_mapped_is_never_office(
    counted: list[tuple[int, str, bool]], pair: tuple[str, str]
) -> None:
    assert counted[len(AMOUNTS) + list(PAIRS).index(pair)] == (60, *PAIRS[pair])


def test_a_record_carries_its_day_its_roster_row_and_the_number_of_its_pair_of_codes(engine: Engine) -> None:
    columns = "work_date hours minutes pay_code place_code roster_no fate person file line id"
    records = written(
        engine,
        columns,
        [
            (MONDAY, Decimal("7.5"), None, "01", "TS", 3, "accepted", None, None, None, None),
            (MONDAY, None, 20, "99", "", 5, "after_as_of", "ada", "T", 9, "R9"),
        ],
    )
    codes = written(engine, "pay_code place_code place hours_type", CODES)
    told = ("day", "minutes", "pay_code", "place_code", "place_no", "regular", "roster_no", "fate")
    rest = ("pair_no", "person", "file", "line", "id")
    rows = engine.rows(placed_hours(records, codes))
    assert all(set(row) == {*told, *rest} for row in rows)
    mapped, unmapped = sorted(rows, key=lambda row: int(row["roster_no"]))
    monday, situational = day_number(MONDAY), PLACE_NUMBER["situational"]
    assert tuple(mapped[name] for name in told) == (
        *(monday, 450, "01", "TS", situational, True),
        *(3, "accepted"),
    )
    [number] = engine.rows(numbered_pairs(codes).filter(ibis._.place_code == "TS", ibis._.pay_code == "01"))
    assert tuple(mapped[name] for name in rest) == (number["pair_no"], None, None, None, None)
    assert tuple(unmapped[name] for name in told) == (
        *(monday, 20, "99", "", PLACE_NUMBER["unclassified"], True),
        *(5, "after_as_of"),
    )
    assert tuple(unmapped[name] for name in rest) == (None, "ada", "T", 9, "R9")


def test_pairs_of_codes_are_numbered_from_nought_by_pay_code_and_then_place_code(engine: Engine) -> None:
    codes = written(engine, "pay_code place_code", [("01", "TS"), ("61", ""), ("01", "")])
    numbers = {
        (row["pay_code"], row["place_code"]): row["pair_no"] for row in engine.rows(numbered_pairs(codes))
    }
    assert numbers == {("01", ""): 0, ("01", "TS"): 1, ("61", ""): 2}


def test_codes_stay_with_a_record_only_where_nobody_has_mapped_them(engine: Engine) -> None:
    placed = written(
        engine,
        "line pay_code place_code place_no",
        [
            (1, "01", "TS", PLACE_NUMBER["situational"]),
            (2, "61", "", PLACE_NUMBER["nonwork"]),
            (3, "99", "", PLACE_NUMBER["unclassified"]),
        ],
    )
    found = {
        row["line"]: (row["pay_code"], row["place_code"]) for row in engine.rows(without_mapped_codes(placed))
    }
    assert found == {1: (None, None), 2: (None, None), 3: ("99", "")}


def test_circumstances_are_those_of_the_roster_row_of_the_day(engine: Engine) -> None:
    circumstances = "roster_no person_no unit_no station_no military remote situational eligible"
    rows = [
        (0, 0, 4, 2, False, False, True, True),
        (1, 0, 5, None, False, True, False, False),  # the same person, later
        (2, 1, 4, 2, True, False, False, True),
    ]
    # Who is not on the roster that day has no circumstances, and no hours that could count.
    records = written(engine, "roster_no line", [(1, 10), (0, 11), (1, 12), (None, 13)])
    found = engine.rows(on_roster(records, written(engine, circumstances, rows)))
    told = sorted((row["line"], *(row[name] for name in circumstances.split())) for row in found)
    assert told == [(10, *rows[1]), (11, *rows[0]), (12, *rows[1])]


KINDS = "unit_no military remote eligible regular day place_no minutes"
OFFICE, ROUTINE = PLACE_NUMBER["office"], PLACE_NUMBER["routine"]


def test_a_pay_period_has_its_first_day_and_thirteen_more_in_both_directions(engine: Engine) -> None:
    """Contract section 5: 14 days, anchored on Sunday 2025-01-12."""
    days = {
        date(2024, 12, 28): 1,
        date(2024, 12, 29): 2,
        date(2025, 1, 11): 4,
        date(2025, 1, 12): 8,
        date(2025, 1, 25): 16,
        date(2025, 1, 26): 32,
    }
    placed = written(
        engine, KINDS, [(0, False, False, True, True, day, OFFICE, minutes) for day, minutes in days.items()]
    )
    found = engine.rows(hour_sums(placed, PayCalendar(ANCHOR, 14)))
    assert {row["period_no"]: row["minutes"] for row in found} == {-2: 1, -1: 6, 0: 24, 1: 32}


def test_minutes_are_added_up_by_unit_kind_of_people_kind_of_hours_and_place(engine: Engine) -> None:
    alike = (0, False, False, True, True, MONDAY, OFFICE)
    others = [
        (1, False, False, True, True, MONDAY, OFFICE),
        (0, True, False, True, True, MONDAY, OFFICE),
        (0, False, True, True, True, MONDAY, OFFICE),
        (0, False, False, False, True, MONDAY, OFFICE),
        (0, False, False, True, False, MONDAY, OFFICE),
        (0, False, False, True, True, MONDAY, ROUTINE),
    ]
    rows = [(*alike, 100), (*alike, 20), *((*other, 7) for other in others)]
    found = engine.rows(hour_sums(written(engine, KINDS, rows), PayCalendar(ANCHOR, 14)))
    kinds = ("unit_no", "military", "remote", "eligible", "regular", "place_no")
    sums = {tuple(row[name] for name in kinds): row["minutes"] for row in found}
    assert sums == {(*alike[:5], OFFICE): 120} | {(*other[:5], other[6]): 7 for other in others}


def test_a_pair_nobody_has_mapped_is_told_with_its_rows_and_minutes(engine: Engine) -> None:
    rows = [
        ("99", "", "unclassified", 30),
        ("99", "", "unclassified", 12),
        ("99", "", "unclassified", 0),  # a row, of no minutes
        ("99", "Z", "unclassified", 5),
        (None, None, "office", 480),
        (None, None, "nonwork", 60),
    ]
    placed = written(
        engine,
        "pay_code place_code place_no minutes",
        [(pay, code, PLACE_NUMBER[place], minutes) for pay, code, place, minutes in rows],
    )
    found = engine.rows(unclassified_pairs(placed))
    told = sorted((row["pay_code"], row["place_code"], row["rows"], row["minutes"]) for row in found)
    assert told == [("99", "", 3, 42), ("99", "Z", 1, 5)]


def test_pairs_of_codes_are_added_up_by_component_whether_mapped_or_not(engine: Engine) -> None:
    """By codes `01`/`TS` is pair 0, `61`/empty pair 1; of an unmapped pair the codes are with the record."""
    codes = written(engine, "pay_code place_code", [("61", ""), ("01", "TS")])
    # Two units of a component, and two roster rows of a unit.
    roster = written(
        engine, "unit_no component", [(0, "NORTH"), (0, "NORTH"), (1, "SOUTH"), (2, "NORTH"), (3, "EAST")]
    )
    records = [
        (0, 0, None, None, "situational", 60),
        (0, 0, None, None, "situational", 30),
        (2, 0, None, None, "situational", 100),
        (1, 0, None, None, "situational", 7),
        (1, 1, None, None, "nonwork", 480),
        (1, None, "99", "Z", "unclassified", 5),
    ]
    accepted = written(
        engine,
        "unit_no pair_no pay_code place_code place_no minutes",
        [(*row[:4], PLACE_NUMBER[row[4]], row[5]) for row in records],
    )
    found = engine.rows(pair_sums(accepted, codes, roster))
    columns = ("component", "pay_code", "place_code", "place_no", "rows", "minutes")
    assert sorted(tuple(row[name] for name in columns) for row in found) == [
        ("NORTH", "01", "TS", PLACE_NUMBER["situational"], 3, 190),
        ("SOUTH", "01", "TS", PLACE_NUMBER["situational"], 1, 7),
        ("SOUTH", "61", "", PLACE_NUMBER["nonwork"], 1, 480),
        ("SOUTH", "99", "Z", PLACE_NUMBER["unclassified"], 1, 5),
    ]


def test_in_person_off_site_unclassified_and_nonwork_share_no_minute(engine: Engine) -> None:
    """Contract section 4: each place with a power of two of its own."""
    placed = written(engine, "place_no minutes", [(number, 2**number) for number in range(len(ALL_PLACES))])
    [sums] = engine.rows(
        placed.agg(
            in_person=minutes_at(placed, *IN_PERSON),
            off_site=minutes_at(placed, *OFF_SITE),
            nonwork=minutes_at(placed, "nonwork"),
            unclassified=minutes_at(placed, "unclassified"),
        )
    )
    # office 1, other_facility 2, field 4; routine 8, situational 16, remote 32; nonwork 64; unclassified 128
    assert sums == {"in_person": 7, "off_site": 56, "nonwork": 64, "unclassified": 128}


def test_where_nothing_was_worked_at_a_place_the_sum_is_nought(engine: Engine) -> None:
    placed = written(engine, "place_no minutes", [(ROUTINE, 60)])
    [sums] = engine.rows(placed.agg(in_person=minutes_at(placed, *IN_PERSON)))
    assert sums == {"in_person": 0}
