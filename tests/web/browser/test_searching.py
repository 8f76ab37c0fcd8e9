"""What was searched as one typed stands in the address, so that a list is the same where one comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.web.browser.conftest import Opened


@pytest.mark.usefixtures("cast")
def test_a_search_is_there_again_on_the_way_back(opened: Opened) -> None:
    page = opened("chen", "/people/")
    page.get_by_role("searchbox").press_sequentially("Ad")
    expect(page.get_by_role("link", name="Boris")).to_have_count(0)
    expect(page.get_by_role("link", name="Ada")).to_have_count(1)
    assert "search=Ad" in page.url
    page.goto(page.url.partition("/people/")[0] + "/notices/")
    page.go_back()
    assert page.get_by_role("searchbox").input_value() == "Ad"
    expect(page.get_by_role("link", name="Ada")).to_have_count(1)
    expect(page.get_by_role("link", name="Boris")).to_have_count(0)
