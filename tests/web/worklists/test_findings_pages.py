"""Who sees which findings, what they can do on the pages, and what the person says about their own days."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import NOON, act_of
from tests.web.exception_requests.cases import issued
from tests.web.worklists.rivers import (
    ALL,
    MISSING,
    NAMELESS,
    OF_CHEN,
    QUESTIONED,
    SOUTHERN,
    found,
    item_of,
    numbers,
    seen_by,
)

from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event
from dutystation.web.records.models import ReceivedRun
from dutystation.web.worklists import actions, export
from dutystation.web.worklists.chosen import Filter
from dutystation.web.worklists.export import COLUMNS
from dutystation.web.worklists.models import Answer, Item
from dutystation.web.worklists.queries import by_kind, counts, counts_for_the_department, findings, waiting
from dutystation.web.worklists.rules import Explanation, ItemState
from dutystation.web.worklists.wording import EXPLANATIONS, KINDS, STATES

Browse = Callable[[str], Client]
pytestmark = pytest.mark.django_db
DAYS = "/worklists/questioned_day/"
ROWS = "/worklists/rejected_row/"


@pytest.fixture(autouse=True)
def _all_found(received: ReceivedRun) -> None:
    found(received, *ALL)


def text(client: Client, place: str) -> str:
    page = client.get(place).content.decode()
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("person", "days", "rows"),
    [
        ("chen", ["ada/2025-01-28", "chen/2025-01-28"], ["5f2c", "77aa"]),
        ("eric", ["eve/2025-01-28"], []),
        ("ines", ["ada/2025-01-28", "chen/2025-01-28", "eve/2025-01-28"], ["5f2c", "77aa"]),
        ("boris", [], []),
        ("dana", [], []),
        ("gale", [], []),
        ("ada", [], []),
    ],
)
def test_findings_are_seen_by_human_resources_of_the_component_and_the_auditor(
    person: str, days: list[str], rows: list[str]
) -> None:
    sight = seen_by(person)
    assert numbers(list(findings(sight, FindingKind.QUESTIONED_DAY, Filter()))) == days
    assert numbers(list(findings(sight, FindingKind.REJECTED_ROW, Filter()))) == rows


def test_a_finding_of_somebody_who_has_left_the_component_is_out_of_sight(received: ReceivedRun) -> None:
    Person.objects.filter(pk="ada").update(unit="SOUTH")
    found(received, *ALL)
    assert numbers(list(findings(seen_by("chen"), FindingKind.QUESTIONED_DAY, Filter()))) == [
        "chen/2025-01-28"
    ]


@pytest.mark.parametrize(
    ("narrowed", "keys"),
    [
        ({"sender": "NORTH"}, ["5f2c"]),
        ({"reason": "not_on_roster"}, ["77aa"]),
        ({"period": "2025-02"}, ["5f2c"]),
        ({"search": "Pi"}, ["5f2c"]),
        ({"owner": "mine"}, ["77aa"]),
        ({"owner": "none"}, ["5f2c"]),
        ({"owner": "chen"}, ["77aa"]),
        ({"state": "explained"}, []),
        ({"state": "all"}, ["5f2c", "77aa"]),
        ({"overdue": "1"}, []),
        ({"component": "SOUTH"}, []),
    ],
)
def test_a_list_is_narrowed_by_what_stands_in_the_address(
    cast: dict[str, Person], narrowed: dict[str, str], keys: list[str]
) -> None:
    item = item_of(NAMELESS)
    item.owner = cast["chen"]
    item.save()
    assert numbers(list(findings(seen_by("chen"), FindingKind.REJECTED_ROW, Filter(**narrowed)))) == keys


def test_the_front_page_counts_each_kind(browse: Browse, cast: dict[str, Person]) -> None:
    [count] = [
        count for count in by_kind(counts(seen_by("chen"))) if count.kind is FindingKind.QUESTIONED_DAY
    ]
    assert (count.open, count.overdue, count.mine, count.nobodys, count.explained) == (2, 0, 0, 2, 0)
    page = text(browse("chen"), "/worklists/")
    assert "Days that badges question" in page
    assert "By component" not in page


def test_the_department_sees_counts_and_nobody_s_name(browse: Browse) -> None:
    found_counts = [
        (count.component, count.kind, count.open) for count in counts_for_the_department(seen_by("dana"))
    ]
    assert found_counts == [
        ("NORTH", FindingKind.REJECTED_ROW, 2),
        ("NORTH", FindingKind.QUESTIONED_DAY, 2),
        ("NORTH", FindingKind.MISSING_DELIVERY, 1),
        ("SOUTH", FindingKind.QUESTIONED_DAY, 1),
    ]
    for person in ("dana", "gale"):
        page = text(browse(person), "/worklists/")
        assert "By component and kind" in page
        assert not [name for name in ("Ada", "ada/2025", "Pia", "Eve") if name in page]


def test_a_rejected_row_stands_there_as_it_was_delivered(browse: Browse) -> None:
    page = text(browse("chen"), ROWS)
    for said in (
        "person=pia; work_date=31.01.2025; hours=8; record_id=r8",
        "A day that cannot be read",
        "time.csv",
        "line 12",
        "from NORTH",
    ):
        assert said in page


def test_no_page_says_that_anybody_was_absent_or_did_wrong(browse: Browse) -> None:
    chen = browse("chen")
    for kind in FindingKind:
        page = text(chen, f"/worklists/{kind}/").lower()
        assert not [word for word in ("absent", "fraud", "violation", "suspicious", "abuse") if word in page]
    assert "Badge readers saw nobody of this name that day at the duty station; readers can miss people" in (
        text(chen, DAYS)
    )


def test_ticked_findings_are_explained_on_the_page(browse: Browse) -> None:
    sent = {
        "which": "ticked",
        "item": [item_of(QUESTIONED).pk],
        "verb": "explain",
        "explain-explanation": "other_entrance",
        "explain-note": "The side door has no reader.",
    }
    answer = browse("chen").post(f"{DAYS}?search=ad", sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DAYS}?search=ad")
    assert item_of(QUESTIONED).state == ItemState.EXPLAINED
    page = text(browse("chen"), f"{DAYS}?state=explained")
    assert "The side door has no reader." in page
    assert "Another entrance was used" in page


def test_all_that_match_are_given_to_somebody_on_the_page(browse: Browse, cast: dict[str, Person]) -> None:
    sent = {"which": "all", "verb": "assign", "assign-owner": "chen"}
    browse("chen").post(f"{DAYS}?search=ad", sent)
    assert item_of(QUESTIONED).owner == cast["chen"]
    assert item_of(SOUTHERN).owner is None
    assert Event.objects.filter(verb="findings.assigned").count() == 1


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"verb": "assign", "assign-owner": "chen"}, "Tick findings first"),
        ({"verb": "dance", "which": "all"}, "Choose what to do"),
        ({"verb": "move_due", "which": "all", "move_due-due_on": "2025-03-03"}, "This field is required"),
        ({"verb": "assign", "which": "all", "assign-owner": "eric"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_done(
    browse: Browse, sent: dict[str, str], complaint: str
) -> None:
    answer = browse("chen").post(DAYS, sent)
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert (item_of(QUESTIONED).owner, item_of(QUESTIONED).due_reason) == (None, "")


def test_the_auditor_looks_and_does_nothing(browse: Browse) -> None:
    assert "Do something with them" not in text(browse("ines"), DAYS)
    assert browse("ines").post(DAYS, {"verb": "assign"}).status_code == 404


def exported(client: Client, place: str) -> list[dict[str, str]]:
    answer = client.get(place)
    assert isinstance(answer, StreamingHttpResponse)
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_a_list_is_exported_whole_and_no_cell_is_a_formula(browse: Browse) -> None:
    rows = exported(browse("chen"), f"{ROWS}export/")
    assert tuple(rows[0]) == COLUMNS
    assert [row["as_delivered"] for row in rows] == [
        "person=pia; work_date=31.01.2025; hours=8; record_id=r8",
        "'=HYPERLINK(nobody),HQ,2025-01-27T08:02:00,in",
    ]
    assert [(row["person"], row["line"], row["due_on"]) for row in rows] == [
        ("pia", "12", "2025-02-18"),
        ("", "3", "2025-02-18"),
    ]
    newest = Event.objects.latest("number")
    assert (newest.verb, newest.details["kind"]) == ("findings.exported", "rejected_row")


def test_an_export_holds_what_the_filter_finds_and_what_the_person_says(browse: Browse) -> None:
    actions.answer(act_of("ada"), item_of(QUESTIONED).pk, Explanation.FIELD_VISIT, "+1 day in the field.")
    [row] = exported(browse("chen"), f"{DAYS}export/?search=ada")
    assert (row["answer"], row["answer_says"]) == ("field_visit", "'+1 day in the field.")
    assert row["details"] == "duty_station: HQ"


def test_a_list_of_many_pieces_is_exported_in_its_order_with_every_answer(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for says in ("First I thought so.", "Then I knew."):
        actions.answer(act_of("chen"), item_of(OF_CHEN).pk, Explanation.OTHER, says)
    monkeypatch.setattr(export, "AT_ONCE", 1)
    answer = browse("ines").get(f"{DAYS}export/")
    assert isinstance(answer, StreamingHttpResponse)
    pieces = [piece.decode() for piece in answer.streaming_content]
    # The header, then ada's, chen's and eve's day.
    assert [piece.count("\n") for piece in pieces] == [1, 1, 1, 1]
    rows = list(csv.DictReader(io.StringIO("".join(pieces))))
    assert [(row["person"], row["answer_says"]) for row in rows] == [
        ("ada", ""),
        ("chen", "Then I knew."),
        ("eve", ""),
    ]


def test_a_person_answers_the_question_about_a_day_of_theirs(browse: Browse) -> None:
    ada = browse("ada")
    assert "/questions/" in text(ada, "/people/ada/record/2025-01-28/")
    assert "There is 1 question about your days" in text(ada, "/")
    assert "/questions/2025-01-28/" in text(ada, "/questions/")
    sent = {"explanation": "badge_forgotten", "says": "It lay on the kitchen table."}
    assert ada.post("/questions/2025-01-28/", sent).status_code == 302
    assert "question about your days" not in text(ada, "/")
    page = text(browse("chen"), DAYS)
    assert "The badge was left at home" in page
    assert "It lay on the kitchen table." in page
    assert item_of(QUESTIONED).state == ItemState.OPEN


def test_something_else_needs_a_sentence(browse: Browse) -> None:
    answer = browse("ada").post("/questions/2025-01-28/", {"explanation": "other"})
    assert "Say in a sentence what it was." in answer.content.decode()
    assert not Answer.objects.exists()


def test_a_person_sees_their_own_rejected_rows_and_nobody_else_s(browse: Browse) -> None:
    assert "person=pia; work_date=31.01.2025; hours=8; record_id=r8" in text(browse("pia"), "/questions/")
    assert "r8" not in text(browse("ada"), "/questions/")
    assert browse("pia").get("/questions/2025-01-28/").status_code == 404


@pytest.mark.parametrize(
    "statement", ["UPDATE worklists_answer SET says = 'x'", "DELETE FROM worklists_answer"]
)
def test_the_database_refuses_to_change_what_a_person_said(statement: str) -> None:
    actions.answer(act_of("ada"), item_of(QUESTIONED).pk, Explanation.OTHER, "So it was.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Answer.objects.get().says == "So it was."


def test_the_list_of_missing_deliveries_leads_to_the_reports(browse: Browse) -> None:
    page = browse("chen").get("/worklists/missing_delivery/").content.decode()
    assert '<a href="/filings/">Say in the report why one is missing</a>' in page
    assert re.findall(r'name="verb" value="(\w+)"', page) == ["assign", "move_due"]
    assert "Say in the report" not in browse("chen").get(DAYS).content.decode()


def test_a_look_at_a_list_is_an_event_without_what_was_typed(browse: Browse) -> None:
    browse("chen").get(f"{DAYS}?search=ada")
    newest = Event.objects.latest("number")
    assert (newest.actor, newest.verb) == ("chen", "findings.viewed")
    assert newest.details == {
        "kind": "questioned_day",
        "filter": {"state": "open", "narrowed_by": ["search"]},
    }


def test_home_says_what_waits_for_human_resources(cast: dict[str, Person]) -> None:
    item = item_of(MISSING)
    item.owner, item.due_on = cast["chen"], date(2025, 2, 4)
    item.save()
    said = [(wait.title, wait.due_on) for wait in waiting(seen_by("chen"), NOON.date())]
    assert said == [
        ("1 finding is yours to look at", date(2025, 2, 4)),
        ("Nobody looks at 4 findings yet", date(2025, 2, 18)),
        ("There is 1 question about your days", None),
    ]


def test_home_writes_thousands_as_every_page_does(cast: dict[str, Person]) -> None:
    item, more = item_of(MISSING), []
    for number in range(1_000):
        more.append(copy(item))
        more[-1].pk, more[-1].key = None, f"{item.key}-{number}"
    Item.objects.bulk_create(more)
    titles = [wait.title for wait in waiting(seen_by("chen"), NOON.date())]
    assert "Nobody looks at 1,005 findings yet" in titles


@pytest.mark.parametrize("person", ["chen", "ines"])
@pytest.mark.parametrize(
    "place",
    [
        "/worklists/",
        DAYS,
        f"{DAYS}?search=a&state=all",
        "/worklists/cases/ending/",
        "/worklists/cases/disputes/",
        "/questions/",
        "/",
    ],
)
def test_no_page_of_findings_asks_the_database_often(
    browse: Browse,
    received: ReceivedRun,
    cast: dict[str, Person],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    person: str,
    place: str,
) -> None:
    issued(cast)
    found(received, *(replace(QUESTIONED, key=f"{number}") for number in range(60)))
    visitor = browse(person)
    with django_assert_max_num_queries(20):  # the home page asks each of eleven subjects
        assert visitor.get(place).status_code == 200


def test_every_kind_state_and_explanation_has_words() -> None:
    assert set(KINDS) == set(FindingKind)
    assert set(STATES) == set(ItemState)
    assert set(EXPLANATIONS) == set(Explanation)
