"""The words of requests, for templates."""

from __future__ import annotations

from django import template

from dutystation.directives.grounds import Role as Decider
from dutystation.web.exception_requests.models import Request
from dutystation.web.exception_requests.wording import OUTCOMES, PROTECTED, STATES, Words
from dutystation.web.notices.queries import directive_of

register = template.Library()


@register.filter
def request_state(state: str) -> Words:
    return STATES.get(state, state)


@register.filter
def outcome(code: str) -> Words:
    return OUTCOMES.get(code, code)


@register.filter
def ground_label(request: Request) -> Words:
    """The ground in words; of a protected request the name that they all share."""
    if request.protected:
        return PROTECTED
    return directive_of(request.directive).grounds[request.ground].label  # type: ignore[index]


@register.filter
def role_words(role: str | Decider) -> str:
    return Decider(role).words
