"""The words of filings, for pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dutystation.reports.labels import FIGURE_WORDS, REASON_WORDS, VARIANT_WORDS
from dutystation.web.filings.rules import Kind, State, Verb

Words = str | Promise

STATES: Mapping[str, Words] = {
    State.OPEN: _("to be prepared"),
    State.PREPARED: _("waits for certification"),
    State.FILED: _("filed"),
    State.AMENDING: _("filed; an amendment waits for certification"),
    State.RETURNED: _("returned for correction"),
    State.WITHDRAWN: _("withdrawn"),
}

VERBS: Mapping[str, Words] = {
    Verb.PREPARE: _("Prepared"),
    Verb.CERTIFY: _("Certified and filed"),
    Verb.DECLINE: _("Given back to who prepared it"),
    Verb.RETURN: _("Returned for correction by the department"),
    Verb.WITHDRAW: _("Withdrawn by the component"),
}

KINDS: Mapping[str, Words] = {
    Kind.REPORT: _("Report"),
    Kind.ZERO: _("Zero report: nobody is left who has not returned"),
}

REASONS: Mapping[str, Words] = {code: _(words) for code, words in REASON_WORDS.items()}

VARIANTS: Mapping[str, Words] = {code: _(words) for code, words in VARIANT_WORDS.items()}

FAULTS: Mapping[str, Words] = {
    "rejected_row": _("Rows that could not be used"),
    "unknown_status": _("People whose return status nobody knows"),
    "no_reason": _("People who have not returned and have no approved reason"),
    "telework_without_arrangement": _("Telework hours without an arrangement"),
    "telework_before_arrangement": _("Telework hours before an arrangement began"),
    "telework_after_arrangement": _("Telework hours after an arrangement ended"),
    "not_eligible": _("Telework hours of people who are not eligible"),
    "remote_without_remote_arrangement": _("Remote hours without a remote arrangement"),
    "situational_pattern": _("Situational telework that repeats on a weekday"),
    "questioned_day": _("Days in person that no badge bears out"),
    "missing_delivery": _("Deliveries that are missing"),
}

CODES: Mapping[str, Words] = {code: _(words) for code, words in FIGURE_WORDS.items()}

LINES: Mapping[str, Words] = {
    "run": _("Run"),
    "as_of": _("As of"),
    "status_period": _("Pay period of the return status"),
    "kind": _("Kind"),
    "bridge.on_rolls": _("On the rolls"),
    "bridge.returned": _("Returned"),
    "bridge.not_returned": _("Not returned"),
    "bridge.not_in_duty_status": _("Not in duty status"),
    "bridge.unknown": _("Unknown"),
}
"""What differs between two versions; reasons and figures are put together from their own words."""


def line_in_words(what: str) -> Words:
    """A line of a difference: `bridge.returned`, `reasons.space`, `figures.in_person_share.2025-02.total`."""
    if what in LINES:
        return LINES[what]
    kind, _dot, rest = what.partition(".")
    if kind == "reasons":
        return _now("Reason: %(reason)s") % {"reason": REASONS.get(rest, rest)}
    code, period, variant = rest.split(".")
    names = {"code": CODES.get(code, code), "period": period, "variant": VARIANTS.get(variant, variant)}
    return _now("%(code)s, %(period)s. %(variant)s") % names
