"""Notices are read once, acknowledged by the person alone, and chased at most once a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.test import Client
from tests.web.cast import DAY, NOON, act_of
from tests.web.issued_orders import NORTHERNERS, issue_order, order_with

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.models import Event
from dutystation.web.mail.actions import send_waiting
from dutystation.web.mail.models import Message
from dutystation.web.notices.actions import acknowledge, chase, read, rescind
from dutystation.web.notices.models import Notice
from dutystation.web.notices.queries import Progress, notices_in_sight, progress, total, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

Browse = Callable[[str], Client]
SeenBy = Callable[[str], Sight]
TOMORROW = NOON + timedelta(days=1)


def notice_of(person: str, version: int = 1) -> Notice:
    return Notice.objects.get(person=person, directive__version=version)


def reminders() -> QuerySet[Message]:
    return Message.objects.filter(subject__startswith="Reminder: ")


def take_note(person: str) -> None:
    notice = notice_of(person)
    read(act_of(person), notice.pk)
    acknowledge(act_of(person), notice.pk)


def test_opening_a_notice_marks_it_read_once(browse: Browse) -> None:
    issue_order()
    assert browse("ada").get("/notices/1/").status_code == 200
    first = notice_of("ada").read_at
    assert first is not None
    browse("ada").get("/notices/1/")
    assert notice_of("ada").read_at == first
    event = Event.objects.get(verb="notice.read")
    assert (event.actor, event.about, event.details) == ("ada", "ada", {"version": 1})
    assert notice_of("pia").read_at is None


def test_the_button_acknowledges(browse: Browse) -> None:
    issue_order()
    ada = browse("ada")
    ada.get("/notices/1/")
    page = ada.post("/notices/1/acknowledge/", follow=True).content.decode()
    assert "You have acknowledged the notice." in page
    assert "I have read this notice" not in page
    assert notice_of("ada").acknowledged_at is not None
    assert Event.objects.get(verb="notice.acknowledged").about == "ada"


def test_what_was_not_opened_was_acknowledged_or_asks_nothing_is_refused() -> None:
    issue_order()
    with pytest.raises(Refused, match="not opened"):
        acknowledge(act_of("ada"), notice_of("ada").pk)
    take_note("ada")
    with pytest.raises(Refused, match="already"):
        acknowledge(act_of("ada"), notice_of("ada").pk)
    rescind(act_of("dana"), 1, DAY, "It ends.")
    with pytest.raises(Refused, match="asks nothing"):
        acknowledge(act_of("pia"), notice_of("pia", 2).pk)


def test_an_old_version_stays_readable_and_is_not_acknowledged_any_more(browse: Browse) -> None:
    issue_order()
    issue_order(order_with(("days_per_week: 5", "days_per_week: 4")), replaces=1, reason="Four days.")
    read(act_of("ada"), notice_of("ada").pk)
    with pytest.raises(Refused, match="newer version"):
        acknowledge(act_of("ada"), notice_of("ada").pk)
    page = browse("ada").get("/notices/1/").content.decode()
    assert "5 days a week" in page
    assert "Another one replaces it" in page
    assert "I have read this notice" not in page


def test_the_notice_says_what_is_asked_where_and_what_exceptions_need(browse: Browse) -> None:
    issue_order()
    page = browse("ada").get("/notices/1/").content.decode()
    assert "employees to work at their duty station, whether in an office or in the field" in page
    assert "10 February 2025" in page
    assert "HQ" in page
    assert "Facility, seats, seats assigned, and the day on which this was checked" in page
    assert "Certification by the supervisor and by the agency head or a recorded delegate" in page
    assert page.count("<details") == 14


def test_the_home_page_shows_a_notice_until_it_is_acknowledged(browse: Browse, sight: SeenBy) -> None:
    issue_order()
    page = browse("ada").get("/").content.decode()
    assert "Read and acknowledge the notice: DHS return to in-person work, 2025" in page
    assert [(wait.address, wait.due_on) for wait in waiting(sight("ada"), DAY)] == [
        ("/notices/1/", DAY + timedelta(days=7))
    ]
    take_note("ada")
    assert waiting(sight("ada"), DAY) == []
    assert "Nothing waits for you." in browse("ada").get("/").content.decode()


def test_the_policy_office_hears_at_home_when_the_day_has_passed(sight: SeenBy) -> None:
    issue_order(reach=NORTHERNERS)
    assert waiting(sight("dana"), DAY + timedelta(days=7)) == []
    late = waiting(sight("dana"), DAY + timedelta(days=8))
    assert [wait.address for wait in late] == ["/orders/1/"]
    assert waiting(sight("gale"), DAY + timedelta(days=8)) == []


def test_the_policy_office_sees_counts_per_component_and_no_names(browse: Browse) -> None:
    Person.objects.filter(pk="pia").update(email="")
    issue_order()
    send_waiting(NOON)
    read(act_of("eve"), notice_of("eve").pk)
    take_note("ada")
    rows = progress(1)
    assert rows == [
        Progress("Department of Rivers", 3, 3, 0, 3, 0),
        Progress("Northern Division", 9, 8, 1, 9, 1),
        Progress("Southern Division", 3, 3, 1, 3, 0),
    ]
    assert total(rows, "all") == Progress("all", 15, 14, 2, 15, 1)
    page = browse("dana").get("/orders/1/").content.decode()
    assert "Northern Division" in page
    assert not [name for name in ("Ada", "Pia", "Boris", "Eve") if name in page]
    assert browse("dana").get("/notices/1/people/").status_code == 404


def test_human_resources_see_the_names_of_their_own_people_alone(sight: SeenBy) -> None:
    issue_order()
    take_note("ada")

    def seen(who: str, state: str = "", search: str = "") -> list[str]:
        found = notices_in_sight(sight(who), 1, state=state, search=search)
        return list(found.values_list("person_id", flat=True))

    assert seen("chen") == ["ada", "boris", "chen", "finn", "hanna", "lena", "noor", "omar", "pia"]
    assert seen("eric") == ["eric", "erin", "eve"]
    assert seen("boris") == ["ada", "boris", "pia"]
    assert seen("chen", state="acknowledged") == ["ada"]
    assert seen("boris", state="open") == ["boris", "pia"]
    assert seen("chen", search="PI") == ["pia"]
    assert seen("eric", search="ad") == []


def test_looking_at_names_is_an_event(browse: Browse) -> None:
    issue_order()
    browse("chen").get("/notices/1/people/")
    event = Event.objects.get(verb="notice.list_viewed")
    assert (event.actor, event.subject) == ("chen", "order:1")


def test_a_list_of_many_people_takes_the_same_queries_and_fifty_a_page(
    browse: Browse, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    numbers = [f"n{number:03}" for number in range(200)]
    Person.objects.bulk_create(
        Person(person=number, name=number, unit_id="BANK", on_rolls=True, population="civilian")
        for number in numbers
    )
    issue_order()
    chen, dana = browse("chen"), browse("dana")
    for asked in ("", "?page=3&state=open", "?search=n"):
        with django_assert_max_num_queries(15):
            page = chen.get(f"/notices/1/people/{asked}").content.decode()
        assert page.count('<th scope="row">') == 50
    with django_assert_max_num_queries(15):
        dana.get("/orders/1/")


def test_one_click_reminds_those_who_have_not_acknowledged(browse: Browse) -> None:
    Person.objects.filter(pk="pia").update(email="")
    Person.objects.filter(pk="omar").update(on_rolls=False)
    issue_order()
    take_note("ada")
    Person.objects.filter(pk="boris").update(on_rolls=False)
    chased = chase(act_of("dana", TOMORROW), 1)
    assert chased.people == 12  # 14 told, without ada and boris
    assert reminders().count() == 11  # and without pia, who has no address
    assert not reminders().filter(to__in=["ada", "boris", "omar", "pia"]).exists()
    assert Event.objects.get(verb="notice.chased").details == {"version": 1, "people": 12}
    assert notice_of("pia").chased_at == TOMORROW
    assert notice_of("ada").chased_at is None
    page = browse("dana").get("/orders/1/").content.decode()
    assert "4 February 2025, 12:00: 12 people who had not acknowledged, by Dana" in page


def test_reminders_go_out_at_most_once_a_day() -> None:
    issue_order()
    chase(act_of("dana"), 1)
    with pytest.raises(Refused, match="today already"):
        chase(act_of("dana", NOON + timedelta(hours=11)), 1)  # 11 p.m. of the same day
    chase(act_of("dana", NOON + timedelta(hours=13)), 1)  # 1 a.m. of the next
    assert reminders().count() == 30


def test_nobody_is_reminded_of_a_version_that_was_replaced() -> None:
    issue_order()
    rescind(act_of("dana"), 1, DAY, "It ends.")
    with pytest.raises(Refused, match="newest"):
        chase(act_of("dana"), 1)
    with pytest.raises(Refused, match="Nobody is left"):
        chase(act_of("dana"), 2)


def test_a_mail_holds_a_name_and_a_link_and_nothing_of_the_order_but_its_title() -> None:
    issue_order()
    chase(act_of("dana"), 1)
    send_waiting(NOON)
    sent = [message for message in mail.outbox if message.to == ["ada@rivers.example"]]
    assert [message.subject.partition(":")[0] for message in sent] == ["Notice", "Reminder"]
    assert all(len(message.body) < 200 for message in sent)
