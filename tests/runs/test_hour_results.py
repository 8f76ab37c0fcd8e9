"""What slices come to does not depend on which of them is read first, nor do the documents made of it."""

from __future__ import annotations

from dutystation.runs.hour_results import HourResults, SliceResult
from dutystation.terms.publication import UnclassifiedPair


def slice_with(*pairs: UnclassifiedPair) -> SliceResult:
    return SliceResult(accepted=0, periods=(), cells=(), pairs=pairs, class_cells=(), excluded={})


def test_unmapped_pairs_are_added_up_and_told_by_minutes_whichever_slice_held_them_first() -> None:
    one = slice_with(UnclassifiedPair("01", "X", 1, 60), UnclassifiedPair("02", "", 1, 90))
    other = slice_with(UnclassifiedPair("03", "", 2, 120), UnclassifiedPair("01", "X", 2, 30))
    # 01, X: 60 + 30 = 90 minutes in 1 + 2 = 3 rows; as many minutes as 02, of more rows
    told = (
        UnclassifiedPair("03", "", 2, 120),
        UnclassifiedPair("01", "X", 3, 90),
        UnclassifiedPair("02", "", 1, 90),
    )
    assert HourResults((one, other)).pairs == told
    assert HourResults((other, one)).pairs == told
