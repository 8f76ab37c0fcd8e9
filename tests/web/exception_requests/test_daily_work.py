"""What happens by itself: approvals end, people are reminded, what rests on something gone is reopened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
from tests.web.cast import NOON
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.exception_requests import daily
from dutystation.web.exception_requests.daily import work_of_the_day
from dutystation.web.exception_requests.ending import lapse
from dutystation.web.exception_requests.models import Decision, ExpiryReminder, Request
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


@pytest.fixture
def full_house(cast: Cast) -> Facility:
    """Fourteen seats for the fifteen people of the cast."""
    return Facility.objects.create(
        facility="HQ", name="Head office", seats=14, readers="entry", timezone="America/New_York", run="r"
    )


def test_extensions_for_want_of_a_seat_reopen_when_seats_appear(cast: Cast, full_house: Facility) -> None:
    case = Case(cast, Ground.SPACE).approved()
    work_of_the_day(on("2025-02-11"))
    # With ada away fourteen people have fourteen seats: none is free for her.
    assert case.request.state == State.APPROVED
    Facility.objects.update(seats=15)
    work_of_the_day(on("2025-02-12"))
    assert case.request.state == State.IN_REVIEW
    assert case.request.reconsiderations.get().what == "Seats free at HQ: 1."
    assert Decision.objects.get().outcome == "approved"


def test_a_legal_impediment_reopens_when_the_bargaining_unit_changes(cast: Cast) -> None:
    case = Case(cast, Ground.LEGAL_IMPEDIMENT).approved()
    work_of_the_day(on("2025-02-11"))
    assert case.request.state == State.APPROVED
    Person.objects.filter(pk="ada").update(bargaining_unit="LOCAL-7")
    work_of_the_day(on("2025-02-12"))
    assert case.request.state == State.IN_REVIEW


def test_one_seat_reopens_one_extension_and_not_another_on_the_next_day(
    cast: Cast, full_house: Facility
) -> None:
    older, younger = (Case(cast, Ground.SPACE).approved() for _ in range(2))
    Request.objects.filter(pk=younger.number).update(person="pia")
    Facility.objects.update(seats=14)
    # With ada and pia away thirteen people have fourteen seats: one is free.
    for day in ("2025-02-11", "2025-02-12"):
        work_of_the_day(on(day))
        assert (older.request.state, younger.request.state) == (State.IN_REVIEW, State.APPROVED)
    Facility.objects.update(seats=15)
    work_of_the_day(on("2025-02-13"))
    assert younger.request.state == State.IN_REVIEW


def test_a_day_without_work_asks_as_often_whatever_the_number_of_facilities(
    cast: Cast,
    full_house: Facility,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    with django_assert_num_queries(6):
        work_of_the_day(on("2025-02-11"))
    for number in range(40):
        Facility.objects.create(
            facility=f"F{number}", name="Another", seats=3, readers="entry", timezone="America/New_York"
        )
    with django_assert_num_queries(6):
        work_of_the_day(on("2025-02-11"))


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
