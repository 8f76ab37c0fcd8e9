"""Who must look at an approval again soon sees it, with its day; 60 days before under dhs-2025."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.exception_requests.reviewing import due_reviews
from dutystation.web.exception_requests.rules import Verb

Cast = dict[str, Person]
SPOUSE = Ground.MILITARY_SPOUSE
DUE, EARLIER = date(2026, 2, 10), date(2026, 2, 5)
"""Approved from 10 and 5 February 2025 without a last day; looked at again every twelve months."""


def due(seen: Sight, day: date) -> list[tuple[int, date]]:
    found = due_reviews(Sight(seen.person, day, seen.grants))
    return [(request.pk, request.review_on) for request in found]


def test_what_is_looked_at_again_stands_there_for_whoever_confirms_it_and_for_nobody_else(
    cast: Cast, sight: Callable[[str], Sight]
) -> None:
    ada = Case(cast, SPOUSE).approved()
    pia = Case(cast, SPOUSE, person="pia").approved(from_day=date(2025, 2, 5))
    sealed = Case(cast, Ground.DISABILITY).approved()
    Case(cast, Ground.SPACE).approved()  # ends on 10 April, before it would be looked at
    chen = sight("chen")
    assert due(chen, date(2025, 12, 6)) == []  # 61 days before 5 February 2026
    assert due(chen, date(2025, 12, 7)) == [(pia.number, EARLIER)]
    assert due(chen, DUE) == [(pia.number, EARLIER), (ada.number, DUE)]
    assert due(sight("noor"), DUE) == [(sealed.number, DUE)]
    for other in ("boris", "hanna", "gale", "eric", "ada"):
        assert due(sight(other), DUE) == []
    pia.day = EARLIER
    do(Verb.CONFIRM, pia)  # looked at: again a year from now
    assert due(chen, DUE) == [(ada.number, DUE)]
    Person.objects.filter(pk="ada").update(on_rolls=False)
    assert due(chen, DUE) == []


def test_nothing_is_looked_at_again_while_no_order_holds(cast: Cast, browse: Callable[[str], Client]) -> None:
    assert "No approval that you may confirm" in browse("chen").get("/worklist/?review=1").content.decode()
    assert "to be looked at again" not in browse("chen").get("/").content.decode()


def test_the_home_page_and_the_list_say_when_and_one_query_does_whatever_the_number(
    cast: Cast, browse: Callable[[str], Client], settings: Settings
) -> None:
    settings.DEMONSTRATION_DAY = "2026-02-06"
    taken = []
    for people in (("ada",), ("pia", "boris", "omar")):
        for person in people:
            Case(cast, SPOUSE, person=person).approved(from_day=date(2025, 2, 5))
        client = browse("chen")
        client.get("/worklist/?review=1")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/worklist/?review=1").content.decode()
        taken.append(len(captured))
    assert taken[0] == taken[1]
    assert page.count("5 February 2026 <strong>late</strong>") == 4
    home = client.get("/").content.decode()
    assert "4 approvals are to be looked at again" in home
    assert "/worklist/?review=1" in home
