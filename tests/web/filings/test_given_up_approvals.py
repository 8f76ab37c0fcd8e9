"""An approval that its person has given up: counted while it holds, and from the next day on in the way.

Ada's approval for want of a seat, and one of boris's on a protected ground, hold since 10 February 2025; both
are given up on the 18th.
"""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.exception_requests.cases import Case
from tests.web.filings.reports import Reports

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.exception_requests import deciding, ending
from dutystation.web.filings.models import Version

THE_DAY, THE_NEXT = date(2025, 2, 18), date(2025, 2, 19)


def given_up(reports: Reports, person: str) -> None:
    ending.withdraw(reports.act(person), reports.cases[person], sure=True)


def accommodation(version: Version) -> dict[str, object]:
    found: dict[str, object] = version.content["registers"]["accommodation"]
    return found


def test_it_is_named_with_the_day_on_which_it_ends(reports: Reports) -> None:
    given_up(reports, "ada")
    ada = reports.prepared().people.get(person="ada")
    assert (ada.starts_on, ada.ends_on) == (date(2025, 2, 10), THE_DAY)
    assert ada.evidence.startswith(f"request:{reports.cases['ada']}, ")


def test_it_is_not_counted_from_the_next_day_on(reports: Reports) -> None:
    given_up(reports, "ada")
    reports.prepared()
    reports.on(THE_NEXT)
    with pytest.raises(Refused, match=r"Approvals that are counted have ended: ada \(2025-02-18\)"):
        reports.certified()


def test_one_that_was_looked_at_again_is_no_other(reports: Reports) -> None:
    case = Case(reports.cast, Ground.SPACE, number=reports.cases["ada"], day=date(2025, 2, 11))
    deciding.reopen(case.act("finn"), case.number, "another look", case.sight("finn"))
    given_up(reports, "ada")
    reports.prepared()
    reports.on(THE_NEXT)
    with pytest.raises(Refused, match=r"Approvals that are counted have ended: ada \(2025-02-18\)"):
        reports.certified()


def test_a_protected_one_is_counted_as_ended_and_still_took_the_days_it_took(reports: Reports) -> None:
    before = accommodation(reports.prepared())
    assert (before["granted"], before["ended"], before["median_business_days"]) == (1, 0, 0.0)
    given_up(reports, "boris")
    after = accommodation(reports.prepared("Boris has given up what was approved."))
    assert (after["requests"], after["granted"], after["ended"]) == (1, 0, 1)
    assert after["median_business_days"] == 0.0  # asked and decided on 3 February


def test_what_was_found_to_hold_still_took_no_longer_for_that(reports: Reports) -> None:
    case = Case(reports.cast, Ground.DISABILITY, number=reports.cases["boris"], day=date(2025, 2, 17))
    deciding.confirm(case.act("noor"), case.sight("noor"), case.number, "It still is so.")
    assert accommodation(reports.prepared())["median_business_days"] == 0.0


def test_one_withdrawn_before_a_decision_is_left_out(reports: Reports) -> None:
    asked = Case(reports.cast, Ground.DISABILITY, person="pia").submitted()
    ending.withdraw(reports.act("pia"), asked.number)
    assert accommodation(reports.prepared())["requests"] == 1  # boris's
