"""Cases that a component looks at before it files: who looks at which, by when, as a page and as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import NOON, act_of
from tests.web.exception_requests.cases import ORDER, Case, issued
from tests.web.worklists.rivers import seen_by

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight, sight_of
from dutystation.web.audit.models import Event
from dutystation.web.records.actions import open_dispute
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.worklists.assigning import ChosenCases, assign_cases, move_cases
from dutystation.web.worklists.cases import (
    as_cases,
    case_counts,
    cases,
    ending_decisions,
    overdue_requests,
    waiting,
)
from dutystation.web.worklists.models import Assignment
from dutystation.web.worklists.rules import CaseKind
from dutystation.web.worklists.wording import CASES

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db
DISPUTED = date(2025, 1, 28)
DISPUTES = "/worklists/cases/disputes/"
ALL_DISPUTES = ChosenCases(CaseKind.OPEN_DISPUTE, "", None)


@pytest.fixture
def disputed(cast: dict[str, Person], received: ReceivedRun) -> Dispute:
    """Ada, of NORTH, says that a day of hers was counted wrongly; ten business days are there to answer."""
    issued(cast)
    return open_dispute(act_of("ada"), cast["ada"], DISPUTED, "I was at my desk.", received, ORDER)


def on(person: str, cast: dict[str, Person], day: date) -> Sight:
    return sight_of(cast[person], day)


def test_decisions_that_end_soon_and_requests_beyond_their_limit_are_listed(
    browse: Browse, cast: dict[str, Person]
) -> None:
    issued(cast)
    ends = Case(cast, Ground.SPACE).approved()  # until 10 April
    late = Case(cast).submitted()
    # The limit is 30 business days after 3 February: 18 March, with the holiday of 17 February.
    today, tomorrow = date(2025, 3, 18), date(2025, 3, 19)
    chen = seen_by("chen")
    assert not overdue_requests(chen, today).exists()
    assert [request.pk for request in overdue_requests(chen, tomorrow)] == [late.number]
    assert [made.request_id for made in ending_decisions(chen, date(2025, 3, 11), 30)] == [ends.number]
    assert not ending_decisions(chen, date(2025, 3, 10), 30).exists()
    assert not ending_decisions(seen_by("eric"), date(2025, 3, 11), 30).exists()
    [case] = as_cases(
        CaseKind.OVERDUE_REQUEST, cases(CaseKind.OVERDUE_REQUEST, on("chen", cast, tomorrow)), NOON.date()
    )
    assert (case.number, case.address) == (late.number, f"/requests/{late.number}/")
    assert (case.stands, case.on, case.by, case.owner) == ("no note yet", today, today, "")


def test_a_case_is_given_to_somebody_and_counts_as_theirs(disputed: Dispute, cast: dict[str, Person]) -> None:
    before = {count.kind: (count.open, count.mine, count.nobodys) for count in case_counts(seen_by("chen"))}
    assert before[CaseKind.OPEN_DISPUTE] == (1, 0, 1)
    done = assign_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, cast["chen"])
    assert (done.count, done.left) == (1, 0)
    after = {count.kind: (count.open, count.mine, count.nobodys) for count in case_counts(seen_by("chen"))}
    assert after[CaseKind.OPEN_DISPUTE] == (1, 1, 0)
    [case] = as_cases(
        CaseKind.OPEN_DISPUTE, cases(CaseKind.OPEN_DISPUTE, seen_by("chen"), "mine"), NOON.date()
    )
    assert (case.number, case.owner) == (disputed.pk, str(cast["chen"]))
    assert not cases(CaseKind.OPEN_DISPUTE, seen_by("chen"), "none").exists()
    # The auditor sees the same list and looks at none of it.
    assert cases(CaseKind.OPEN_DISPUTE, seen_by("ines")).count() == 1
    assert not cases(CaseKind.OPEN_DISPUTE, seen_by("ines"), "mine").exists()
    [wait] = waiting(seen_by("chen"), NOON.date())
    assert (wait.title, wait.due_on) == ("1 case is yours to look at", disputed.due_on)
    assert not waiting(seen_by("eric"), NOON.date())
    event = Event.objects.get(verb="cases.assigned")
    assert event.details["owner"] == "chen"
    assert event.details["which"] == "disputes without an answer"


def test_a_moved_day_stands_beside_the_day_that_the_order_gives(
    disputed: Dispute, cast: dict[str, Person]
) -> None:
    assign_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, cast["chen"])
    sooner = date(2025, 2, 6)
    move_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, sooner, "Before the report.")
    [case] = as_cases(CaseKind.OPEN_DISPUTE, cases(CaseKind.OPEN_DISPUTE, seen_by("chen")), NOON.date())
    assert (case.on, case.by, case.why) == (disputed.due_on, sooner, "Before the report.")
    assert case.owner == str(cast["chen"])
    disputed.refresh_from_db()
    assert disputed.due_on == case.on


def test_nobody_is_given_a_case_that_is_out_of_their_sight_or_their_own(
    disputed: Dispute, cast: dict[str, Person], received: ReceivedRun
) -> None:
    with pytest.raises(Refused, match="With none of these cases"):
        assign_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, cast["eric"])
    with pytest.raises(Refused, match="With none of these cases"):
        assign_cases(act_of("eric"), seen_by("eric"), ALL_DISPUTES, cast["eric"])
    with pytest.raises(Refused, match="gone by"):
        move_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, date(2025, 2, 1), "Too late.")
    open_dispute(act_of("chen"), cast["chen"], DISPUTED, "So was I.", received, ORDER)
    done = assign_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, cast["chen"])
    assert (done.count, Assignment.objects.get().case) == (1, disputed.pk)


def test_an_answered_dispute_leaves_the_list(disputed: Dispute) -> None:
    assert cases(CaseKind.OPEN_DISPUTE, seen_by("chen")).count() == 1
    Dispute.objects.filter(pk=disputed.pk).update(
        state="explained", answered_at=datetime(2025, 2, 4, tzinfo=NOON.tzinfo), closed_at=NOON
    )
    assert not cases(CaseKind.OPEN_DISPUTE, seen_by("chen")).exists()


def test_the_page_gives_ticked_cases_to_somebody_and_says_so(disputed: Dispute, browse: Browse) -> None:
    chen = browse("chen")
    sent = {"verb": "assign", "which": "ticked", "case": disputed.pk, "assign-owner": "chen"}
    page = chen.post(DISPUTES, sent, follow=True).content.decode()
    assert "It is done with 1 case." in page
    assert "Nobody yet</td>" not in page
    assert "Tick cases first" in chen.post(DISPUTES, {"verb": "assign", "which": "ticked"}).content.decode()
    assert "Choose what to do" in chen.post(DISPUTES, {"verb": "tear up"}).content.decode()
    assert chen.get("/worklists/cases/parcels/").status_code == 404


def test_the_file_holds_the_list_with_owner_and_day(disputed: Dispute, browse: Browse) -> None:
    sent = {"verb": "move_due", "which": "all", "move_due-due_on": "2099-02-06", "move_due-reason": "=Soon"}
    browse("chen").post(DISPUTES, sent)
    answer = browse("ines").get(f"{DISPUTES}export/")
    assert isinstance(answer, StreamingHttpResponse)
    text = b"".join(answer.streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["case"], row["person"], row["unit"]) == (str(disputed.pk), "ada", str(disputed.person.unit))
    assert (row["day"], row["look_by"]) == (str(disputed.due_on), "2099-02-06")
    assert row["why_then"] == "'=Soon"  # a spreadsheet would work it out
    assert row["about"] == "Tuesday, 28 January 2025"
    assert Event.objects.filter(verb="cases.exported").count() == 1


def test_the_ground_of_a_protected_request_is_in_no_list(cast: dict[str, Person]) -> None:
    issued(cast)
    made = Case(cast, Ground.DISABILITY).approved(until_day=date(2025, 2, 20))
    listed = cases(CaseKind.ENDING_DECISION, on("chen", cast, date(2025, 2, 10)))
    [case] = as_cases(CaseKind.ENDING_DECISION, listed, NOON.date())
    assert (case.person.pk, case.address) == ("ada", f"/requests/{made.number}/")
    assert str(case.about) == "Accommodation (protected)"


@pytest.mark.usefixtures("disputed")
def test_the_list_asks_as_often_with_many_cases(
    cast: dict[str, Person],
    received: ReceivedRun,
    browse: Browse,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    chen = browse("chen")
    with CaptureQueriesContext(connection) as alone:
        chen.get(DISPUTES)
    for day in (21, 22, 23, 24):
        open_dispute(act_of("ada"), cast["ada"], date(2025, 1, day), "Nor this one.", received, ORDER)
    assign_cases(act_of("chen"), seen_by("chen"), ALL_DISPUTES, cast["chen"])
    with django_assert_max_num_queries(min(len(alone) + 1, 15)):  # the names of those who look at them
        assert chen.get(DISPUTES).context["page"].paginator.count == 5


def test_a_decision_whose_last_day_is_over_has_ended_before_the_work_of_the_day_says_so(
    cast: dict[str, Person],
) -> None:
    issued(cast)
    Case(cast, Ground.SPACE).approved()  # until 10 April
    stands = [
        as_cases(CaseKind.ENDING_DECISION, cases(CaseKind.ENDING_DECISION, on("chen", cast, day)), day)[
            0
        ].stands
        for day in (date(2025, 4, 10), date(2025, 4, 11))
    ]
    assert stands == ["approved", "ended"]


def test_every_list_has_words() -> None:
    assert set(CASES) == set(CaseKind)
