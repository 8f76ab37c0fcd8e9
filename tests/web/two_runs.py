"""Two runs of a workspace about the cast: the second knows a correction of one day of ada's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.cast import EMPLOYEES, UNITS, act_of
from tests.web.made_once import made_once

from dutystation.directives.load import load_directive
from dutystation.runs.loading.load import Asked, load
from dutystation.runs.run import run
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.records.actions import receive_run
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import publication_of
from dutystation.web.site.receiving import receive

ORDER = load_directive("dhs-2025")
AS_OF = date(2025, 2, 19)

TABLES = {
    "org_units": [
        "org_unit,name,parent",
        *(f"{unit.org_unit},{unit.name},{unit.parent}" for unit in UNITS),
    ],
    "facilities": ["facility,name,usable_sqft,seats,readers", "HQ,Head office,1500,8,entry_exit"],
    "codes": ["pay_code,place_code,place", "01,,office", "01,S,situational", "61,,nonwork"],
    "roster": [
        "person,org_unit,effective_from,arrangement,duty_station",
        *(f"{person},{unit},2024-06-03,situational,HQ" for person, unit in EMPLOYEES.items()),
    ],
    "time_records": [
        "person,work_date,hours,pay_code,place_code,record_id",
        "ada,2025-01-27,8,01,,r1",
        "ada,2025-01-28,8,01,,r2",
        "ada,2025-01-29,7.5,01,S,r3",
        "ada,2025-01-29,0.5,01,X,r4",
        "eve,2025-01-27,8,01,,r5",
    ],
    "badge_events": [
        "person,facility,occurred_at,direction",
        "ada,HQ,2025-01-27T08:02:00,in",
        "ada,HQ,2025-01-27T16:40:00,out",
        "boris,HQ,2025-01-28T08:30:00,in",
    ],
}
CORRECTED = [
    line.replace("ada,2025-01-29,0.5,01,X,r4", "ada,2025-01-29,0.5,01,,r4") for line in TABLES["time_records"]
]


@dataclass(frozen=True)
class TwoRuns:
    """The names of the run before and of the run after the correction."""

    before: str
    after: str


@pytest.fixture(scope="session")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> TwoRuns:
    """Both runs, in the workspace of the application under test."""
    files = tmp_path_factory.mktemp("deliveries")
    delivered = {table: _deliver(files, table, lines) for table, lines in TABLES.items()}
    before = run(settings.WORKSPACE, directive=ORDER, as_of=AS_OF)
    _deliver(files, "time_records", CORRECTED, corrects=delivered["time_records"])
    return TwoRuns(before.name, run(settings.WORKSPACE, directive=ORDER, as_of=AS_OF).name)


def _deliver(files: Path, table: str, lines: Iterable[str], *, corrects: str | None = None) -> str:
    """Delivers a table; the id of the delivery."""
    file = files / f"{table}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    period = "2025-02" if table in ("time_records", "badge_events") else None
    asked = Asked(file, table, "RIVERS", period, corrects=corrects)
    rules = ORDER.rules_on(AS_OF)
    return load(asked, settings.WORKSPACE, rules=rules, received_on=AS_OF).delivery.id


def receive_first(runs: TwoRuns) -> ReceivedRun:
    """Receives the people and the days of the first run."""
    return receive_run(act_of(SYSTEM), runs.before, publication_of(runs.before))


def receive_all(runs: TwoRuns) -> ReceivedRun:
    """Receives the first run with all its results."""
    return receive(act_of(SYSTEM), runs.before)


@pytest.fixture
def received(two_runs: TwoRuns, cast: dict[str, Person]) -> ReceivedRun:
    """The first of the two runs: its people and their days."""
    run: ReceivedRun = made_once("received", lambda: receive_first(two_runs))
    return run


@pytest.fixture
def measured(two_runs: TwoRuns, cast: dict[str, Person]) -> ReceivedRun:
    """The first of the two runs with all its results."""
    run: ReceivedRun = made_once("measured", lambda: receive_all(two_runs))
    return run
