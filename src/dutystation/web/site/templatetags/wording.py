"""How pages write days, numbers and states; loaded for every template."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from dutystation.web.accounts.roles import Role
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import Verb, sentence

register = template.Library()
ISO_DAY = len("2025-02-05")

CLASSES = {
    "select": "usa-select",
    "nullbooleanselect": "usa-select",
    "textarea": "usa-textarea",
    "clearablefile": "usa-file-input",
    "file": "usa-file-input",
    "checkbox": "usa-checkbox__input",
}
"""The classes of inputs by the kind of their widget; every other one is `usa-input`."""


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as `5 February 2025`; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return _day(value, get_language())


@lru_cache(maxsize=1000)
def _day(value: date, language: str | None) -> str:
    """A list writes the same few days again and again."""
    return date_format(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the department's time zone, as `5 February 2025, 14:05`."""
    if value is None:
        return "–"
    return f"{day(value)}, {timezone.localtime(value):%H:%M}"


@register.filter
def amount(value: str) -> str:
    """A number that is kept as it was delivered, as `12,345.5`; a dash where there is none."""
    if not value:
        return "–"
    number = Decimal(value).normalize()
    return number_format(number, max(0, -int(number.as_tuple().exponent)))


@register.filter
def role_words(role: str) -> str:
    """What a role is called."""
    return gettext(Role(role).words)


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a field with the class that the design system gives its kind."""
    kind = CLASSES.get(field.widget_type, "usa-input")
    return field.as_widget(attrs={"class": kind})


@register.filter
def event_sentence(event: Event) -> str:
    """An event as a sentence without its actor, its days as every page writes them."""
    details = {name: _detail(value) for name, value in event.details.items()}
    return sentence(Verb(event.verb), details)


def _detail(value: object) -> object:
    """A day that an event keeps as text, as a day; everything else as it is kept."""
    try:
        return day(date.fromisoformat(value)) if isinstance(value, str) and len(value) == ISO_DAY else value
    except ValueError:
        return value
