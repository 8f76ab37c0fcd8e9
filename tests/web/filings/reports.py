"""Reports of the northern and the southern component, driven through the actions as people would.

Two runs about the cast, by hand. In NORTH, of nine on the rolls, chen and hanna worked in the office and have
returned; of finn, lena and omar there is no time record, so nobody knows. Four have not returned:

ada     routine telework 8 h, an approval for want of a seat
boris   routine telework 8 h, an approval on a protected ground
noor    routine telework 8 h without an arrangement, a request undecided; in the second run in the office
pia     remote 8 h, no request

In person are 16 h of 48: a third; in the second run 24 of 48: a half. SOUTH has nobody who has not returned.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from tests.web.cast import EMPLOYEES, PASSWORD, UNITS, act_of
from tests.web.exception_requests.cases import Case
from tests.web.issued_orders import issue_order
from tests.web.made_once import made_once

from dutystation.directives.load import load_directive
from dutystation.runs.loading.load import Asked, load
from dutystation.runs.run import run
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.act import SYSTEM, Act
from dutystation.web.filings import actions
from dutystation.web.filings.models import Certification, Filing, Version
from dutystation.web.filings.queries import filing_of
from dutystation.web.site.receiving import receive

ORDER = load_directive("dhs-2025")
OBLIGATION = "component-report"
AS_OF = date(2025, 2, 19)
DUE = date(2025, 2, 19)
"""20 January and 30 days."""
ARRANGEMENTS = {"ada": "routine", "pia": "remote", "noor": "none"}

TABLES = {
    "org_units": [
        "org_unit,name,parent",
        *(f"{unit.org_unit},{unit.name},{unit.parent}" for unit in UNITS),
    ],
    "facilities": ["facility,name,usable_sqft,seats,readers", "HQ,Head office,1500,8,entry_exit"],
    "codes": ["pay_code,place_code,place", "01,,office", "01,T,routine", "01,R,remote"],
    "roster": [
        "person,org_unit,effective_from,arrangement,duty_station",
        *(
            f"{person},{unit},2024-06-03,{ARRANGEMENTS.get(person, 'situational')},HQ"
            for person, unit in EMPLOYEES.items()
        ),
    ],
    "time_records": [
        "person,work_date,hours,pay_code,place_code,record_id",
        "ada,2025-01-27,8,01,T,r1",
        "boris,2025-01-27,8,01,T,r2",
        "noor,2025-01-27,8,01,T,r3",
        "pia,2025-01-27,8,01,R,r4",
        "chen,2025-01-27,8,01,,r5",
        "hanna,2025-01-27,8,01,,r6",
        "eve,2025-01-27,8,01,,r7",
    ],
    "decisions": [
        "person,ground,outcome,valid_from,valid_to,decided_on",
        "ada,space,approved,2025-02-10,2025-04-10,2025-02-03",
        "boris,disability,approved,2025-02-10,,2025-02-03",
        "noor,other_compelling,pending,,,",
    ],
}
CORRECTED = [
    line.replace("noor,2025-01-27,8,01,T", "noor,2025-01-27,8,01,") for line in TABLES["time_records"]
]

EARLIER = ["person,work_date,hours,pay_code,place_code,record_id", "chen,2025-01-13,8,01,,r0"]


@dataclass(frozen=True)
class FilingRuns:
    """The names of three runs: the first, one after noor's record was corrected, one that knows of a gap."""

    before: str
    after: str
    gap: str


@pytest.fixture(scope="session")
def filing_runs(tmp_path_factory: pytest.TempPathFactory) -> FilingRuns:
    """The runs, made in a workspace of their own and put where the application looks."""
    workspace, files = tmp_path_factory.mktemp("filing-workspace"), tmp_path_factory.mktemp("filed-tables")
    delivered = {table: _deliver(workspace, files, table, lines) for table, lines in TABLES.items()}
    before = run(workspace, directive=ORDER, as_of=AS_OF)
    _deliver(workspace, files, "time_records", CORRECTED, corrects=delivered["time_records"])
    after = run(workspace, directive=ORDER, as_of=AS_OF)
    _deliver(workspace, files, "time_records", EARLIER, sender="NORTH", period="2025-01")
    gap = run(workspace, directive=ORDER, as_of=AS_OF)
    for made in (before, after, gap):
        shutil.copytree(made.folder, Path(settings.WORKSPACE) / "runs" / made.name, dirs_exist_ok=True)
    return FilingRuns(before.name, after.name, gap.name)


def _deliver(
    workspace: Path,
    files: Path,
    table: str,
    lines: Iterable[str],
    *,
    corrects: str | None = None,
    sender: str = "RIVERS",
    period: str = "2025-02",
) -> str:
    file = files / f"{table}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    asked = Asked(file, table, sender, period if table == "time_records" else None, corrects=corrects)
    return load(asked, workspace, rules=ORDER.rules_on(AS_OF), received_on=AS_OF).delivery.id


@dataclass
class Reports:
    """The reports of a department on a day, and what is done with them."""

    cast: Mapping[str, Person]
    runs: FilingRuns
    day: date = date(2025, 2, 18)
    cases: dict[str, int] = field(default_factory=dict)

    def act(self, person: str) -> Act:
        return Act(person, datetime.fromisoformat(f"{self.day}T12:00:00-05:00"))

    def sight(self, person: str) -> Sight:
        return sight_of(Person.objects.select_related("unit").get(pk=person), self.day)

    def by(self, person: str, component: str = "NORTH") -> tuple[Act, Sight, int]:
        """Who acts on a report, as actions are given it."""
        return self.act(person), self.sight(person), self.of(component).pk

    def of(self, component: str = "NORTH") -> Filing:
        found = filing_of(component, OBLIGATION)
        assert found is not None
        return found

    def on(self, day: date) -> Reports:
        self.day = day
        return self

    def receive(self, name: str) -> None:
        receive(self.act(SYSTEM), name)

    def prepared(self, why: str = "", by: str = "chen") -> Version:
        return actions.prepare(*self.by(by), why)

    def certified(self, by: str = "hanna") -> Certification:
        version = self.of().waiting
        assert version is not None
        return actions.certify(*self.by(by), version.sha256, PASSWORD)

    def filed(self, why: str = "") -> Version:
        version = self.prepared(why)
        self.certified()
        return version


def open_reports(cast: Mapping[str, Person], runs: FilingRuns) -> dict[str, int]:
    """Makes an order, receives the first run, makes the requests behind it; each request by its person."""
    issue_order(from_day=ORDER.issued_on)
    receive(act_of(SYSTEM), runs.before)
    cases = {}
    for person, ground, state in (
        ("ada", Ground.SPACE, "approved"),
        ("boris", Ground.DISABILITY, "approved"),
        ("noor", Ground.OTHER_COMPELLING, "in_review"),
    ):
        case = Case(cast, ground, person=person)
        getattr(case, state)()
        cases[person] = case.number
    return cases


@pytest.fixture
def reports(cast: dict[str, Person], filing_runs: FilingRuns) -> Reports:
    """An order, the first run, the requests behind it, and what every component owes, open."""
    cases: dict[str, int] = made_once("reports", lambda: open_reports(cast, filing_runs))
    return Reports(cast, filing_runs, cases=cases)
