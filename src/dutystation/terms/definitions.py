"""What each published figure means, in one sentence, with the clause that says so."""

from __future__ import annotations

from collections.abc import Mapping

from dutystation.terms.figure import FigureCode
from dutystation.terms.order import Definition

CODES: Mapping[FigureCode, Definition] = {
    FigureCode.IN_PERSON_SHARE: Definition(
        "In-person share",
        "Minutes worked in an office, at another facility or in the field, divided by those and the minutes "
        "worked on routine telework, situational telework or remote work.",
        "Contract sections 4 and 5",
    ),
    FigureCode.OFFICE_SHARE: Definition(
        "Office share",
        "Minutes worked in an office, divided by the same minutes as the in-person share.",
        "Contract section 5",
    ),
    FigureCode.UNCORROBORATED_RATE: Definition(
        "Uncorroborated rate",
        "Of the claimed in-person days that badge readers can speak to, those they do not corroborate. "
        "It is a question to the data, not a finding about a person.",
        "Contract section 7",
    ),
}

METHOD: tuple[Definition, ...] = (
    *CODES.values(),
    Definition(
        "Unclassified",
        "Hours whose pair of pay code and place code nobody has mapped. They count neither as in person nor "
        "as off site; low and high are the value if all or none of them were off site.",
        "Contract sections 4 and 5",
    ),
    Definition(
        "Returned",
        "On the rolls, with hours in person in the status period, and nothing that says otherwise by the "
        "rules for not returned.",
        "Contract section 6, rule 4",
    ),
    Definition(
        "Not returned",
        "A routine or remote arrangement, hours at such a place, situational telework without the "
        "arrangement for it, or hours off site and none in person. Each has one reason, or none on record.",
        "Contract section 6, rule 3",
    ),
    Definition(
        "Not in duty status",
        "Time records, but no hours worked in the status period.",
        "Contract section 6, rule 2",
    ),
    Definition(
        "Unknown",
        "No accepted time record in the status period, or unclassified hours only.",
        "Contract section 6, rules 1 and 5",
    ),
)
