"""The words of figures: those of the report, so that a page and a printed report call a thing the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dutystation.reports.labels import (
    BADGE_QUALITY_WORDS,
    EVIDENCE_WORDS,
    FIGURE_STATUS_WORDS,
    FIGURE_WORDS,
    HIDDEN,
    MEASURE_WORDS,
    REASON_WORDS,
    RETURN_STATUS_WORDS,
    VARIANT_WORDS,
)

if TYPE_CHECKING:
    from dutystation.web.accounts.models import Facility, Unit

Words = str | Promise

CODES: Mapping[str, Words] = {
    "in_person_share": _("In-person share: office, other facilities and the field"),
    "office_share": _("Office share: the office alone"),
}
"""The shares that can be chosen."""

FAULTS: Mapping[str, Words] = {
    "missing_value": _("Something that is needed is missing"),
    "not_a_date": _("A date or time cannot be read"),
    "not_a_number": _("A number cannot be read"),
    "not_in_list": _("A value is not one of the list"),
    "out_of_range": _("A value is outside its range"),
    "duplicate": _("An earlier row has the same id"),
    "unknown_org_unit": _("The unit is not known"),
    "unknown_facility": _("The facility is not known"),
    "unknown_person": _("The person is on no roster"),
    "overlap": _("Two roster rows of a person overlap"),
    "not_on_roster": _("The roster does not hold the person on that day"),
    "after_as_of": _("It lies after the day up to which the run counts"),
    "contractor_hours": _("Hours of contractors are in no figure"),
}
"""Why rows were rejected or excluded. Source: contract section 3."""

TABLES: Mapping[str, Words] = {
    "org_units": _("Units"),
    "facilities": _("Facilities"),
    "codes": _("Codes"),
    "roster": _("Roster"),
    "decisions": _("Decisions"),
    "time_records": _("Time records"),
    "badge_events": _("Badge events"),
}

FROM_REPORTS: Mapping[str, str] = {
    **FIGURE_WORDS,
    **VARIANT_WORDS,
    **FIGURE_STATUS_WORDS,
    **RETURN_STATUS_WORDS,
    **REASON_WORDS,
    **EVIDENCE_WORDS,
    **BADGE_QUALITY_WORDS,
    **MEASURE_WORDS,
}
"""Code → words of everything that reports name too."""


def said(code: str) -> str:
    """The words of a code of the contract, or the code itself where a later contract has added one."""
    for words in (CODES, FAULTS, TABLES):
        if code in words:
            return str(words[code])
    return gettext(FROM_REPORTS[code]) if code in FROM_REPORTS else code


def names_of(things: Iterable[Unit | Facility]) -> dict[str, str]:
    """Id → name of some units or buildings, with the id after it where another one has the same name."""
    listed = list(things)
    there = Counter(thing.name for thing in listed)
    return {
        thing.pk: thing.name if there[thing.name] == 1 else f"{thing.name} ({thing.pk})" for thing in listed
    }


def people(count: int | None) -> str:
    """A count of people; `s` where it is hidden, as in every report."""
    return HIDDEN if count is None else f"{count:,}"
