"""Until when the approval behind a reason holds, and what the reason would be without it.

Of approvals the one decided last counts (contract section 6), and of one day's the one that holds longest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import pytest
from tests.measures.written import written

from dutystation.measures.return_statuses import next_reasons
from dutystation.runs.engines.engine import Engine

AS_OF = 100
"""Days are written as their numbers here."""
Decision = tuple[str, str, int | None, int | None, int | None]
"""Ground, outcome, first and last day, day of the decision."""
Reason = tuple[str, int | None, str]
"""The ground, the last day of its approval, and the next reason."""

SHORT: Decision = ("space", "approved", None, 150, 90)
LONG: Decision = ("space", "approved", None, 200, 90)
ENDLESS: Decision = ("space", "approved", None, None, 90)
CASES: Mapping[str, tuple[Sequence[Decision], Reason | None]] = {
    **{
        f"two of one day, in order {number}": (some, ("space", 200, "none"))
        for number, some in enumerate(permutations((SHORT, LONG)))
    },
    **{
        f"one of three without an end, in order {number}": (some, ("space", None, "none"))
        for number, some in enumerate(permutations((SHORT, LONG, ENDLESS)))
    },
    "decided later, though it ends earlier": (
        [("space", "approved", None, None, 80), ("space", "approved", None, 150, 90)],
        ("space", 150, "none"),
    ),
    "the last day is that of the reason and not that of the next one": (
        [SHORT, ("distance", "approved", None, 300, 80)],
        ("space", 150, "distance"),
    ),
    "on its last day": ([("space", "approved", None, AS_OF, 90)], ("space", AS_OF, "none")),
    "after its last day": ([("space", "approved", None, AS_OF - 1, 90)], None),
    "the next is the one decided last of the others": (
        [SHORT, ("medical", "approved", None, None, 70), ("distance", "approved", None, None, 80)],
        ("space", 150, "distance"),
    ),
    "the next is a request": ([SHORT, ("medical", "pending", None, None, None)], ("space", 150, "pending")),
    "a request on the same ground stays": (
        [SHORT, ("space", "pending", None, None, None)],
        ("space", 150, "pending"),
    ),
    "an approval on the same ground that is decided tomorrow stays": (
        [SHORT, ("space", "approved", None, None, AS_OF + 1)],
        ("space", 150, "pending"),
    ),
    "an earlier approval on the same ground goes too": (
        [SHORT, ("space", "approved", None, None, 20), ("medical", "approved", None, None, 10)],
        ("space", 150, "medical"),
    ),
    "an approval comes before a request": (
        [SHORT, ("medical", "pending", None, None, None), ("distance", "approved", None, None, 10)],
        ("space", 150, "distance"),
    ),
    "what is over is no next reason": (
        [SHORT, ("medical", "approved", None, 99, 80)],
        ("space", 150, "none"),
    ),
    "a request gives no ground": ([("medical", "pending", None, None, None)], None),
    "an approval decided tomorrow gives no ground": ([("space", "approved", None, None, AS_OF + 1)], None),
    "a denial gives no ground": ([("space", "denied", None, None, 90)], None),
}


@pytest.fixture(scope="module")
def following(engine: Engine) -> dict[str, Reason]:
    """Ground, last day and next reason of everybody whose reason is a ground. Each case is a person."""
    rows = [(name, *decision) for name, (decisions, _) in CASES.items() for decision in decisions]
    decisions = written(engine, "person ground outcome valid_from valid_to decided_on", rows)
    found = engine.rows(next_reasons(decisions, AS_OF))
    assert len({row["person"] for row in found}) == len(found)  # nobody has two
    return {row["person"]: (row["ground"], row["ends_on"], row["next_reason"]) for row in found}


@pytest.mark.parametrize("case", CASES)
def test_the_approval_that_gives_the_reason_has_a_last_day_and_a_reason_comes_next(
    following: dict[str, Reason], case: str
) -> None:
    assert following.get(case) == CASES[case][1]
