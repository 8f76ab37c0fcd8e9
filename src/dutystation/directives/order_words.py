"""A directive in the words and dates that a report needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dutystation.directives.directive import Directive
from dutystation.directives.obligations import Obligation as Owed
from dutystation.directives.rules import rule
from dutystation.terms.definitions import METHOD
from dutystation.terms.order import Definition, Obligation, Order

RULES_OF_THE_REPORT = (
    "pay_period_anchor",
    "pay_period_days",
    "provisional_limit",
    "longest_stay_hours",
    "utilisation_sqft_per_person",
    "utilisation_target",
    "statute_week_minutes",
    "statute_window_months",
    "least_evidence_coverage",
    "smallest_published_count",
    "frequent_telework_days",
    "regular_telework_days",
    "monthly_telework_periods",
)
"""The rules whose values stand behind a figure of the report."""


def order_words(directive: Directive, as_of: date) -> Order:
    """What the report of `as_of` says of the directive. Raises UnusableDirective for a day without rules."""
    rules = directive.rules_on(as_of)
    order = directive.order
    return Order(
        name=directive.name,
        title=directive.title,
        authority=f"{order.authority.who}, {order.authority.instrument}",
        issued_on=directive.issued_on,
        policy_sentence=order.policy_sentence,
        paragraph=order.summary,
        cited_figures=tuple(cited.sentence() for cited in directive.cited_figures.values()),
        definitions=_definitions(directive, as_of),
        obligations=tuple(_obligation(owed, directive) for owed in directive.obligations.values()),
        smallest_published_count=rules.smallest_published_count,
        provisional_limit=float(rules.provisional_limit),
        report_obligation=_obligation(directive.obligations[directive.report_obligation], directive),
        utilisation_target=float(rules.utilisation_target),
        least_coverage=float(rules.least_evidence_coverage),
        series_breaks=directive.series_breaks,
    )


def _obligation(owed: Owed, directive: Directive) -> Obligation:
    return Obligation(owed.title, owed.due_on(directive.issued_on), directive.cited(owed.clause, owed.source))


def _definitions(directive: Directive, as_of: date) -> tuple[Definition, ...]:
    station = directive.order.duty_station
    return (
        Definition("Duty station", station.says, directive.cited(station.clause, station.source)),
        *METHOD,
        *(_rule(name, directive, as_of) for name in RULES_OF_THE_REPORT),
    )


def _rule(name: str, directive: Directive, as_of: date) -> Definition:
    stated = rule(directive.order.rules, name)
    value = getattr(directive.rules_on(as_of), name)
    words = f"{100 * value} %" if isinstance(value, Fraction) else f"{value}"
    sentence = f"{stated.says} Value: {words} ({stated.unit})."
    return Definition(name.replace("_", " ").capitalize(), sentence, directive.clause_of(name, as_of))
