"""The words of requests, for templates."""

from __future__ import annotations

from django import template

from dutystation.directives.grounds import Role as Decider
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.wording import OUTCOMES, STATES, Words, ground_words

register = template.Library()


@register.filter
def request_state(state: str) -> Words:
    return STATES.get(state, state)


@register.filter
def outcome(code: str) -> Words:
    return OUTCOMES.get(code, code)


@register.filter
def ground_label(request: Request) -> Words:
    return ground_words(request)


@register.filter
def role_words(role: str | Decider) -> str:
    return Decider(role).words
