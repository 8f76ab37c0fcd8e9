"""How the department's pages write clocks and shares, for templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dutystation.reports.labels import NOTHING, percent, span
from dutystation.terms.figure import Figure
from dutystation.terms.period import ALL_PERIODS
from dutystation.web.department.rules import Clock
from dutystation.web.department.wording import PLACES, REMINDERS, Words
from dutystation.web.filings.wording import CODES, VARIANTS

register = template.Library()


@register.filter
def reminder_words(kind: str) -> Words:
    return REMINDERS[kind]


@register.filter
def code_words(code: str) -> Words:
    return CODES[code]


@register.filter
def variant_words(variant: str) -> Words:
    return VARIANTS[variant]


@register.filter
def place_words(place: str) -> Words:
    return PLACES[place]


@register.filter
def period_words(period: str) -> str:
    return _("all periods") if period == ALL_PERIODS else period


@register.filter
def of(names: Mapping[str, str], unit: str) -> str:
    """The name of a unit, or its id where it has none."""
    return names.get(unit, unit)


@register.filter
def clock_words(clock: Clock) -> str:
    """How a due day stands, in words: what was late stays late."""
    if clock.days_late:
        late = ngettext("%(n)s day late", "%(n)s days late", clock.days_late) % {"n": clock.days_late}
        return _("met %(late)s") % {"late": late} if clock.met else late
    if clock.met:
        return _("met in time")
    if not clock.days_left:
        return _("due today")
    return ngettext("%(n)s day left", "%(n)s days left", clock.days_left) % {"n": clock.days_left}


@register.filter
def share_words(figure: Figure | None) -> str:
    return NOTHING if figure is None else percent(figure.value)


@register.filter
def bounds(figure: Figure | None) -> str:
    return NOTHING if figure is None else span(figure.low, figure.high)


@register.filter
def points(change: float | None) -> str:
    """A change in percentage points, with its sign; a dash where there is nothing to compare."""
    return NOTHING if change is None else f"{change:+.1f}"
