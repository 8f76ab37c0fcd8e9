"""Every page, at three widths: axe-core finds nothing, and nothing sticks out at the side."""

from __future__ import annotations

import pytest
from pytest_django import Settings
from tests.web.browser.complaints import AXE, complaints, sticking_out, violations
from tests.web.browser.conftest import Opened, Picture
from tests.web.browser.visits import VISITS, WIDTHS, Visit

from dutystation.web.accounts.models import Person

pytestmark = pytest.mark.usefixtures("measured")


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


def test_a_complaint_of_axe_is_seen(opened: Opened) -> None:
    page = opened("ada", "/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p>wide</p>')")
    page.evaluate("document.querySelector('main > p:last-child').style.minWidth = '2000px'")
    page.evaluate(AXE)
    assert any(found.startswith("label: <input>") for found in violations(page))
    assert any("wide" in found for found in sticking_out(page))
