"""How each kind of finding is said, what to do about it, and how a day can be explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.terms.finding import FindingKind, HowItEnds, WhyUnknown
from dutystation.terms.ground import NO_GROUND
from dutystation.web.worklists.rules import CaseKind, Explanation, ItemState

Words = str | Promise


@dataclass(frozen=True)
class Said:
    """What is said of a kind: its name, what was found, and how it is mended."""

    label: Words
    found: Words
    mend: Words


_ARRANGEMENT = _(
    "Where the arrangement is wrong, the roster is corrected; where the code is wrong, the time record is."
)
KINDS: Mapping[FindingKind, Said] = {
    FindingKind.REJECTED_ROW: Said(
        _("Rows that do not count"),
        _("These rows were delivered and could not be used. The row stands here as it came."),
        _("Have the sender correct the row and send it again; the next run counts it."),
    ),
    FindingKind.UNKNOWN_STATUS: Said(
        _("People whose status is not known"),
        _(
            "Nobody can say of these people whether they have returned, for want of records or because "
            "nobody has said what their codes mean."
        ),
        _("Have the missing time records sent, or the codes classified."),
    ),
    FindingKind.NO_REASON: Said(
        _("People without a reason"),
        _("These people have not returned, and no approved reason is known."),
        _("Enter a decision where there is one, or correct the arrangement or the time records."),
    ),
    FindingKind.ENDING_APPROVAL: Said(
        _("Approvals that end soon or have ended lately"),
        _("These people have not returned, and the approval that their reason rests on ends, or has ended."),
        _("Have it decided again, or tell the person from which day on they are expected."),
    ),
    FindingKind.TELEWORK_WITHOUT_ARRANGEMENT: Said(
        _("Telework without an arrangement"),
        _("Hours of telework were recorded on a day on which the roster knows no arrangement."),
        _ARRANGEMENT,
    ),
    FindingKind.TELEWORK_BEFORE_ARRANGEMENT: Said(
        _("Telework before an arrangement"),
        _("Hours of telework were recorded on a day before the arrangement begins."),
        _ARRANGEMENT,
    ),
    FindingKind.TELEWORK_AFTER_ARRANGEMENT: Said(
        _("Telework after an arrangement"),
        _("Hours of telework were recorded on a day after the arrangement has ended."),
        _ARRANGEMENT,
    ),
    FindingKind.NOT_ELIGIBLE: Said(
        _("Telework of people who are not coded as eligible"),
        _("Hours of telework were recorded for people whom the roster does not code as eligible for it."),
        _("Correct the code of the position, or the time record."),
    ),
    FindingKind.REMOTE_WITHOUT_REMOTE_ARRANGEMENT: Said(
        _("Remote code without a remote arrangement"),
        _("Hours were recorded as remote work while the arrangement is another one."),
        _ARRANGEMENT,
    ),
    FindingKind.SITUATIONAL_PATTERN: Said(
        _("Situational telework on the same weekday"),
        _("Situational telework was recorded on the same day of the week again and again."),
        _("Where it is a standing arrangement, it is written down as one; where it is not, say why."),
    ),
    FindingKind.QUESTIONED_DAY: Said(
        _("Days that badges question"),
        _(
            "Badge readers saw nobody of this name that day at the duty station; readers can miss people. It "
            "is a question and no finding about anybody."
        ),
        _("Read what the person says, and explain the day; or have a wrong time record corrected."),
    ),
    FindingKind.MISSING_DELIVERY: Said(
        _("Deliveries that are missing"),
        _(
            "This sender has delivered this table for other pay periods and not for this one. A low share "
            "may come from that alone."
        ),
        _("Have it delivered. Where none can come, the report of the component says why."),
    ),
}

STATES: Mapping[str, Words] = {
    ItemState.OPEN: _("open"),
    ItemState.EXPLAINED: _("explained"),
    ItemState.MENDED: _("mended"),
}

EXPLANATIONS: Mapping[Explanation, Words] = {
    Explanation.BADGE_FORGOTTEN: _("The badge was left at home"),
    Explanation.OTHER_ENTRANCE: _("Another entrance was used"),
    Explanation.OTHER_SITE: _("The work was at another site"),
    Explanation.FIELD_VISIT: _("The work was in the field"),
    Explanation.READER_OUT_OF_ORDER: _("The reader was out of order"),
    Explanation.WRONG_TIME_RECORD: _("The time record is wrong"),
    Explanation.OTHER: _("Something else"),
}

REASONS: Mapping[str, Words] = {
    WhyUnknown.NO_TIME_RECORDS: _("no time records"),
    WhyUnknown.ONLY_UNCLASSIFIED: _("only codes that nobody has classified"),
    NO_GROUND: _("no approved reason"),
    HowItEnds.ENDS_SOON: _("ends soon"),
    HowItEnds.HAS_ENDED: _("has ended, and nothing stands in its place"),
    "uncorroborated": _("no badge bears the day out"),
    "missing_value": _("a value is missing"),
    "not_a_date": _("a day that cannot be read"),
    "not_a_number": _("an amount that is no number"),
    "not_in_list": _("a word that is none of those allowed"),
    "out_of_range": _("an amount that cannot be"),
    "duplicate": _("the id repeats an earlier row"),
    "unknown_org_unit": _("a unit that nobody knows"),
    "unknown_facility": _("a facility that nobody knows"),
    "unknown_person": _("a person who is nowhere on the roster"),
    "overlap": _("days that another row covers"),
    "not_on_roster": _("not on the roster that day"),
}
"""Reasons that have words; any other is shown with spaces between its words."""
DETAILS: Mapping[str, Words] = {
    "arrangement": _("arrangement"),
    "begins": _("arrangement begins"),
    "column": _("column"),
    "duty_station": _("duty station"),
    "ended": _("arrangement ended"),
    "first_delivered": _("first delivered for"),
    "id": _("id"),
    "last": _("last on"),
    "last_valid": _("last day"),
    "message": _("what to do"),
    "org_unit": _("unit"),
    "weekday": _("weekday"),
    "weeks": _("weeks"),
}
"""Details that have words; any other is shown with spaces between its words."""


@dataclass(frozen=True)
class SaidOfCases:
    """What is said of a list of cases: name, what stands on it, what its own day is, that it is empty."""

    label: Words
    found: Words
    day: Words
    empty: Words


CASES: Mapping[CaseKind, SaidOfCases] = {
    CaseKind.ENDING_DECISION: SaidOfCases(
        _("Decisions that end soon or have ended lately"),
        _("Approvals near their last day. Once one has ended, its ground counts no more."),
        _("Last day"),
        _("No decision ends soon. While an order holds, one that does stands here before its last day."),
    ),
    CaseKind.OVERDUE_REQUEST: SaidOfCases(
        _("Undecided requests beyond their limit"),
        _("Each needs a note on why it takes longer before you file."),
        _("Limit"),
        _("No request is beyond its limit. One that is stands here until it is decided."),
    ),
    CaseKind.OPEN_DISPUTE: SaidOfCases(
        _("Disputes without an answer"),
        _("Days that people say were counted wrongly. Each stands in the report until it has an answer."),
        _("Answer by"),
        _("Nobody disputes a day. When somebody does, it stands here with the day by which to answer."),
    ),
}
