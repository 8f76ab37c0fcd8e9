"""The page of a request: what it shows to whom, and how often it asks the database for that."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from tests.web.cast import DAY
from tests.web.evidence.samples import upload
from tests.web.exception_requests.cases import ORDER, Case, do

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.evidence.actions import add
from dutystation.web.exception_requests import actions
from dutystation.web.exception_requests.models import Decision, Request
from dutystation.web.exception_requests.queries import spaces
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.site.templatetags.wording import day

Cast = dict[str, Person]
Browse = Callable[[str], Client]
AtMost = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def building(cast: Cast) -> Facility:
    """Head office with twenty seats for the fifteen people of the cast."""
    return Facility.objects.create(
        facility="HQ", name="Head office", seats=20, readers="entry", timezone="America/New_York", run="r"
    )


def long_story(cast: Cast, ground: Ground) -> Case:
    """Approved, reopened, and noted about again and again, with verdicts and documents."""
    case = Case(cast, ground).approved()
    do(Verb.REOPEN, case)
    decider = case.deciders[0]
    act, sight = case.act(decider), case.sight(decider)
    for _ in range(4):
        actions.record_interim(act, sight, case.number, "Telework on Mondays", DAY, None)
        actions.note_delay(act, sight, case.number, "The landlord has not answered.", DAY)
        for document in ORDER.grounds[ground].documents:
            actions.judge_item(act, sight, case.number, document.item, sufficient=False, reason="Unsigned.")
    if len(case.deciders) > 1:
        do(Verb.AGREE, case, decider)
    return case


def test_the_history_names_people_and_writes_days_as_the_page_does(cast: Cast, browse: Browse) -> None:
    case = Case(cast, Ground.SPACE)
    case.ready()
    page = browse("ada").get(f"/requests/{case.number}/").content.decode()
    history = page[page.index("History") :]
    due = day(Request.objects.get(pk=case.number).decide_by)
    assert f"{cast['ada']} handed the request in, to be decided by {due}" in history


@pytest.mark.parametrize("ground", [Ground.SPACE, Ground.DISABILITY, Ground.OTHER_COMPELLING])
def test_whoever_looks_fifteen_questions_are_enough(
    cast: Cast, browse: Browse, building: Facility, ground: Ground, django_assert_max_num_queries: AtMost
) -> None:
    case = long_story(cast, ground)
    for person in ("ada", "boris", *case.deciders):
        client = browse(person)
        with django_assert_max_num_queries(15):
            page = client.get(f"/requests/{case.number}/").content.decode()
        assert page.count("Telework on Mondays") == 4
        assert page.count("The landlord has not answered.") == 4


def test_what_officials_noted_is_shown_with_its_days(cast: Cast, browse: Browse) -> None:
    case = long_story(cast, Ground.OTHER_COMPELLING)
    page = browse("gale").get(f"/requests/{case.number}/").content.decode()
    assert "Telework on Mondays, 3 February 2025 – the decision" in page
    assert "The landlord has not answered. It will be decided by 3 February 2025." in page
    assert "Who is still asked</dt><dd>agency head</dd>" in page  # boris has agreed in this round


@pytest.mark.parametrize("state", ["approved", "reopened"])
def test_what_was_approved_is_given_up_by_whoever_says_that_they_are_sure(
    cast: Cast, browse: Browse, state: str
) -> None:
    case = Case(cast, Ground.MILITARY_SPOUSE).approved()
    if state == "reopened":
        do(Verb.REOPEN, case)
    page, ada = f"/requests/{case.number}/", browse("ada")
    assert "Give up what was approved" in ada.get(page).content.decode()
    refused = ada.post(f"{page}do/withdraw/", follow=True).content.decode()
    assert "It ends with today, and nobody can take that back</a>: This field is required." in refused
    assert case.request.state != State.WITHDRAWN
    shown = ada.post(f"{page}do/withdraw/", {"sure": "on"}, follow=True).content.decode()
    assert case.request.state == State.WITHDRAWN
    today = Decision.objects.get(outcome="given_up").decided_on
    assert f"Given up by whom it was for, {day(today)}" in shown
    assert f"gave up what was approved, with the end of {day(today)}" in shown


def test_an_official_cannot_give_up_for_the_person(cast: Cast, browse: Browse) -> None:
    case = Case(cast, Ground.MILITARY_SPOUSE).approved()
    assert "Give up what was approved" not in browse("chen").get(f"/requests/{case.number}/").content.decode()
    assert browse("chen").post(f"/requests/{case.number}/do/withdraw/", {"sure": "on"}).status_code == 404
    assert case.request.state == State.APPROVED


def test_what_was_only_asked_is_withdrawn_at_once(cast: Cast, browse: Browse) -> None:
    case = Case(cast).submitted()
    browse("ada").post(f"/requests/{case.number}/do/withdraw/")
    assert case.request.state == State.WITHDRAWN


def test_documents_add_no_questions(
    cast: Cast, browse: Browse, django_assert_max_num_queries: AtMost
) -> None:
    case = Case(cast, Ground.DISABILITY).in_review()
    for _ in range(3):
        add(
            case.act("ada"),
            about=cast["ada"],
            subject=str(case.request),
            item=ORDER.grounds[Ground.DISABILITY].documents[0].item,
            upload=upload(),
            sealed=True,
        )
    noor = browse("noor")
    with django_assert_max_num_queries(15):
        noor.get(f"/requests/{case.number}/")


def test_seats_and_people_of_every_building_are_one_question(
    cast: Cast, building: Facility, django_assert_max_num_queries: AtMost
) -> None:
    Case(cast, Ground.SPACE).approved()
    Facility.objects.create(
        facility="EAST", name="East", seats=None, readers="none", timezone="America/New_York", run="r"
    )
    with django_assert_max_num_queries(1):
        found = spaces(DAY.replace(day=10))
    assert {
        name: (space.seats, space.assigned, space.excepted, space.free) for name, space in found.items()
    } == {
        "HQ": (20, 15, 1, 6),
        "EAST": (None, 0, 0, 0),
    }
