"""Has a person returned to the duty station? Source: contract section 6, domain rule 10.13."""

from __future__ import annotations

from enum import StrEnum


class ReturnStatus(StrEnum):
    """The four answers; together they are everybody on the rolls."""

    RETURNED = "returned"
    NOT_RETURNED = "not_returned"
    NOT_IN_DUTY_STATUS = "not_in_duty_status"
    UNKNOWN = "unknown"
