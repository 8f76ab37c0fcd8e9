"""Days → the pay periods they lie in. Source: contract section 5."""

from __future__ import annotations

from datetime import date

import ibis.expr.types as ir

from dutystation.terms.period import PayCalendar

_EPOCH = date(1970, 1, 1)


def period_no(day: ir.IntegerValue, calendar: PayCalendar) -> ir.IntegerValue:
    """The number of the pay period of a day that is counted from 1970-01-01 (`PayCalendar.number_of`)."""
    return ((day - (calendar.anchor - _EPOCH).days) // calendar.days).cast("int32")
