"""The words of findings, for templates."""

from __future__ import annotations

from django import template

from dutystation.terms.finding import FindingKind
from dutystation.web.worklists.rules import CaseKind, Explanation
from dutystation.web.worklists.wording import (
    CASES,
    DETAILS,
    EXPLANATIONS,
    KINDS,
    REASONS,
    STATES,
    Said,
    SaidOfCases,
    Words,
)

register = template.Library()


@register.filter
def kind_said(kind: str) -> Said:
    return KINDS[FindingKind(kind)]


@register.filter
def cases_said(kind: str) -> SaidOfCases:
    return CASES[CaseKind(kind)]


@register.filter
def finding_state(state: str) -> Words:
    return STATES.get(state, state)


@register.filter
def explanation(code: str) -> Words:
    """A class of explanation in words; a dash where there is none."""
    return EXPLANATIONS[Explanation(code)] if code else "–"


@register.filter
def finding_reason(code: str) -> Words:
    return REASONS.get(code, code.replace("_", " "))


@register.filter
def detail(name: str) -> Words:
    return DETAILS.get(name, name.replace("_", " "))
