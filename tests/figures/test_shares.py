"""Contract section 5: sums, exact ratios, bounds and status, worked out by hand."""

from __future__ import annotations

from dutystation.directives.load import load_directive
from dutystation.figures.hour_cells import HourCell
from dutystation.figures.shares import share_figures
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant

ORDER = load_directive("dhs-2025")
RULES = ORDER.rules_on(ORDER.issued_on)
CHAINS = {"D": ("D",), "C1": ("C1", "D"), "C2": ("C2", "D"), "T": ("T", "C1", "D")}
HOUR = 60


def worked(org_unit: str, place: str, hours: int, **kind: bool) -> HourCell:
    circumstances = {"military": False, "remote": False, "eligible": True, "regular": True} | kind
    return HourCell(org_unit, "2025-02", place, minutes=hours * HOUR, **circumstances)


def figures(*cells: HourCell) -> dict[tuple[FigureCode, str, str, Variant], Figure]:
    found = share_figures(cells, chains=CHAINS, org_units=list(CHAINS), periods=["2025-02"], rules=RULES)
    return {(figure.code, figure.org_unit, figure.period, figure.variant): figure for figure in found}


def total(found: dict[tuple[FigureCode, str, str, Variant], Figure], org_unit: str = "D") -> Figure:
    return found[FigureCode.IN_PERSON_SHARE, org_unit, "2025-02", Variant.TOTAL]


def test_in_person_is_office_other_facility_and_field_over_those_and_off_site() -> None:
    share = total(
        figures(
            worked("C1", "office", 20),
            worked("C1", "other_facility", 5),
            worked("C1", "field", 5),
            worked("C1", "routine", 4),
            worked("C1", "situational", 3),
            worked("C1", "remote", 3),
            worked("C1", "nonwork", 40),
        )
    )
    assert (share.numerator, share.denominator) == (30 * HOUR, 40 * HOUR)
    assert (share.value, share.low, share.high, share.status) == (0.75, 0.75, 0.75, FigureStatus.FINAL)


def test_office_share_leaves_the_field_out_of_the_numerator_alone() -> None:
    found = figures(worked("C1", "office", 20), worked("C1", "field", 10), worked("C1", "remote", 10))
    office = found[FigureCode.OFFICE_SHARE, "D", "2025-02", Variant.TOTAL]
    assert (office.numerator, office.denominator, office.value) == (1200, 2400, 0.5)


def test_a_department_is_the_sum_of_hours_and_never_a_mean_of_shares() -> None:
    # 90 of 100 hours and 0 of 10 hours: 90/110, not (0.9 + 0) / 2.
    found = figures(worked("C1", "office", 90), worked("C1", "remote", 10), worked("C2", "remote", 10))
    assert total(found).value == 90 / 110
    assert total(found, "C2").value == 0.0


def test_a_unit_holds_everything_below_it() -> None:
    found = figures(worked("T", "office", 8), worked("C1", "remote", 8))
    assert total(found, "T").value == 1.0
    assert total(found, "C1").value == 0.5
    assert total(found, "D").denominator == 16 * HOUR


def test_unclassified_hours_widen_the_bounds_and_move_no_value() -> None:
    share = total(
        figures(worked("C1", "office", 30), worked("C1", "remote", 10), worked("C1", "unclassified", 10))
    )
    assert (share.value, share.low, share.high) == (0.75, 30 / 50, 40 / 50)
    assert share.status is FigureStatus.PROVISIONAL


def test_exactly_the_limit_is_final_and_one_minute_more_is_provisional() -> None:
    # The limit is 2 %: 2 of 100 hours.
    at_limit = worked("C1", "unclassified", 2)
    assert total(figures(worked("C1", "office", 98), at_limit)).status is FigureStatus.FINAL
    above = at_limit._replace(minutes=2 * HOUR + 1)
    assert total(figures(worked("C1", "office", 98), above)).status is FigureStatus.PROVISIONAL


def test_without_hours_there_is_no_value() -> None:
    share = total(figures(worked("C1", "nonwork", 8)), "C2")
    assert (share.value, share.low, share.high, share.status) == (None, None, None, FigureStatus.NO_HOURS)


def test_with_unclassified_hours_only_there_are_bounds_and_no_value() -> None:
    share = total(figures(worked("C1", "unclassified", 8)))
    assert (share.value, share.low, share.high) == (None, 0.0, 1.0)
    assert share.status is FigureStatus.PROVISIONAL


def test_each_variant_counts_its_own_hours() -> None:
    found = figures(
        worked("C1", "office", 1),
        worked("C1", "office", 2, military=True),
        worked("C1", "office", 4, regular=False),
        worked("C1", "office", 8, remote=True),
        worked("C1", "office", 16, eligible=False),
    )
    hours = {
        variant: found[FigureCode.IN_PERSON_SHARE, "D", "2025-02", variant].denominator // HOUR
        for variant in Variant
    }
    assert hours == {
        Variant.TOTAL: 31,
        Variant.CIVILIAN: 29,
        Variant.MILITARY: 2,
        Variant.REGULAR_EXCL_REMOTE: 19,
        Variant.ELIGIBLE_EXCL_REMOTE: 3,
    }


def test_every_place_is_told_with_its_minutes_and_nonwork_is_in_no_share() -> None:
    share = total(
        figures(worked("C1", "field", 2), worked("C1", "nonwork", 5), worked("C1", "unclassified", 1))
    )
    assert share.minutes == {
        "office": 0,
        "other_facility": 0,
        "field": 120,
        "routine": 0,
        "situational": 0,
        "remote": 0,
        "nonwork": 300,
        "unclassified": 60,
    }
    assert (share.numerator, share.denominator, share.unclassified) == (120, 120, 60)


def test_a_ratio_is_the_nearest_double_of_the_exact_quotient() -> None:
    found = figures(worked("C1", "office", 1), worked("C1", "remote", 2))
    assert repr(total(found).value) == "0.3333333333333333"


def test_every_combination_is_there_worked_or_not() -> None:
    assert len(figures(worked("C1", "office", 1))) == 2 * len(CHAINS) * 2 * len(Variant)
