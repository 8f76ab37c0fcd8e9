"""Each person sees each day of theirs: what was delivered, how it counts, what badges say, and why."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import act_of

from dutystation.terms.errors import UnusableInput
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.return_status import ReturnStatus
from dutystation.web.accounts.models import Facility, Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.records.models import ReceivedRun
from dutystation.web.records.rules import DisputeState
from dutystation.web.records.wording import EVIDENCE, PLACES, STATUS_RULES, STATUSES
from dutystation.web.site.receiving import receive

Browse = Callable[[str], Client]


def test_a_run_brings_its_people_and_facilities(received: ReceivedRun) -> None:
    ada = Person.objects.get(pk="ada")
    assert (ada.unit_id, ada.arrangement, ada.duty_station, ada.on_rolls) == (
        "BANK",
        "situational",
        "HQ",
        True,
    )
    assert ada.name == "Ada"
    assert not Person.objects.get(pk="ines").on_rolls
    hq = Facility.objects.get()
    assert (hq.name, hq.seats, hq.usable_sqft, hq.readers) == ("Head office", 8, "1500", "entry_exit")
    # ada on 27 January, boris on 28 January; of equally busy days the later one.
    assert (hq.present_on, hq.present) == (date(2025, 1, 28), 1)
    assert (hq.busiest_on, hq.busiest) == (date(2025, 1, 28), 1)


def test_a_run_that_is_not_there_is_refused(received: ReceivedRun) -> None:
    with pytest.raises(UnusableInput, match="the workspace has no such run"):
        receive(act_of(SYSTEM), "2025-02-19-nowhere")


def test_a_month_shows_hours_and_places_day_by_day(browse: Browse, received: ReceivedRun) -> None:
    page = browse("ada").get("/people/ada/record/?month=2025-01").content.decode()
    # 16 hours in the office, 7.5 of situational telework, half an hour whose codes nobody has mapped.
    for text in (
        "16:00",
        "7:30",
        "0:30",
        "Situational telework",
        "Not classified",
        "Return status: Returned",
    ):
        assert text in page


def test_a_month_without_records_concludes_nothing(browse: Browse, received: ReceivedRun) -> None:
    page = browse("ada").get("/people/ada/record/?month=2024-05").content.decode()
    assert "No time record of this month has been delivered. Nobody concludes anything from that." in page


@pytest.mark.parametrize(("month", "other"), [("9999-12", "9999-11"), ("0001-01", "0001-02")])
def test_the_first_and_the_last_month_of_the_calendar_lead_one_way(
    browse: Browse, received: ReceivedRun, month: str, other: str
) -> None:
    page = browse("ada").get("/people/ada/record/", {"month": month}).content.decode()
    assert re.findall(r"\?month=([0-9-]+)", page) == [other]


@pytest.mark.parametrize(
    ("day", "texts"),
    [
        ("2025-01-27", ["8:00 · Office", "A badge bears this day out", "08:02–16:40", "line 2", "r1"]),
        ("2025-01-28", ["No badge bears this day out", "That is a question and no finding"]),
        ("2025-01-29", ["Counts as work off site", "Nobody has said what this pair of codes means", "r4"]),
        ("2025-01-30", ["No time record of this day has been delivered"]),
    ],
)
def test_a_day_says_what_was_delivered_and_why_it_counts_as_it_does(
    browse: Browse, received: ReceivedRun, day: str, texts: list[str]
) -> None:
    page = browse("ada").get(f"/people/ada/record/{day}/").content.decode()
    assert [text for text in texts if text not in page] == []


def test_no_page_calls_anybody_absent(browse: Browse, received: ReceivedRun) -> None:
    for day in range(27, 31):
        page = browse("ada").get(f"/people/ada/record/2025-01-{day}/").content.decode().lower()
        main = page[page.index("<main") : page.index("</main>")]
        assert not [word for word in ("absent", "fraud", "violation", "suspicious") if word in main]


def test_every_look_at_a_record_is_an_event_of_who_looked(browse: Browse, received: ReceivedRun) -> None:
    browse("boris").get("/people/ada/record/2025-01-27/")
    newest = Event.objects.latest("number")
    assert (newest.actor, newest.verb, newest.about) == ("boris", "record.viewed", "ada")


def test_a_look_at_a_month_is_an_event_about_its_days_and_no_other(
    browse: Browse, received: ReceivedRun
) -> None:
    browse("boris").get("/people/ada/record/?month=2025-01")
    assert Event.objects.latest("number").details == {"first": "2025-01-01", "last": "2025-01-31"}
    page = browse("ines").get("/events/", {"search": "record.viewed"}).content.decode()
    assert "looked at the record from 1 January 2025 to 31 January 2025" in page


@pytest.mark.parametrize("place", ["/people/ada/record/", "/people/ada/record/2025-01-27/"])
def test_whoever_reads_the_record_of_another_is_told_to_whom_it_speaks(
    browse: Browse, cast: dict[str, Person], received: ReceivedRun, place: str
) -> None:
    said = f"What stands here is said to {cast['ada']}, who reads the same."
    assert said in browse("boris").get(place).content.decode()
    assert "What stands here is said to" not in browse("ada").get(place).content.decode()


def test_the_download_holds_one_row_per_record(browse: Browse, received: ReceivedRun) -> None:
    asked = {"first": "2025-01-01", "last": "2025-01-31"}
    answer = browse("ada").get("/people/ada/record.csv", asked)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["record_id"], row["place"], row["counted_minutes"]) for row in rows] == [
        ("r1", "office", "480"),
        ("r2", "office", "480"),
        ("r3", "situational", "450"),
        ("r4", "unclassified", "30"),
    ]
    found = json.loads(browse("ada").get("/people/ada/record.json", asked).content)
    assert [day["evidence_class"] for day in found["days"]] == ["corroborated", "uncorroborated", ""]


@pytest.mark.parametrize("asked", [{"first": "2025-02-01", "last": "2025-01-31"}, {"first": "then"}, {}])
def test_a_download_of_no_days_says_what_to_choose(
    browse: Browse, received: ReceivedRun, asked: dict[str, str]
) -> None:
    """An empty file would look as if nothing had been delivered."""
    page = browse("ada").get("/people/ada/record.csv", asked, follow=True).content.decode()
    assert "Choose a first day, and a last day that is not before it." in page
    assert "My record" in page


def test_people_are_found_by_the_beginning_of_name_or_id(browse: Browse, received: ReceivedRun) -> None:
    page = browse("chen").get("/people/?search=ad", headers={"HX-Request": "true"}).content.decode()
    assert "/people/ada/record/" in page
    assert "/people/boris/record/" not in page
    assert "<html" not in page
    assert "/people/eve/record/" not in browse("chen").get("/people/?search=e").content.decode()


@pytest.mark.parametrize(
    "place", ["/people/", "/disputes/", "/people/ada/record/", "/people/ada/record/2025-01-27/"]
)
def test_no_page_asks_the_database_often(
    browse: Browse, received: ReceivedRun, django_assert_max_num_queries: DjangoAssertNumQueries, place: str
) -> None:
    chen = browse("chen")
    with django_assert_max_num_queries(15):
        assert chen.get(place).status_code == 200


def test_every_code_that_a_record_can_hold_has_words() -> None:
    assert set(PLACES) == set(ALL_PLACES)
    assert set(EVIDENCE) == set(EvidenceClass)
    assert set(STATUSES) == set(ReturnStatus)
    assert set(STATUS_RULES) == {1, 2, 3, 4, 5}
    assert all(state.words for state in DisputeState)
