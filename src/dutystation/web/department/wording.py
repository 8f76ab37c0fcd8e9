"""The words of the department's pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.web.department.rules import ReminderKind

Words = str | Promise

REMINDERS: Mapping[str, Words] = {
    ReminderKind.FIRST: _("first reminder"),
    ReminderKind.LAST: _("last reminder before it was due"),
    ReminderKind.LATE: _("reminder after it was due"),
    ReminderKind.CHASED: _("asked for by the department"),
}
PLACES: Mapping[str, Words] = {
    "office": _("office"),
    "other_facility": _("another facility"),
    "field": _("field"),
    "routine": _("routine telework"),
    "situational": _("situational telework"),
    "remote": _("remote work"),
    "nonwork": _("not worked"),
    "unclassified": _("not classified"),
}
