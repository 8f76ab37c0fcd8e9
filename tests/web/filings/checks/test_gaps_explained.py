from __future__ import annotations

from tests.web.filings.checks.a_case import case

from dutystation.web.filings.checks.gaps_explained import CHECK

GAP = "time_records of NORTH for 2025-02"


def test_complete_deliveries_are_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_a_missing_delivery_that_is_explained_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case(gaps={GAP: True}))) == []


def test_a_missing_delivery_without_a_word_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(gaps={GAP: False, "roster of NORTH for 2025-02": True}))
    assert str(block) == "Deliveries are missing, and nothing says why: time_records of NORTH for 2025-02."
