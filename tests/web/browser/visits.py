"""The pages that are checked in a browser.

Every address of `tests.web.site.addresses` that answers with a page is visited as one of those who may see
it; nothing needs to be added for that. `PAGES_FOR_AXE` holds further states of pages: add yours there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Page
from tests.web.cast import DAY, NOON, act_of
from tests.web.exception_requests.cases import Case
from tests.web.issued_orders import NORTHERNERS, issue_order, order_with
from tests.web.seats.people_who_wait import head_office, people_who_wait
from tests.web.site.addresses import ADDRESSES, Address

from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.notices.actions import chase

WIDTHS = (320, 768, 1280)
"""A small telephone, a tablet, a screen on a desk: in CSS pixels."""

WHY_LATER = "The host of the building has not answered."

NO_PAGES = {
    "health",
    "download_record",
    "letter",
    "document",
    "export_findings",
    "export_case_list",
    "filing_package",
    "release_zip",
}
"""Addresses that answer with something other than a page of the application."""


def pressed(page: Page, name: str) -> None:
    """Presses a button that sends a form, and waits for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def as_it_is(page: Page) -> None:
    """Nothing more is done on the page."""


@dataclass(frozen=True)
class Visit:
    """One page in one state: who visits it, how what it shows is made, and what is done there first.

    `made` is called before and returns the address.
    """

    name: str
    person: str
    made: Callable[[], str]
    done: Callable[[Page], None] = as_it_is


def visit_of(name: str, address: Address) -> Visit:
    visitor = "" if address.for_strangers else min(address.seen_by)
    return Visit(name, visitor, lambda: reverse(name, kwargs=dict(address.made())))


def asking() -> str:
    issue_order()
    return "/requests/new/"


def home_with_a_notice() -> str:
    issue_order()
    return "/"


def replaced_notice() -> str:
    issue_order()
    issue_order(order_with(("days_per_week: 5", "days_per_week: 4")), replaces=1, reason="Four days a week.")
    return "/notices/1/"


def newer_notice() -> str:
    replaced_notice()
    return "/notices/2/"


def chased_order() -> str:
    issue_order(reach=NORTHERNERS)
    chase(act_of("dana", NOON), 1)
    return "/orders/1/"


def order_being_told() -> str:
    """Many people are still to be told."""
    with override_settings(TOLD_AT_ONCE=0):
        issue_order()
    return "/orders/1/"


def decided_on_a_building() -> str:
    """A request for want of a seat, with what the decision rests on."""
    seen = {"run": "run-7", "present_on": DAY, "present": 9, "busiest_on": DAY, "busiest": 9}
    Facility.objects.update_or_create(facility="HQ", defaults={"name": "Head office", "seats": 14, **seen})
    people = Person.objects.select_related("unit", "unit__component").in_bulk()
    return f"/requests/{Case(people, Ground.SPACE).approved().number}/"


def deciding_on_distance() -> str:
    """A request on distance that waits for who decides last."""
    people = Person.objects.select_related("unit", "unit__component").in_bulk()
    return f"/requests/{Case(people, Ground.DISTANCE).ready().number}/"


def every_distance(page: Page) -> None:
    """The form of an approval, with the distances that few need."""
    page.locator("summary", has_text="Approve as asked").click()
    page.locator("summary", has_text="Other distances").first.click()


def delayed_until_a_day_gone_by(page: Page) -> None:
    """A note of a delay that the rules refuse."""
    page.locator("summary", has_text="Note why it takes longer").click()
    page.get_by_label("Why it takes longer").fill(WHY_LATER)
    page.get_by_label("It will be decided by").fill("2020-01-02")
    pressed(page, "Note why it takes longer")


def single_day_to_decide() -> str:
    return reverse("situational_day", kwargs=dict(ADDRESSES["situational_day"].made()))


def decision_open(page: Page) -> None:
    page.get_by_text("Approve this day").first.click()


def people_waiting_for_a_seat() -> str:
    """Somebody can be offered one, and two are alike."""
    head_office(13)
    people = Person.objects.select_related("unit", "unit__component").in_bulk()
    people_who_wait(people, until=date(2190, 1, 1))
    return "/seats/at/HQ/"


def on_a_ground(page: Page) -> None:
    """The form of a request, on a ground that asks for most."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(": Legal impediment")).click()


def wrong_order(page: Page) -> None:
    """An order is sent without a unit and without an order."""
    pressed(page, "See whom it reaches")


def right_order(page: Page) -> None:
    """The preview of an order."""
    page.get_by_label("Order that comes with the program").select_option("dhs-2025")
    page.get_by_text("Northern Division").click()
    pressed(page, "See whom it reaches")


def wrong_sign_in(page: Page) -> None:
    page.get_by_label("Your id").fill("ada")
    page.get_by_label("Password").fill("not the password")
    pressed(page, "Sign in")


PAGES_FOR_AXE: list[Visit] = [
    Visit("home with a notice", "ada", home_with_a_notice),
    Visit("nothing is here", "ada", lambda: "/nowhere/"),
    Visit("sign-in that was refused", "", lambda: "/sign-in/", wrong_sign_in),
    Visit("notice that was replaced", "ada", replaced_notice),
    Visit("notice of a new version", "ada", newer_notice),
    Visit("order that was chased", "dana", chased_order),
    Visit("order that people are being told of", "dana", order_being_told),
    Visit("request that was decided on a building", "hanna", decided_on_a_building),
    Visit("decision on distance", "hanna", deciding_on_distance, every_distance),
    Visit("request with a form that was refused", "hanna", deciding_on_distance, delayed_until_a_day_gone_by),
    Visit("single day to be decided", "omar", single_day_to_decide, decision_open),
    Visit("people who wait for a seat", "finn", people_waiting_for_a_seat),
    Visit("request to be written", "ada", asking, on_a_ground),
    Visit("order to issue, with complaints", "dana", lambda: "/orders/issue/", wrong_order),
    Visit("order before it is issued", "dana", lambda: "/orders/issue/", right_order),
]


VISITS = [
    visit_of(name, address) for name, address in ADDRESSES.items() if address.seen_by and name not in NO_PAGES
] + PAGES_FOR_AXE
