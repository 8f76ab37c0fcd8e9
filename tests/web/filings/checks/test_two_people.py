from __future__ import annotations

from tests.web.filings.checks.a_case import case

from dutystation.web.filings.checks.two_people import CHECK


def test_a_certifier_who_did_not_prepare_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_nobody_about_to_certify_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case(preparer="", certifier=""))) == []


def test_whoever_prepared_it_stands_in_their_own_way() -> None:
    [block] = CHECK.blocks(case(preparer="hanna", certifier="hanna"))
    assert str(block) == "You prepared this version yourself."
