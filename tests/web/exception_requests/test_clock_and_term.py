"""Until when a request is decided, and how long an exception may last. Counted by hand on a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutystation.directives.load import load_directive
from dutystation.terms.ground import Ground
from dutystation.web.exception_requests.rules import (
    Clock,
    Objection,
    Vote,
    clock,
    objection_to_term,
    objection_to_vote,
    outstanding,
    review_on,
)
from dutystation.web.exception_requests.wording import objection_words

ORDER = load_directive("dhs-2025")
RULES = ORDER.rules_on(date(2025, 2, 3))


def test_five_fifteen_and_thirty_business_days_are_counted_over_holidays() -> None:
    # From Friday 17 January: Monday 20 January is a holiday, Monday 17 February too.
    assert clock(date(2025, 1, 17), [], RULES) == Clock(
        acknowledge_by=date(2025, 1, 27), decide_by=date(2025, 2, 10), limit=date(2025, 3, 4)
    )


def test_business_days_of_a_pause_do_not_count() -> None:
    # Documents are asked for on Friday 7 February and come on Wednesday 12: three business days.
    paused = clock(date(2025, 2, 3), [(date(2025, 2, 7), date(2025, 2, 12))], RULES)
    assert paused.decide_by == date(2025, 2, 28)  # without the pause Tuesday 25 February
    assert paused.acknowledge_by == date(2025, 2, 10)


def test_a_request_is_late_after_the_fifteenth_and_overdue_after_the_thirtieth_day() -> None:
    days = clock(date(2025, 1, 17), [], RULES)
    assert not days.is_late(date(2025, 2, 10))
    assert days.is_late(date(2025, 2, 11))
    assert not days.is_overdue(date(2025, 3, 4))
    assert days.is_overdue(date(2025, 3, 5))


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(begun=DAYS, asked=st.integers(0, 20), waited=st.integers(0, 40))
def test_a_pause_never_brings_a_deadline_nearer(begun: date, asked: int, waited: int) -> None:
    first = begun + timedelta(days=asked)
    without = clock(begun, [], RULES)
    paused = clock(begun, [(first, first + timedelta(days=waited))], RULES)
    assert paused.decide_by >= without.decide_by
    assert paused.limit - paused.decide_by >= timedelta(days=15)
    assert paused.acknowledge_by == without.acknowledge_by


@given(begun=DAYS, later=st.integers(0, 30))
def test_who_asks_later_is_never_answered_earlier(begun: date, later: int) -> None:
    first, second = clock(begun, [], RULES), clock(begun + timedelta(days=later), [], RULES)
    assert first.decide_by <= second.decide_by
    assert first.limit <= second.limit


@pytest.mark.parametrize(
    ("ground", "last", "objection"),
    [
        (Ground.OTHER_COMPELLING, "2025-06-10", None),  # four months to the day
        (Ground.OTHER_COMPELLING, "2025-06-11", Objection.TOO_LONG),
        (Ground.OTHER_COMPELLING, None, Objection.NO_LAST_DAY),
        (Ground.OTHER_COMPELLING, "2025-02-09", Objection.ENDS_BEFORE_IT_BEGINS),
        (Ground.DISABILITY, None, None),
    ],
)
def test_an_exception_lasts_as_long_as_the_order_lets_it(
    ground: Ground, last: str | None, objection: Objection | None
) -> None:
    end = None if last is None else date.fromisoformat(last)
    assert objection_to_term(date(2025, 2, 10), end, ORDER.grounds[ground].term) == objection


def test_an_objection_to_how_long_it_lasts_says_how_long_it_may() -> None:
    term = ORDER.grounds[Ground.OTHER_COMPELLING].term
    assert objection_words(Objection.TOO_LONG, term) == (
        "The order lets one approval on this ground last 4 months at most."
    )


def test_an_exception_is_looked_at_again_unless_it_ends_before() -> None:
    term = ORDER.grounds[Ground.SPACE].term  # every three months
    assert review_on(date(2025, 2, 10), date(2025, 12, 31), term) == date(2025, 5, 10)
    assert review_on(date(2025, 2, 10), date(2025, 5, 10), term) is None
    assert review_on(date(2025, 2, 10), None, term) == date(2025, 5, 10)


def test_an_agreement_counts_in_its_own_round() -> None:
    roles = ("supervisor", "agency_head")
    votes = [Vote("supervisor", "boris", 1, agreed=True)]
    assert outstanding(roles, votes, 1) == ("agency_head",)
    assert outstanding(roles, votes, 2) == roles


def test_the_same_person_does_not_agree_in_two_roles() -> None:
    votes = [Vote("supervisor", "boris", 1, agreed=True)]
    assert objection_to_vote("boris", votes, 1, reconsidering=False) is Objection.AGREED_ALREADY
    assert objection_to_vote("gale", votes, 1, reconsidering=False) is None


def test_a_denial_is_looked_at_again_by_others() -> None:
    votes = [Vote("agency_head", "gale", 1, agreed=False)]
    assert objection_to_vote("gale", votes, 2, reconsidering=True) is Objection.DECIDED_BEFORE
    assert objection_to_vote("gale", votes, 2, reconsidering=False) is None
    assert objection_to_vote("omar", votes, 2, reconsidering=True) is None
