"""How pages on retention name records, days they are counted from, and states of lists."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from dutystation.web.retention.models import Disposal
from dutystation.web.retention.wording import KINDS, STARTS, Words

register = template.Library()


@register.filter
def kind_words(kind: str) -> Words:
    return KINDS[kind]


@register.filter
def start_words(start: str) -> Words:
    return STARTS[start]


@register.filter
def disposal_state(disposal: Disposal) -> str:
    """How far a list has come, in a few words."""
    if hasattr(disposal, "declination"):
        return _("declined")
    if hasattr(disposal, "approval"):
        return _("approved")
    return _("waits for approval") if hasattr(disposal, "put_forward") else _("to be looked through")
