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
CODES: Mapping[str, Words] = {
    "in_person_share": _("In-person share"),
    "office_share": _("Office share"),
}
VARIANTS: Mapping[str, Words] = {
    "total": _("All hours worked, civilians and military"),
    "civilian": _("Civilians, all hours worked"),
    "military": _("Military, all hours worked"),
    "regular_excl_remote": _("Regular hours, without remote workers"),
    "eligible_excl_remote": _("Regular hours of the telework-eligible, without remote workers"),
}
FIGURE_STATES: Mapping[str, Words] = {
    "final": _("final"),
    "provisional": _("provisional"),
    "no_hours": _("no hours worked"),
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
