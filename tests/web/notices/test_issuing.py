"""An order is issued to people; each of them gets one notice, and no version is ever changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import DAY, EMPLOYEES, NOON, act_of
from tests.web.issued_orders import EVERYBODY, NORTHERNERS, issue_order, order_with

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event
from dutystation.web.mail.models import Message
from dutystation.web.notices import actions, dispatching
from dutystation.web.notices.actions import rescind
from dutystation.web.notices.daily import work_of_the_day
from dutystation.web.notices.models import IssuedDirective, Notice
from dutystation.web.notices.queries import LeftOut, issued_on, preview
from dutystation.web.notices.rules import Reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]

NEXT_DAY = DAY + timedelta(days=1)


def people_told(version: int) -> set[str]:
    return set(Notice.objects.filter(directive__version=version).values_list("person_id", flat=True))


def make(person: str, **values: object) -> None:
    Person.objects.filter(pk=person).update(**values)


def test_everybody_within_the_order_gets_one_notice_due_in_seven_days() -> None:
    issued = issue_order()
    assert people_told(1) == set(EMPLOYEES)
    assert set(Notice.objects.values_list("due_on", flat=True)) == {date(2025, 2, 10)}
    assert (issued.version, issued.replaces, issued.name) == (1, None, "dhs-2025")


def test_each_gets_a_mail_with_a_name_and_a_link_and_nothing_else() -> None:
    issue_order()
    mail = Message.objects.get(to="ada")
    assert mail.subject == "Notice: DHS return to in-person work, 2025"
    assert mail.text == (
        "Ada,\n\na notice was issued to you. It says what is asked of you and by when. Read it here:\n"
        "http://localhost:8000/notices/1/\n"
    )
    assert Message.objects.count() == 15
    assert Notice.objects.get(person="ada").message == mail


def test_somebody_without_an_address_has_the_notice_and_no_mail() -> None:
    make("ada", email="")
    issue_order()
    assert Notice.objects.get(person="ada").message is None
    assert not Message.objects.filter(to="ada").exists()


def test_contractors_other_units_and_people_off_the_rolls_get_none() -> None:
    make("ada", population="contractor")
    make("pia", population="military")
    make("boris", on_rolls=False)
    issue_order(reach=Reach(("NORTH",), ("civilian",)))
    assert people_told(1) == {"chen", "noor", "finn", "lena", "omar", "hanna"}


def test_a_preview_says_how_many_and_who_is_left_out_and_why() -> None:
    make("ada", population="contractor")
    make("pia", population="military")
    make("chen", email="")
    found = preview(Reach(("NORTH",), ("civilian",)))
    assert (found.people, found.without_address) == (7, 1)
    assert found.by_component == (("Northern Division", 7),)
    assert found.left_out == (
        LeftOut("contractor", 1),
        LeftOut("military", 1),
        LeftOut("outside", 6),
    )


def test_a_preview_of_everybody_leaves_nobody_out() -> None:
    found = preview(EVERYBODY)
    assert (found.people, found.left_out) == (15, ())
    assert found.by_component == (
        ("Department of Rivers", 3),
        ("Northern Division", 9),
        ("Southern Division", 3),
    )


def test_people_are_told_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "AT_ONCE", 4)
    issue_order()
    assert people_told(1) == set(EMPLOYEES)
    assert Message.objects.count() == 15


def test_issuing_is_one_event_that_counts_and_names_nobody() -> None:
    issue_order()
    event = Event.objects.get(verb="directive.issued")
    assert (event.actor, event.subject, event.about) == ("dana", "order:1", "")
    assert event.details["people"] == 15
    assert event.details["population"] == {"units": ["RIVERS"], "populations": ["civilian", "military"]}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices_issueddirective SET reason = 'another'",
        "DELETE FROM notices_issueddirective",
        "UPDATE notices_chase SET people = 0",
    ],
)
def test_the_database_itself_refuses_to_change_a_version(statement: str) -> None:
    issue_order()
    actions.chase(act_of("dana"), 1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert IssuedDirective.objects.get().reason == ""


def test_a_new_version_names_the_old_one_and_its_reason_and_everybody_hears_of_it() -> None:
    first = issue_order()
    later = order_with(("days_per_week: 5", "days_per_week: 4"))
    second = issue_order(later, replaces=1, reason="Four days from now on.", from_day=NEXT_DAY)
    assert (second.version, second.replaces, second.reason) == (2, first, "Four days from now on.")
    assert people_told(2) == set(EMPLOYEES)
    assert bytes(IssuedDirective.objects.get(version=1).text) == bytes(first.text)
    assert (issued_on(DAY), issued_on(NEXT_DAY)) == (first, second)
    assert issued_on(DAY - timedelta(days=1)) is None


def test_whom_a_new_version_no_longer_reaches_is_told_so_and_asked_nothing() -> None:
    issue_order()
    issue_order(reach=NORTHERNERS, replaces=1, reason="The north alone.")
    assert people_told(2) == set(EMPLOYEES)
    asked = Notice.objects.filter(directive__version=2, due_on__isnull=False)
    assert set(asked.values_list("person__unit__component", flat=True)) == {"NORTH"}
    assert Notice.objects.get(directive__version=2, person="eve").due_on is None


def test_after_a_rescission_no_order_holds_and_everybody_who_was_asked_hears_of_it() -> None:
    issue_order(reach=NORTHERNERS)
    ended = rescind(act_of("dana"), 1, NEXT_DAY, "The order was withdrawn.")
    assert (ended.version, ended.rescinds) == (2, True)
    assert len(people_told(2)) == 9
    assert not Notice.objects.filter(directive__version=2, due_on__isnull=False).exists()
    assert issued_on(NEXT_DAY) is None
    assert Event.objects.filter(verb="directive.rescinded").count() == 1


@pytest.mark.parametrize(
    ("why", "arguments"),
    [
        ("Version 1 is the newest by now", {"replaces": 0}),
        ("A new version needs its reason", {"replaces": 1}),
        ("a day that has passed", {"replaces": 1, "reason": "x", "from_day": date(2025, 2, 2)}),
        ("the version that stands already", {"replaces": 1, "reason": "x"}),
        ("would reach nobody", {"replaces": 1, "reason": "x", "reach": Reach(("BANK",), ("military",))}),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(why: str, arguments: dict[str, object]) -> None:
    issue_order()
    with pytest.raises(Refused, match=why), transaction.atomic():
        issue_order(**arguments)  # type: ignore[arg-type]  # one of them each time
    assert IssuedDirective.objects.count() == 1
    assert Event.objects.filter(verb__startswith="directive.").count() == 1


def test_an_order_does_not_hold_before_its_own_day() -> None:
    with pytest.raises(Refused, match="of a later day"):
        issue_order(from_day=date(2025, 1, 19))
    assert issue_order(from_day=date(2025, 1, 20)).from_day == date(2025, 1, 20)


def test_a_version_that_is_not_the_newest_cannot_be_rescinded() -> None:
    issue_order()
    rescind(act_of("dana"), 1, DAY, "It ends.")
    for version in (1, 2):
        with pytest.raises(Refused):
            rescind(act_of("dana"), version, DAY, "Again.")


def test_newcomers_get_their_notice_with_a_day_of_their_own() -> None:
    issue_order()
    Person.objects.create(person="zoe", unit_id="BANK", on_rolls=True, population="civilian")
    work_of_the_day(act_of("system", NOON + timedelta(days=30)))
    assert Notice.objects.get(person="zoe").due_on == date(2025, 3, 12)  # 5 March and seven days
    assert Event.objects.get(verb="notice.added_to_newcomers").details == {"version": 1, "people": 1}
    work_of_the_day(act_of("system", NOON + timedelta(days=31)))
    assert Event.objects.filter(verb="notice.added_to_newcomers").count() == 1
    assert Notice.objects.count() == 16


def test_somebody_who_moves_into_the_reach_is_asked_from_then_on() -> None:
    issue_order()
    issue_order(reach=NORTHERNERS, replaces=1, reason="The north alone.")
    make("eve", unit="BANK")
    work_of_the_day(act_of("system", NOON + timedelta(days=1)))
    moved = Notice.objects.get(directive__version=2, person="eve")
    assert (moved.due_on, moved.read_at) == (date(2025, 2, 11), None)


def test_after_a_rescission_newcomers_hear_of_nothing() -> None:
    issue_order()
    rescind(act_of("dana"), 1, DAY, "It ends.")
    Person.objects.create(person="zoe", unit_id="BANK", on_rolls=True, population="civilian")
    work_of_the_day(act_of("system"))
    assert not Notice.objects.filter(person="zoe").exists()
