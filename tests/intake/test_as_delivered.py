"""A row that does not count is told with the day and the moment that it stated, also before 1970."""

from __future__ import annotations

import pyarrow as pa

from dutystation.intake.as_delivered import told_as_typed
from dutystation.runs.engines.engine import Engine
from dutystation.tables.badge_events import BADGE_EVENTS


def test_a_moment_before_1970_is_told_on_its_own_day(engine: Engine) -> None:
    events = pa.table(
        {
            "file": ["badges.csv"] * 4,
            "line": [2, 3, 4, 5],
            "event_id": ["a", "b", "c", "d"],
            "person": ["ada"] * 4,
            "facility": ["HQ"] * 4,
            "direction": ["in"] * 4,
            "outcome": ["granted"] * 4,
            "wall_second": [-1, -86_400, 0, 86_399],
            "utc_offset": pa.array([None, 0, -18_000, None], pa.int64()),
        }
    )
    told = told_as_typed(engine.table_of(events), BADGE_EVENTS)
    moments = [
        (row["day"], row["as_delivered"].partition("occurred_at=")[2].partition(";")[0])
        for row in engine.rows(told.order_by("line"))
    ]
    assert moments == [
        (-1, "1969-12-31T23:59:59"),
        (-1, "1969-12-31T00:00:00Z"),
        (0, "1970-01-01T00:00:00-05:00"),
        (0, "1970-01-01T23:59:59"),
    ]
