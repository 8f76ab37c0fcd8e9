"""Who comes next: the days that an order compares, one draw of those who are alike, and each worked by hand.

`printf '%s' '5eed ada' | sha256sum` begins with 71cf, of pia with 3468, of lena with a8c2, of eve with 6c36.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from tests.house_rules.pages import page

from dutystation.directives.seat_order import SeatCriterion
from dutystation.web.seats.rules import Drawing, Waiting, forecast, in_order, needs_draw, reached, to_draw

LONGEST, EXPECTED, ENDS = SeatCriterion
FEBRUARY = {day: date(2025, 2, day) for day in range(1, 29)}
FIRST, SECOND = (
    Drawing(1, "5eed", FEBRUARY[20]),
    Drawing(2, "0ther", FEBRUARY[21]),
)
NUMBERS = {person: number for number, person in enumerate(("ada", "pia", "lena", "eve", "boris"), start=1)}


def waits(person: str, since: int = 3, *, drawing: Drawing | None = None, **changed: object) -> Waiting:
    days = {"until": FEBRUARY[28], "expected": FEBRUARY[25], **changed}
    return Waiting(NUMBERS[person], person, FEBRUARY[since], drawing=drawing, **days)  # type: ignore[arg-type]


def names(people: list[Waiting], *criteria: SeatCriterion) -> list[tuple[str, int, int]]:
    return [(place.waiting.person, place.first, place.last) for place in in_order(people, criteria)]


def test_the_criterion_that_stands_first_counts_first_and_a_day_nobody_knows_comes_last() -> None:
    people = [
        waits("ada", 5, expected=FEBRUARY[20]),
        waits("pia", 4, expected=None),
        waits("lena", 3, expected=FEBRUARY[25]),
        waits("eve", 3, expected=FEBRUARY[24]),
    ]
    assert names(people, LONGEST, EXPECTED) == [("eve", 1, 1), ("lena", 2, 2), ("pia", 3, 3), ("ada", 4, 4)]
    assert names(people, EXPECTED, LONGEST) == [("ada", 1, 1), ("eve", 2, 2), ("lena", 3, 3), ("pia", 4, 4)]
    assert names([waits("ada", until=None), waits("pia")], ENDS) == [("pia", 1, 1), ("ada", 2, 2)]


def test_who_is_alike_shares_the_places_until_they_are_drawn() -> None:
    people = [waits("boris", 2), waits("ada"), waits("pia"), waits("lena"), waits("eve", 4)]
    places = in_order(people, [LONGEST])
    assert [(place.first, place.last) for place in places] == [(1, 1), (2, 4), (2, 4), (2, 4), (5, 5)]
    assert {one.person for one in to_draw(places)} == {"ada", "pia", "lena"}
    # One seat is boris's whatever is drawn, and four are for the first four; two end among those alike.
    assert [needs_draw(places, seats) for seats in range(6)] == [False, False, True, True, False, False]
    assert [place.waiting.person for place in reached(places, 2)] == ["boris"]
    assert len(reached(places, 4)) == 4


def test_a_draw_is_worked_out_by_hand() -> None:
    drawn = [waits(person, drawing=FIRST) for person in ("ada", "pia", "lena")]
    assert names(drawn, LONGEST) == [("pia", 1, 1), ("ada", 2, 2), ("lena", 3, 3)]
    assert [place.among for place in in_order(drawn, [LONGEST])] == [1, 2, 3]


def test_the_line_of_the_page_gives_the_same_hash() -> None:
    [line] = set(re.findall(r"hashlib\.sha256\(.+\)\.hexdigest\(\)", page("docs/seats.md")))
    worked = eval(line, {"hashlib": hashlib, "seed": "5eed", "person": "ada"})
    assert worked == FIRST.hash_of("ada")
    assert worked.startswith("71cf10fdb924")


def test_who_comes_after_a_draw_takes_nobodys_place() -> None:
    # By the hashes of the first draw eve would stand between pia and ada.
    drawn = [waits("ada", drawing=FIRST), waits("pia", drawing=FIRST)]
    assert names([*drawn, waits("eve")], LONGEST) == [("pia", 1, 1), ("ada", 2, 2), ("eve", 3, 3)]
    two = [*drawn, waits("eve"), waits("boris")]
    assert names(two, LONGEST)[2:] == [("boris", 3, 4), ("eve", 3, 4)]
    later = [*drawn, waits("eve", drawing=SECOND), waits("boris", drawing=SECOND)]
    # The second seed, 0ther, gives boris 265a and eve af87: the first is smaller than any of the first draw.
    assert names(later, LONGEST)[2:] == [("boris", 3, 3), ("eve", 4, 4)]


def test_a_draw_counts_only_among_those_who_are_alike() -> None:
    people = [waits("ada", 3, drawing=FIRST), waits("pia", 4, drawing=FIRST)]
    assert names(people, LONGEST) == [("ada", 1, 1), ("pia", 2, 2)]


def test_what_is_expected_by_a_day_counts_what_was_expected_before() -> None:
    expected = {"ada": FEBRUARY[25], "pia": FEBRUARY[24], "lena": FEBRUARY[25], "eve": None}
    people = [waits(person, expected=day) for person, day in expected.items()]
    assert [(row.day.day, row.seats, row.left) for row in forecast(people)] == [(24, 1, 3), (25, 3, 1)]
    assert forecast([waits("eve", expected=None)]) == []


def test_an_extension_ends_too_early_where_a_day_is_left_before_the_seat() -> None:
    early = [waits("ada", until=FEBRUARY[last]).ends_before_a_seat for last in (23, 24, 25)]
    assert early == [True, False, False]  # a seat is expected on the 25th


@pytest.mark.parametrize("criteria", [(), (LONGEST,)])
def test_who_was_offered_one_under_the_same_numbers_comes_last(criteria: tuple[SeatCriterion, ...]) -> None:
    people = [waits("ada", 1, passed=True), waits("pia", 2)]
    assert names(people, *criteria) == [("pia", 1, 1), ("ada", 2, 2)]
