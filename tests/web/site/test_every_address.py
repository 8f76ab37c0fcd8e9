"""Every address is walked as a stranger and as everybody of the cast, by GET and by POST."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.web.cast import CAST
from tests.web.site.addresses import ADDRESSES

Browse = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("measured")


def named_addresses(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield entry.name
        else:
            yield from named_addresses(entry)


NAMES = sorted(named_addresses(get_resolver()))


def test_every_address_is_walked() -> None:
    assert sorted(ADDRESSES) == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(browse: Browse, name: str, method: str) -> None:
    address = ADDRESSES[name]
    place = reverse(name, kwargs=dict(address.made()))
    answer = getattr(browse(""), method)(place)
    if address.for_strangers:
        assert answer.status_code in (200, 403, 405)
    else:
        # To what was sent there is no way back.
        after = place if method == "get" else "/"
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={after}")


@pytest.mark.parametrize("name", NAMES)
def test_each_sees_the_pages_they_may_see_and_no_other(browse_signed_in: Browse, name: str) -> None:
    address = ADDRESSES[name]
    place = reverse(name, kwargs=dict(address.made()))
    seen = set()
    for person in CAST:
        answer = browse_signed_in(person).get(place, dict(address.asked))
        assert answer.status_code in (200, 404, 405), f"{person} gets {answer.status_code}"
        assert answer.headers["Cache-Control"] == "no-store"
        if answer.status_code == 200:
            seen.add(person)
    assert seen == address.seen_by


@pytest.mark.parametrize("name", NAMES)
def test_each_sends_what_they_may_send_and_nothing_else(browse_signed_in: Browse, name: str) -> None:
    address = ADDRESSES[name]
    place = reverse(name, kwargs=dict(address.made()))
    taken = set()
    for person in CAST:
        answer = browse_signed_in(person).post(place)
        assert answer.status_code in (200, 302, 403, 404, 405, 409), f"{person} gets {answer.status_code}"
        if answer.status_code in (200, 302, 409):
            taken.add(person)
    assert taken == address.posted_by


def test_a_browser_keeps_what_is_the_same_for_everybody_and_nothing_else(browse: Browse) -> None:
    style = browse("ada").head("/static/site/site.css")
    assert style.status_code == 200
    assert "no-store" not in style.headers.get("Cache-Control", "")
    assert browse("ada").get("/no/such/page/").headers["Cache-Control"] == "no-store"
