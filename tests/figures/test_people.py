"""Contract sections 6 and 7: the bridge and the evidence counts add up."""

from __future__ import annotations

from dutystation.figures.corroboration import ClassCell, evidence_counts, uncorroborated_rates
from dutystation.figures.return_bridge import StatusCount, return_bridge
from dutystation.terms.figure import FigureStatus, Variant


def test_the_department_is_everyone_and_its_own_people_stand_in_its_line_alone() -> None:
    counts = [
        StatusCount("D", "returned", "", 2),
        StatusCount("C1", "returned", "", 5),
        StatusCount("C1", "not_returned", "medical", 3),
        StatusCount("C1", "not_returned", "none", 1),
        StatusCount("C2", "unknown", "", 9),
        StatusCount("C2", "not_in_duty_status", "", 6),
    ]
    department, one, two, three = return_bridge(counts, root="D", components=["C1", "C2", "C3"])
    assert (department.on_rolls, department.returned, department.not_returned) == (26, 7, 4)
    assert (department.unknown, department.not_in_duty_status) == (9, 6)
    assert (one.on_rolls, dict(one.reasons)) == (9, {"medical": 3, "none": 1})
    assert (two.on_rolls, two.unknown, two.not_in_duty_status) == (15, 9, 6)
    assert (three.on_rolls, dict(three.reasons)) == (0, {})


def test_reasons_are_listed_as_the_contract_lists_grounds_then_pending_then_none() -> None:
    counts = [
        StatusCount("C1", "not_returned", reason, people)
        for people, reason in enumerate(["none", "pending", "disability", "space", "medical"])
    ]
    department, _ = return_bridge(counts, root="D", components=["C1"])
    # Nobody has the reason `none`, and a count of nobody is left out.
    assert list(department.reasons.items()) == [
        ("space", 3),
        ("disability", 2),
        ("medical", 4),
        ("pending", 1),
    ]


def test_claimed_days_are_counted_by_unit_and_period_with_zeros_and_everything_below() -> None:
    cells = [
        ClassCell("T", "2025-02", "corroborated", 1),
        ClassCell("T", "2025-03", "corroborated", 2),
        ClassCell("D", "2025-03", "explained", 4),
    ]
    counts = evidence_counts(
        cells,
        chains={"T": ("T", "D"), "D": ("D",)},
        org_units=["D", "T"],
        periods=["2025-02", "2025-03"],
    )
    assert [
        (count.org_unit, count.period, count.corroborated, count.explained, count.not_assessable)
        for count in counts
    ] == [
        ("D", "2025-02", 1, 0, 0),
        ("D", "2025-03", 2, 4, 0),
        ("D", "all", 3, 4, 0),
        ("T", "2025-02", 1, 0, 0),
        ("T", "2025-03", 2, 0, 0),
        ("T", "all", 3, 0, 0),
    ]


def test_the_rate_leaves_out_what_badges_cannot_speak_to_and_what_is_explained() -> None:
    cells = [
        ClassCell("T", "2025-02", "corroborated", 6),
        ClassCell("T", "2025-02", "uncorroborated", 2),
        ClassCell("T", "2025-02", "explained", 5),
        ClassCell("T", "2025-02", "not_assessable", 7),
    ]
    counts = evidence_counts(
        cells,
        chains={"T": ("T", "D"), "D": ("D",), "E": ("E", "D")},
        org_units=["D", "E", "T"],
        periods=["2025-02"],
    )
    rates = {(rate.org_unit, rate.period): rate for rate in uncorroborated_rates(counts)}
    for org_unit in ("T", "D"):
        for period in ("2025-02", "all"):
            rate = rates[org_unit, period]
            assert (rate.numerator, rate.denominator, rate.value) == (2, 8, 0.25)
            assert (rate.low, rate.high, rate.unclassified) == (0.25, 0.25, 0)
            assert (rate.variant, rate.status) == (Variant.TOTAL, FigureStatus.FINAL)
    empty = rates["E", "2025-02"]
    assert (empty.value, empty.low, empty.high, empty.status) == (None, None, None, FigureStatus.NO_DAYS)
