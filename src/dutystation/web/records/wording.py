"""How each thing about a day is said to the person whose day it is, and by which rule it holds.

Badges are spoken of in neutral words: none says that anybody was absent. Source: contract sections 3 to 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Said:
    """What is said of a code: a few words, the sentence behind them, and the section of the contract."""

    label: Words
    why: Words
    section: int


PLACES: Mapping[str, Said] = {
    "office": Said(_("Office"), _("Counts as work in person."), 4),
    "other_facility": Said(_("Other facility"), _("Counts as work in person."), 4),
    "field": Said(_("Field"), _("Work in the field counts as work in person."), 4),
    "routine": Said(_("Routine telework"), _("Counts as work off site."), 4),
    "situational": Said(_("Situational telework"), _("Counts as work off site."), 4),
    "remote": Said(_("Remote work"), _("Counts as work off site."), 4),
    "nonwork": Said(_("Leave or holiday"), _("No hours worked: in no share at all."), 4),
    "unclassified": Said(
        _("Not classified"),
        _(
            "Nobody has said what this pair of codes means. The hours count neither in person nor off site; "
            "shares are shown with a lowest and a highest value instead."
        ),
        4,
    ),
}

FATES: Mapping[str, Said] = {
    "accepted": Said(_("counted"), _("The record was taken as delivered."), 3),
    "after_as_of": Said(_("not yet counted"), _("It lies after the day up to which the run counts."), 3),
    "contractor_hours": Said(_("left out"), _("Hours of contractors are in no figure."), 3),
    "duplicate": Said(_("not counted"), _("An earlier record has the same id, so it counts once."), 3),
    "not_on_roster": Said(_("not counted"), _("The roster does not hold you on this day."), 3),
    "missing_value": Said(_("not counted"), _("Something that is needed is missing in the record."), 3),
    "not_a_number": Said(_("not counted"), _("The hours in the record are no number."), 3),
    "out_of_range": Said(_("not counted"), _("A day has between 0 and 24 hours."), 3),
}

EVIDENCE: Mapping[str, Said] = {
    "corroborated": Said(
        _("A badge bears this day out"), _("A badge of yours was seen at your duty station on this day."), 7
    ),
    "explained": Said(
        _("Explained"),
        _("You were seen at another facility, or all your hours in person were in the field."),
        7,
    ),
    "not_assessable": Said(
        _("Badges cannot say"),
        _("Your duty station has no reader, or its readers saw nobody on this day."),
        7,
    ),
    "uncorroborated": Said(
        _("No badge bears this day out"),
        _(
            "Readers at your duty station saw others on this day and no badge of yours. That is a question "
            "and no finding: doors are held open, cards are left at home, readers fail."
        ),
        7,
    ),
}

SIGHTINGS: Mapping[str, Words] = {
    "stay": _("in and out"),
    "badge": _("a badge was seen"),
    "within_stay": _("between an entry and an exit on other days"),
}

STATUSES: Mapping[str, Words] = {
    "returned": _("Returned"),
    "not_returned": _("Not returned"),
    "not_in_duty_status": _("Not in duty status"),
    "unknown": _("Not known"),
}

STATUS_RULES: Mapping[int, Words] = {
    1: _("No time record of yours was accepted for the last pay period that ended."),
    2: _("All your records of the last pay period that ended are leave or holidays."),
    3: _(
        "Your arrangement is routine telework or remote work, or hours were recorded as such, or situational "
        "telework fell on a day without that arrangement, or all hours were off site."
    ),
    4: _(
        "You worked in person in the last pay period that ended, and no rule for not returned applies to you."
    ),
    5: _("Nobody has said what the codes of your hours mean."),
}

OTHER = Said(_("not counted"), _("See the list of rejected rows that the sender was given."), 3)
