"""Every page says in the navigation to which entry it belongs."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from tests.web.exception_requests.cases import Case

from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.site.navigation import places

CURRENT = re.compile(r'aria-current="(page|true)" href="([^"]+)"')


def test_a_page_belongs_to_the_entry_that_its_address_begins_with(sight: Callable[[str], Sight]) -> None:
    belongs = {
        "/people/": "People",
        "/people/ada/record/": "People",
        "/people/boris/record/2025-01-29/": "My record",
        "/questions/2025-01-29/": "My record",
        "/worklist/": "Worklist",
        "/": "",
        "/oral/ada/": "",
    }
    boris = sight("boris")
    marked = {path: [place.title for place in places(boris, path) if place.section] for path in belongs}
    assert marked == {path: [title] if title else [] for path, title in belongs.items()}
    assert [place.title for place in places(sight("dana"), "/releases/") if place.section] == ["Board"]
    assert [place.title for place in places(boris, "/worklists/rejected/") if place.section] == []
    assert [place.title for place in places(boris, "/") if place.here] == ["Home"]


def test_the_page_itself_is_marked_as_the_page_and_one_below_it_as_its_section(
    cast: dict[str, Person], browse: Callable[[str], Client]
) -> None:
    address = f"/requests/{Case(cast).ready().number}/"
    for person, asked, marked in (
        ("ada", "/requests/", ("page", "/requests/")),
        ("ada", address, ("true", "/requests/")),
        ("boris", address, ("true", "/worklist/")),
        ("boris", "/worklist/?mine=1", ("page", "/worklist/")),
    ):
        page = browse(person).get(asked).content.decode()
        assert CURRENT.findall(page) == [marked]
