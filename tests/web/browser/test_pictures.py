"""The pages that the docs show: each holds what the docs say of it, and its picture can be kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django import Settings
from tests.web.browser.conftest import Opened, Picture
from tests.web.browser.visits import pressed, right_order
from tests.web.cast import NOON, act_of
from tests.web.exception_requests.cases import ORDER
from tests.web.issued_orders import issue_order
from tests.web.retention.ended import DUE, a_sealed_document, act_on, an_open_document, on_hold
from tests.web.seats.people_who_wait import head_office, people_who_wait
from tests.web.worklists.rivers import ALL, QUESTIONED, found, item_of

from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.mail.actions import send_waiting
from dutystation.web.notices.actions import acknowledge, chase, read
from dutystation.web.notices.models import Notice
from dutystation.web.records.actions import open_dispute
from dutystation.web.records.models import ReceivedRun
from dutystation.web.retention.disposing import propose
from dutystation.web.seats.queries import seats_at
from dutystation.web.worklists.actions import answer
from dutystation.web.worklists.rules import Explanation

YESTERDAY = NOON - timedelta(days=1)


def test_the_home_page_shows_what_waits(opened: Opened, picture: Picture) -> None:
    issue_order()
    page = opened("ada", "/")
    expect(page.get_by_role("link", name="Read and acknowledge the notice")).to_be_visible()
    picture(page, "home")


def test_the_preview_says_whom_an_order_reaches(
    opened: Opened, picture: Picture, cast: dict[str, Person]
) -> None:
    Person.objects.filter(pk="pia").update(population="contractor")
    page = opened("dana", "/orders/issue/")
    right_order(page)
    expect(page.get_by_text("1 contractor:")).to_be_visible()
    picture(page, "order-preview")


@pytest.mark.usefixtures("cast")
def test_the_policy_office_sees_how_far_notices_have_come(opened: Opened, picture: Picture) -> None:
    issue_order(from_day=YESTERDAY.date(), at=YESTERDAY)
    send_waiting(YESTERDAY)
    chase(act_of("dana", YESTERDAY), 1)
    for person in ("ada", "pia", "eve", "gale"):
        read(act_of(person), Notice.objects.get(person=person).pk)
    for person in ("ada", "eve"):
        acknowledge(act_of(person), Notice.objects.get(person=person).pk)
    page = opened("dana", "/orders/1/")
    expect(page.get_by_role("button", name="Remind 13 people")).to_be_visible()
    picture(page, "order-progress")


def test_whoever_runs_a_building_draws_the_order_and_offers_a_seat(
    opened: Opened, picture: Picture, cast: dict[str, Person], settings: Any
) -> None:
    settings.DEMONSTRATION_DAY = "2025-02-12"
    cases = people_who_wait(cast)
    head_office(13)
    page = opened("finn", "/seats/at/HQ/")
    pressed(page, "Draw the order of those who are alike")
    picture(page, "seats")
    name = "Offer a seat to Ada" if comes_first(cases["ada"].number) else "Offer a seat to Pia"
    pressed(page, name)
    expect(page.get_by_text("The seat is offered; the person is told.")).to_be_visible()


def comes_first(request: int) -> bool:
    return seats_at(["HQ"], date(2025, 2, 12))["HQ"].places[0].waiting.request == request


def test_a_notice_says_what_is_asked(opened: Opened, picture: Picture) -> None:
    issue_order()
    page = opened("ada", "/notices/1/")
    expect(page.get_by_role("heading", name="What is asked of you")).to_be_visible()
    picture(page, "notice")


def test_human_resources_see_what_a_run_has_found(
    opened: Opened, picture: Picture, received: ReceivedRun
) -> None:
    issue_order()
    found(received, *ALL)
    page = opened("chen", "/worklists/")
    expect(page.get_by_role("link", name="Days that badges question")).to_be_visible()
    picture(page, "findings")


def test_human_resources_say_who_looks_at_a_dispute(
    opened: Opened, picture: Picture, cast: dict[str, Person], received: ReceivedRun
) -> None:
    issue_order()
    open_dispute(act_of("ada"), cast["ada"], date(2025, 1, 28), "I was at my desk.", received, ORDER)
    page = opened("chen", "/worklists/cases/disputes/")
    page.get_by_role("checkbox", name="Case").press("Space")
    page.get_by_text("Say who looks at it").click()
    page.locator("#assign_assign-owner").select_option("chen")
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("It is done with 1 case.")).to_be_visible()
    picture(page, "case-list")


def test_what_a_person_says_stands_beside_the_day(
    opened: Opened, picture: Picture, received: ReceivedRun
) -> None:
    found(received, *ALL)
    answer(act_of("ada"), item_of(QUESTIONED).pk, Explanation.OTHER_ENTRANCE, "The side door, with a guest.")
    page = opened("chen", "/worklists/questioned_day/")
    expect(page.get_by_text("The side door, with a guest.")).to_be_visible()
    picture(page, "questioned-days")


def test_the_auditor_sees_what_is_past_its_time_and_what_is_held(
    opened: Opened, picture: Picture, cast: dict[str, Person], settings: Settings
) -> None:
    settings.DEMONSTRATION_DAY = DUE.isoformat()
    an_open_document(cast)
    a_sealed_document(cast)
    propose(act_on(SYSTEM, DUE))
    an_open_document(cast, person="pia")
    on_hold(person_id="pia")
    page = opened("ines", "/retention/")
    expect(page.get_by_role("heading", name="Lists to decide")).to_be_visible()
    picture(page, "retention")
