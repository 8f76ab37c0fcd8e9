"""Whether a delivery comes in time. Source: domain rule 10.8; the numbers are values of the order."""

from __future__ import annotations

from datetime import date

from dutystation.directives.rules import Rules
from dutystation.lake.records import Delivery
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayPeriod


def refuse_untimely(
    file: str, table: str, period: PayPeriod, received_on: date, rules: Rules, before: Delivery | None
) -> None:
    """Refuses a delivery for a pay period that no record is taken for any more, or not yet.

    Counted from the pay period of the day of receipt. `before` is the delivery that stands for the slice,
    None where this one is the first. How far back a delivery may reach concerns time records; none may be
    for a period that has not begun, beyond what the order allows. Raises UnusableInput.
    """
    calendar = rules.calendar
    current = calendar.period_of(received_on)
    back = calendar.number_of(received_on) - calendar.number_of(period.first)
    if -back > rules.periods_ahead:
        raise UnusableInput(
            file,
            f"pay period {period.label} begins on {period.first}, after {current.label}, the pay period of "
            f"the day of receipt ({received_on}); {_periods(rules.periods_ahead)} ahead are taken "
            "(rule periods_ahead)",
            remedy="Correct the dates, or deliver it when the period has begun",
        )
    if table != TIME_RECORDS.name:
        return
    name = "late_original_periods_back" if before is None else "correction_periods_back"
    most = rules.late_original_periods_back if before is None else rules.correction_periods_back
    if back > most:
        what = "a first delivery" if before is None else f"a correction (of {before.id})"
        raise UnusableInput(
            file,
            f"pay period {period.label} ended on {period.last}, {_periods(back)} before that of the day of "
            f"receipt ({received_on}); {what} is taken for at most {_periods(most)} back (rule {name})",
            remedy="Give --received-on where it was received earlier; otherwise it can no longer be taken",
        )


def _periods(number: int) -> str:
    return {0: "no pay periods", 1: "1 pay period"}.get(number, f"{number} pay periods")
