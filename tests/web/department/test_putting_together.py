"""What components filed is put together: sums, names of who is missing, and never a row that changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import NOON, act_of
from tests.web.department.filed import in_person, opened, report
from tests.web.issued_orders import order_with

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import sight_of
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.department.actions import consolidate, record_fulfilment
from dutystation.web.department.board import headline
from dutystation.web.department.daily import work_of_the_day
from dutystation.web.department.models import Consolidation, Declination, Fulfilment, Proposal, Reminder
from dutystation.web.department.queries import consolidated, is_current, order_on
from dutystation.web.department.releasing import Terms, decline, propose, withheld_now
from dutystation.web.department.reminding import chase
from dutystation.web.filings.actions import send_back
from dutystation.web.records.models import ReceivedRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("received")]


def put_together() -> Consolidation:
    return consolidate(act_of("dana"))[0]


def share_of(row: Consolidation, unit: str = "RIVERS") -> tuple[int, int]:
    [found] = [
        figure
        for figure in consolidated(row).figures
        if (figure.code, figure.org_unit, figure.period, figure.variant)
        == ("in_person_share", unit, "2025-02", "total")
    ]
    return found.numerator, found.denominator


def test_what_was_filed_is_added_up_and_named_by_version_and_hash() -> None:
    north = report("NORTH", {"2025-02": in_person(90, 10)})
    south = report("SOUTH", {"2025-02": in_person(10, 890)})
    row = put_together()
    assert share_of(row) == (100, 1_000)
    parts = {part.part.component: (part.part.version, part.part.sha256) for part in consolidated(row).filed}
    assert parts == {"NORTH": (1, north.sha256), "SOUTH": (1, south.sha256)}
    assert (row.number, row.filed, row.missing, row.person_id) == (1, 2, 0, "dana")
    assert Event.objects.get(verb="department.consolidated").details["missing"] == []


def test_who_has_not_filed_is_named_and_not_filled_in() -> None:
    report("NORTH", {"2025-02": in_person(90, 10)})
    row = put_together()
    assert share_of(row) == (90, 100)
    [missing] = consolidated(row).missing
    assert (missing.component, missing.state) == ("SOUTH", "open")
    assert (row.filed, row.missing) == (1, 1)


def test_people_in_no_component_come_from_the_departments_own_run(received: ReceivedRun) -> None:
    report("NORTH", {}, returned=4)
    own = consolidated(put_together()).own
    assert own.run == received.name
    # gale, dana and root have no time record: nothing is concluded about them.
    assert (own.bridge.on_rolls, own.bridge.unknown) == (3, 3)


def test_nothing_new_makes_no_new_row_and_a_new_version_does() -> None:
    report("NORTH", {"2025-02": in_person(90, 10)})
    first, is_new = consolidate(act_of("dana"))
    assert is_new
    assert consolidate(act_of("gale")) == (first, False)
    report("NORTH", {"2025-02": in_person(80, 20)})
    assert not is_current(consolidated(first))
    second, is_new = consolidate(act_of("dana"))
    assert (is_new, second.number, share_of(second)) == (True, 2, (80, 100))
    assert is_current(consolidated(second))


def test_nothing_can_be_put_together_before_anything_is_filed() -> None:
    opened()
    with pytest.raises(Refused, match="No component has filed"):
        put_together()


def test_what_is_returned_is_missing_from_then_on(cast: dict[str, Person]) -> None:
    north = report("NORTH", {"2025-02": in_person(90, 10)})
    report("SOUTH", {"2025-02": in_person(10, 890)})
    put_together()
    send_back(act_of("dana"), sight_of(cast["dana"], NOON.date()), north.filing_id, "A period is missing.")
    row = put_together()
    assert share_of(row) == (10, 900)
    assert [missing.state for missing in consolidated(row).missing] == ["returned"]


def test_the_work_of_the_day_puts_together_what_was_filed_since() -> None:
    opened()
    work_of_the_day(act_of(SYSTEM))
    assert not Consolidation.objects.exists()
    report("NORTH", {"2025-02": in_person(90, 10)})
    work_of_the_day(act_of(SYSTEM))
    work_of_the_day(act_of(SYSTEM))
    assert Consolidation.objects.get().person is None


def test_the_page_shows_sums_who_is_missing_and_what_moved(browse: Callable[[str], Client]) -> None:
    report("NORTH", {"2025-02": in_person(90, 10)})
    put_together()
    report("NORTH", {"2025-02": in_person(80, 20)})
    client = browse("dana")
    answer = client.post("/department/put-together/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Missing, and in no number of this page" in page
    assert "Southern Division (to be prepared" in page
    assert "version 2 in the place of 1" in page
    assert "80.0%" in page
    assert "90.0%" in page


def test_filters_stand_in_the_address(browse: Callable[[str], Client]) -> None:
    report("NORTH", {"2025-02": in_person(90, 10)})
    number = put_together().pk
    page = browse("ines").get(f"/department/{number}/?code=office_share&period=all&variant=military")
    assert page.context["code"] == "office_share"
    assert {figure.variant for _, figure in page.context["by_unit"]} == {"military"}
    odd = browse("ines").get(f"/department/{number}/?code=x&period=y&variant=z")
    assert (odd.context["code"], odd.context["period"]) == ("in_person_share", "2025-02")


def test_the_page_says_where_a_series_breaks(
    browse: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    periods = {"2025-02": in_person(90, 10), "2025-03": in_person(80, 20)}
    report("NORTH", periods)
    row = put_together()
    order = order_with(("first_day: 2023-03-12", "first_day: 2025-02-09"))
    monkeypatch.setattr("dutystation.web.department.consolidation_views.order_named", lambda name: order)
    address = f"/department/{row.pk}/?variant="
    broken = browse("dana").get(f"{address}regular_excl_remote").content.decode()
    assert "Series break on 9 February 2025" in broken
    assert broken.count("what is below is not comparable with what is above") == 1
    assert "Series break" not in browse("dana").get(f"{address}total").content.decode()


def test_the_page_takes_few_queries(
    browse: Callable[[str], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for office in (90, 80, 70):
        report("NORTH", {"2025-02": in_person(office, 10)})
        number = put_together().pk
    client = browse("dana")
    with django_assert_max_num_queries(15):
        client.get(f"/department/{number}/")


def test_a_filing_holds_the_share_that_the_board_shows() -> None:
    version = report("NORTH", {"2025-02": in_person(90, 10)})
    found = headline(version.content)
    assert found is not None
    assert found.value == 0.9
    assert headline({"status_period": "2025-09", "figures": version.content["figures"]}) is None


@pytest.fixture
def one_row_of_each(received: ReceivedRun) -> Iterator[None]:
    filing = opened()["SOUTH"]
    report("NORTH", {"2025-02": in_person(90, 10)})
    order = order_on(NOON.date())
    assert order is not None
    chase(act_of("dana"), filing.pk)
    record_fulfilment(act_of("dana"), order, "telework-policy", NOON.date(), "Letter 12")
    proposal = propose(
        act_of("dana"), put_together().pk, Terms("", with_reasons=True, withheld=withheld_now())
    )
    decline(act_of("gale"), proposal.pk, "Not yet.")
    yield


@pytest.mark.parametrize("model", [Reminder, Fulfilment, Consolidation, Proposal, Declination])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = NULL", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.usefixtures("one_row_of_each")
def test_the_database_refuses_to_change_what_was_recorded(
    model: type[Reminder | Fulfilment | Consolidation | Proposal | Declination], statement: str
) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        statement = "DELETE FROM {} WHERE 1 = 1"  # SQLite knows no TRUNCATE
    table = model._meta.db_table
    connection.check_constraints()  # those that wait for the end would refuse to let a table be emptied too
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
