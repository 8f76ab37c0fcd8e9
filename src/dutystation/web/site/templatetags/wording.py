"""How pages write days, numbers and states; loaded for every template."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb, sentence

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as `5 February 2025`; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the department's time zone, as `5 February 2025, 14:05`."""
    if value is None:
        return "–"
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


@register.filter
def event_sentence(event: Event) -> str:
    """An event as a sentence without its actor."""
    return sentence(Verb(event.verb), event.details)
