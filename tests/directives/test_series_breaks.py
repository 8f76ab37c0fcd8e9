"""Where series break: once for each component, at the beginning of a pay period, for figures of one kind."""

from __future__ import annotations

from datetime import date

from tests.directives.example_text import EXAMPLE, changed, line_of, loaded, refusal

from dutystation.directives.load import load_directive
from dutystation.directives.order_words import order_words
from dutystation.terms.series_break import breaks_of, breaks_within


def test_a_component_has_its_own_break_and_every_other_one_the_general_one() -> None:
    known = loaded(EXAMPLE).series_breaks
    assert [each.first_day for each in breaks_of(known, "VESSELS")] == [date(2025, 2, 3)]
    assert [each.first_day for each in breaks_of(known, "LOCKS")] == [date(2025, 1, 6)]


def test_only_days_on_both_sides_cross_a_break() -> None:
    known = loaded(EXAMPLE).series_breaks  # 6 January and 3 February 2025
    spans = [
        (date(2024, 12, 9), date(2025, 1, 5)),  # the last day before
        (date(2025, 1, 6), date(2025, 2, 2)),  # between the two
        (date(2025, 1, 5), date(2025, 1, 6)),
        (date(2024, 1, 1), date(2025, 12, 31)),
    ]
    assert [len(breaks_within(known, *span)) for span in spans] == [0, 0, 1, 2]


def test_a_break_within_a_pay_period_is_refused_with_the_day_to_write() -> None:
    text = changed("first_day: 2025-02-03", "first_day: 2025-02-04")
    assert refusal(text) == (
        f"our-order.yaml, line {line_of(text, '2025-02-04')}, key series_breaks[2].first_day: "
        "2025-02-04 lies within the pay period from 2025-02-03 to 2025-03-02. "
        "Write the first day of a pay period, such as 2025-03-03; the clause can name the day itself."
    )


def test_two_breaks_of_one_component_and_another_kind_of_break_are_refused() -> None:
    assert "the general break is given twice" in refusal(
        changed("    component: VESSELS\n    first", "    first")
    )
    assert "expected 'remote_hours_apart'" in refusal(
        changed("what: remote_hours_apart", "what: new_payroll")
    )


def test_an_order_without_breaks_is_an_order() -> None:
    start, end = EXAMPLE.index("series_breaks:"), EXAMPLE.index("sources:\n  order")
    assert loaded(EXAMPLE[:start] + EXAMPLE[end:]).series_breaks == ()


def test_dhs_2025_breaks_with_the_first_pay_period_after_the_memorandum() -> None:
    # 7 March 2023 was a Tuesday; counted back from 12 January 2025, a pay period began on Sunday the 12th.
    order = load_directive("dhs-2025")
    (only,) = order.series_breaks
    assert (only.component, only.first_day) == ("", date(2023, 3, 12))
    assert "our choice" in only.clause
    assert only.clause.endswith("; secondary]")
    assert order_words(order, date(2025, 2, 19)).series_breaks == (only,)
