"""How often people telework, in the bins of 5 U.S.C. 6506. Source: domain rule 10.9.

Where the bins begin stands in the directive. A telework day is a person's day with minutes of routine or
situational telework; remote work and the field are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dutystation.terms.place import Place

TELEWORK = (Place.ROUTINE, Place.SITUATIONAL)
"""The places whose hours are telework."""


class TeleworkBin(StrEnum):
    """By mean telework days in the pay periods a person has accepted records of; the first that holds."""

    FREQUENT = "frequent"
    REGULAR = "regular"
    MONTHLY = "monthly"
    OCCASIONAL = "occasional"
    NEVER = "never"
    NO_RECORDS = "no_records"


@dataclass(frozen=True)
class TeleworkLine:
    """The people on the rolls of the department or one component, by bin.

    `people` is the bins added up, `eligible` those of them who may telework, `days` their telework days.
    """

    org_unit: str
    people: int
    eligible: int
    frequent: int
    regular: int
    monthly: int
    occasional: int
    never: int
    no_records: int
    days: int
