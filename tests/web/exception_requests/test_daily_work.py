"""What happens by itself: approvals end, people are reminded, what rests on something gone is reopened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.web.cast import NOON
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.exception_requests import daily
from dutystation.web.exception_requests.daily import work_of_the_day
from dutystation.web.exception_requests.ending import lapse
from dutystation.web.exception_requests.models import Decision, ExpiryReminder
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.mail.models import Message

Cast = dict[str, Person]


def on(day: str) -> Act:
    return Act(SYSTEM, datetime.combine(date.fromisoformat(day), NOON.timetz()))


def test_an_approval_ends_by_itself_on_the_day_after_its_last(cast: Cast) -> None:
    case = Case(cast).approved()  # until 10 April
    work_of_the_day(on("2025-04-10"))
    assert case.request.state == State.APPROVED
    work_of_the_day(on("2025-04-11"))
    assert case.request.state == State.LAPSED
    first, second = Decision.objects.order_by("pk")
    assert (second.outcome, second.previous, second.decided_by) == ("lapsed", first, None)
    work_of_the_day(on("2025-04-11"))
    assert Decision.objects.count() == 2


def test_the_person_is_reminded_thirty_fourteen_and_three_days_before_and_once_each(cast: Cast) -> None:
    Case(cast).approved()
    Message.objects.all().delete()
    reminded = []
    day = date(2025, 3, 1)
    while day <= date(2025, 4, 10):
        for _ in range(2):
            work_of_the_day(on(day.isoformat()))
        if Message.objects.exists():
            reminded.append(day.isoformat())
            Message.objects.all().delete()
        day += timedelta(days=1)
    assert reminded == ["2025-03-11", "2025-03-27", "2025-04-07"]
    assert list(ExpiryReminder.objects.order_by("pk").values_list("days", flat=True)) == [30, 14, 3]


def test_who_has_an_approval_that_is_looked_at_again_is_reminded_of_its_last_day_too(cast: Cast) -> None:
    case = Case(cast).approved()
    do(Verb.REOPEN, case)
    work_of_the_day(on("2025-04-08"))
    assert list(ExpiryReminder.objects.values_list("days", flat=True)) == [3]


def test_who_has_given_an_approval_up_is_not_reminded_of_its_end(cast: Cast) -> None:
    case = Case(cast).approved()
    case.day = date(2025, 2, 12)
    do(Verb.WITHDRAW, case)
    work_of_the_day(on("2025-02-12"))
    assert not ExpiryReminder.objects.exists()


def test_a_day_that_was_missed_is_made_up_for_with_one_reminder(cast: Cast) -> None:
    Case(cast).approved()
    work_of_the_day(on("2025-04-08"))
    assert list(ExpiryReminder.objects.values_list("days", flat=True)) == [3]


def test_a_legal_impediment_reopens_when_the_bargaining_unit_changes(cast: Cast) -> None:
    case = Case(cast, Ground.LEGAL_IMPEDIMENT).approved()
    work_of_the_day(on("2025-02-11"))
    assert case.request.state == State.APPROVED
    Person.objects.filter(pk="ada").update(bargaining_unit="LOCAL-7")
    work_of_the_day(on("2025-02-12"))
    assert case.request.state == State.IN_REVIEW


def test_a_request_of_which_it_fails_keeps_no_other_one_from_its_turn(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = Case(cast).approved(), Case(cast).approved()

    def lapses_all_but_one(act: Act, number: int) -> object:
        if number == broken.number:
            raise ValueError
        return lapse(act, number)

    monkeypatch.setattr(daily, "lapse", lapses_all_but_one)
    with pytest.raises(ExceptionGroup) as found:
        work_of_the_day(on("2025-04-11"))
    assert [type(problem) for problem in found.value.exceptions] == [ValueError]
    assert (broken.request.state, sound.request.state) == (State.APPROVED, State.LAPSED)
