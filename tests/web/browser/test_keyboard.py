"""Every page is used without a mouse: what has the focus is seen, and the menu opens and closes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened
from tests.web.browser.visits import (
    WHY_LATER,
    WIDTHS,
    deciding_on_distance,
    delayed_until_a_day_gone_by,
    pressed,
)
from tests.web.issued_orders import issue_order

from dutystation.web.notices.models import Notice

MOST_STEPS = 60


def reached(page: Page, name: str) -> None:
    """Steps with the Tab key until the thing of this name has the focus, which must be seen each time."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        words: str = page.evaluate("document.activeElement.innerText || document.activeElement.alt || ''")
        shown = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' && s.outlineWidth !== '0px' }"
        )
        assert shown, f"nobody sees that {words!r} has the focus"
        if words.strip() == name:
            return
    raise AssertionError(f"the Tab key does not lead to {name!r}")


def test_the_first_step_leads_past_the_menu(opened: Opened) -> None:
    page = opened("ada", "/")
    reached(page, "Skip to main content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_small_screen_opens_leads_on_and_closes(opened: Opened) -> None:
    page = opened("dana", "/", width=WIDTHS[0])
    link = page.get_by_role("link", name="Orders")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.keyboard.press("Enter")
    link.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/orders/")


def test_a_form_that_is_refused_comes_back_with_what_was_typed_and_says_first_why(opened: Opened) -> None:
    """On the page that it stands on, which is there as before for whoever goes back."""
    place = deciding_on_distance()
    page = opened("hanna", place)
    delayed_until_a_day_gone_by(page)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("2 January 2020 has gone by.")
    expect(page).to_have_title(re.compile("^Not done: "))
    again = page.get_by_role("region", name="Not done: Note why it takes longer")
    expect(again.get_by_label("Why it takes longer")).to_have_value(WHY_LATER)
    expect(page.get_by_text("Who is still asked")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(f"{place}$"))
    delayed_until_a_day_gone_by(page)
    again.get_by_label("It will be decided by").fill("2100-01-04")
    pressed(page, "Note why it takes longer")
    expect(page).to_have_url(re.compile(f"{place}$"))
    expect(page.get_by_text("It will be decided by 4 January 2100.")).to_be_visible()


def test_a_notice_is_read_and_acknowledged_without_a_mouse(opened: Opened) -> None:
    issue_order()
    page = opened("ada", "/notices/1/")
    reached(page, "Military spouse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Which of the four bases applies")).to_be_visible()
    reached(page, "I have read this notice")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Notice.objects.get(person="ada").acknowledged_at is not None
