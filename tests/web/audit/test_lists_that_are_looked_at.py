"""A look at a list that names people is an event, as a look at one of them is (domain rule 10.30)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event


@pytest.mark.parametrize(
    ("address", "verb"),
    [
        ("/worklist/", "request.list_viewed"),
        ("/disputes/", "dispute.list_viewed"),
        ("/worklists/questioned_day/", "findings.viewed"),
    ],
)
def test_a_look_at_a_list_is_an_event_that_keeps_nothing_of_what_was_searched(
    cast: dict[str, Person], browse: Callable[[str], Client], address: str, verb: str
) -> None:
    before = Event.objects.count()
    assert browse("chen").get(address, {"search": "lupus-7731"}).status_code == 200
    [event] = Event.objects.order_by("pk")[before:]
    assert (event.actor, event.verb) == ("chen", verb)
    assert "lupus" not in str(event.details)


def test_a_list_that_is_out_of_sight_leaves_no_such_event(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    assert browse("ada").get("/worklist/").status_code == 404
    assert not Event.objects.filter(verb="request.list_viewed").exists()
