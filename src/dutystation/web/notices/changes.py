"""What one version of an order says differently from the one before it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from dutystation.directives.describe import decider_words, term_words, value_words
from dutystation.directives.directive import Directive
from dutystation.directives.grounds import GroundRule, Route
from dutystation.directives.rules import RULE_NAMES, rule
from dutystation.terms.person import Population


def changes(before: Directive, after: Directive, day: date) -> list[str]:
    """The differences that somebody can act on, as they hold on a day: rules, presence, people, grounds."""
    return [
        *_presence(before, after),
        *_rules(before, after, day),
        *_grounds(before, after),
        *_seat_order(before, after),
    ]


def _presence(before: Directive, after: Directive) -> Iterator[str]:
    old, new = before.order, after.order
    if old.title != new.title:
        yield _("It is called “%(new)s”, no longer “%(old)s”.") % {"new": new.title, "old": old.title}
    if old.policy_sentence != new.policy_sentence:
        yield _("It asks for: “%(new)s”.") % {"new": new.policy_sentence}
    if old.presence.days_per_week != new.presence.days_per_week:
        yield _("Days a week at the duty station: %(new)s, no longer %(old)s.") % {
            "new": new.presence.days_per_week,
            "old": old.presence.days_per_week,
        }
    for population in Population:
        was, said = old.populations[population].says, new.populations[population].says
        if was != said:
            yield _("Of %(population)s people it says: %(said)s") % {
                "population": population.value,
                "said": said,
            }


def _rules(before: Directive, after: Directive, day: date) -> Iterator[str]:
    for name in RULE_NAMES:
        old, new = rule(before.order.rules, name).on(day), rule(after.order.rules, name)
        now = new.on(day)
        if old is None or now is None or old.value == now.value:
            continue
        yield _("%(says)s It is %(new)s, no longer %(old)s.") % {
            "says": new.says,
            "new": value_words(now.value, new.unit),
            "old": value_words(old.value, new.unit),
        }


def _grounds(before: Directive, after: Directive) -> Iterator[str]:
    for ground, new in after.grounds.items():
        yield from _ground(before.grounds[ground], new)


def _ground(old: GroundRule, new: GroundRule) -> Iterator[str]:
    label = {"label": new.label}
    was, asked = [item.says for item in old.documents], [item.says for item in new.documents]
    if was != asked:
        yield _("%(label)s: a request needs %(asked)s.") % {**label, "asked": "; ".join(asked)}
    routes = {route.component: route for route in old.routes}
    for route in new.routes:
        earlier = routes.pop(route.component, None)
        if earlier is None or decider_words(earlier) != decider_words(route):
            yield _decided(new, route, earlier)
    for component in routes:
        yield _("%(label)s: %(component)s has no route of its own any more.") % {
            **label,
            "component": component,
        }
    if term_words(old.term) != term_words(new.term):
        yield _("%(label)s: an approval lasts %(new)s; it lasted %(old)s.") % {
            **label,
            "new": term_words(new.term),
            "old": term_words(old.term),
        }


def _decided(ground: GroundRule, route: Route, earlier: Route | None) -> str:
    words = {"label": ground.label, "new": decider_words(route), "component": route.component}
    if earlier is not None and route.component:
        text = _("%(label)s: in %(component)s it is decided by %(new)s, no longer by %(old)s.")
    elif earlier is not None:
        text = _("%(label)s: it is decided by %(new)s, no longer by %(old)s.")
    else:
        text = _("%(label)s: in %(component)s it is decided by %(new)s.")
    return text % {**words, "old": decider_words(earlier) if earlier else ""}


def _seat_order(before: Directive, after: Directive) -> Iterator[str]:
    old, new = ([rule.criterion for rule in order.order.seat_order] for order in (before, after))
    if old != new:
        words = "; ".join(criterion.words for criterion in new) or _("a draw alone")
        yield _("Who gets a seat first is decided by: %(new)s.") % {"new": words}
