"""How pages write figures."""

from __future__ import annotations

from django import template

from dutystation.reports import labels
from dutystation.reports.consolidated import unclassified_share
from dutystation.web.dashboards import wording

register = template.Library()
register.filter("said", wording.said)
register.filter("people", wording.people)
register.filter("percent", labels.percent)
register.filter("whole_hours", labels.hours)
register.filter("unclassified_share", unclassified_share)


@register.simple_tag
def span(low: float | None, high: float | None) -> str:
    """A lowest and a highest share, `76.9–79.1%`."""
    return labels.span(low, high)
