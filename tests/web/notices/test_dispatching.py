"""Many people are told of an order afterwards, some at a time, and once, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from tests.web.cast import DAY, EMPLOYEES, NOON, act_of
from tests.web.issued_orders import NORTHERNERS, issue_order

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import sentence
from dutystation.web.mail.models import Message
from dutystation.web.notices import dispatching
from dutystation.web.notices.actions import add_newcomers, chase, rescind
from dutystation.web.notices.daily import work_of_the_day
from dutystation.web.notices.dispatching import dispatch_all, dispatch_some
from dutystation.web.notices.models import Dispatch, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Browse = Callable[[str], Client]
TOLD_BY = act_of(SYSTEM, NOON + timedelta(minutes=5))
BY_ID = sorted(EMPLOYEES)


@pytest.fixture(autouse=True)
def four_at_a_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the fifteen of the department none is told in the request, since they are more than five."""
    settings.TOLD_AT_ONCE = 5
    monkeypatch.setattr(dispatching, "AT_ONCE", 4)


def told(version: int = 1) -> list[str]:
    notices = Notice.objects.filter(directive__version=version)
    return sorted(notices.values_list("person", flat=True))


def test_the_request_tells_nobody_of_many_and_says_how_many_wait() -> None:
    issue_order()
    assert told() == []
    assert not Message.objects.exists()
    dispatch = Dispatch.objects.get()
    assert (dispatch.what, dispatch.people, dispatch.told, dispatch.closed_at) == ("notices", 15, 0, None)
    assert Event.objects.get(verb="directive.issued").details["people"] == 15


def test_few_people_are_told_in_the_request(settings: Settings) -> None:
    settings.TOLD_AT_ONCE = 15
    issue_order()
    assert told() == BY_ID
    assert Dispatch.objects.get().closed_at == NOON
    assert not dispatch_some(TOLD_BY)
    assert not Event.objects.filter(verb="notice.dispatched").exists()


def test_then_four_at_a_time_are_told_in_the_order_of_their_ids() -> None:
    issue_order()
    assert [dispatch_some(TOLD_BY) for _ in range(6)] == [4, 4, 4, 3, 0, None]
    assert told() == BY_ID
    assert set(Notice.objects.values_list("delivered_at", flat=True)) == {TOLD_BY.at}
    assert Message.objects.count() == 15
    event = Event.objects.get(verb="notice.dispatched")
    assert sentence(event.verb, event.details) == "told 15 people of version 1 (notices)"


def test_a_batch_that_fails_leaves_nothing_behind_and_is_done_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    issue_order()
    dispatch_some(TOLD_BY)
    with monkeypatch.context() as broken:
        broken.setattr(Notice.objects, "bulk_create", lambda rows: [*rows, 1 / 0])
        with pytest.raises(ZeroDivisionError):
            dispatch_some(TOLD_BY)
    assert (told(), Message.objects.count()) == (BY_ID[:4], 4)
    dispatch_all(TOLD_BY)
    assert (told(), Message.objects.count()) == (BY_ID, 15)


def test_somebody_who_is_told_late_has_as_many_days() -> None:
    issue_order()
    dispatch_all(act_of(SYSTEM, NOON + timedelta(days=1)))
    assert set(Notice.objects.values_list("due_on", flat=True)) == {date(2025, 2, 11)}


def test_a_new_version_stops_the_old_one_where_it_has_come_to() -> None:
    issue_order()
    dispatch_some(TOLD_BY)  # ada, boris, chen, dana
    issue_order(reach=NORTHERNERS, replaces=1, reason="The north alone.")
    dispatch_all(TOLD_BY)
    assert told(1) == BY_ID[:4]
    north = [person for person, unit in EMPLOYEES.items() if unit in ("NORTH", "BANK")]
    assert told(2) == sorted([*north, "dana"])  # who had been told, and is reached no longer
    assert Notice.objects.get(directive__version=2, person="dana").due_on is None
    assert not Dispatch.objects.filter(closed_at=None).exists()


def test_a_rescission_reaches_whoever_had_been_told() -> None:
    issue_order()
    dispatch_some(TOLD_BY)
    dispatch_some(TOLD_BY)
    rescind(act_of("dana"), 1, DAY, "It ends.")
    assert told(2) == []
    dispatch_all(TOLD_BY)
    assert told(2) == BY_ID[:8]
    assert dispatch_some(TOLD_BY) is None


def test_reminders_to_many_are_written_afterwards_too() -> None:
    issue_order()
    with pytest.raises(Refused, match="still being told"):
        chase(act_of("dana"), 1)
    dispatch_all(TOLD_BY)
    assert chase(act_of("dana"), 1).people == 15
    assert Message.objects.count() == 15
    Notice.objects.filter(person="ada").update(acknowledged_at=NOON)
    dispatch_all(TOLD_BY)
    reminded = Message.objects.filter(subject__startswith="Reminder").values_list("to", flat=True)
    assert sorted(reminded) == BY_ID[1:]  # without ada, who has acknowledged it meanwhile
    assert Notice.objects.get(person="ada").chased_at is None


def test_nobody_is_a_newcomer_while_people_are_being_told() -> None:
    issue_order()
    dispatch_some(TOLD_BY)
    assert add_newcomers(TOLD_BY) == 0
    Person.objects.create(person="zoe", unit_id="BANK", on_rolls=True, population="civilian")
    work_of_the_day(TOLD_BY)
    assert told() == [*BY_ID, "zoe"]
    assert not Event.objects.filter(verb="notice.added_to_newcomers").exists()


def test_many_newcomers_are_told_in_the_work_of_the_day() -> None:
    issue_order()
    dispatch_all(TOLD_BY)
    Person.objects.bulk_create(
        Person(person=person, unit_id="BANK", on_rolls=True, population="civilian") for person in "uvwxyz"
    )
    work_of_the_day(TOLD_BY)
    assert len(told()) == 21
    assert Event.objects.get(verb="notice.added_to_newcomers").details == {"version": 1, "people": 6}


def test_the_page_says_how_far_it_is_and_looks_again_until_everybody_is_told(browse: Browse) -> None:
    issue_order()
    dispatch_some(TOLD_BY)
    dana = browse("dana")
    page = dana.get("/orders/1/").content.decode()
    assert "Notices are being written: 4 of 15 people have theirs." in page
    assert 'hx-get="/orders/1/" hx-trigger="every 5s"' in page
    assert "Reminders can be written once everybody is." in page
    part = dana.get("/orders/1/", headers={"HX-Request": "true"}).content.decode()
    assert "4 of 15 people" in part
    assert "<html" not in part
    dispatch_all(TOLD_BY)
    page = dana.get("/orders/1/").content.decode()
    assert "being written" not in page
    assert "hx-trigger" not in page
    assert "Remind 15 people" in page
