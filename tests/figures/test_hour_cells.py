"""Contract section 5: whose hours count in which variant, and that units and periods are sums."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dutystation.figures.hour_cells import HourCell, rolled_up, variants_of
from dutystation.terms.figure import Variant
from dutystation.terms.place import ALL_PLACES

REGULAR, ELIGIBLE = Variant.REGULAR_EXCL_REMOTE, Variant.ELIGIBLE_EXCL_REMOTE
KINDS: Mapping[tuple[bool, bool, bool, bool], tuple[Variant, ...]] = {
    # Military, remote, eligible, regular; what they count in besides the total.
    (False, False, True, True): (Variant.CIVILIAN, REGULAR, ELIGIBLE),
    (False, False, False, True): (Variant.CIVILIAN, REGULAR),
    (False, False, True, False): (Variant.CIVILIAN,),
    (False, True, True, True): (Variant.CIVILIAN,),
    (True, False, True, True): (Variant.MILITARY, REGULAR, ELIGIBLE),
    (True, False, False, True): (Variant.MILITARY, REGULAR),
    (True, False, True, False): (Variant.MILITARY,),
    (True, True, False, False): (Variant.MILITARY,),
}


@pytest.mark.parametrize("kind", KINDS)
def test_all_hours_are_in_the_total_and_in_the_variants_they_belong_to(
    kind: tuple[bool, bool, bool, bool],
) -> None:
    military, remote, eligible, regular = kind
    found = variants_of(military=military, remote=remote, eligible=eligible, regular=regular)
    assert found == (Variant.TOTAL, *KINDS[kind])


def cell(org_unit: str, period: str, place: str, minutes: int, *, military: bool = False) -> HourCell:
    return HourCell(
        org_unit, period, place, military, remote=False, eligible=True, regular=True, minutes=minutes
    )


CHAINS = {"T": ("T", "C1", "D"), "C1": ("C1", "D"), "C2": ("C2", "D"), "D": ("D",)}


def test_a_unit_is_the_sum_of_itself_and_everything_below_it_and_all_the_sum_of_the_periods() -> None:
    sums = rolled_up(
        [
            cell("T", "2025-02", "office", 1),
            cell("T", "2025-03", "office", 2),
            cell("C1", "2025-02", "office", 4, military=True),
            cell("C2", "2025-02", "office", 8),
            cell("D", "2025-02", "remote", 16),
            cell("T", "2025-02", "office", 32),
        ],
        CHAINS,
    )

    def minutes(org_unit: str, period: str, place: str, variant: Variant = Variant.TOTAL) -> int:
        return sums[org_unit, period, variant][ALL_PLACES.index(place)]

    assert [minutes(unit, "2025-02", "office") for unit in ("T", "C1", "C2", "D")] == [33, 37, 8, 45]
    assert [minutes(unit, "2025-03", "office") for unit in ("T", "C1", "C2", "D")] == [2, 2, 0, 2]
    assert [minutes(unit, "all", "office") for unit in ("T", "C1", "C2", "D")] == [35, 39, 8, 47]
    assert minutes("D", "all", "remote") == 16
    assert minutes("C1", "all", "remote") == 0
    assert minutes("C1", "all", "office", Variant.MILITARY) == 4
    assert minutes("C1", "all", "office", Variant.CIVILIAN) == 35
