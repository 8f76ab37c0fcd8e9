"""Every page, at three widths: axe-core finds nothing, and nothing sticks out at the side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from tests.web.browser.conftest import Opened, Picture
from tests.web.browser.visits import VISITS, WIDTHS, Visit

from dutystation.web.accounts.models import Person

pytestmark = pytest.mark.usefixtures("measured")
AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_page_holds_at_every_width(opened: Opened, visit: Visit) -> None:
    page = opened(visit.person, visit.made(), width=WIDTHS[0])
    visit.done(page)
    assert complaints(page) == []


def test_the_sign_in_of_the_demonstration_holds_at_every_width(
    opened: Opened, cast: dict[str, Person], settings: Settings, picture: Picture
) -> None:
    settings.DEMONSTRATION = True
    for person in cast:
        Person.objects.filter(pk=person).update(email=f"{person}@sample.invalid")
    page = opened("", "/sign-in/", width=WIDTHS[0])
    assert page.get_by_role("button", name="Dana").is_visible()
    assert complaints(page) == []
    picture(page, "sign-in")


def complaints(page: Page) -> list[str]:
    """What is wrong with the page at each width; it is at the largest afterwards."""
    found: list[str] = []
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {wrong}" for wrong in (*violations(page), *sticking_out(page))]
    return found


def violations(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sticking_out(page: Page) -> list[str]:
    """Elements beyond the right edge, but for those in something that scrolls by itself."""
    script = """
        () => [...document.querySelectorAll('main *, footer *, .usa-navbar *')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.right > document.documentElement.clientWidth + 1
                && !element.closest('.usa-table-container--scrollable, .usa-sr-only');
        }).map((element) => 'sticks out: ' + element.outerHTML.slice(0, 120))
    """
    found: list[str] = page.evaluate(script)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("sticks out: the page can be moved sideways")
    return found[:5]


def test_a_complaint_of_axe_is_seen(opened: Opened) -> None:
    page = opened("ada", "/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p>wide</p>')")
    page.evaluate("document.querySelector('main > p:last-child').style.minWidth = '2000px'")
    page.evaluate(AXE)
    assert any(found.startswith("label: <input>") for found in violations(page))
    assert any("wide" in found for found in sticking_out(page))
