"""Every page is used without a mouse: what has the focus is seen, and the menu opens and closes."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from tests.web.browser.conftest import Opened
from tests.web.browser.visits import WIDTHS
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
