"""Domain rule 10.20: small protected counts are hidden so that subtraction does not bring them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.invented import bridge_line

from dutystation.reports.shielding import published_reasons, shielded
from dutystation.reports.suppression import (
    OWN_STAFF,
    PUBLISHED_REASONS,
    ReasonsLine,
)
from dutystation.terms.ground import PROTECTED

Shown = Mapping[str, Mapping[str, int | None]]


def lines_of(*components: Mapping[str, int], own: Mapping[str, int] | None = None) -> dict[str, ReasonsLine]:
    """The published lines of a department with components A, B, C … and the given own staff."""
    named = {chr(ord("A") + n): reasons for n, reasons in enumerate(components)}
    total: dict[str, int] = {}
    for reasons in (*components, own or {}):
        for reason, people in reasons.items():
            total[reason] = total.get(reason, 0) + people
    bridge = [bridge_line("DEPT", total), *(bridge_line(code, reasons) for code, reasons in named.items())]
    return {line.org_unit: line for line in published_reasons(bridge, smallest_published_count=10)}


def possible_counts(shown: Shown, sums: Mapping[str, int], total: str) -> dict[tuple[str, str], set[int]]:
    """Every count each hidden cell can have, found by trying all tables that agree with what is published.

    The reader of the report knows the sum of each line, that the lines add up to the total's, and the shown
    cells, and that no count is negative.
    """
    reasons = list(next(iter(shown.values())))
    parts = [line for line in shown if line != total]
    found: dict[tuple[str, str], set[int]] = {
        (line, reason): set() for line in shown for reason in reasons if shown[line][reason] is None
    }
    for rows in _tables(shown, sums, parts, reasons, total):
        bottom = [sum(column) for column in zip(*rows, strict=True)]
        for line, row in (*zip(parts, rows, strict=True), (total, bottom)):
            for reason, people in zip(reasons, row, strict=True):
                if (line, reason) in found:
                    found[line, reason].add(people)
    return found


def _tables(
    shown: Shown, sums: Mapping[str, int], parts: Sequence[str], reasons: Sequence[str], total: str
) -> Iterator[list[list[int]]]:
    room = [shown[total][reason] for reason in reasons]

    def extend(rows: list[list[int]], used: list[int]) -> Iterator[list[list[int]]]:
        if len(rows) == len(parts):
            if all(top is None or top == have for top, have in zip(room, used, strict=True)):
                yield rows
            return
        line = parts[len(rows)]
        for row in _rows([shown[line][reason] for reason in reasons], sums[line]):
            now = [have + people for have, people in zip(used, row, strict=True)]
            if all(top is None or have <= top for top, have in zip(room, now, strict=True)):
                yield from extend([*rows, row], now)

    return extend([], [0] * len(reasons))


def _rows(shown: Sequence[int | None], left: int) -> Iterator[list[int]]:
    """All ways to fill the hidden cells of one line so that it adds up to `left`."""
    if not shown:
        if left == 0:
            yield []
        return
    first, *rest = shown
    for people in range(left + 1) if first is None else ([first] if first <= left else []):
        for others in _rows(rest, left - people):
            yield [people, *others]


def test_disability_medical_and_religious_are_one_line() -> None:
    department = lines_of({"disability": 4, "medical": 5, "religious": 3, "none": 8})["DEPT"]
    assert department.counts[PROTECTED] == 12
    assert not {"disability", "medical", "religious"} & set(department.counts)


def test_ten_people_are_shown_and_nine_are_not() -> None:
    assert lines_of({"medical": 10, "none": 50})["A"].counts[PROTECTED] == 10
    assert lines_of({"medical": 9, "none": 50})["A"].counts[PROTECTED] is None


def test_nobody_is_a_count_that_is_shown() -> None:
    lines = lines_of({"none": 5}, {"none": 3, "space": 2})
    assert all(people is not None for line in lines.values() for people in line.counts.values())
    assert lines["A"].counts[PROTECTED] == 0


def test_small_counts_on_other_grounds_are_shown() -> None:
    assert lines_of({"space": 1, "medical": 20})["A"].counts["space"] == 1


def test_a_hidden_count_takes_a_second_one_of_its_line_with_it() -> None:
    line = lines_of({"medical": 3, "none": 40, "space": 12}, {"medical": 30, "none": 60, "space": 20})["A"]
    assert [reason for reason, people in line.counts.items() if people is None] == [PROTECTED, "none"]


def test_a_hidden_count_takes_a_second_component_with_it_so_that_the_department_is_shown() -> None:
    lines = lines_of({"medical": 3, "none": 40}, {"medical": 30, "none": 60}, {"medical": 90, "none": 70})
    assert lines["DEPT"].counts[PROTECTED] == 123
    assert lines["B"].counts[PROTECTED] is None
    assert lines["C"].counts[PROTECTED] == 90


def test_a_lone_component_hides_the_count_of_the_department_too() -> None:
    lines = lines_of({"medical": 3, "none": 40})
    assert lines["DEPT"].counts[PROTECTED] is None
    assert lines["DEPT"].not_returned == 43


def test_the_departments_own_staff_is_protected_even_from_whoever_knows_all_components() -> None:
    lines = lines_of({"medical": 30, "none": 40}, own={"medical": 2, "none": 5})
    assert lines[OWN_STAFF].counts[PROTECTED] is None
    assert lines["DEPT"].counts[PROTECTED] is None, "else the own staff follows by subtraction"
    assert None not in lines["A"].counts.values()


def test_where_everybody_away_is_protected_zeros_are_hidden_beside_them() -> None:
    line = lines_of({"medical": 5})["A"]
    assert line.not_returned == 5
    assert sum(people is None for people in line.counts.values()) == 2


def test_no_bridge_gives_no_lines() -> None:
    assert published_reasons((), smallest_published_count=10) == ()


def test_published_reasons_keep_the_order_of_the_contract() -> None:
    assert PUBLISHED_REASONS[:3] == ("space", PROTECTED, "legal_impediment")
    assert PUBLISHED_REASONS[-2:] == ("pending", "none")


def test_the_attacker_of_these_tests_finds_a_count_hidden_alone() -> None:
    shown: Shown = {"A": {PROTECTED: None, "none": 4}, "DEPT": {PROTECTED: None, "none": 4}}
    assert possible_counts(shown, {"A": 7, "DEPT": 7}, "DEPT") == {
        ("A", PROTECTED): {3},
        ("DEPT", PROTECTED): {3},
    }


@pytest.mark.parametrize("threshold", [2, 3, 4])
@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {PROTECTED: st.integers(0, 4), "space": st.integers(0, 4), "none": st.integers(0, 4)}
        ),
        min_size=1,
        max_size=3,
    )
)
def test_every_hidden_count_could_be_at_least_two(threshold: int, parts: list[dict[str, int]]) -> None:
    grid = {"DEPT": {reason: sum(part[reason] for part in parts) for reason in parts[0]}}
    grid |= {f"U{number}": part for number, part in enumerate(parts)}
    hidden = shielded(grid, total="DEPT", smallest_published_count=threshold).hidden
    shown: Shown = {
        line: {reason: None if (line, reason) in hidden else people for reason, people in counts.items()}
        for line, counts in grid.items()
    }
    sums = {line: sum(counts.values()) for line, counts in grid.items()}

    small = {(line, PROTECTED) for line, counts in grid.items() if 0 < counts[PROTECTED] < threshold}
    assert small <= hidden
    found = possible_counts(shown, sums, "DEPT")
    assert set(found) == hidden
    for cell, counts in found.items():
        assert grid[cell[0]][cell[1]] in counts, "the attacker's tables hold the true one"
        assert len(counts) >= 2, f"{cell} can only be {counts} in {shown}"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["medical", "disability", "none", "space", "pending"]), st.integers(0, 60)
        ),
        max_size=8,
    ),
)
def test_what_is_hidden_depends_on_nothing_but_the_counts(parts: list[dict[str, int]]) -> None:
    total: dict[str, int] = {}
    for part in parts:
        for reason, people in part.items():
            total[reason] = total.get(reason, 0) + people
    bridge = [bridge_line("DEPT", total), *(bridge_line(f"U{n}", part) for n, part in enumerate(parts))]
    again = [bridge_line(line.org_unit, dict(reversed(list(line.reasons.items())))) for line in bridge]
    assert published_reasons(bridge, smallest_published_count=10) == published_reasons(
        again, smallest_published_count=10
    )
