"""Once an order is rescinded, what was made under it says so, and nobody hands anything in any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.web.department.filed import opened

from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.rules import State
from dutystation.web.filings.models import Filing

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
WISH = {
    "ground": "equipment",
    "asked": "Telework",
    "statement": "No computer yet.",
    "from_day": "2030-02-11",
    "until_day": "2030-03-11",
}


def rescind(browse: Browse) -> None:
    browse("dana").post("/orders/1/rescind/", {"from_day": localdate(), "reason": "A court has stayed it."})


@pytest.mark.parametrize(
    ("who", "page", "remains"),
    [
        ("dana", "/board/", "What was owed under it stands here as it was."),
        ("chen", "/filings/", "What was owed under it stands here as it was."),
        ("chen", "/filings/{filing}/", "What was owed under it stands here as it was."),
        ("ada", "/people/ada/record/", "How days were counted can still be read."),
    ],
)
def test_a_page_says_that_the_order_does_not_hold_any_more_and_why(
    browse: Browse, cast: dict[str, Person], received: object, who: str, page: str, remains: str
) -> None:
    opened()
    place = page.format(filing=Filing.objects.get(component="NORTH").pk)
    assert "rescinded" not in browse(who).get(place).content.decode()
    rescind(browse)
    shown = browse(who).get(place).content.decode()
    assert "The order does not hold any more: it was rescinded from" in shown
    assert "A court has stayed it." in shown
    assert remains in shown


def test_a_draft_is_not_handed_in_and_what_was_handed_in_is_still_decided(
    browse: Browse, cast: dict[str, Person]
) -> None:
    opened()
    ada = browse("ada")
    handed_in, draft = (ada.post("/requests/new/", WISH).headers["Location"] for _ in range(2))
    ada.post(f"{handed_in}do/submit/")
    rescind(browse)
    refused = ada.post(f"{draft}do/submit/", follow=True).content.decode()
    assert "The order does not hold any more: it asks nothing of you." in refused
    browse("finn").post(f"{handed_in}do/acknowledge/")
    states = Request.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.IN_REVIEW, State.DRAFT]
