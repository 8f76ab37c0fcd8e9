from __future__ import annotations

from datetime import date

from tests.web.filings.checks.a_case import case

from dutystation.web.filings.checks.case import NamedPerson
from dutystation.web.filings.checks.no_ended_approval import CHECK

DAY = date(2025, 2, 19)


def people(ended_on: date | None) -> tuple[NamedPerson, ...]:
    return (NamedPerson("ada", "space", ended_on), NamedPerson("pia", "none"))


def test_an_approval_without_an_end_is_in_nobodys_way() -> None:
    assert list(CHECK.blocks(case(day=DAY, people=people(None)))) == []


def test_an_approval_holds_on_its_last_day() -> None:
    assert list(CHECK.blocks(case(day=DAY, people=people(DAY)))) == []


def test_an_approval_that_ended_yesterday_stands_in_the_way() -> None:
    [block] = CHECK.blocks(case(day=DAY, people=people(date(2025, 2, 18))))
    assert str(block) == "Approvals that are counted have ended: ada (2025-02-18)."


def test_of_many_the_first_are_named_and_the_others_counted() -> None:
    many = tuple(NamedPerson(f"p{number}", "space", date(2025, 2, 1)) for number in range(7))
    [block] = CHECK.blocks(case(day=DAY, people=many))
    assert str(block).endswith("p4 (2025-02-01) and 2 more.")
