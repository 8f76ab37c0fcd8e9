"""Domain rule 10.20: whoever subtracts finds no small protected count, not even with earlier releases."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.attacker import Cell, bounds

from dutystation.reports.shielding import shielded
from dutystation.reports.suppression import OWN_STAFF
from dutystation.terms.ground import PROTECTED

Parts = Mapping[str, Mapping[str, int]]
TOTAL = "DEPT"


def grid_of(parts: Parts) -> dict[str, dict[str, int]]:
    """The parts below the line of the department, which adds them up."""
    reasons = next(iter(parts.values()))
    total = {reason: sum(part[reason] for part in parts.values()) for reason in reasons}
    return {TOTAL: total, **{line: dict(part) for line, part in parts.items()}}


def attacked(
    parts: Parts, hidden: frozenset[Cell], assumed: Mapping[Cell, int] | None = None
) -> dict[Cell, tuple[int, int]]:
    grid = grid_of(parts)
    shown = {
        line: {reason: None if (line, reason) in hidden else people for reason, people in counts.items()}
        for line, counts in grid.items()
    }
    return bounds(
        shown, {line: sum(counts.values()) for line, counts in grid.items()}, TOTAL, assumed=assumed
    )


def test_the_attacker_finds_a_count_that_is_hidden_alone() -> None:
    parts = {"AIR": {PROTECTED: 3, "none": 40}, "BORDER": {PROTECTED: 30, "none": 60}}
    assert attacked(parts, frozenset({("AIR", PROTECTED)})) == {("AIR", PROTECTED): (3, 3)}


def test_of_a_protected_count_one_and_nine_people_are_both_possible() -> None:
    parts = {"AIR": {PROTECTED: 3, "none": 40}, "BORDER": {PROTECTED: 30, "none": 60}}
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    # Both components hide both counts: 33 protected in all, 43 people of AIR, so AIR can have 0 to 33.
    assert hidden == {(line, reason) for line in ("AIR", "BORDER") for reason in (PROTECTED, "none")}
    assert attacked(parts, hidden)["AIR", PROTECTED] == (0, 33)


def test_one_partner_is_not_enough_where_it_holds_too_few_people() -> None:
    """With `space` alone AIR's protected count could be 3 to 5: it takes `none` too to make it 9."""
    parts = {
        "AIR": {PROTECTED: 3, "space": 2, "none": 40},
        "BORDER": {PROTECTED: 30, "space": 50, "none": 60},
    }
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    low, high = attacked(parts, hidden)["AIR", PROTECTED]
    assert low <= 1
    assert high >= 9


def test_nobody_and_ten_people_are_shown() -> None:
    parts = {"AIR": {PROTECTED: 0, "none": 1}, "BORDER": {PROTECTED: 10, "none": 2}}
    assert shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden == frozenset()


def test_a_zero_is_shown_where_another_count_can_shield() -> None:
    parts = {
        "AIR": {PROTECTED: 3, "space": 0, "none": 40},
        "BORDER": {PROTECTED: 30, "space": 0, "none": 60},
        "COAST": {PROTECTED: 0, "space": 9, "none": 8},
    }
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert not {cell for cell in hidden if grid_of(parts)[cell[0]][cell[1]] == 0}


def test_where_everybody_away_is_one_protected_person_nobody_may_be_protected_too() -> None:
    parts = {"AIR": {PROTECTED: 1, "none": 0}, "BORDER": {PROTECTED: 30, "none": 60}}
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert attacked(parts, hidden)["AIR", PROTECTED] == (0, 1)


def test_where_fewer_than_nine_have_not_returned_all_of_them_may_be_protected_or_nobody() -> None:
    parts = {"AIR": {PROTECTED: 2, "none": 2}, "BORDER": {PROTECTED: 30, "none": 60}}
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    low, high = attacked(parts, hidden)["AIR", PROTECTED]
    assert (low, high) == (0, 4)


_counts = st.fixed_dictionaries(
    {
        PROTECTED: st.integers(0, 14),
        "space": st.one_of(st.just(0), st.integers(0, 30)),
        "pending": st.one_of(st.just(0), st.integers(0, 6)),
        "none": st.one_of(st.just(0), st.integers(0, 60)),
    }
)
_tables = st.lists(_counts, min_size=1, max_size=5).map(
    lambda parts: {f"U{number}": part for number, part in enumerate(parts)}
)


def assert_no_count_is_found(
    parts: Parts, hidden: frozenset[Cell], smallest: int, assumed: Mapping[Cell, int] | None = None
) -> None:
    grid = grid_of(parts)
    found = attacked(parts, hidden, assumed)
    for line, counts in grid.items():
        if 0 < counts[PROTECTED] < smallest:
            low, high = found[line, PROTECTED]
            people = sum(counts.values())
            assert low <= (1 if people >= smallest - 1 > 1 else 0), (line, low, high)
            assert high >= min(smallest - 1, people), (line, low, high)
    for (line, reason), (low, high) in found.items():
        assert low <= grid[line][reason] <= high
        if (line, reason) not in (assumed or {}):
            assert low < high, f"{line}, {reason} can only be {low}"


@pytest.mark.parametrize("smallest", [2, 5, 10])
@settings(max_examples=25)
@given(parts=_tables)
def test_in_any_table_one_and_the_smallest_published_count_less_one_are_possible(
    smallest: int, parts: Parts
) -> None:
    found = shielded(grid_of(parts), total=TOTAL, smallest_published_count=smallest)
    assert found.exposed == ()
    assert_no_count_is_found(parts, found.hidden, smallest)


@settings(max_examples=30)
@given(
    before=_tables,
    changes=st.dictionaries(
        st.tuples(st.integers(0, 4), st.sampled_from([PROTECTED, "space", "pending", "none"])),
        st.integers(0, 14),
        max_size=4,
    ),
)
def test_whoever_kept_the_earlier_release_finds_no_count_of_either(
    before: Parts, changes: Mapping[tuple[int, str], int]
) -> None:
    """The attacker takes for granted that whatever an earlier release shows has not moved, and is right."""
    now = {line: dict(part) for line, part in before.items()}
    for (number, reason), people in changes.items():
        if f"U{number}" in now:
            now[f"U{number}"][reason] = people
    old, new = grid_of(before), grid_of(now)
    first = shielded(old, total=TOTAL, smallest_published_count=10).hidden
    cells = [(line, reason) for line in old for reason in old[line]]
    known = [c for c in cells if c not in first and old[c[0]][c[1]] == new[c[0]][c[1]]]
    second = shielded(new, total=TOTAL, smallest_published_count=10, hidden_before=first, known=known)
    assert first <= second.hidden, "what was hidden stays hidden"
    assert_no_count_is_found(now, second.hidden, 10)
    if second.exposed:
        return  # then there is no second release with this table
    assumed = {cell: new[cell[0]][cell[1]] for cell in known if cell in second.hidden}
    assert_no_count_is_found(now, second.hidden, 10, assumed)


def test_a_count_that_was_published_and_is_the_same_stays_published_where_others_can_shield() -> None:
    """AIR's protected count falls below 10 because three people moved to `none`: these two are hidden."""
    old = {
        "AIR": {PROTECTED: 12, "space": 20, "none": 40},
        "BORDER": {PROTECTED: 30, "space": 50, "none": 60},
    }
    now = {
        "AIR": {PROTECTED: 9, "space": 20, "none": 43},
        "BORDER": {PROTECTED: 33, "space": 50, "none": 57},
    }
    known = [
        (line, reason) for line, part in now.items() for reason in part if old[line][reason] == part[reason]
    ]
    known += [(TOTAL, reason) for reason in (PROTECTED, "space", "none")]
    found = shielded(grid_of(now), total=TOTAL, smallest_published_count=10, known=known)
    assert found.exposed == ()
    assert found.hidden == {(line, reason) for line in ("AIR", "BORDER") for reason in (PROTECTED, "none")}


def test_a_count_that_falls_below_ten_while_nothing_else_moves_is_exposed() -> None:
    """AIR had 12 and 40, and now has 3 fewer in all: whoever kept the release knows who is missing."""
    now = {"AIR": {PROTECTED: 9, "none": 40}, "BORDER": {PROTECTED: 30, "none": 60}}
    known = [("AIR", "none"), ("BORDER", PROTECTED), ("BORDER", "none"), (TOTAL, "none")]
    found = shielded(grid_of(now), total=TOTAL, smallest_published_count=10, known=known)
    assert found.exposed == (("AIR", PROTECTED),)
    assert_no_count_is_found(now, found.hidden, 10)


def test_people_without_a_reason_shield_before_requests_that_officials_can_count() -> None:
    """One more of `space` would cost least. But whoever decides these requests sees its two by name."""
    parts = {
        "AIR": {PROTECTED: 3, "space": 2, "pending": 4, "none": 40},
        "BORDER": {PROTECTED: 30, "space": 50, "pending": 9, "none": 60},
    }
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert hidden == {(line, reason) for line in ("AIR", "BORDER") for reason in (PROTECTED, "none")}


def test_where_too_few_have_no_reason_those_pending_shield_too() -> None:
    """3 protected and 2 without a reason: with the four pending the 3 can be anything from 1 to 9."""
    parts = {
        "AIR": {PROTECTED: 3, "space": 20, "pending": 4, "none": 2},
        "BORDER": {PROTECTED: 30, "space": 50, "pending": 9, "none": 60},
    }
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert hidden == {
        (line, reason) for line in ("AIR", "BORDER") for reason in (PROTECTED, "pending", "none")
    }


def test_a_line_alone_is_hidden_by_the_departments_counts_and_no_other_components() -> None:
    parts = {"AIR": {PROTECTED: 3, "none": 40}, "BORDER": {PROTECTED: 30, "none": 60}}
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10, alone={"AIR"}).hidden
    assert hidden == {(line, reason) for line in ("AIR", TOTAL) for reason in (PROTECTED, "none")}
    # Whoever has BORDER's filing knows its line, and still finds nobody to 43 people possible.
    border = {("BORDER", reason): people for reason, people in parts["BORDER"].items()}
    assert attacked(parts, hidden, border)["AIR", PROTECTED] == (0, 43)


def test_the_own_staff_that_nobody_files_is_always_alone() -> None:
    parts = {OWN_STAFF: {PROTECTED: 2, "none": 5}, "AIR": {PROTECTED: 30, "none": 40}}
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert hidden == {(line, reason) for line in (OWN_STAFF, TOTAL) for reason in (PROTECTED, "none")}


def countable(parts: Parts) -> dict[Cell, int]:
    """What officials count for themselves: requests on open grounds, in every line."""
    return {(line, "space"): counts["space"] for line, counts in grid_of(parts).items()}


def assert_officials_find_no_count(
    parts: Parts, hidden: frozenset[Cell], assumed: Mapping[Cell, int], lines: Mapping[str, object]
) -> None:
    """One and nine are possible, or anything of fewer who are protected, pending or without a reason."""
    known = {cell: count for cell, count in assumed.items() if cell in hidden}
    found = attacked(parts, hidden, known)
    for line in lines:
        counts = grid_of(parts)[line]
        if 0 < counts[PROTECTED] < 10:
            people = counts[PROTECTED] + counts["pending"] + counts["none"]
            low, high = found[line, PROTECTED]
            assert low <= (1 if people >= 9 else 0), (line, low, high)
            assert high >= min(9, people), (line, low, high)


@settings(max_examples=40)
@given(parts=_tables)
def test_in_any_table_whoever_counts_requests_on_open_grounds_finds_no_small_count(parts: Parts) -> None:
    hidden = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10).hidden
    assert_officials_find_no_count(parts, hidden, countable(parts), grid_of(parts))


@settings(max_examples=25)
@given(parts=_tables)
def test_in_any_table_whoever_also_knows_all_other_components_finds_none_of_a_line_alone(
    parts: Parts,
) -> None:
    found = shielded(grid_of(parts), total=TOTAL, smallest_published_count=10, alone=parts.keys())
    assert_no_count_is_found(parts, found.hidden, 10)
    for line in parts:
        others = {
            (each, reason): parts[each][reason] for each in parts if each != line for reason in parts[each]
        }
        assert_officials_find_no_count(parts, found.hidden, countable(parts) | others, {line: None})
