"""What an order asks of one person, in the order's own words, and the grounds for an exception."""

from __future__ import annotations

from dataclasses import dataclass

from dutystation.directives.describe import decider_words, term_words
from dutystation.directives.directive import Directive
from dutystation.terms.person import Population


@dataclass(frozen=True)
class GroundAsked:
    """One row is a ground: what it is, which documents a request needs, who decides, for how long."""

    label: str
    says: str
    documents: tuple[str, ...]
    decided_by: str
    route_says: str
    term: str
    sealed: bool


@dataclass(frozen=True)
class Asked:
    """What the order says to somebody of one population and component."""

    population_says: str
    single_days: str
    grounds: tuple[GroundAsked, ...]


def asked_of(order: Directive, *, population: str, component: str) -> Asked:
    """What the order says to somebody. `population` may be empty for somebody who is on no roster."""
    said = order.order.populations[Population(population)].says if population else ""
    grounds = []
    for ground in order.grounds.values():
        route = ground.route_for(component)
        grounds.append(
            GroundAsked(
                label=ground.label,
                says=ground.says,
                documents=tuple(document.says for document in ground.documents),
                decided_by=decider_words(route),
                route_says=route.says,
                term=f"{ground.term.says} ({term_words(ground.term)})",
                sealed=ground.protected,
            )
        )
    return Asked(said, order.order.situational_telework.says, tuple(grounds))
