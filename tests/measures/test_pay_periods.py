"""Contract section 5: the pay period of a day, where days are columns of a table."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from dutystation.measures.pay_periods import period_no
from dutystation.runs.engines.engine import Engine
from dutystation.terms.period import PayCalendar

CALENDAR = PayCalendar(anchor=date(2025, 1, 12), days=14)


def test_days_are_numbered_by_pay_periods_from_that_of_the_anchor(engine: Engine) -> None:
    # 2025-01-12 is the day 20,100 since 1970-01-01; 1969-12-31 lies 1,435 periods and 11 days before it.
    days = engine.table_of(pa.table({"day": [20_099, 20_100, 20_113, 20_114, -1]}))
    numbered = days.mutate(number=period_no(days.day, CALENDAR))
    found = {row["day"]: row["number"] for row in engine.rows(numbered)}
    assert found == {20_099: -1, 20_100: 0, 20_113: 0, 20_114: 1, -1: -1436}
