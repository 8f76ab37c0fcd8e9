"""Until when the approval behind a reason holds: of that decided last, and of one day's the longest."""

from __future__ import annotations

from itertools import permutations

import ibis
import pyarrow as pa
import pytest

from dutystation.measures.return_statuses import next_reasons

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table")  # Ibis calls what DuckDB deprecates

AS_OF = 100
Decision = tuple[str, str, str, int | None, int | None, int | None]
COLUMNS = pa.schema(
    [
        *((name, pa.string()) for name in ("person", "ground", "outcome")),
        *((name, pa.int64()) for name in ("valid_from", "valid_to", "decided_on")),
    ]
)


def following(*decisions: Decision) -> list[tuple[str, int | None, str]]:
    """Ground, last day and next reason of each person."""
    rows = [dict(zip(COLUMNS.names, decision, strict=True)) for decision in decisions]
    table = ibis.memtable(pa.Table.from_pylist(rows, schema=COLUMNS))
    found = next_reasons(table, AS_OF).to_pyarrow().to_pylist()
    return [(row["ground"], row["ends_on"], row["next_reason"]) for row in found]


def test_of_approvals_of_one_day_the_one_that_holds_longest_counts_in_whichever_order_they_come() -> None:
    short: Decision = ("ada", "space", "approved", None, 150, 90)
    long: Decision = ("ada", "space", "approved", None, 200, 90)
    for some in permutations((short, long)):
        assert following(*some) == [("space", 200, "none")]
    for some in permutations((short, long, ("ada", "space", "approved", None, None, 90))):
        assert following(*some) == [("space", None, "none")]


def test_an_approval_decided_later_counts_although_it_ends_earlier() -> None:
    assert following(
        ("ada", "space", "approved", None, None, 80),
        ("ada", "space", "approved", None, 150, 90),
    ) == [("space", 150, "none")]


def test_the_last_day_is_that_of_the_reason_and_not_that_of_the_next_one() -> None:
    assert following(
        ("ada", "space", "approved", None, 150, 90),
        ("ada", "distance", "approved", None, 300, 80),
    ) == [("space", 150, "distance")]


def test_an_approval_holds_on_its_last_day_and_not_after_it() -> None:
    assert following(("ada", "space", "approved", None, AS_OF, 90)) == [("space", AS_OF, "none")]
    assert following(("ada", "space", "approved", None, AS_OF - 1, 90)) == []
