from __future__ import annotations

from tests.web.filings.checks.a_case import case

from dutystation.web.filings.checks.newest_run import CHECK


def test_the_newest_run_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_a_run_that_was_received_since_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(newest_run="run-3"))
    assert str(block) == "It comes from the run run-2, and the run run-3 was received since."
