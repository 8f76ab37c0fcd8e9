from __future__ import annotations

from tests.web.filings.checks.a_case import bridge, case

from dutystation.web.filings.checks.bridge_balances import CHECK


def test_four_statuses_that_add_up_to_the_rolls_are_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_a_person_too_many_on_the_rolls_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(bridge=bridge(on_rolls=10)))
    assert str(block) == "The four statuses add up to 9 people, and 10 are on the rolls."


def test_a_component_of_which_the_run_knows_nobody_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(bridge=None))
    assert str(block) == "The run knows nobody of this component."
