"""What an order says of each ground for staying away: who decides, on what, for how long.

One entry for each ground of the contract. Source: contract section 2, domain rules 10.15 to 10.19.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT
from dutystation.directives.values import Identifier, Sentence, YesNo, refuse, whole
from dutystation.terms.ground import PROTECTED_GROUNDS, Ground


class Role(StrEnum):
    """Who can be asked to decide, or to certify, a request."""

    SUPERVISOR = "supervisor"
    COMPONENT_HR = "component_hr"
    ACCOMMODATION_SPECIALIST = "accommodation_specialist"
    FACILITIES_SPECIALIST = "facilities_specialist"
    LABOUR_AND_LEGAL_SPECIALIST = "labour_and_legal_specialist"
    APPROVING_OFFICIAL = "approving_official"
    COMPONENT_HEAD = "component_head"
    AGENCY_HEAD = "agency_head"

    @property
    def words(self) -> str:
        return "component HR" if self is Role.COMPONENT_HR else self.value.replace("_", " ")


@dataclass(frozen=True, config=STRICT)
class DocumentItem:
    """One thing a request on this ground must be accompanied by."""

    item: Identifier
    says: Sentence


@dataclass(frozen=True, config=STRICT)
class Route:
    """Who decides. All of `decided_by` must agree, as different people, none of them the requester.

    `component` is the org unit to which the route applies; without it, every component that has no
    route of its own. `delegable` says whether a recorded delegate may act for one of them.
    """

    decided_by: Annotated[tuple[Role, ...], Field(min_length=1)]
    delegable: YesNo
    says: Sentence
    clause: Sentence
    source: Identifier
    component: Sentence | None = None
    never_asked: tuple[Role, ...] = ()
    """Whose certification must not be asked for on this ground."""


@dataclass(frozen=True, config=STRICT)
class Term:
    """How long an approved exception may last.

    `needs_end`: it carries a last day (False: categorical, it needs a basis and a periodic check).
    `at_most_months` caps one approval, None where the order states no cap; `review_months` is the
    longest time between two looks at it; `ends_when` the event that ends or reopens it.
    """

    says: Sentence
    needs_end: YesNo
    review_months: Annotated[int, whole(1, 60)]
    clause: Sentence
    source: Identifier
    at_most_months: Annotated[int, whole(1, 60)] | None = None
    ends_when: Sentence | None = None


def _one_route_each(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    components = [route.component for route in routes]
    if components.count(None) != 1:
        refuse("exactly one route must be without a component", "Leave component out of the general route")
    for place, route in enumerate(routes):
        if components.index(route.component) < place:
            refuse(f"{route.component} has two routes", "Keep one of them", at=(place, "component"))
        for role in route.decided_by:
            if role in route.never_asked:
                refuse(
                    f"{role} decides and is never asked", "Take it out of one list", at=(place, "never_asked")
                )
            if route.decided_by.count(role) > 1:
                refuse(f"{role} decides twice", "Name each role once", at=(place, "decided_by"))
    return routes


def _items_once(documents: tuple[DocumentItem, ...]) -> tuple[DocumentItem, ...]:
    items = [document.item for document in documents]
    for place, item in enumerate(items):
        if items.index(item) < place:
            refuse(f"{item} is asked for twice", "Keep one of the two", at=(place, "item"))
    return documents


@dataclass(frozen=True, config=STRICT)
class GroundRule:
    """One ground under one order.

    `named_in_order`: the order itself names this reason; the others come from the law or from later
    guidance. `protected`: the evidence is sealed, reports merge this ground with the other protected
    ones, and small counts of it are not published.
    """

    label: Sentence
    says: Sentence
    named_in_order: YesNo
    protected: YesNo
    documents: Annotated[tuple[DocumentItem, ...], Field(min_length=1), AfterValidator(_items_once)]
    routes: Annotated[tuple[Route, ...], Field(min_length=1), AfterValidator(_one_route_each)]
    term: Term
    clause: Sentence
    source: Identifier

    def route_for(self, component: str) -> Route:
        """The component's own route where the order has one, else the general one."""
        own = [route for route in self.routes if route.component == component]
        return own[0] if own else next(route for route in self.routes if route.component is None)


def _all_grounds(grounds: Mapping[Ground, GroundRule]) -> Mapping[Ground, GroundRule]:
    missing = [ground.value for ground in Ground if ground not in grounds]
    if missing:
        refuse(
            f"the {'ground' if len(missing) == 1 else 'grounds'} {', '.join(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} missing",
            "Give every ground of the contract an entry, also one that is never approved",
        )
    for ground in PROTECTED_GROUNDS:
        if not grounds[ground].protected:
            refuse(
                "an order cannot unseal evidence on this ground",
                "Write yes; the law on accommodation and privacy stands above the order",
                at=(ground.value, "protected"),
            )
    return grounds


Grounds = Annotated[Mapping[Ground, GroundRule], AfterValidator(_all_grounds)]
