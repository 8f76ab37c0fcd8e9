"""The holder of a deciding role records who acts for them, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.web.cast import DAY, NOON, act_of

from dutystation.terms.errors import Refused
from dutystation.web.accounts.actions import end_delegate, end_role, record_delegate
from dutystation.web.accounts.models import Grant, Person
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.models import Event

LAST = date(2025, 2, 14)


def test_a_delegate_holds_the_role_for_the_days_that_were_recorded(cast: dict[str, Person]) -> None:
    held = Grant.objects.get(person="gale")
    record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LAST)
    days = (date(2025, 2, 2), DAY, LAST, date(2025, 2, 15))
    assert [sight_of(cast["omar"], day).holds(Role.AGENCY_HEAD) for day in days] == [False, True, True, False]


def test_what_a_delegate_does_ends_at_once_and_its_days_before_stay(cast: dict[str, Person]) -> None:
    held = Grant.objects.get(person="gale")
    acts = record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LAST)
    later = record_delegate(act_of("gale"), held.pk, cast["pia"], LAST, LAST)
    tuesday = NOON + timedelta(days=1)
    for ended in (acts, later):
        end_delegate(act_of("gale", tuesday), ended.pk)
        with pytest.raises(Refused, match="Nobody acts so any more"):
            end_delegate(act_of("gale", tuesday), ended.pk)
    days = (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert [sight_of(cast["omar"], day).holds(Role.AGENCY_HEAD) for day in days] == [True, False, False]
    assert not sight_of(cast["pia"], LAST).holds(Role.AGENCY_HEAD)
    [event] = Event.objects.filter(verb="delegate.ended", about="omar")
    assert (event.details["principal"], event.details["before"]) == ("gale", "2025-02-14")
    record_delegate(act_of("gale", tuesday), held.pk, cast["omar"], tuesday.date(), LAST)
    assert sight_of(cast["omar"], tuesday.date()).holds(Role.AGENCY_HEAD)


def test_a_delegate_acts_no_longer_than_the_one_whom_they_act_for(cast: dict[str, Person]) -> None:
    held = Grant.objects.get(person="gale")
    record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LAST)
    end_role(act_of("root"), held.pk, DAY)
    assert sight_of(cast["omar"], DAY).holds(Role.AGENCY_HEAD)
    assert not sight_of(cast["omar"], date(2025, 2, 4)).holds(Role.AGENCY_HEAD)


@pytest.mark.parametrize(
    ("delegate", "first", "last", "words"),
    [
        ("gale", DAY, LAST, "Nobody is their own delegate"),
        ("omar", LAST, DAY, "lie within those of the role"),
        ("omar", date(2024, 12, 31), LAST, "lie within those of the role"),
    ],
)
def test_what_cannot_be_is_refused(
    cast: dict[str, Person], delegate: str, first: date, last: date, words: str
) -> None:
    held = Grant.objects.get(person="gale")
    with pytest.raises(Refused, match=words):
        record_delegate(act_of("gale"), held.pk, cast[delegate], first, last)


def test_who_opens_what_is_sealed_has_no_delegate(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    held = Grant.objects.get(person="noor")
    with pytest.raises(Refused, match="opened by nobody else"):
        record_delegate(act_of("noor"), held.pk, cast["boris"], DAY, LAST)
    assert browse("noor").get("/delegates/").status_code == 404
    assert "Delegates" not in browse("noor").get("/").content.decode()


@pytest.mark.parametrize(
    ("first", "last", "again"),
    [
        (DAY, LAST, True),
        (LAST, date(2025, 3, 3), True),
        (date(2025, 2, 15), date(2025, 3, 3), False),
    ],
)
def test_nobody_acts_twice_for_the_same_role_on_one_day(
    cast: dict[str, Person], first: date, last: date, *, again: bool
) -> None:
    held = Grant.objects.get(person="gale")
    record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LAST)
    if again:
        with pytest.raises(Refused, match="Omar acts for you on some of these days already"):
            record_delegate(act_of("gale"), held.pk, cast["omar"], first, last)
    else:
        record_delegate(act_of("gale"), held.pk, cast["omar"], first, last)
    assert Grant.objects.filter(deputy_for=held).count() == (1 if again else 2)


def test_a_delegate_has_no_delegates(cast: dict[str, Person]) -> None:
    held = Grant.objects.get(person="gale")
    delegate = record_delegate(act_of("gale"), held.pk, cast["omar"], DAY, LAST)
    with pytest.raises(Refused, match="no delegates of their own"):
        record_delegate(act_of("omar"), delegate.pk, cast["pia"], DAY, LAST)


def test_a_role_to_act_in_is_named_as_its_page_heads_it(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    held = Grant.objects.get(person="gale")
    page = browse("gale").get("/delegates/").content.decode()
    assert f'<option value="{held.pk}">agency head, {held.unit}</option>' in page


def test_the_page_records_and_ends(cast: dict[str, Person], browse: Callable[[str], Client]) -> None:
    gale, held = browse("gale"), Grant.objects.get(person="gale")
    days = {"from_day": "2030-01-07", "until_day": "2030-01-11"}
    gale.post("/delegates/", {"grant": held.pk, "person": "omar", **days})
    [delegate] = Grant.objects.filter(deputy_for=held)
    assert "Omar, 7 January 2030" in gale.get("/delegates/").content.decode()
    assert browse("hanna").post(f"/delegates/{delegate.pk}/end/").status_code == 404
    gale.post(f"/delegates/{delegate.pk}/end/")
    page = gale.get("/delegates/").content.decode()
    assert "(ended " in page
    assert "End it" not in page
    wrong = gale.post("/delegates/", {"grant": held.pk, "person": "nobody", **days}).content.decode()
    assert "Nobody has this id or name" in wrong
