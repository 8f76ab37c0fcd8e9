from __future__ import annotations

from tests.web.filings.checks.a_case import bridge, case

from dutystation.web.filings.checks.case import NamedPerson
from dutystation.web.filings.checks.one_reason_each import CHECK

ADA, PIA = NamedPerson("ada", "space"), NamedPerson("pia", "none")


def test_one_reason_for_each_person_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case())) == []


def test_nobody_left_to_name_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case(bridge=bridge(not_returned=0, reasons={}), people=()))) == []


def test_a_reason_that_is_not_in_the_list_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(people=(ADA, NamedPerson("pia", "disability"))))
    assert str(block) == "No reason of the list is given for pia."


def test_no_reason_at_all_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(people=(ADA, NamedPerson("pia", ""))))
    assert str(block) == "No reason of the list is given for pia."


def test_two_reasons_for_one_person_stand_in_the_way() -> None:
    [block] = CHECK.blocks(case(people=(ADA, NamedPerson("ada", "none"))))
    assert str(block) == "More than one reason is given for ada."


def test_reasons_that_do_not_add_up_stand_in_the_way() -> None:
    [block] = CHECK.blocks(case(bridge=bridge(reasons={"space": 1})))
    assert str(block) == "2 people have not returned; the reasons add up to 1, and 2 people are named."


def test_a_person_who_is_not_named_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(people=(PIA,)))
    assert str(block) == "2 people have not returned; the reasons add up to 2, and 1 people are named."
