"""The words of filings, for templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.translation import gettext

from dutystation.terms.distance import DistanceFrom, DistanceTest, ReferenceSet
from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.place_wording import test_words
from dutystation.web.filings.checks import Block
from dutystation.web.filings.wording import FAULTS, KINDS, REASONS, STATES, VERBS, Words, line_in_words

register = template.Library()


@register.filter
def filing_state(state: str) -> Words:
    return STATES.get(state, state)


@register.filter
def filing_verb(verb: str) -> Words:
    return VERBS.get(verb, verb)


@register.filter
def filing_kind(kind: str) -> Words:
    return KINDS.get(kind, kind)


@register.filter
def reason_words(reason: str) -> Words:
    return REASONS.get(reason, reason)


@register.filter
def line_words(what: str) -> Words:
    return line_in_words(what)


@register.filter
def fault_words(kind: str) -> Words:
    return FAULTS.get(kind, kind)


@register.filter
def fault_reason(reason: str) -> Words:
    """A reason for which rows are rejected, or another code, without its underscores."""
    return reason.replace("_", " ")


@register.filter
def named(people: Mapping[str, Person], person: str) -> Person | None:
    """The person with an id; None where nobody is known by it here."""
    return people.get(person)


@register.filter
def block_says(block: Block) -> str:
    """What stands in the way, as a sentence."""
    return gettext(block.says).format_map(block.values)


@register.filter
def plain_words(text: str) -> str:
    """A sentence of a plain module in the language of the page."""
    return gettext(text)


@register.filter
def distance_test(line: Mapping[str, str | None]) -> str:
    """The name of the test of a line of the register of distances."""
    start, reference = line["start"], line["reference"]
    if start is None or reference is None:
        return gettext("Not known to the application")
    return test_words(DistanceTest(DistanceFrom(start), ReferenceSet(reference)))


@register.filter
def written_day(text: str | None) -> date | None:
    """A day that a content holds as text."""
    return date.fromisoformat(text) if text else None
