"""The words of single days, for templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from dutystation.web.accounts.roles import Role
from dutystation.web.situational.wording import CHANGES, STATES, Words

register = template.Library()


@register.filter
def day_state(state: str) -> Words:
    return STATES[state]


@register.filter
def change_words(verb: str) -> Words:
    return CHANGES[verb]


@register.filter
def roles_words(roles: Iterable[str]) -> str:
    """Some roles, of which one is enough: `approving official or component head`."""
    words = [gettext(Role(role).words) for role in roles]
    return (
        words[0]
        if len(words) == 1
        else gettext("%(one)s or %(other)s")
        % {
            "one": ", ".join(words[:-1]),
            "other": words[-1],
        }
    )
