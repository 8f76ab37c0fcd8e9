"""Badge events of one person at one facility, and the stays and days they make. Contract section 7."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from dutystation.measures.presence import badge_quality, followed_events, presences, stays
from dutystation.runs.engine import Engine

HOUR = 3600
DAY = 24 * HOUR


Event = tuple[int, str]
"""Seconds since 1970, and `in`, `out`, nothing, or `denied`."""


def measured(
    engine: Engine, events: list[Event], *, exit_reader: bool = True, longest: int = DAY
) -> dict[str, Any]:
    """The stays, the four counts, and the days present with whether an event marks them, at UTC."""
    directions = [direction if direction in ("in", "out") else None for _, direction in events]
    table = engine.table_of(
        pa.table(
            {
                "person_no": pa.array([7] * len(events), pa.int32()),
                "facility_no": pa.array([3] * len(events), pa.int32()),
                "direction": pa.array(directions, pa.string()),
                "exit_reader": pa.array([exit_reader] * len(events), pa.bool_()),
                "denied": pa.array([direction == "denied" for _, direction in events], pa.bool_()),
                "instant": pa.array([instant for instant, _ in events], pa.int64()),
                "local_day": pa.array([instant // DAY for instant, _ in events], pa.int32()),
            }
        )
    )
    followed = engine.kept(followed_events(table))
    found = engine.kept(stays(followed, longest))
    [quality] = engine.rows(badge_quality(table, followed, found))
    return {
        "stays": sorted((row["entered"], row["left"]) for row in engine.rows(found)),
        "quality": tuple(quality[name] for name in ("denied", "repeats", "open_stays", "lone_exits")),
        "days": sorted((row["day"], row["badged"]) for row in engine.rows(presences(followed, found))),
    }


def test_an_entry_makes_a_stay_with_the_exit_that_follows_next(engine: Engine) -> None:
    events = [(8 * HOUR, "in"), (9 * HOUR, "in"), (12 * HOUR, "out"), (13 * HOUR, "out")]
    found = measured(engine, events)
    assert found["stays"] == [(9 * HOUR, 12 * HOUR)]
    assert found["quality"] == (0, 0, 1, 1)
    assert found["days"] == [(0, True)]


def test_at_one_instant_the_entry_comes_first(engine: Engine) -> None:
    assert measured(engine, [(HOUR, "out"), (HOUR, "in")])["stays"] == [(HOUR, HOUR)]


def test_events_without_a_direction_stand_between_nothing_but_mark_the_day(engine: Engine) -> None:
    found = measured(engine, [(23 * HOUR, "in"), (25 * HOUR, ""), (26 * HOUR, "out"), (3 * DAY, "")])
    assert found["stays"] == [(23 * HOUR, 26 * HOUR)]
    assert found["days"] == [(0, True), (1, True), (3, True)]


def test_exact_repeats_count_once_and_denied_events_not_at_all(engine: Engine) -> None:
    events = [(HOUR, "in"), (HOUR, "in"), (HOUR, "in"), (2 * HOUR, ""), (2 * HOUR, ""), (5 * DAY, "denied")]
    found = measured(engine, [*events, (3 * HOUR, "out"), (3 * HOUR, "out")])
    assert found["stays"] == [(HOUR, 3 * HOUR)]
    assert found["quality"] == (1, 4, 0, 0)
    assert found["days"] == [(0, True)]


@pytest.mark.parametrize(("seconds", "paired"), [(DAY, True), (DAY + 1, False)])
def test_a_stay_lasts_a_day_at_most(engine: Engine, seconds: int, paired: bool) -> None:  # noqa: FBT001
    found = measured(engine, [(HOUR, "in"), (HOUR + seconds, "out")])
    assert found["stays"] == ([(HOUR, HOUR + seconds)] if paired else [])
    assert found["quality"] == ((0, 0, 0, 0) if paired else (0, 0, 1, 1))


def test_days_between_entry_and_exit_are_days_present_without_an_event(engine: Engine) -> None:
    found = measured(engine, [(HOUR, "in"), (3 * DAY + HOUR, "out")], longest=4 * DAY)
    assert found["days"] == [(0, True), (1, False), (2, False), (3, True)]


def test_without_readers_at_the_exit_there_are_no_stays(engine: Engine) -> None:
    found = measured(engine, [(HOUR, "in"), (2 * HOUR, "out")], exit_reader=False)
    assert (found["stays"], found["quality"]) == ([], (0, 0, 0, 0))
    assert found["days"] == [(0, True)]


def test_of_no_events_nothing_comes(engine: Engine) -> None:
    assert measured(engine, []) == {"stays": [], "quality": (0, 0, 0, 0), "days": []}
