from __future__ import annotations

from tests.web.filings.checks.a_case import case

from dutystation.web.filings.checks.no_silent_delay import CHECK


def test_no_request_beyond_its_limit_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_a_request_beyond_its_limit_with_a_note_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case(overdue={12: True}))) == []


def test_requests_beyond_their_limit_without_a_note_are_named_by_number() -> None:
    [block] = CHECK.blocks(case(overdue={12: True, 9: False, 7: False}))
    assert str(block) == "Requests are undecided beyond their limit, and no note says why: 7, 9."
