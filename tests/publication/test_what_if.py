"""What if a ground ended, or hours were classed differently: worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dutystation.publication.what_if import GROUNDS, GroundEnded, classed, ground_ended
from dutystation.published.what_if import GroundLine, PairLine
from dutystation.terms.ground import Ground

LIMIT = Fraction(1, 50)
PAIRS = (
    PairLine("NORTH", "2025-02", "01", "", "office", 10, 600),
    PairLine("NORTH", "2025-02", "01", "R", "routine", 10, 300),
    PairLine("NORTH", "2025-02", "01", "X", "unclassified", 2, 100),
    PairLine("NORTH", "2025-01", "01", "R", "routine", 1, 1_000),
    PairLine("SOUTH", "2025-02", "01", "", "office", 5, 400),
    PairLine("SOUTH", "2025-02", "61", "", "nonwork", 5, 999),
    PairLine("RIVERS", "2025-02", "01", "R", "routine", 1, 100),
)
ENDED = (
    GroundLine("NORTH", "space", "2025-03-31", "none", 3, 0, 200, 0),
    GroundLine("NORTH", "space", "", "pending", 1, 0, 50, 0),
    GroundLine("NORTH", "space", "2025-02-28", "medical", 1, 0, 20, 0),
    GroundLine("NORTH", "distance", "", "none", 9, 0, 30, 0),
    GroundLine("RIVERS", "space", "", "none", 1, 0, 100, 0),
)


def ended_on(day: date, lines: tuple[GroundLine, ...] = ENDED) -> tuple[GroundEnded, ...]:
    return ground_ended(
        Ground.SPACE,
        lines,
        PAIRS,
        on=day,
        department="RIVERS",
        status_period="2025-02",
        provisional_limit=LIMIT,
    )


def test_people_of_a_ground_that_ends_have_their_next_reason() -> None:
    department, north = ended_on(date(2025, 2, 19))
    assert north.after and department.after
    assert (north.unit, north.people, north.without, north.pending, north.others) == ("NORTH", 5, 3, 1, 1)
    assert (department.unit, department.people, department.without) == ("RIVERS", 6, 4)
    # 600 of 900 known minutes; with the 200 off-site ones of the three without a reason 800 of 900.
    assert (north.before.numerator, north.after.numerator, north.after.denominator) == (600, 800, 900)
    assert (north.after.low, north.after.high) == (800 / 1000, 900 / 1000)
    # 600 + 400 of 1,400 in the department; 200 + 100 more in person.
    assert (department.before.numerator, department.before.denominator) == (1_000, 1_400)
    assert department.after.numerator == 1_300
    assert (north.ending, department.ending) == (0, 0)


def test_whose_approval_ends_before_the_day_is_counted_apart() -> None:
    """One approval ends on 28 February, three on 31 March, one never."""
    _, march = ended_on(date(2025, 3, 1))
    assert (march.people, march.ending, march.without, march.pending, march.others) == (5, 1, 3, 1, 0)
    _, last_day = ended_on(date(2025, 3, 31))
    assert (last_day.ending, last_day.without) == (1, 3)
    _, april = ended_on(date(2025, 4, 1))
    assert (april.people, april.ending, april.without, april.pending, april.others) == (5, 4, 0, 1, 0)
    assert april.before == april.after


def test_nobody_works_more_in_person_than_there_were_minutes_off_site() -> None:
    many = (GroundLine("NORTH", "space", "", "none", 3, 0, 5_000, 0),)
    _, north = ended_on(date(2025, 2, 19), many)
    assert north.after
    assert (north.after.numerator, north.after.denominator) == (900, 900)


def test_of_hidden_units_nothing_tells_how_many_are_on_a_ground_nor_that_nobody_is() -> None:
    department, north, south = ground_ended(
        Ground.SPACE,
        ENDED,
        PAIRS,
        on=date(2025, 2, 19),
        department="RIVERS",
        status_period="2025-02",
        provisional_limit=LIMIT,
        hidden={"NORTH", "SOUTH"},
    )
    for unit in (north, south):
        assert (unit.people, unit.ending, unit.without, unit.pending, unit.others) == (None,) * 5
        assert (unit.is_hidden, unit.after) == (True, None)
    assert (south.before.numerator, south.before.denominator) == (400, 400)
    assert (department.people, department.is_hidden) == (6, False)


def test_accommodations_are_no_question() -> None:
    assert not {Ground.DISABILITY, Ground.MEDICAL, Ground.RELIGIOUS} & set(GROUNDS)
    assert len(GROUNDS) == len(Ground) - 3


def test_hours_classed_differently_move_the_share_and_its_bounds() -> None:
    found = {
        (row.unit, row.period): row
        for row in classed({("01", "X"): "field"}, PAIRS, department="RIVERS", provisional_limit=LIMIT)
    }
    north = found["NORTH", "2025-02"]
    assert (north.before.numerator, north.before.denominator, north.before.unclassified) == (600, 900, 100)
    assert (north.before.low, north.before.high) == (0.6, 0.7)
    assert (north.after.numerator, north.after.denominator, north.after.unclassified) == (700, 1_000, 0)
    assert (north.after.value, north.after.low, north.after.high) == (0.7, 0.7, 0.7)
    assert (north.before.status, north.after.status) == ("provisional", "final")
    department = found["RIVERS", "all"]
    assert (department.before.numerator, department.before.denominator) == (1_000, 2_400)
    assert (department.after.numerator, department.after.denominator) == (1_100, 2_500)
    south = found["SOUTH", "all"]
    assert south.before == south.after  # leave counts in neither


def test_the_department_comes_first() -> None:
    found = classed({}, PAIRS, department="RIVERS", provisional_limit=LIMIT)
    assert [(row.unit, row.period) for row in found][:4] == [
        ("RIVERS", "2025-01"),
        ("RIVERS", "2025-02"),
        ("RIVERS", "all"),
        ("NORTH", "2025-01"),
    ]
