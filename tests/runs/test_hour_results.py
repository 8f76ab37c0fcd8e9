"""What slices come to does not depend on which of them is read first, nor do the documents made of it."""

from __future__ import annotations

from datetime import date

from dutystation.runs.counted.hour_results import HourResults, SliceResult
from dutystation.terms.period import PayCalendar
from dutystation.terms.publication import UnclassifiedPair

CALENDAR = PayCalendar(date(2025, 1, 12), 14)


def slice_with(*pairs: UnclassifiedPair, periods: tuple[date, ...] = (), accepted: int = 0) -> SliceResult:
    return SliceResult(accepted, periods, cells=(), pairs=pairs, class_cells=(), excluded={})


def test_pay_periods_are_those_with_accepted_records_in_order_each_once() -> None:
    """Contract section 5. Of 2025-01, between them, nothing was accepted."""
    one = slice_with(periods=(date(2025, 1, 26),), accepted=3)
    other = slice_with(periods=(date(2024, 12, 29), date(2025, 1, 26)), accepted=4)
    found = HourResults((one, other))
    assert [period.label for period in found.periods(CALENDAR)] == ["2024-26", "2025-02"]
    assert found.accepted == 7


def test_pairs_of_as_many_minutes_and_rows_come_by_their_codes() -> None:
    pairs = [UnclassifiedPair(*codes, 1, 60) for codes in (("02", ""), ("01", "Z"), ("01", ""))]
    found = HourResults((slice_with(*pairs),)).pairs
    assert [(pair.pay_code, pair.place_code) for pair in found] == [("01", ""), ("01", "Z"), ("02", "")]


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
