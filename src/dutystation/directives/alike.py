"""That an order says the same of all grounds it protects where others see it.

Others than the accommodation specialist see that there is a request on a protected ground, and not on which:
who decides it, how many things were judged, when it is looked at again. What differs there tells the ground.
Source: domain rules 10.19 and 10.20.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutystation.directives.directive import Directive
from dutystation.directives.grounds import GroundRule, Role
from dutystation.directives.outline import PathTo, complaint, key_text, read_outline
from dutystation.terms.ground import PROTECTED_GROUNDS, Ground

_THE_SAME = "Write the same for all grounds that are protected"


def refuse_grounds_that_tell(directive: Directive) -> None:
    """Raises UnusableDirective, with line and key, where requests under the order would tell their ground."""
    file = f"{directive.name}.yaml"
    for path, problem, remedy in _what_tells(directive):
        line = read_outline(directive.source_text, file).line_of(path)
        raise complaint(file, problem, line=line, key=key_text(path), remedy=remedy)


def _what_tells(directive: Directive) -> Iterator[tuple[PathTo, str, str]]:
    protected = {ground: stated for ground, stated in directive.grounds.items() if stated.protected}
    first = protected[PROTECTED_GROUNDS[0]]
    components = {route.component for stated in protected.values() for route in stated.routes}
    for ground, stated in protected.items():
        if ground not in PROTECTED_GROUNDS:
            told = "reports name this ground, so that nobody can keep it to themselves"
            yield ("grounds", ground.value, "protected"), told, "Write no"
        yield from _of_routes(ground, stated)
        if stated.term.review_months != first.term.review_months:
            path: PathTo = ("grounds", ground.value, "term", "review_months")
            yield path, _differs(stated.term.review_months, first.term.review_months), _THE_SAME
        items = [[document.item for document in one.documents] for one in (stated, first)]
        if items[0] != items[1]:
            yield ("grounds", ground.value, "documents"), _differs(*map(", ".join, items)), _THE_SAME
        for component in components:
            routes = [one.route_for(component or "") for one in (stated, first)]
            if routes[0].delegable != routes[1].delegable:
                path = ("grounds", ground.value, "routes", stated.routes.index(routes[0]), "delegable")
                yield path, _differs(*("yes" if route.delegable else "no" for route in routes)), _THE_SAME


def _of_routes(ground: Ground, stated: GroundRule) -> Iterator[tuple[PathTo, str, str]]:
    for place, route in enumerate(stated.routes):
        if route.decided_by != (Role.ACCOMMODATION_SPECIALIST,):
            yield (
                ("grounds", ground.value, "routes", place, "decided_by"),
                "what is asked on this ground is read by the accommodation specialist alone",
                "Let accommodation_specialist decide it alone",
            )


def _differs(here: object, there: object) -> str:
    return f"is {here} and on {PROTECTED_GROUNDS[0].value} {there}, by which others could tell the two apart"
