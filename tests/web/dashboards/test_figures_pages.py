"""What the pages of figures show, to whom, and what stands in their address.

In the first run ada of BANK worked 16 hours in the office, 7.5 off site and half an hour that nobody placed;
eve of SOUTH worked 8 hours in the office.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import act_of
from tests.web.issued_orders import issue_order, order_with
from tests.web.two_runs import TwoRuns

from dutystation.web.accounts.models import Facility, Person, Unit
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.append import append
from dutystation.web.records.models import ReceivedRun
from dutystation.web.results.models import RunPeriod, UnitFigure
from dutystation.web.site.receiving import receive

Browse = Callable[[str], Client]
pytestmark = pytest.mark.usefixtures("measured")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_share_stands_with_its_bounds_and_its_status(browse: Browse) -> None:
    # 960 of 1410 minutes; of 1440 and 990 of 1440 with the half hour.
    page = page_of(browse("boris"), "/figures/")
    assert "<h1>Bank Office</h1>" in page
    assert "<span>Home</span>" in page
    for text in ("68.1%", "66.7–68.8%", "provisional", "2.1%", "2025-02"):
        assert text in page


def test_the_address_says_what_is_shown(browse: Browse) -> None:
    page = page_of(browse("chen"), "/figures/units/BANK/?variant=military&period=all&code=office_share")
    assert "Office share: the office alone" in page
    assert "no hours worked" in page
    assert "all pay periods" in page
    assert "68.1%" not in page


def test_what_the_address_says_leads_on(browse: Browse) -> None:
    page = page_of(browse("chen"), "/figures/?variant=civilian")
    assert 'href="/figures/units/BANK/?variant=civilian"' in page
    assert 'href="/figures/buildings/NORTH/?variant=civilian"' in page


@pytest.mark.parametrize("asked", ["?variant=none", "?period=1999-01", "?code=uncorroborated_rate", "?run=x"])
def test_what_there_is_not_is_shown_as_if_it_had_not_been_asked_for(browse: Browse, asked: str) -> None:
    page = page_of(browse("chen"), f"/figures/units/BANK/{asked}")
    assert "68.1%" in page
    assert 'href="/figures/buildings/BANK/"' in page


def test_an_earlier_run_can_be_asked_for(browse: Browse, two_runs: TwoRuns) -> None:
    # The second run knows that the half hour was worked in the office: 990 of 1440 minutes.
    receive(act_of(SYSTEM), two_runs.after)
    assert "68.8%</strong>" in page_of(browse("boris"), "/figures/")
    assert "68.1%</strong>" in page_of(browse("boris"), f"/figures/?run={two_runs.before}")


def test_units_stand_in_the_order_of_their_names(browse: Browse) -> None:
    # SOUTH, whose share is larger, stands after NORTH.
    page = page_of(browse("dana"), "/figures/")
    below = page[page.index('id="below"') :]
    assert below.index("Northern Division") < below.index("Southern Division")


def test_the_policy_office_sees_components_and_no_unit_of_theirs(browse: Browse) -> None:
    assert "Bank Office" not in page_of(browse("dana"), "/figures/units/NORTH/")
    assert "Bank Office" in page_of(browse("chen"), "/figures/units/NORTH/")
    assert browse("dana").get("/figures/units/BANK/").status_code == 404


def test_whoever_may_see_records_is_led_to_the_people(browse: Browse) -> None:
    assert 'href="/people/?unit=BANK"' in page_of(browse("chen"), "/figures/units/BANK/")
    assert "/people/?unit=" not in page_of(browse("hanna"), "/figures/units/BANK/")
    people = page_of(browse("chen"), "/people/?unit=BANK")
    assert "/people/ada/record/" in people
    assert "/people/noor/record/" not in people


def test_no_rate_is_shown_before_an_order_says_what_badges_must_be_able_to_speak_to(browse: Browse) -> None:
    # One of the department's three claimed days is corroborated: two thirds are not.
    assert "66.7%" not in page_of(browse("dana"), "/figures/")
    issue_order()
    page = page_of(browse("dana"), "/figures/")
    assert "66.7%" in page
    assert "100.0%" in page


def test_no_word_accuses_anybody(browse: Browse) -> None:
    issue_order()
    for address in ("/figures/", "/figures/buildings/RIVERS/", "/figures/facilities/HQ/", "/figures/data/"):
        page = page_of(browse("dana"), address)
        page = page.replace("No figure here ranks people or calls anybody absent.", "").lower()
        for word in ("absent", "absence", "fraud", "violat", "offender", "rank"):
            assert word not in page


def test_a_building_stands_with_the_mean_of_each_weekday(browse: Browse) -> None:
    # In the two weeks from 26 January one person was there on one of two Mondays and of two Tuesdays.
    page = page_of(browse("chen"), "/figures/buildings/NORTH/")
    row = page[page.index("Head office</a>") :]
    cells = [cell.split("</td>")[0] for cell in row[: row.index("</tr>")].split("<td>")[1:]]
    assert cells == ["0.5", "0.5", "0.0", "0.0", "0.0", "0.0", "0.0", "8", "9"]


def test_a_building_without_badge_events_has_dashes_and_no_zeros(browse: Browse) -> None:
    Facility.objects.create(facility="FAR", name="Far office", readers="none", timezone="UTC", run="r")
    assert browse("chen").get("/figures/facilities/FAR/").status_code == 404  # nobody of NORTH is there
    page = page_of(browse("dana"), "/figures/facilities/FAR/")
    assert "nobody knows how many people were there" in page
    assert "data-chart" not in page


def test_a_building_shows_each_day_and_how_full_it_was(browse: Browse) -> None:
    page = page_of(browse("dana"), "/figures/facilities/HQ/")
    assert "27 January 2025" in page
    assert "2.0%" in page  # 150 x 0.2 / 1500
    assert "<dt>Usable square feet</dt><dd>1,500</dd>" in page
    for stationed in ("Department of Rivers: 3", "Northern Division: 9", "Southern Division: 3"):
        assert stationed in page


def test_what_the_data_lacks_is_counted_for_whoever_sees_the_department(browse: Browse) -> None:
    page = page_of(browse("ines"), "/figures/data/")
    assert "Time records" in page
    assert '<th scope="row">01</th><td>X</td><td>1</td><td>1</td>' in page  # half an hour, half up
    assert browse("chen").get("/figures/data/").status_code == 404


PAGES = (
    "/figures/",
    "/figures/units/NORTH/",
    "/figures/buildings/RIVERS/",
    "/figures/facilities/HQ/",
    "/figures/data/",
)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_figures_asks_the_database_often(
    browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    issue_order()
    ines = browse("ines")
    with django_assert_max_num_queries(15):
        assert ines.get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_ten_times_the_units_are_asked_for_at_once(
    browse: Browse,
    measured: ReceivedRun,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    address: str,
) -> None:
    issue_order()
    ines = browse("ines")
    with django_assert_max_num_queries(50) as before:
        ines.get(address)
    figure = UnitFigure.objects.get(
        run=measured, org_unit="BANK", code="in_person_share", variant="total", period="2025-02"
    )
    for number in range(60):
        unit = Unit.objects.create(
            org_unit=f"U{number:02}",
            name="A team",
            parent_id="NORTH",
            component_id="NORTH",
            path=f"RIVERS/NORTH/U{number:02}/",
        )
        figure.pk, figure.org_unit = None, unit
        figure.save(force_insert=True)
        Person.objects.create(person=f"p{number}", unit=unit, on_rolls=True, duty_station="HQ")
    with django_assert_max_num_queries(len(before)):
        page = ines.get(address).content.decode()
    if address == "/figures/units/NORTH/":
        assert "A team (U00)" in page  # units of one name are told apart
        assert ">Page 1<" in page
        assert "?page=2" in page


def test_a_series_breaks_where_remote_hours_left_routine_telework(
    browse: Browse, measured: ReceivedRun
) -> None:
    """The pay period that was measured ended on 8 February; the same figures stand for the next one too."""
    first, last = date(2025, 2, 9), date(2025, 2, 22)
    after = RunPeriod(run=measured, period="2025-03", first=first, last=last, is_status_period=False)
    append(RunPeriod, [after])
    figures = list(UnitFigure.objects.filter(run=measured, period="2025-02"))
    for figure in figures:
        figure.pk, figure.period = None, "2025-03"
    append(UnitFigure, figures)
    address = "/figures/units/BANK/?variant="
    issue_order(order_with(("first_day: 2023-03-12", "first_day: 2025-02-09")))
    boris = browse("boris")
    broken = page_of(boris, f"{address}eligible_excl_remote&period=all")
    assert broken.count("nobody could be left out as a remote worker") == 1
    assert broken.count("what is below is not comparable with what is above") == 1
    assert "No line is drawn across the series break" in broken
    assert "routine telework holds the hours of remote work" in broken
    goes_on = page_of(boris, f"{address}total")
    assert "its line goes on" in goes_on
    assert "is not comparable" not in goes_on
    assert "routine telework holds" not in goes_on
