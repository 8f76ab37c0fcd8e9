"""Charts are drawn in the browser under the page's own security policy, and tables stand alone without."""

from __future__ import annotations

import pytest
from playwright.sync_api import ConsoleMessage, expect
from tests.web.browser.conftest import Opened, Picture
from tests.web.browser.visits import WIDTHS
from tests.web.issued_orders import issue_order

pytestmark = pytest.mark.usefixtures("measured")
CHARTS = ("over-time", "units", "bridge", "claimed-days")


def test_every_chart_of_a_page_is_drawn_and_the_browser_complains_of_nothing(
    opened: Opened, picture: Picture
) -> None:
    issue_order()
    page = opened("dana", "/")
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        said.append(message.text)

    page.on("console", heard)
    page.goto("/figures/")
    for chart in CHARTS:
        drawing = page.locator(f'figure[data-chart="{chart}"] svg')
        expect(drawing).to_be_visible()
        assert drawing.locator("path").count() > 2
    assert said == []
    picture(page, "figures")


def test_a_chart_has_a_description_for_whoever_does_not_see_it(opened: Opened) -> None:
    page = opened("dana", "/figures/")
    drawing = page.locator('figure[data-chart="units"] [role="graphics-document"]')
    expect(drawing).to_have_attribute(
        "aria-label", "A point in the bar of its bounds for each of 2 units of Department of Rivers."
    )


def test_without_scripts_tables_stand_alone(opened: Opened) -> None:
    # ada's 960 and eve's 480 minutes in the office of 1890 in all.
    page = opened("dana", "/figures/", width=WIDTHS[0], javascript=False)
    expect(page.locator("figure[data-chart]").first).to_be_hidden()
    expect(page.get_by_role("cell", name="76.2%").first).to_be_visible()
