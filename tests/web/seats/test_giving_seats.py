"""Seats are offered by the order, by itself and by whoever runs the building, and told in plain words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from tests.web.exception_requests.cases import Case, do
from tests.web.seats.people_who_wait import SINCE, head_office, people_who_wait

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.accounts.scope import RULE, Thing, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.audit.models import Event
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.mail.models import Message
from dutystation.web.seats.actions import draw, offer
from dutystation.web.seats.daily import work_of_the_day
from dutystation.web.seats.models import Draw, Drawn, Offer
from dutystation.web.seats.queries import SEE_SEATS, seats_at
from dutystation.web.seats.waits import waiting_at

Cast = dict[str, Person]
Browse = Callable[[str], Client]
Settings = Any
TODAY = date(2025, 2, 12)
REASON = "The only seat that is left is on her floor."


def act(person: str = SYSTEM, day: date = TODAY) -> Act:
    return Act(person, datetime(day.year, day.month, day.day, 17, tzinfo=UTC))


def states(cases: dict[str, Case]) -> dict[str, str]:
    return {person: case.request.state for person, case in cases.items()}


def by_hand(seed: str, *people: str) -> list[str]:
    """Those who are drawn in their order, as anybody can work it out."""
    return sorted(people, key=lambda person: hashlib.sha256(f"{seed} {person}".encode()).hexdigest())


@pytest.fixture
def today(settings: Settings) -> None:
    """Pages are looked at on the day of these tests."""
    settings.DEMONSTRATION_DAY = TODAY.isoformat()


def test_one_seat_goes_to_the_first_of_the_draw_and_not_to_another_on_the_next_day(cast: Cast) -> None:
    cases = people_who_wait(cast)
    head_office(13)  # of fifteen people three are away: one seat is free
    Message.objects.all().delete()
    for day in (12, 13):
        work_of_the_day(act(day=date(2025, 2, day)))
        made = Draw.objects.get()
        first, second = by_hand(made.seed, "ada", "pia")
        assert states(cases) == {first: State.IN_REVIEW, second: State.APPROVED, "lena": State.APPROVED}
    assert cases[first].request.reconsiderations.get().what == "Seats free at HQ: 1."
    assert [(told.to_id, told.subject) for told in Message.objects.all()] == [
        (first, "A seat is offered to you")
    ]
    drawn, offered = Event.objects.filter(verb__in=("seats.drawn", "seat.offered"))
    assert (drawn.actor, drawn.subject, drawn.details) == (
        SYSTEM,
        "facility:HQ",
        {"facility": "HQ", "round": 1, "seed": made.seed, "people": 2},
    )
    assert offered.details == {"facility": "HQ", "place": 1, "waited": 3, "in_turn": "yes"}
    Facility.objects.update(seats=15)  # two more
    work_of_the_day(act(day=date(2025, 2, 14)))
    assert set(states(cases).values()) == {State.IN_REVIEW}
    assert Draw.objects.count() == 1


def test_nothing_is_drawn_where_there_is_a_seat_for_everybody_who_is_alike(cast: Cast) -> None:
    cases = people_who_wait(cast)
    head_office(14)
    work_of_the_day(act())
    assert states(cases) == {"ada": State.IN_REVIEW, "pia": State.IN_REVIEW, "lena": State.APPROVED}
    assert not Draw.objects.exists()


def test_a_day_without_a_free_seat_asks_as_often_whatever_the_number_of_facilities(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    people_who_wait(cast)
    head_office(12)
    work_of_the_day(act())  # reads the order
    for number in range(2):
        with django_assert_num_queries(3):
            work_of_the_day(act())
        for facility in range(20):
            told = {"name": "Another", "seats": 3, "timezone": "America/New_York"}
            Facility.objects.create(facility=f"F{number}-{facility}", **told)


def test_whoever_was_approved_again_is_asked_again_only_under_newer_numbers(cast: Cast) -> None:
    cases = people_who_wait(cast, {"pia": date(2025, 2, 10), "lena": date(2025, 2, 12)})
    head_office(14)
    work_of_the_day(act())
    assert states(cases) == {"pia": State.IN_REVIEW, "lena": State.APPROVED}
    do(Verb.AGREE, cases["pia"].with_documents(), "finn")
    do(Verb.APPROVE, cases["pia"])
    for _ in range(2):
        work_of_the_day(act())
        assert states(cases) == {"pia": State.APPROVED, "lena": State.IN_REVIEW}
    Facility.objects.update(run="run-2", seats=15)
    work_of_the_day(act())
    assert cases["pia"].request.state == State.IN_REVIEW


def test_the_specialist_offers_in_turn_or_says_why_not(cast: Cast) -> None:
    cases = people_who_wait(cast)
    head_office(12)
    finn = sight_of(cast["finn"], TODAY)
    with pytest.raises(Refused, match="No seat is left at HQ"):
        offer(act("finn"), cases["ada"].number, finn, reason=REASON)
    head_office(13)
    for person in cases:
        with pytest.raises(Refused, match="goes to somebody else, or the order is not drawn yet"):
            offer(act("finn"), cases[person].number, finn)
    made = offer(act("finn"), cases["lena"].number, finn, reason=REASON)
    assert (made.reason, made.place, made.waited, made.seats) == (REASON, 3, 3, 1)
    [told] = Event.objects.filter(verb="seat.offered")
    assert (told.actor, told.about, told.details["in_turn"]) == ("finn", "lena", "no")
    assert not any(REASON in str(event.details) for event in Event.objects.all())
    head_office(14)
    draw(act("finn"), "HQ", finn)
    first, second = by_hand(Draw.objects.get().seed, "ada", "pia")
    with pytest.raises(Refused, match="goes to somebody else"):
        offer(act("finn"), cases[second].number, finn)
    assert offer(act("finn"), cases[first].number, finn, reason="not needed").reason == ""
    with pytest.raises(Refused, match="Nobody here shares a place"):
        draw(act("finn"), "HQ", finn)


@pytest.mark.parametrize("person", ["chen", "hanna", "eric"])
def test_nobody_else_draws_or_offers(cast: Cast, person: str) -> None:
    cases = people_who_wait(cast)
    head_office(13)
    sight = sight_of(cast[person], TODAY)
    with pytest.raises(Refused, match="by the facilities specialist"):
        draw(act(person), "HQ", sight)
    with pytest.raises(Refused, match="by the facilities specialist"):
        offer(act(person), cases["lena"].number, sight, reason=REASON)


def test_who_sees_the_page_sees_the_requests_themselves() -> None:
    assert all(Thing.REQUEST in RULE[role] for role in SEE_SEATS)


def test_what_was_drawn_and_offered_is_never_changed(cast: Cast) -> None:
    people_who_wait(cast)
    head_office(13)
    work_of_the_day(act())
    for rows, changed in ((Draw, {"seed": "0"}), (Drawn, {"request": 1}), (Offer, {"reason": "another"})):
        for change in (
            lambda rows=rows, changed=changed: rows.objects.update(**changed),
            rows.objects.all().delete,
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


@pytest.mark.parametrize(
    ("begins", "since"),
    [(date(2025, 4, 11), date(2025, 2, 10)), (date(2025, 4, 12), date(2025, 4, 12))],
    ids=["without a break", "a day later"],
)
def test_a_wait_goes_back_to_the_first_extension_without_a_break(
    cast: Cast, begins: date, since: date
) -> None:
    first = people_who_wait(cast)  # until 10 April
    head_office(13)
    draw(act(), "HQ")
    second = Case(cast, first["ada"].ground, person="ada").approved(
        from_day=begins, until_day=date(2025, 4, 30)
    )
    # Until then ada waits once, on the extension that ends first.
    assert [one.request for one in waiting_at(["HQ"], TODAY)["HQ"] if one.person == "ada"] == [
        first["ada"].number
    ]
    [found] = waiting_at(["HQ"], date(2025, 4, 12))["HQ"]
    assert (found.request, found.since, found.until) == (second.number, since, date(2025, 4, 30))
    assert (found.drawing is not None) == (since == SINCE["ada"])


def test_whoever_gives_an_extension_up_waits_no_more_and_begins_anew(cast: Cast) -> None:
    case = people_who_wait(cast, {"ada": date(2025, 2, 10)})["ada"]
    head_office(13)
    case.day = TODAY
    do(Verb.WITHDRAW, case)
    assert waiting_at(["HQ"], TODAY) == {}
    Case(cast, case.ground, person="ada").approved(from_day=date(2025, 2, 13))
    [found] = waiting_at(["HQ"], TODAY)["HQ"]
    assert found.since == date(2025, 2, 13)


@pytest.mark.usefixtures("today")
def test_the_page_says_who_waits_in_which_order_and_why(cast: Cast, browse: Browse) -> None:
    cases = people_who_wait(cast)
    head_office(13)
    finn = browse("finn")
    page = finn.get("/seats/at/HQ/").content.decode()
    assert (
        page.count("the wait began on 10 February 2025; alike with 1 other in this, and not drawn yet") == 2
    )
    assert "the wait began on 12 February 2025" in page
    assert "who gets it is still to be drawn" in page
    assert finn.post("/seats/draw/HQ/").status_code == 302
    made = Draw.objects.get()
    first, second = by_hand(made.seed, "ada", "pia")
    page = finn.get("/seats/at/HQ/").content.decode()
    assert page.count("hash of the draw") == 2
    assert "drawn as number 1 of 2 who are alike in this, on 12 February 2025, draw 1" in page
    assert made.seed in page
    assert (
        page.index(f">{first.title()}</a>") < page.index(f">{second.title()}</a>") < page.index(">Lena</a>")
    )
    assert f"Offer a seat to {first.title()}" in page
    assert f"Offer a seat to {second.title()}" not in page
    assert (
        "13</td><td>15</td><td>1</td><td>0</td><td>3</td><td>1 April 2025"
        in finn.get("/seats/").content.decode()
    )
    assert finn.post(f"/seats/offer/{cases[first].number}/").status_code == 302
    page = finn.get("/seats/at/HQ/").content.decode()
    assert f"12 February 2025: to {first.title()}, number 1 of 3, by Finn" in page


@pytest.mark.usefixtures("today")
def test_of_another_component_nobody_is_named_and_nothing_can_be_done(cast: Cast, browse: Browse) -> None:
    people_who_wait(cast)
    head_office(13)
    draw(act(), "HQ")
    page = browse("eric").get("/seats/at/HQ/").content.decode()
    assert page.count("somebody of another component") == 3
    assert not any(name in page for name in ("Ada", "Pia", "Lena", "hash of the draw", "Offer a seat to"))
    assert "Offer a seat to" not in browse("chen").get("/seats/at/HQ/").content.decode()


@pytest.mark.usefixtures("today")
def test_the_person_reads_their_own_place_and_nobody_elses(cast: Cast, browse: Browse) -> None:
    cases = people_who_wait(cast)
    head_office(13)
    ada, page = browse("ada"), f"/requests/{cases['ada'].number}/"
    shown = ada.get(page).content.decode()
    assert "3 people wait for a seat there, you among them." in shown
    assert "You are one of numbers 1 to 2: the order among you is not drawn yet." in shown
    assert "The decision expects a seat for you on 1 April 2025." in shown
    draw(act(), "HQ")
    seed = Draw.objects.get().seed
    number = by_hand(seed, "ada", "pia").index("ada") + 1
    shown = ada.get(page).content.decode()
    assert f"You are number {number}." in shown
    assert seed in shown
    assert hashlib.sha256(f"{seed} ada".encode()).hexdigest() in shown
    assert not any(name in shown for name in ("Pia", "Lena", "pia", "lena"))
    assert "Your place for a seat" not in browse("boris").get(page).content.decode()
    assert "/seats/at/HQ/" in browse("chen").get(page).content.decode()
    offer(act("finn"), cases["ada"].number, sight_of(cast["finn"], TODAY), reason=REASON)
    assert "was offered to you on 12 February 2025" in ada.get(page).content.decode()


@pytest.mark.usefixtures("today")
def test_pages_ask_as_often_whoever_waits(
    cast: Cast, browse: Browse, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    head_office(13)
    cases = people_who_wait(cast)
    draw(act(), "HQ")
    for person in ("boris", "noor", "chen", "omar"):
        people_who_wait(cast, {person: SINCE["ada"]})
    addresses = {"finn": ("/seats/", "/seats/at/HQ/"), "ada": (f"/requests/{cases['ada'].number}/",)}
    for person, pages in addresses.items():
        browser = browse(person)
        for address in pages:
            with django_assert_max_num_queries(12 if address == "/seats/" else 24):
                assert browser.get(address).status_code == 200
    page = browse("finn").get("/seats/at/HQ/").content.decode()
    assert 'aria-label="7 of 7 have a seat expected"' in page
    assert '<rect width="100%" height="16" fill="#1a4480">' in page
    with django_assert_max_num_queries(8):
        assert len(seats_at(["HQ"], TODAY)["HQ"].places) == 7
    assert Request.objects.filter(state=State.APPROVED).count() == 7
