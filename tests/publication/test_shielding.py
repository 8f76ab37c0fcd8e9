"""Domain rule 10.20: whoever subtracts finds no small protected count, not even with earlier releases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publication.attacker import Cell, bounds
from tests.reports.invented import ORDER, publication

from dutystation.publication.release import release_of
from dutystation.publication.shielding import shielded
from dutystation.publication.write import write_data
from dutystation.reports.suppression import merged_grid
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


@pytest.mark.parametrize("seed", range(1, 7))
def test_nobody_works_a_small_count_out_of_the_files_of_a_release(seed: int, tmp_path: Path) -> None:
    """The attacker has the release alone; the report it was made from is looked at afterwards."""
    report = publication(number_of_periods=1, badge=False, seed=seed)
    write_data(release_of(report, ORDER, released_on=date(2025, 3, 1)), tmp_path)
    lines = json.loads((tmp_path / "release.json").read_text(encoding="utf-8"))["reasons"]
    shown = {line["org_unit"]: line["counts"] for line in lines}
    found = bounds(shown, {line["org_unit"]: line["not_returned"] for line in lines}, TOTAL)
    grid = merged_grid(report.return_bridge)
    small = [line for line, counts in grid.items() if 0 < counts[PROTECTED] < 10]
    assert small, "the invented department has small protected counts"
    for line in small:
        low, high = found[line, PROTECTED]
        assert low <= 1
        assert high >= min(9, sum(grid[line].values()))
