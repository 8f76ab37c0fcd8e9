"""What time it is for the application; the only place that asks."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment; in the demonstration, the same time on the day it always is there."""
    moment = timezone.localtime()
    if not settings.DEMONSTRATION_DAY:
        return moment
    return datetime.combine(date.fromisoformat(settings.DEMONSTRATION_DAY), moment.timetz())
