"""Two people act on one request in the same moment: one wins, the other is told, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker
from tests.web.cast import DAY, act_of
from tests.web.committed_rows import at_once, emptied_afterwards
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.errors import Refused
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.models import Event
from dutystation.web.audit.queries import broken_at
from dutystation.web.exception_requests import ending
from dutystation.web.exception_requests.models import Decision
from dutystation.web.exception_requests.rules import Verb


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database with what is committed in it; empty again afterwards."""
    with django_db_blocker.unblock(), emptied_afterwards():
        yield


def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(cast: dict[str, Person]) -> None:
    grant_role(act_of("root"), cast["omar"], Role.AGENCY_HEAD, Unit.objects.get(pk="RIVERS"), DAY)
    case = Case(cast).ready()
    found = at_once(lambda: do(Verb.APPROVE, case, "gale"), lambda: do(Verb.DENY, case, "omar"))
    [refused] = [problem for problem in found if problem is not None]
    assert isinstance(refused, Refused)
    assert "Load the page again" in str(refused)
    [decision] = Decision.objects.all()
    assert case.request.state == ("approved" if decision.outcome == "approved" else "denied")
    assert Event.objects.filter(verb="request.decided").count() == 1


def test_the_requester_withdraws_while_somebody_decides(cast: dict[str, Person]) -> None:
    case = Case(cast).ready()

    def withdraw() -> None:
        """As from a page on which nothing was approved yet."""
        ending.withdraw(case.act("ada"), case.number)

    found = at_once(lambda: do(Verb.APPROVE, case), withdraw)
    assert [type(problem) for problem in found if problem is not None] == [Refused]
    assert Decision.objects.count() == (1 if case.request.state == "approved" else 0)


def test_many_who_act_at_once_leave_one_whole_chain_of_events(cast: dict[str, Person]) -> None:
    cases = [Case(cast).submitted() for _ in range(6)]
    found = at_once(*(lambda case=case: do(Verb.ACKNOWLEDGE, case) for case in cases))
    assert found == [None] * 6
    assert broken_at() is None
    assert Event.objects.filter(verb="request.acknowledged").count() == 6
