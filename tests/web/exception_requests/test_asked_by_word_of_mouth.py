"""What somebody asked by word of mouth and another one wrote down: its day, who mends it, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.web.cast import DAY
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.audit.models import Event
from dutystation.web.exception_requests import actions
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import Verb
from dutystation.web.exception_requests.waiting import waiting
from dutystation.web.mail.models import Message
from dutystation.web.site.templatetags.wording import day

Cast = dict[str, Person]
Browse = Callable[[str], Client]
SeenBy = Callable[[str], Sight]
FRIDAY = date(2025, 1, 31)


def mend(case: Case, asked_on: date, by: str = "boris") -> Request:
    return actions.correct_day(case.act(by), case.number, asked_on)


@pytest.mark.parametrize("asked_on", [date(1990, 1, 1), date(2025, 1, 19)])
def test_nobody_asked_for_an_exception_from_an_order_before_there_was_one(cast: Cast, asked_on: date) -> None:
    with pytest.raises(Refused, match="The order is of 20 January 2025; nobody asked for an exception"):
        Case(cast).by_word_of_mouth(asked_on=asked_on)
    assert not Request.objects.exists()


def test_somebody_can_have_asked_on_the_day_of_the_order(cast: Cast) -> None:
    case = Case(cast).by_word_of_mouth(asked_on=date(2025, 1, 20))
    assert case.request.submitted_on == date(2025, 1, 20)


@pytest.mark.parametrize("ground", [Ground.OTHER_COMPELLING, Ground.DISABILITY])
def test_the_person_gets_a_mail_and_finds_it_at_home_until_they_have_looked(
    cast: Cast, browse: Browse, sight: SeenBy, ground: Ground
) -> None:
    case = Case(cast, ground).by_word_of_mouth()
    [mail] = Message.objects.all()
    assert (mail.to_id, mail.subject) == ("ada", "A request of yours was written down")
    [told] = waiting(sight("ada"), DAY)
    assert (told.title, told.address) == (
        "Boris has written down a request of yours: read whether it is right",
        f"/requests/{case.number}/",
    )
    page = browse("ada").get(told.address).content.decode()
    assert "Boris can mend the day until somebody takes it up" in page
    assert waiting(sight("ada"), DAY) == []


def test_that_others_have_looked_says_nothing_of_the_person(
    cast: Cast, browse: Browse, sight: SeenBy
) -> None:
    case = Case(cast).by_word_of_mouth()
    browse("boris").get(f"/requests/{case.number}/")
    assert len(waiting(sight("ada"), DAY)) == 1


def test_whoever_wrote_it_down_mends_its_day_and_the_clock_follows(cast: Cast) -> None:
    case = Case(cast).by_word_of_mouth()
    assert case.request.decide_by == date(2025, 2, 25)  # 15 business days over the holiday of 17 February
    mend(case, FRIDAY)
    assert (case.request.submitted_on, case.request.decide_by) == (FRIDAY, date(2025, 2, 24))
    event = Event.objects.get(verb="request.day_corrected")
    assert (event.details["before"], event.details["asked_on"]) == ("2025-02-03", "2025-01-31")
    newest = Message.objects.latest("pk")
    assert (newest.to_id, newest.subject) == ("ada", "The day of your request was mended")


def test_nobody_else_mends_it_and_nobody_once_it_is_taken_up(cast: Cast) -> None:
    case = Case(cast).by_word_of_mouth()
    for other in ("ada", "chen", "gale"):
        with pytest.raises(Refused, match="is mended by whoever wrote it down"):
            mend(case, FRIDAY, other)
    with pytest.raises(Refused, match="has not come yet"):
        mend(case, date(2025, 2, 4))
    with pytest.raises(Refused, match="nobody asked for an exception from it before"):
        mend(case, date(1990, 1, 1))
    do(Verb.ACKNOWLEDGE, case, "gale")
    with pytest.raises(Refused, match="being looked at"):
        mend(case, FRIDAY)


def test_what_somebody_handed_in_themself_has_its_day(cast: Cast) -> None:
    case = Case(cast).submitted()
    with pytest.raises(Refused, match="is mended by whoever wrote it down"):
        mend(case, FRIDAY, "ada")


def test_the_form_is_on_the_page_of_whoever_wrote_it_down(cast: Cast, browse: Browse) -> None:
    case = Case(cast, Ground.DISABILITY).by_word_of_mouth()
    address = f"/requests/{case.number}/"
    for person in ("ada", "chen", "noor", "ines"):
        assert "Mend the day" not in browse(person).get(address).content.decode()
        assert browse(person).post(f"{address}do/correct_day/", {"asked_on": FRIDAY}).status_code == 404
    boris = browse("boris")
    assert "Mend the day on which it was made" in boris.get(address).content.decode()
    shown = boris.post(f"{address}do/correct_day/", {"asked_on": FRIDAY}, follow=True).content.decode()
    assert f"mended the day of the request from {day(DAY)} to {day(FRIDAY)}" in shown
