"""Everything that matters can be done in a browser that runs no scripts, at the width of a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened
from tests.web.browser.visits import WIDTHS, pressed
from tests.web.issued_orders import issue_order

from dutystation.web.accounts.models import Person
from dutystation.web.notices.models import IssuedDirective, Notice

PASSWORD = "a long password of one's own"


@pytest.fixture
def simple(opened: Opened) -> Opened:
    """As `opened`, on a telephone, without scripts."""
    return lambda person, address: opened(person, address, width=WIDTHS[0], javascript=False)


def chosen(page: Page, name: str) -> None:
    """Follows a link."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def test_somebody_signs_in_reads_their_notice_and_acknowledges_it(
    simple: Opened, cast: dict[str, Person]
) -> None:
    cast["ada"].set_password(PASSWORD)
    cast["ada"].save()
    issue_order()
    page = simple("", "/")
    page.get_by_label("Your id").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    pressed(page, "Sign in")
    chosen(page, "Read and acknowledge the notice")
    page.get_by_text("No office space").click()
    expect(page.get_by_text("Facility, seats, seats assigned")).to_be_visible()
    pressed(page, "I have read this notice")
    expect(page.get_by_text("You have acknowledged the notice.")).to_be_visible()
    assert Notice.objects.get(person="ada").acknowledged_at is not None


def test_the_menu_is_there_from_the_start_and_leads_on(simple: Opened) -> None:
    page = simple("dana", "/")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    chosen(page, "Orders")
    assert page.url.endswith("/orders/")
    pressed(page, "Sign out")
    assert "/sign-in/" in page.url


def test_the_policy_office_issues_an_order_and_reminds(simple: Opened) -> None:
    page = simple("dana", "/orders/")
    chosen(page, "Issue an order")
    page.get_by_label("Order that comes with the program").select_option("dhs-2025")
    page.get_by_text("Northern Division").click()
    pressed(page, "See whom it reaches")
    expect(page.get_by_role("heading", name="9 people get a notice")).to_be_visible()
    pressed(page, "Issue it")
    assert IssuedDirective.objects.get().version == 1
    pressed(page, "Remind 9 people")
    expect(page.get_by_text("Reminders are on their way to 9 people.")).to_be_visible()
    expect(page.get_by_role("button", name="Remind")).to_have_count(0)
