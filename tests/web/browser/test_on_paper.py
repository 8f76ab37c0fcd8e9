"""A page that is printed shows all of its tables, and nothing that only a screen can do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.web.browser.conftest import Opened
from tests.web.issued_orders import issue_order

PAPER = 720
"""About what a sheet is wide between its margins, in CSS pixels."""


@pytest.mark.usefixtures("cast")
def test_a_printed_table_is_cut_off_nowhere_and_its_marks_can_be_read(opened: Opened) -> None:
    issue_order()
    page = opened("dana", "/board/", width=PAPER)
    page.emulate_media(media="print")
    table = page.locator(".usa-table-container--scrollable").first
    assert table.evaluate("box => getComputedStyle(box).overflowX") == "visible"
    assert table.evaluate("box => box.scrollWidth - document.documentElement.clientWidth") <= 0
    mark = page.locator(".usa-tag").first
    assert mark.evaluate("tag => getComputedStyle(tag).color") == "rgb(27, 27, 27)"
    assert mark.evaluate("tag => getComputedStyle(tag).backgroundColor") == "rgba(0, 0, 0, 0)"
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    page.emulate_media(media="screen")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("width", [PAPER, 1280])
def test_a_printed_page_has_no_navigation_and_no_buttons(opened: Opened, width: int) -> None:
    issue_order()
    page = opened("chen", "/filings/1/", width=width)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in ("nav", "form.can", ".usa-footer"):
        assert not any(page.locator(gone).evaluate_all("all => all.map(one => one.checkVisibility())"))
    expect(page.get_by_role("heading", name="What you can do")).to_be_hidden()
    page.emulate_media(media="screen")
