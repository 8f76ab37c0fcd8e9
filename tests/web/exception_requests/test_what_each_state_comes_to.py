"""What a request comes to in `decisions` and in the reason of its person: docs/requests.md, row by row.

Asked on 3 February 2025 on the ground of other compelling needs, for 10 to 28 February, decided on the 5th,
reopened on the 19th; whatever comes then is on the 25th.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.oracle.status import reason_of
from tests.web.exception_requests.cases import Case, do

from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests.daily import work_of_the_day
from dutystation.web.exception_requests.export import Row, decision_rows
from dutystation.web.exception_requests.queries import decisions_in_force
from dutystation.web.exception_requests.rules import State, Verb

DOCS = Path(__file__).parents[3] / "docs" / "requests.md"
DAYS = (date(2025, 2, 24), date(2025, 2, 25), date(2025, 2, 26), date(2025, 3, 1))
LAST_DAY = date(2025, 2, 28)
ON_THE_FIFTH, ON_THE_NINETEENTH, ON_THE_25TH = date(2025, 2, 5), date(2025, 2, 19), date(2025, 2, 25)
AFTERWARDS = date(2025, 3, 1)


def then(case: Case, day: date, *verbs: Verb) -> Case:
    """What is done with a request on a day: the supervisor agrees, the agency head does the rest."""
    case.day = day
    for verb in verbs:
        do(verb, case, "boris" if verb is Verb.AGREE else "gale")
    return case


def ready(case: Case) -> Case:
    return case.ready(until_day=LAST_DAY)


def approved(case: Case) -> Case:
    return then(ready(case), ON_THE_FIFTH, Verb.APPROVE)


def reopened(case: Case) -> Case:
    return then(approved(case), ON_THE_NINETEENTH, Verb.REOPEN)


def the_day_after(case: Case) -> Case:
    """The day after the last one comes, with the work that is done by itself."""
    work_of_the_day(then(case, AFTERWARDS).act("root"))
    return case


STORIES: Mapping[str, Callable[[Case], object]] = {
    "never handed in": lambda case: case.drafted(),
    "never handed in, and withdrawn": lambda case: then(case.drafted(), ON_THE_25TH, Verb.WITHDRAW),
    "handed in": lambda case: case.submitted(until_day=LAST_DAY),
    "waits for documents": lambda case: then(ready(case), ON_THE_25TH, Verb.ASK_FOR_DOCUMENTS),
    "withdrawn before it was decided": lambda case: then(ready(case), ON_THE_25TH, Verb.WITHDRAW),
    "denied": lambda case: then(ready(case), ON_THE_FIFTH, Verb.DENY),
    "denied, and looked at again": lambda case: then(
        ready(case), ON_THE_FIFTH, Verb.DENY, Verb.ASK_RECONSIDERATION
    ),
    "denied, looked at again, and withdrawn": lambda case: then(
        ready(case), ON_THE_FIFTH, Verb.DENY, Verb.ASK_RECONSIDERATION, Verb.WITHDRAW
    ),
    "approved": approved,
    "approved, and found to hold still": lambda case: then(approved(case), ON_THE_25TH, Verb.CONFIRM),
    "approved, and its last day has passed": lambda case: the_day_after(approved(case)),
    "approved, and given up": lambda case: then(approved(case), ON_THE_25TH, Verb.WITHDRAW),
    "approved, and given up before it began": lambda case: then(approved(case), ON_THE_FIFTH, Verb.WITHDRAW),
    "reopened": reopened,
    "reopened, and approved again": lambda case: then(reopened(case), ON_THE_25TH, Verb.AGREE, Verb.APPROVE),
    "reopened, and denied": lambda case: then(reopened(case), ON_THE_25TH, Verb.DENY),
    "reopened, and withdrawn": lambda case: then(reopened(case), ON_THE_25TH, Verb.WITHDRAW),
    "reopened, and its last day has passed": lambda case: the_day_after(reopened(case)),
    "reopened, its last day has passed, and withdrawn": lambda case: then(
        the_day_after(reopened(case)), AFTERWARDS, Verb.WITHDRAW
    ),
}
"""How each row of the table in the docs comes about."""


def documented() -> dict[str, tuple[list[str], list[str]]]:
    """The table in the docs: by where a request stands, its rows in `decisions`, and its reasons."""
    lines = DOCS.read_text(encoding="utf-8").split("## What each comes to")[1].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {
        stands: ([] if rows == "–" else rows.replace("`", "").split("<br>"), reasons.split(", "))
        for stands, rows, reasons in cells[2:]
    }


def delivered(row: Row) -> dict[str, Any]:
    """A row as the measurement reads it."""
    _person, ground, outcome, *days = row
    named = zip(("valid_from", "valid_to", "decided_on"), days, strict=True)
    return {
        "ground": ground,
        "outcome": outcome,
        **{name: date.fromisoformat(day) if day else None for name, day in named},
    }


@pytest.mark.parametrize("stands", STORIES)
def test_a_request_comes_to_what_the_docs_say(cast: dict[str, Person], stands: str) -> None:
    rows, reasons = documented()[stands]
    STORIES[stands](Case(cast))
    found = list(decision_rows())
    assert [",".join(row[2:]) for row in found] == rows
    words = {"other_compelling": "the ground"}
    given = [reason_of([delivered(row) for row in found], day) for day in DAYS]
    assert [words.get(reason, reason) for reason in given] == reasons


def test_the_docs_tell_of_every_one_of_them() -> None:
    assert list(documented()) == list(STORIES)


@pytest.mark.parametrize("stands", ["approved, and given up", "reopened, and withdrawn"])
def test_what_its_person_gives_up_holds_on_that_day_and_not_on_the_next(
    cast: dict[str, Person], stands: str
) -> None:
    case = Case(cast)
    STORIES[stands](case)
    assert case.request.state == State.WITHDRAWN
    assert [decisions_in_force(day).count() for day in DAYS] == [1, 1, 0, 0]
