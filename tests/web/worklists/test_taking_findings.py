"""What a run finds comes onto the worklists, stays while it is found, and goes when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.cast import EMPLOYEES, NOON, act_of
from tests.web.two_runs import TwoRuns
from tests.web.worklists.rivers import (
    ALL,
    MISSING,
    NAMELESS,
    QUESTIONED,
    REJECTED,
    found,
    item_of,
    seen_by,
    ticked,
)

from dutystation.published.findings import Finding
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.records.actions import receive_run
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.queries import publication_of
from dutystation.web.worklists import actions
from dutystation.web.worklists.models import Item
from dutystation.web.worklists.rules import Explanation, ItemState
from dutystation.web.worklists.taking import Taken

pytestmark = pytest.mark.django_db
A_WEEK_LATER = NOON + timedelta(days=7)


@pytest.fixture
def later_run(received: ReceivedRun, two_runs: TwoRuns) -> ReceivedRun:
    """The run after the one that was received."""
    return receive_run(act_of(SYSTEM), two_runs.after, publication_of(two_runs.after))


def test_a_finding_is_due_ten_business_days_after_it_was_first_seen(received: ReceivedRun) -> None:
    found(received, REJECTED)
    item = item_of(REJECTED)
    # From Monday 3 February: 4 to 7, 10 to 14, then 18, since Monday the 17th is a holiday.
    assert (item.due_on, item.state, item.owner) == (date(2025, 2, 18), ItemState.OPEN, None)
    assert item.as_delivered == "person=pia; work_date=31.01.2025; hours=8; record_id=r8"
    assert (item.first_run, item.changed_in) == (received, received)


def test_what_is_found_again_keeps_its_owner_and_its_day(
    received: ReceivedRun, later_run: ReceivedRun, cast: dict[str, Person]
) -> None:
    found(received, REJECTED)
    actions.assign(act_of("chen"), seen_by("chen"), ticked(REJECTED), cast["chen"])
    assert found(later_run, REJECTED, at=A_WEEK_LATER) == Taken(new=0, known=1, reopened=0, mended=0)
    item = item_of(REJECTED)
    assert (item.owner, item.due_on) == (cast["chen"], date(2025, 2, 18))


def test_a_finding_stands_as_the_run_has_it_that_last_said_something_else(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, QUESTIONED, REJECTED)
    found(later_run, replace(QUESTIONED, minutes=240), REJECTED)
    for finding, run in ((QUESTIONED, later_run), (REJECTED, received)):
        assert (item_of(finding).first_run, item_of(finding).changed_in) == (received, run)


def test_what_is_found_again_as_it_was_is_not_written_again(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, *ALL)
    with CaptureQueriesContext(connection) as queries:
        found(later_run, *ALL)
    written = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "COPY")) and "worklists_item" in query["sql"]
    ]
    # One statement looks for those who are in another component now, and finds nobody.
    assert [sql for sql in written if " SET " not in sql or '"component_id" = (SELECT' not in sql] == []
    assert Item.objects.filter(state=ItemState.OPEN).count() == len(ALL)


def test_a_run_that_is_taken_once_more_mends_nothing(received: ReceivedRun, later_run: ReceivedRun) -> None:
    found(received, *ALL)
    found(later_run, *ALL[1:])
    assert found(later_run, *ALL[1:]) == Taken(new=0, known=len(ALL) - 1, reopened=0, mended=0)


def test_what_is_not_found_any_more_is_mended_by_itself(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, REJECTED, MISSING)
    assert found(later_run, MISSING, at=A_WEEK_LATER) == Taken(new=0, known=1, reopened=0, mended=1)
    assert (item_of(REJECTED).state, item_of(REJECTED).closed_at) == (ItemState.MENDED, A_WEEK_LATER)
    assert item_of(MISSING).state == ItemState.OPEN


def test_what_is_found_again_after_it_was_mended_is_open_again_with_a_new_day(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, REJECTED)
    found(later_run)
    assert found(received, REJECTED, at=A_WEEK_LATER) == Taken(new=0, known=1, reopened=1, mended=0)
    item = item_of(REJECTED)
    assert (item.state, item.closed_at, item.reopened) == (ItemState.OPEN, None, 1)
    # From Monday 10 February: 11 to 14, 18 to 21, then 24 and 25.
    assert item.due_on == date(2025, 2, 25)


def explained_day(received: ReceivedRun) -> None:
    found(received, QUESTIONED)
    actions.explain(
        act_of("chen"), seen_by("chen"), ticked(QUESTIONED), "Side door.", Explanation.OTHER_ENTRANCE
    )


def test_what_is_explained_stays_explained_while_the_same_is_found(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    explained_day(received)
    moved = replace(QUESTIONED, file="again.csv", line=99)
    assert found(later_run, moved, at=A_WEEK_LATER) == Taken(new=0, known=1, reopened=0, mended=0)
    item = item_of(QUESTIONED)
    assert (item.state, item.note, item.file, item.line) == ("explained", "Side door.", "again.csv", 99)
    assert item.closed_at == NOON


def test_what_is_explained_is_open_again_where_something_else_is_found(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    explained_day(received)
    assert found(later_run, replace(QUESTIONED, minutes=240)).reopened == 1
    item = item_of(QUESTIONED)
    assert (item.state, item.minutes, item.note) == (ItemState.OPEN, 240, "Side door.")


def test_a_finding_is_mended_by_the_component_of_the_person_s_unit_today(received: ReceivedRun) -> None:
    found(received, replace(QUESTIONED, component="SOUTH"))
    assert item_of(QUESTIONED).component_id == "NORTH"


def test_what_is_mended_goes_with_its_person_to_another_component(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, QUESTIONED)
    Person.objects.filter(pk="ada").update(unit="SOUTH")
    found(later_run)
    assert (item_of(QUESTIONED).state, item_of(QUESTIONED).component_id) == (ItemState.MENDED, "SOUTH")


@pytest.mark.parametrize("person", ["somebody else", "ines"])
def test_a_row_of_somebody_whom_no_roster_knows_is_its_component_s(
    received: ReceivedRun, person: str
) -> None:
    found(received, replace(REJECTED, person=person))
    assert (item_of(REJECTED).person, item_of(REJECTED).component_id) == (None, "NORTH")


def test_the_same_thing_twice_in_a_run_is_one_finding(received: ReceivedRun) -> None:
    assert found(received, REJECTED, REJECTED).new == 1


def test_a_run_that_is_taken_is_one_event_with_its_counts(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, *ALL)
    found(later_run, *ALL[1:], replace(REJECTED, key="another"))
    newest = Event.objects.latest("number")
    assert newest.verb == "findings.taken"
    counts = {"new": 1, "known": 5, "reopened": 0, "mended": 1}
    assert newest.details == {"run": later_run.name, **counts}


def many(count: int) -> list[Finding]:
    return [replace(NAMELESS, kind=FindingKind.REJECTED_ROW, key=f"{number:05}") for number in range(count)]


def test_taking_more_findings_asks_the_database_no_more_often(
    received: ReceivedRun, later_run: ReceivedRun
) -> None:
    found(received, *many(3))
    asked = []
    for run, count in ((later_run, 4), (received, 30)):
        with CaptureQueriesContext(connection) as queries:
            found(run, *many(count))
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert Item.objects.count() == 30


def test_findings_beyond_one_batch_are_all_taken(
    received: ReceivedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dutystation.web.worklists.taking.AT_ONCE", 4)
    assert found(received, *many(11)).new == 11


def test_a_row_that_can_name_a_protected_ground_is_not_shown(received: ReceivedRun) -> None:
    row = replace(
        REJECTED,
        table="decisions",
        as_delivered="person=pia, ground=disability, outcome=perhaps",
        details={"column": "outcome", "id": "pia disability", "message": "outcome (delivered: disability)"},
    )
    found(received, row)
    item = item_of(REJECTED)
    assert (item.as_delivered, item.details) == ("", {"column": "outcome"})
    assert "disability" not in str(vars(item))


def test_a_text_that_a_database_cannot_hold_does_not_stop_a_run(received: ReceivedRun) -> None:
    found(received, replace(REJECTED, as_delivered="pia\x00,8", details={"id": "\x00"}))
    assert (item_of(REJECTED).as_delivered, item_of(REJECTED).details) == ("pia\ufffd,8", {"id": "\ufffd"})


def test_a_run_brings_what_it_found_when_it_is_received(measured: ReceivedRun) -> None:
    # Ada has a badge on one of her two claimed days, eve on none; nobody else has time records.
    days = Item.objects.filter(kind=FindingKind.QUESTIONED_DAY)
    assert {(item.person_id, item.day, item.minutes) for item in days} == {
        ("ada", date(2025, 1, 28), 480),
        ("eve", date(2025, 1, 27), 480),
    }
    unknown = Item.objects.filter(kind=FindingKind.UNKNOWN_STATUS)
    assert {item.person_id for item in unknown} == set(EMPLOYEES) - {"ada", "eve"}
    assert Event.objects.filter(verb="findings.taken").count() == 1
