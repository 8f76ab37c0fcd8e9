"""An order in plain words, for `dutystation directive show`, `check` and `list`.

Only text is built here; the command line prints it. Lines are wrapped so that they fit a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from textwrap import wrap
from typing import Any

from dutystation.directives.alike import refuse_grounds_that_tell
from dutystation.directives.cited_figures import CitedFigure
from dutystation.directives.dated_rule import DatedValue
from dutystation.directives.directive import Directive
from dutystation.directives.grounds import GroundRule, Role, Route, Term
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.directives.obligations import Obligation
from dutystation.directives.rules import RULE_NAMES, rule
from dutystation.terms.distance import DistanceTest
from dutystation.terms.errors import UnusableDirective
from dutystation.terms.person import Population

WIDTH = 100
"""Characters in a line at most, unless a single word is longer."""


@dataclass(frozen=True)
class ShippedDirective:
    """One row of `dutystation directive list`."""

    name: str
    title: str
    issued_on: date


def shipped_list() -> tuple[ShippedDirective, ...]:
    """The directives that come with the package, by name."""
    loaded = [load_directive(name) for name in shipped_directives()]
    return tuple(ShippedDirective(order.name, order.title, order.issued_on) for order in loaded)


def checked(directive: Directive) -> str:
    """What `dutystation directive check` says of a file that has loaded: nothing in it was refused.

    Reports can be made under it; where the application does not issue it, why.
    """
    first = directive.measurable_from
    days = "every day" if first == date.min else f"every day from {first}"
    return (
        f"{directive.name} can be used: {directive.title}, issued on {directive.issued_on}, "
        f"{_count(len(RULE_NAMES), 'rule')} with a value for {days}, "
        f"{_count(len(directive.grounds), 'ground')}, {_count(len(directive.obligations), 'obligation')}, "
        f"{_count(len(directive.cited_figures), 'cited figure')}, "
        f"{_count(len(directive.retention), 'retention item')}. sha256 {directive.sha256}"
        f"{_not_issued(directive)}"
    )


def _not_issued(directive: Directive) -> str:
    try:
        refuse_grounds_that_tell(directive)
    except UnusableDirective as problem:
        return f"\nThe application does not issue it to people. {problem}"
    return ""


def describe(directive: Directive, *, as_of: date) -> str:
    """The whole order, with the values and due days as they stand on `as_of`; ends without a line break."""
    sections = (
        ("", _head(directive)),
        ("The order", _order(directive)),
        ("What it owes and asks for", _obligations(directive, as_of)),
        ("Grounds for staying away", _grounds(directive)),
        ("Who gets a seat first", _seat_order(directive)),
        (f"Rules in force on {as_of}", _rules(directive, as_of)),
        ("How long records are kept", _retention(directive, as_of)),
        ("Figures the order cites", _cited(directive)),
        ("Where series break", _series_breaks(directive)),
        ("Sources", _sources(directive)),
    )
    blocks = []
    for title, lines in sections:
        body = "\n".join(lines)
        if body:
            blocks.append(f"{title}\n{'-' * len(title)}\n{body}" if title else body)
    return "\n\n".join(blocks)


def value_words(value: object, unit: str) -> str:
    """A value with its unit, as people say it: `14 calendar days`, `2 % of hours`, `2025-01-12`."""
    if isinstance(value, Fraction):
        return f"{float(value * 100):g} % {unit.removeprefix('share ')}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, DistanceTest):
        return value.words
    words = unit.removesuffix("s") if value == 1 else unit
    return f"{value:,} {words}" if isinstance(value, int) else f"{value} {words}"


def decider_words(route: Route) -> str:
    """Who decides, in one phrase: `supervisor and agency head, both, or a recorded delegate`."""
    text = _and(role.words for role in route.decided_by)
    if len(route.decided_by) > 1:
        text += ", both" if len(route.decided_by) == 2 else ", all of them"
    return text + (", or a recorded delegate" if route.delegable else "")


def term_words(term: Term) -> str:
    """How long an approval may last, in one phrase: `to a last day, at most 4 months, looked at …`."""
    parts = ["to a last day" if term.needs_end else "without a last day"]
    if term.at_most_months is not None:
        parts.append(f"at most {_count(term.at_most_months, 'month')}")
    months = term.review_months
    parts.append(f"looked at again every {'month' if months == 1 else f'{months} months'}")
    return ", ".join(parts)


def _head(directive: Directive) -> Iterator[str]:
    order = directive.order
    yield from _entry("", f"{order.title} ({directive.name})")
    yield from _entry("Issued on", order.issued_on.isoformat())
    yield from _entry("By", f"{order.authority.who}. {order.authority.instrument}")
    above = order.higher_authority
    yield from _entry("Under", f"{above.who}. {above.instrument}, {above.dated}. {above.says}")
    yield from _entry("sha256", directive.sha256)


def _order(directive: Directive) -> Iterator[str]:
    order = directive.order
    yield from wrap(order.summary, WIDTH, break_long_words=False, break_on_hyphens=False)
    yield ""
    yield from _entry("Policy", f"“{order.policy_sentence}”")
    yield from _entry("Scope", f"{order.scope.says} ({order.scope.clause})")
    days = _count(order.presence.days_per_week, "day")
    yield from _entry("Presence", f"{days} a week. {order.presence.says} ({order.presence.clause})")
    places = _and(place.value.replace("_", " ") for place in order.duty_station.places)
    station = order.duty_station
    yield from _entry("In person", f"Hours at {places} count. {station.says} ({station.clause})")
    for population in Population:
        said = order.populations[population]
        yield from _entry(population.value.capitalize(), f"{said.says} ({said.clause})")
    single = order.situational_telework
    asked = "each time" if single.each_time else "not each time"
    who = _or(role.words for role in single.decided_by)
    delegate = "may be delegated" if single.delegable else "not delegable"
    yield from _entry(
        "Single days", f"Decided by {who}, {asked}, {delegate}. {single.says} ({single.clause})"
    )
    signed = order.certification
    who = _and(role.words for role in signed.prepared_by)
    by = _and(role.words for role in signed.certified_by)
    yield from _entry("Reports", f"Prepared by {who}, certified by {by}. {signed.says} ({signed.clause})")
    for right in directive.rights_on(directive.measurable_from):
        yield from _entry("After a denial", right)


def _obligations(directive: Directive, as_of: date) -> Iterator[str]:
    for owed in directive.obligations.values():
        yield from _entry("", owed.title)
        yield from _entry("  Due", _due_words(owed, directive.issued_on, as_of))
        yield from _entry("  Owed", f"by {_lower(owed.owed_by)} to {_lower(owed.owed_to)}. {owed.says}")
        yield from _entry("  Clause", directive.cited(owed.clause, owed.source))


def _due_words(owed: Obligation, issued_on: date, as_of: date) -> str:
    due = owed.due_on(issued_on)
    text = f"{due:%A}, {due}"
    if owed.within_calendar_days is not None:
        text += f", {_count(owed.within_calendar_days, 'calendar day')} after the day of issue"
    left = (due - as_of).days
    if left > 0:
        return f"{text}; {_count(left, 'day')} away on {as_of}"
    return f"{text}; " + (
        "that is the as-of date" if left == 0 else f"{_count(-left, 'day')} past on {as_of}"
    )


def _grounds(directive: Directive) -> Iterator[str]:
    for place, (ground, stated) in enumerate(directive.grounds.items()):
        if place:
            yield ""
        named = "named in the order" if stated.named_in_order else "not named in the order itself"
        yield from _entry("", f"{stated.label} ({ground.value}; {named})")
        yield from _ground(directive, stated)


def _ground(directive: Directive, stated: GroundRule) -> Iterator[str]:
    yield from _entry("  Meaning", stated.says)
    for document in stated.documents:
        yield from _entry("  Needs", f"{document.says} ({document.item})")
    for route in stated.routes:
        where = f"In {route.component}: " if route.component else ""
        yield from _entry("  Decided by", f"{where}{decider_words(route)}. {route.says}{_never_asked(route)}")
    ends = f" Ends when: {_lower(stated.term.ends_when)}." if stated.term.ends_when else ""
    yield from _entry("  How long", f"{term_words(stated.term).capitalize()}.{ends}")
    sealed = "sealed; small counts are not published" if stated.protected else "not sealed"
    yield from _entry("  Evidence", sealed)
    yield from _entry("  Clause", directive.cited(stated.clause, stated.source))


def _never_asked(route: Route) -> str:
    roles: tuple[Role, ...] = route.never_asked
    return f" Never asked to certify: {_and(role.words for role in roles)}." if roles else ""


def _seat_order(directive: Directive) -> Iterator[str]:
    stated = directive.order.seat_order
    for number, one in enumerate(stated, start=1):
        yield from _entry("", f"{number}. {one.criterion}: {one.criterion.words}, the earlier first")
        yield from _entry("  Meaning", one.says)
        yield from _entry("  Clause", directive.cited(one.clause, one.source))
    who = "Whoever is alike in this" if stated else "The order says nothing of it: whoever waits"
    yield from _entry("", f"{who} is drawn, with a seed that is recorded.")


def _rules(directive: Directive, as_of: date) -> Iterator[str]:
    for name in RULE_NAMES:
        stated = rule(directive.order.rules, name)
        found = stated.on(as_of)
        words = value_words(found.value, stated.unit) if found else f"no value yet on {as_of}"
        yield from _entry("", f"{name}: {words}")
        yield from _entry("  Meaning", stated.says)
        shown = found or stated.values[0]
        yield from _entry("  Clause", directive.cited(shown.clause, shown.source))
        for dated in stated.values:
            if dated is not found:
                yield from _entry("  Otherwise", _from_day(dated, stated.unit))


def _retention(directive: Directive, as_of: date) -> Iterator[str]:
    for item in directive.retention.values():
        found = item.kept.on(as_of)
        shown = found or item.kept.values[0]
        yield from _entry("", f"{item.title} ({item.schedule_item})")
        yield from _entry("  Covers", _and(kind.value.replace("_", " ") for kind in item.covers))
        how_long = value_words(found.value, item.kept.unit) if found else f"no value yet on {as_of}"
        yield from _entry("  Kept", f"{how_long}, from: {item.counted_from.value.replace('_', ' ')}")
        yield from _entry("  Meaning", item.kept.says)
        yield from _entry("  Clause", directive.cited(shown.clause, shown.source))
        for dated in item.kept.values:
            if dated is not found:
                yield from _entry("  Otherwise", _from_day(dated, item.kept.unit))


def _from_day(dated: DatedValue[Any], unit: str) -> str:
    start = "before that" if dated.first_day == date.min else f"from {dated.first_day}"
    return f"{value_words(dated.value, unit)} {start} ({dated.clause})"


def _cited(directive: Directive) -> Iterator[str]:
    for place, cited in enumerate(directive.cited_figures.values()):
        if place:
            yield ""
        yield from _cited_figure(directive, cited)


def _cited_figure(directive: Directive, cited: CitedFigure) -> Iterator[str]:
    yield from _entry("", cited.sentence())
    for share in cited.in_person_shares():
        yield from _entry("  Read as", str(share))
    yield from _entry("  Clause", directive.cited(cited.clause, cited.source))


def _series_breaks(directive: Directive) -> Iterator[str]:
    for each in directive.series_breaks:
        whose = each.component or "every component without a day of its own"
        yield from _entry("", f"{each.first_day}, {whose}: {each.says}")
        yield from _entry("  Clause", each.clause)


def _sources(directive: Directive) -> Iterator[str]:
    for source in directive.order.sources.values():
        when = f", {source.published}" if source.published else ""
        yield from _entry("", f"{source.title}{when}. {source.where} ({source.mark.words})")


def _entry(label: str, text: str) -> list[str]:
    """One labelled paragraph; later lines are set in below the text, or by two without a label."""
    head = f"{label}: " if label else ""
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    return wrap(head + text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _and(words: Iterable[str]) -> str:
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _or(words: Iterable[str]) -> str:
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"


def _lower(text: str) -> str:
    """The text inside a sentence: its first word small, unless it is a name or an abbreviation."""
    first = text.split()[0]
    ordinary = first in {"Each", "The", "A", "An", "Everybody", "Everyone", "All"}
    return text[0].lower() + text[1:] if ordinary else text


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
