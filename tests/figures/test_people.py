"""Contract sections 6 and 7: the bridge and the evidence counts add up."""

from __future__ import annotations

from dutystation.figures.corroboration import ClassCell, evidence_counts, uncorroborated_rates
from dutystation.figures.return_bridge import StatusCount, return_bridge
from dutystation.terms.figure import FigureStatus


def test_the_department_is_everyone_and_its_own_people_stand_in_its_line_alone() -> None:
    counts = [
        StatusCount("D", "returned", "", 2),
        StatusCount("C1", "returned", "", 5),
        StatusCount("C1", "not_returned", "medical", 3),
        StatusCount("C1", "not_returned", "none", 1),
        StatusCount("C2", "unknown", "", 4),
    ]
    department, one, two, three = return_bridge(counts, root="D", components=["C1", "C2", "C3"])
    assert (department.on_rolls, department.returned, department.not_returned) == (15, 7, 4)
    assert department.unknown == 4
    assert (one.on_rolls, dict(one.reasons)) == (9, {"medical": 3, "none": 1})
    assert (two.on_rolls, two.unknown) == (4, 4)
    assert (three.on_rolls, dict(three.reasons)) == (0, {})


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
    empty = rates["E", "2025-02"]
    assert (empty.value, empty.low, empty.high, empty.status) == (None, None, None, FigureStatus.NO_DAYS)
