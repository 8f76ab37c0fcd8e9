"""The pages of reports: what each reader gets, what is recorded, and how few queries they take."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.cast import PASSWORD
from tests.web.filings.reports import Reports

from dutystation.web.accounts.models import Person, Unit
from dutystation.web.audit.models import Event
from dutystation.web.filings import actions
from dutystation.web.filings.models import FiledPerson, Filing

Browse = Callable[[str], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.fixture
def on_that_day(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day of the reports for the pages too."""
    noon = datetime.fromisoformat("2025-02-18T12:00:00-05:00")
    monkeypatch.setattr("dutystation.web.site.middleware.now", lambda: noon)


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def page(browse: Browse, person: str, place: str = "") -> str:
    found = browse(person).get(f"/filings/{Filing.objects.get(component='NORTH').pk}/{place}")
    assert found.status_code == 200
    return text_of(found)


def test_a_preparer_and_a_certifier_drive_a_report_to_filed_in_a_browser(
    browse: Browse, reports: Reports
) -> None:
    place = f"/filings/{reports.of().pk}/"
    chen, hanna = browse("chen"), browse("hanna")
    assert "Prepare the report of Northern Division" in text_of(chen.get("/"))
    chen.post(f"{place}narrative/", {"text": "The third floor opens in April."})
    assert "waits for certification" in text_of(chen.post(f"{place}do/prepare/", follow=True))
    assert "Certify the report of Northern Division" in text_of(hanna.get("/"))
    shown = hanna.get(f"{place}certify/")
    assert "I certify that this report was made from the records" in text_of(shown)
    assert "4 of 9 on the rolls have not returned" in text_of(shown)
    sha256 = shown.context["version"].sha256
    wrong = hanna.post(f"{place}certify/", {"sha256": sha256, "password": "something else entirely"})
    assert "You are not confirmed. Nothing was certified." in text_of(wrong)
    done = hanna.post(f"{place}certify/", {"sha256": sha256, "password": PASSWORD}, follow=True)
    assert "The report is certified and filed." in text_of(done)
    assert "The third floor opens in April." in text_of(done)
    assert reports.of().state == "filed"


def test_square_feet_are_written_as_other_numbers_are(browse: Browse, reports: Reports) -> None:
    reports.prepared()
    assert "HQ Head office 1,500 8 15" in page(browse, "chen", "versions/1/")


def test_a_password_that_was_typed_is_in_no_event(browse: Browse, reports: Reports) -> None:
    version = reports.prepared()
    place = f"/filings/{reports.of().pk}/certify/"
    browse("hanna").post(place, {"sha256": version.sha256, "password": "not the one of hanna"})
    assert not Event.objects.filter(details__icontains="not the one").exists()


def test_the_department_sees_nothing_of_what_was_not_filed(browse: Browse, reports: Reports) -> None:
    reports.prepared()
    seen = page(browse, "dana")
    assert "The component prepares it; you see it once it is filed." in seen
    assert "Nothing was filed yet." in seen
    assert "stands in the way" not in seen
    filing = reports.of().pk
    for place in ("", "people/", "difference/"):
        assert browse("dana").get(f"/filings/{filing}/versions/1/{place}").status_code == 404
    reports.certified()
    reports.prepared("An amendment.")
    assert "Version 1 of Northern Division" in page(browse, "dana", "versions/1/")
    assert browse("dana").get(f"/filings/{filing}/versions/2/").status_code == 404
    assert browse("dana").get(f"/filings/{filing}/versions/1/difference/?with=2").status_code == 200
    assert "no other version" in page(browse, "dana", "versions/1/difference/?with=2")


def test_the_department_sees_the_people_of_what_was_filed(browse: Browse, reports: Reports) -> None:
    reports.filed()
    seen = page(browse, "dana", "versions/1/people/")
    assert "Ada ada" in seen
    assert "Protected accommodation" in seen
    assert "The accommodation specialist of NORTH has seen what is kept elsewhere" in seen


@pytest.mark.parametrize("person", ["boris", "ada", "noor", "finn", "lena", "omar", "root", "eve", "eric"])
def test_nobody_else_sees_a_report(browse: Browse, reports: Reports, person: str) -> None:
    reports.filed()
    filing = reports.of().pk
    for place in ("", "versions/1/", "versions/1/people/", "certify/"):
        assert browse(person).get(f"/filings/{filing}/{place}").status_code == 404


def test_what_stands_in_the_way_is_said_with_what_to_do(browse: Browse, reports: Reports) -> None:
    reports.prepared()
    reports.receive(reports.runs.after)
    seen = page(browse, "hanna")
    assert "In the way: It comes from the newest run received." in seen
    assert "Prepare it again; the page of differences then says what moved." in seen
    assert "It cannot be certified while something stands in the way." in page(browse, "hanna", "certify/")


def test_people_are_found_by_reason_and_by_the_beginning_of_their_id(
    browse: Browse, reports: Reports
) -> None:
    reports.filed()
    for asked, found in (("?reason=none", {"pia"}), ("?search=BO", {"boris"}), ("?reason=nothing", None)):
        answer = browse("chen").get(f"/filings/{reports.of().pk}/versions/1/people/{asked}")
        named = {row.person for row in answer.context["page"]}
        assert named == (found or {"ada", "boris", "noor", "pia"})


def test_the_page_of_differences_says_what_moved_and_who(browse: Browse, reports: Reports) -> None:
    reports.filed()
    reports.receive(reports.runs.after)
    reports.filed("The sender corrected noor's record.")
    answer = browse("ines").get(f"/filings/{reports.of().pk}/versions/2/difference/")
    assert list(answer.context["page"]) == [("noor", "pending", "")]
    seen = text_of(answer)
    assert "The sender corrected noor's record." in seen
    share = "In-person share, 2025-02. All hours worked, civilians and military"
    assert f"{share} 960/2880, 0 1440/2880, 0" in seen
    assert "noor Decision pending not named" in seen


def test_what_was_filed_late_says_so_wherever_it_is_shown(browse: Browse, reports: Reports) -> None:
    reports.on(date(2025, 2, 22)).filed()
    for place in ("", "versions/1/"):
        assert "filed 3 days late" in page(browse, "dana", place)
    assert "filed 3 days late" in text_of(browse("dana").get("/filings/"))


def test_the_reason_of_a_return_is_with_the_component(browse: Browse, reports: Reports) -> None:
    reports.filed()
    place = f"/filings/{reports.of().pk}/do/return/"
    browse("dana").post(place, {"reason": ""})
    assert reports.of().state == "filed"
    browse("dana").post(place, {"reason": "Look at noor again."})
    seen = page(browse, "chen")
    assert "returned for correction" in seen
    assert "Look at noor again." in seen
    assert "What the new version changes, and why" in seen


def test_every_look_is_an_event(browse: Browse, reports: Reports) -> None:
    reports.filed()
    for place in ("", "versions/1/", "versions/1/people/", "versions/1/difference/"):
        page(browse, "dana", place)
    looks = Event.objects.filter(verb="filing.viewed", actor="dana").order_by("number")
    assert [event.details["what"] for event in looks] == [
        "the page",
        "version 1",
        "the people of version 1",
        "the difference of version 1",
    ]


@pytest.mark.parametrize(
    ("place", "most"),
    [("", 18), ("versions/1/", 12), ("versions/1/people/", 14), ("versions/1/difference/", 14)],
)
def test_a_page_takes_as_many_queries_however_many_people_there_are(
    browse: Browse,
    reports: Reports,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    place: str,
    most: int,
) -> None:
    version = reports.prepared()
    FiledPerson.objects.bulk_create(
        FiledPerson(
            version=version, person=f"p{number:03}", org_unit="BANK", reason="none", off_site_minutes=1
        )
        for number in range(120)
    )
    client = browse("chen")
    with django_assert_max_num_queries(most):
        assert client.get(f"/filings/{version.filing_id}/{place}").status_code == 200


def test_the_list_takes_as_many_queries_however_many_components_there_are(
    browse: Browse, reports: Reports, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    north = reports.of()
    for number in range(40):
        path = f"RIVERS/C{number}/"
        unit = Unit(org_unit=f"C{number}", name=f"Component {number}", parent_id="RIVERS", path=path)
        unit.component = unit
        unit.save()
        Filing.objects.create(
            component=unit,
            directive=north.directive,
            order=north.order,
            obligation=north.obligation,
            due_on=north.due_on,
            state="open",
        )
    client = browse("dana")
    with django_assert_max_num_queries(12):
        assert client.get("/filings/").status_code == 200


@pytest.fixture
def hanna_by_gateway(browse: Browse, reports: Reports, settings: Any) -> Client:
    """Hanna has no password; the gateway names her at every request."""
    settings.SIGN_IN_HEADER = "X-Signed-In"
    hanna = Person.objects.get(pk="hanna")
    hanna.set_unusable_password()
    hanna.save()
    return Client(headers={"X-Signed-In": "hanna"})


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("", "prepared"),
        ("2025-02-18T11:49:59-05:00", "prepared"),  # ten minutes and a second before noon
        ("2025-02-18T11:50:00-05:00", "filed"),
        ("2025-02-18T16:55:00Z", "filed"),
        ("1739897700", "filed"),  # 16:55 UTC on that day
        ("1739897399", "prepared"),
        ("2025-02-18T12:00:01-05:00", "prepared"),
        ("2025-02-18T11:55:00", "prepared"),  # of no place on earth
        ("just now", "prepared"),
    ],
)
def test_who_certifies_was_asked_by_the_gateway_within_ten_minutes(
    hanna_by_gateway: Client, reports: Reports, settings: Any, told: str, state: str
) -> None:
    settings.ASKED_AT_HEADER, settings.SIGN_IN_AGAIN = "X-Signed-In-At", "/gateway/again"
    sha256, place = reports.prepared().sha256, f"/filings/{reports.of().pk}/certify/"
    shown = hanna_by_gateway.get(place).content.decode()
    assert '<a href="/gateway/again">' in shown
    assert 'name="password"' not in shown
    hanna_by_gateway.post(place, {"sha256": sha256}, headers={"X-Signed-In-At": told} if told else {})
    assert reports.of().state == state


def test_to_sign_out_of_the_application_and_in_again_confirms_nobody(
    hanna_by_gateway: Client, reports: Reports, settings: Any
) -> None:
    """The gateway signs them in again without asking anybody."""
    settings.ASKED_AT_HEADER = "X-Signed-In-At"
    sha256, place = reports.prepared().sha256, f"/filings/{reports.of().pk}/certify/"
    hanna_by_gateway.post("/sign-out/")
    answer = hanna_by_gateway.post(
        place, {"sha256": sha256}, headers={"X-Signed-In-At": "2025-02-18T08:00:00-05:00"}
    )
    assert "You are not confirmed. Nothing was certified." in text_of(answer)
    assert reports.of().state == "prepared"


def test_where_the_gateway_does_not_tell_when_it_asked_they_type_their_name_and_read_what_it_is_worth(
    hanna_by_gateway: Client, reports: Reports
) -> None:
    sha256, place = reports.prepared().sha256, f"/filings/{reports.of().pk}/certify/"
    assert "it cannot show that it is you who sits here" in text_of(hanna_by_gateway.get(place))
    hanna_by_gateway.post(place, {"sha256": sha256, "password": "Somebody Else"})
    assert reports.of().state == "prepared"
    hanna_by_gateway.post(place, {"sha256": sha256, "password": "Hanna"})
    assert reports.of().state == "filed"
    assert Event.objects.get(verb="filing.certified").details["confirmed_by"] == "own_name"


def test_an_invented_person_of_a_demonstration_types_their_name(reports: Reports, settings: Any) -> None:
    settings.DEMONSTRATION = True
    hanna = Person.objects.get(pk="hanna")
    hanna.set_unusable_password()
    hanna.save()
    version = reports.prepared()
    with pytest.raises(actions.NotConfirmed):
        actions.certify(*reports.by("hanna"), version.sha256, "Somebody Else")
    actions.certify(*reports.by("hanna"), version.sha256, "Hanna")
    assert reports.of().state == "filed"
