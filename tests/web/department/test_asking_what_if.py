"""Pages and files of what would be: marked as not published, kept nowhere, asked by the address."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.issued_orders import issue_order

from dutystation.publication.what_if import Classed
from dutystation.published.what_if import GroundLine
from dutystation.web.audit.models import Event
from dutystation.web.department import what_if_views

pytestmark = [pytest.mark.django_db]
X_AS_FIELD = "pay=01&place_code=X&to=field"


@pytest.fixture
def dana(measured: object, browse: Callable[[str], Client]) -> Client:
    issue_order()
    return browse("dana")


def rows(answer: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode())))  # type: ignore[attr-defined]


def test_hours_classed_differently_move_share_and_bounds(dana: Client) -> None:
    # ada of NORTH: 16 h office, 7.5 h situational, 0.5 h under a pair that nobody has mapped.
    page = dana.get(f"/what-if/classes/?{X_AS_FIELD}&period=2025-02")
    found: dict[str, Classed] = {row.unit: row for row in page.context["by_unit"]}
    north = found["NORTH"]
    assert (north.before.numerator, north.before.denominator, north.before.unclassified) == (960, 1_410, 30)
    assert (north.after.numerator, north.after.denominator, north.after.unclassified) == (990, 1_440, 0)
    assert found["SOUTH"].before == found["SOUTH"].after
    # The department: NORTH and 8 h of eve in SOUTH.
    assert (found["RIVERS"].after.numerator, found["RIVERS"].after.denominator) == (1_470, 1_920)
    assert "not published" in page.content.decode()


def test_a_pair_is_added_to_the_address(dana: Client) -> None:
    page = dana.get("/what-if/classes/")
    numbers = {pair: number for number, pair, _ in page.context["pairs"]}
    answer = dana.get("/what-if/classes/", {"pair": numbers["01", "X"], "place": "field"})
    assert answer.headers["Location"] == f"/what-if/classes/?{X_AS_FIELD}"
    again = dana.get(f"/what-if/classes/?{X_AS_FIELD}&pair={numbers['01', '']}&place=remote&period=all")
    assert (
        again.headers["Location"] == f"/what-if/classes/?{X_AS_FIELD}&pay=01&place_code=&to=remote&period=all"
    )


def test_what_is_in_no_list_is_not_asked(dana: Client) -> None:
    page = dana.get("/what-if/classes/?pay=99&place_code=&to=field&pay=01&place_code=X&to=moon")
    assert not page.context["classes"]
    odd = dana.get("/what-if/classes/?pair=9999&place=field")
    assert odd.headers["Location"] == "/what-if/classes/?"


def test_the_file_says_on_every_row_that_it_is_not_published(dana: Client) -> None:
    answer = dana.get(f"/what-if/classes/?{X_AS_FIELD}&form=csv")
    assert 'filename="what-if-classes-not-published.csv"' in answer.headers["Content-Disposition"]
    found = rows(answer)
    assert {row["standing"] for row in found} == {"what if, not published"}
    [north] = [row for row in found if (row["org_unit"], row["period"]) == ("NORTH", "2025-02")]
    assert (north["before_value"], north["after_value"]) == (str(960 / 1410), str(990 / 1440))


def test_a_ground_that_nobody_is_on_changes_nothing(dana: Client) -> None:
    page = dana.get("/what-if/ground/?ground=space")
    [department] = page.context["rows"]
    assert (department.unit, department.people) == ("RIVERS", 0)
    assert department.before == department.after
    assert (department.before.numerator, department.before.denominator) == (1_440, 1_890)
    [row] = rows(dana.get("/what-if/ground/?ground=space&form=csv"))
    assert (row["standing"], row["people"]) == ("what if, not published", "0")


def test_a_ground_ends_on_the_day_that_is_asked_for_and_never_before_that_of_the_run(dana: Client) -> None:
    page = dana.get("/what-if/ground/?ground=space")
    assert page.context["day"] == date(2025, 2, 19)
    assert dana.get("/what-if/ground/?ground=space&day=2025-01-01").context["day"] == date(2025, 2, 19)
    later = dana.get("/what-if/ground/?ground=space&day=2025-05-01")
    assert "ended on 1 May 2025" in later.content.decode()
    [row] = rows(dana.get("/what-if/ground/?ground=space&day=2025-05-01&form=csv"))
    assert (row["ended_on"], row["ending_before"]) == ("2025-05-01", "0")


@pytest.fixture
def on_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people of NORTH until the end of March, one until the end of February, one of SOUTH for good."""
    lines = (
        GroundLine("NORTH", "space", "2025-02-28", "none", 1, 0, 150, 0),
        GroundLine("NORTH", "space", "2025-03-31", "none", 3, 0, 300, 0),
        GroundLine("SOUTH", "space", "", "pending", 1, 0, 0, 0),
    )
    monkeypatch.setattr(what_if_views, "_grounds", lambda run, ended_at: lines)


def test_whose_approval_ends_by_itself_stands_apart_on_the_page_and_in_the_file(
    dana: Client, on_space: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """In the department 450 minutes are off site. In March the 300 of three people would be in person."""
    address = "/what-if/ground/?ground=space&day=2025-03-15"
    page = dana.get(address)
    assert [(row.unit, row.people, row.ending, row.without, row.pending) for row in page.context["rows"]] == [
        ("RIVERS", 5, 1, 3, 1),
        ("NORTH", 4, 1, 3, 0),
        ("SOUTH", 1, 0, 0, 1),
    ]
    assert "not published" in page.content.decode()
    found = {row["org_unit"]: row for row in rows(dana.get(f"{address}&form=csv"))}
    assert {row["standing"] for row in found.values()} == {"what if, not published"}
    department = found["RIVERS"]
    assert (department["ending_before"], department["no_approved_reason"]) == ("1", "3")
    assert (department["before_numerator"], department["after_numerator"]) == ("1440", "1740")
    assert department["after_denominator"] == "1890"
    with django_assert_max_num_queries(15) as with_a_day:
        dana.get(address)
    with django_assert_max_num_queries(len(with_a_day)):
        dana.get("/what-if/ground/?ground=space")


def test_what_is_no_day_is_said_beside_the_field(dana: Client) -> None:
    page = dana.get("/what-if/ground/?ground=space&day=2025-13-01")
    assert not page.context["rows"]
    assert "Enter a valid date." in page.content.decode()


def test_accommodations_cannot_be_asked_of(dana: Client) -> None:
    page = dana.get("/what-if/ground/?ground=medical")
    assert not page.context["rows"]
    assert "medical" not in dict(page.context["grounds"])


def test_the_navigation_stands_on_every_page(dana: Client) -> None:
    for name in ("ground", "classes"):
        assert {place.title for place in dana.get(f"/what-if/{name}/").context["places"]} >= {"Home", "Board"}


def test_before_a_run_there_is_nothing_to_ask(cast: object, browse: Callable[[str], Client]) -> None:
    for name in ("ground", "classes"):
        answer = browse("dana").get(f"/what-if/{name}/")
        assert "Nothing can be asked before" in answer.content.decode()


def test_asking_leaves_nothing_behind(dana: Client) -> None:
    before = Event.objects.count()
    dana.get(f"/what-if/classes/?{X_AS_FIELD}")
    dana.get("/what-if/ground/?ground=space")
    assert Event.objects.count() == before
