"""Days at the ends of the calendar are days: whoever gives one gets an answer in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.web.exception_requests.cases import ORDER, Case, do

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests import deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.models import Decision
from dutystation.web.exception_requests.rules import Objection, State, Verb, objection_to_term, review_on

Cast = dict[str, Person]
Browse = Callable[[str], Client]
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
FOUR_MONTHS = ORDER.grounds[Ground.OTHER_COMPELLING].term
A_YEAR = ORDER.grounds[Ground.MILITARY_SPOUSE].term


def test_four_months_before_the_end_of_the_calendar_reach_to_its_end() -> None:
    assert objection_to_term(date(9999, 12, 1), LAST, FOUR_MONTHS) is None
    assert objection_to_term(date(9999, 8, 30), LAST, FOUR_MONTHS) is Objection.TOO_LONG
    assert objection_to_term(date(9999, 8, 31), LAST, FOUR_MONTHS) is None
    assert objection_to_term(FIRST, date(1, 5, 2), FOUR_MONTHS) is Objection.TOO_LONG


def test_what_begins_on_the_last_day_is_looked_at_on_it() -> None:
    assert review_on(LAST, None, A_YEAR) == LAST


def test_a_draft_to_the_end_of_the_calendar_is_handed_in_and_one_for_too_long_is_refused(cast: Cast) -> None:
    case = Case(cast).drafted(from_day=date(9999, 12, 1), until_day=LAST)
    do(Verb.SUBMIT, case)
    assert case.request.state == State.SUBMITTED
    too_long = Case(cast).drafted(until_day=LAST)
    with pytest.raises(Refused, match="last 4 months at most"):
        do(Verb.SUBMIT, too_long)


def test_an_approval_can_begin_on_the_last_day_of_the_calendar(cast: Cast, browse: Browse) -> None:
    case = Case(cast, Ground.MILITARY_SPOUSE).ready(from_day=LAST)
    deciding.approve(case.act("chen"), case.sight("chen"), case.number, Terms("So."))
    assert Decision.objects.get().review_on == LAST
    assert browse("ada").get(f"/requests/{case.number}/").status_code == 200
