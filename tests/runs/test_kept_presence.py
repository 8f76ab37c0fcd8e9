"""Badge events are kept by pay period, people's days and findings with them: nothing kept changes a byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.lake.loading import take
from tests.runs.report_alone import RUN_OPTIONS
from tests.runs.test_kept_badges import (
    EVENTS,
    IN,
    OUT,
    as_anew,
    badges,
    kept,
    loaded,
    rows_of,
    without_badges,
)
from tests.runs.test_kept_slices import everything, measured
from tests.runs.test_runs_of_a_workspace import HEADER


@pytest.fixture(autouse=True)
def without_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)


def test_a_correction_of_badges_that_shows_the_same_works_out_no_hours() -> None:
    workspace = loaded(IN, OUT)
    measured(workspace)
    badges_before, hours_before = kept(workspace, "badges"), kept(workspace, "hours")
    days_before = kept(workspace, "person_presence")
    badges(workspace, "P1,HQ,2025-01-26T07:00,out,E2\n")
    made = as_anew(workspace, everything)
    # An hour more of the stay that began on the last day of 2025-01; 2025-02 and 2025-03 are read with it.
    assert rows_of(made, "intervals", "seconds, local_date") == [(17 * 3600, "2025-01-25")]
    assert len(kept(workspace, "badges") - badges_before) == 3
    # P1 was seen on the same days as before, and stayed longer on one of them.
    assert kept(workspace, "hours") == hours_before
    assert len(kept(workspace, "person_presence") - days_before) == 1


PEOPLE = st.sampled_from(["P1", "P2", "P3", "GHOST"])
DAYS = st.sampled_from(["2025-01-24", "2025-01-25", "2025-01-26", "2025-01-27", "2025-02-08", "2025-02-09"])
IDS = st.sampled_from(["", "1", "2", "3", "4", "5"])
EVENT = st.builds(
    "{},{},{}T{}{},{},{}".format,
    *(PEOPLE, st.sampled_from(["HQ", "HQ", "LOST"]), DAYS, st.sampled_from(["00:30", "12:00", "23:30"])),
    *(st.sampled_from(["", "", "Z", "+14:00"]), st.sampled_from(["in", "out", ""]), IDS),
)
RECORD = st.builds(
    "{},{},{},01,{},{}".format, PEOPLE, DAYS, st.integers(0, 12), st.sampled_from(["", "TS"]), IDS
)
PERIODS = {"2025-01": ("2025-01-12", "2025-01-25"), "2025-02": ("2025-01-26", "2025-02-08")}
DELIVERY = st.tuples(
    st.sampled_from(["badge_events", "badge_events", "time_records"]),
    st.sampled_from(["CBP", "FEMA"]),
    st.sampled_from([*PERIODS, "2025-03"]),
    st.booleans(),
    st.lists(EVENT, min_size=1, max_size=6),
    st.lists(RECORD, min_size=1, max_size=6),
)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all examples: each goes on where the one before it ended."""
    workspace = without_badges(tmp_path_factory.mktemp("history") / "workspace")
    for rows in (IN, OUT):
        badges(workspace, rows)
    return workspace


@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deliveries=st.lists(DELIVERY, min_size=2, max_size=3))
def test_whatever_is_delivered_kept_results_change_no_byte(
    history: Path, deliveries: list[tuple[str, str, str, bool, list[str], list[str]]]
) -> None:
    for table, sender, period, amends, events, records in deliveries:
        header, rows = (EVENTS, events) if table == "badge_events" else (HEADER, records)
        first, last = PERIODS.get(period, ("2025-02-09", "2025-02-22"))
        within = [row for row in rows if any(first <= cell[:10] <= last for cell in row.split(",")[1:3])]
        identified = [row for row in within if not row.endswith(",")]
        if amends and identified and sender == "CBP" and period in PERIODS:
            text = header + "\n".join(identified) + "\n"
            take(history, text, table=table, sender=sender, period=period, amends=True)
        elif within:
            take(history, header + "\n".join(within) + "\n", table=table, sender=sender, period=period)
    as_anew(history, everything)
