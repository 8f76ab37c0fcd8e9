"""What a component should look at before it files. Source: domain rules 10.13, 10.14, 10.27 and 10.28.

A finding is a question about records and never says that anybody did wrong: a day is looked at, a record is
sent again, an arrangement is written down, or the thing is explained.
"""

from __future__ import annotations

from enum import StrEnum


class FindingKind(StrEnum):
    """What is to be looked at; the grain of each is in its comment."""

    REJECTED_ROW = "rejected_row"  # a delivered row that does not count
    UNKNOWN_STATUS = "unknown_status"  # a person
    NO_REASON = "no_reason"  # a person
    ENDING_APPROVAL = "ending_approval"  # a person
    TELEWORK_WITHOUT_ARRANGEMENT = "telework_without_arrangement"  # a person on a day
    TELEWORK_BEFORE_ARRANGEMENT = "telework_before_arrangement"  # a person on a day
    TELEWORK_AFTER_ARRANGEMENT = "telework_after_arrangement"  # a person on a day
    NOT_ELIGIBLE = "not_eligible"  # a person on a day
    REMOTE_WITHOUT_REMOTE_ARRANGEMENT = "remote_without_remote_arrangement"  # a person on a day
    SITUATIONAL_PATTERN = "situational_pattern"  # a person and a day of the week
    QUESTIONED_DAY = "questioned_day"  # a person on a day
    MISSING_DELIVERY = "missing_delivery"  # a sender, a table and a pay period


class HowItEnds(StrEnum):
    """Whether the approval that somebody's reason rests on still holds."""

    ENDS_SOON = "ends_soon"
    HAS_ENDED = "has_ended"


class WhyUnknown(StrEnum):
    """Why nobody can say whether a person has returned (rules 1 and 5 of contract section 6)."""

    NO_TIME_RECORDS = "no_time_records"
    ONLY_UNCLASSIFIED = "only_unclassified"
