"""Every address of the application: how it is built, and who of the cast gets a page there.

One entry for each name of an address; the walk fails where one is missing. `made` makes what the page is
about and gives the arguments of the address. `seen_by` gets the page on GET; everybody else signed in gets
404, or 405 where only POST is answered. `posted_by` may send; what is sent is empty, so that nothing is
carried out: the answer is then a page with complaints or a way back, and for everybody else 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.conftest import CAST
from tests.web.issued_orders import issue_order

from dutystation.web.accounts.models import Grant

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(CAST)


def nothing() -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Address:
    """One address; see the head of this file."""

    seen_by: frozenset[str] = NOBODY
    posted_by: frozenset[str] = NOBODY
    made: Callable[[], Mapping[str, Any]] = field(default=nothing)
    for_strangers: bool = False
    """Whether somebody who is not signed in gets an answer."""


def only(*people: str) -> frozenset[str]:
    return frozenset(people)


ON_THE_ROLLS = EVERYBODY - {"ines"}
SEEING_NAMES = only("boris", "erin", "chen", "eric", "ines")
"""Supervisors, human resources and the auditor, each for the people they are there for."""


def issued() -> dict[str, Any]:
    """An order issued to everybody."""
    return {"version": issue_order().version}


def listed() -> dict[str, Any]:
    """The same, for a page that lists what there is."""
    issue_order()
    return {}


ADDRESSES: dict[str, Address] = {
    "home": Address(seen_by=EVERYBODY, made=listed),
    "sign_in": Address(seen_by=EVERYBODY, posted_by=EVERYBODY, for_strangers=True),
    "sign_in_as_sample": Address(for_strangers=True),
    "sign_out": Address(posted_by=EVERYBODY),
    "health": Address(seen_by=EVERYBODY, for_strangers=True),
    "notices": Address(seen_by=EVERYBODY, made=listed),
    "notice": Address(seen_by=ON_THE_ROLLS, made=issued),
    "acknowledge_notice": Address(posted_by=ON_THE_ROLLS, made=issued),
    "notice_people": Address(seen_by=SEEING_NAMES, made=issued),
    "orders": Address(seen_by=SEEING_NAMES | {"dana"}, made=listed),
    "order": Address(seen_by=only("dana", "ines"), made=issued),
    "issue_order": Address(seen_by=only("dana"), posted_by=only("dana")),
    "chase_order": Address(posted_by=only("dana"), made=issued),
    "rescind_order": Address(seen_by=only("dana"), posted_by=only("dana"), made=issued),
    "roles": Address(seen_by=only("root"), posted_by=only("root")),
    "end_role": Address(posted_by=only("root"), made=lambda: {"grant": Grant.objects.get(person="boris").pk}),
    "events": Address(seen_by=only("ines")),
    "export_events": Address(posted_by=only("ines")),
}
