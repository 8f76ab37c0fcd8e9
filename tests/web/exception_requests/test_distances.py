"""How far it is, by which of several tests, and what a decision keeps of it. Under dhs-2025: 50 miles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from tests.web.exception_requests.cases import FAR, Case, do

from dutystation.directives.load import load_directive
from dutystation.terms.distance import DistanceFrom, DistanceMethod, DistanceTest, ReferenceSet
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.exception_requests import deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.distances import Distance, DistanceRecord, ProposedStation
from dutystation.web.exception_requests.facts import facts_of
from dutystation.web.exception_requests.letters import letter_of
from dutystation.web.exception_requests.models import Decision
from dutystation.web.exception_requests.place_fields import complaints, distance_of, place_fields
from dutystation.web.exception_requests.rules import Verb

Cast = dict[str, Person]
RULES = load_directive("dhs-2025").rules_on(date(2025, 2, 3))
HYBRID = load_directive("example-hybrid").rules_on(date(2026, 3, 2))
[DECISIVE] = FAR.distances
HOME = Distance(
    DistanceTest(DistanceFrom.HOME, ReferenceSet.OWN_STATION),
    "Farmville 00003",
    "Rivertown 00001",
    DistanceMethod.GREAT_CIRCLE,
    Decimal("50.0"),
    date(2025, 1, 31),
)


def far(miles: str = "50.1", **changed: object) -> DistanceRecord:
    """The record that decides, changed."""
    return DistanceRecord((replace(DECISIVE, miles=Decimal(miles), **changed),))  # type: ignore[arg-type]


def approve(case: Case, record: DistanceRecord | None) -> Decision:
    return deciding.approve(
        case.act("hanna"), case.sight("hanna"), case.number, Terms("So.", distance=record)
    )


@pytest.mark.parametrize(
    ("record", "complaint"),
    [
        (None, "states how far it is from the duty station to any facility of the department"),
        (DistanceRecord((replace(HOME, miles=Decimal(90)),)), "states how far it is from the duty station"),
        (far("50.0"), r"50\.0 miles are not more than 50, .* Deny the request"),
        (far("50.123"), "two decimals at most"),
        (far("-60"), "two decimals at most"),
        (far(to_place=" "), "A distance has two ends"),
        (far(measured_on=date(2025, 2, 4)), "4 February 2025 has not come yet"),
        (
            replace(FAR, proposed=ProposedStation("", Decimal(3), Decimal(53))),
            "its place and both distances from home",
        ),
    ],
)
def test_an_approval_rests_on_the_test_that_the_order_names_and_on_more_than_50_miles(
    cast: Cast, record: DistanceRecord | None, complaint: str
) -> None:
    case = Case(cast, Ground.DISTANCE).ready()
    with pytest.raises(Refused, match=complaint):
        approve(case, record)
    assert not Decision.objects.exists()


BOTH = DistanceRecord((DECISIVE, HOME), ProposedStation("Hilltown 00002", Decimal(3), Decimal("52.9")))


def test_each_test_has_its_own_answer_and_all_of_it_is_frozen_into_the_decision(cast: Cast) -> None:
    assert approve(Case(cast, Ground.DISTANCE).ready(), BOTH).facts["distance"] == {
        "limit_miles": 50,
        "decides": {"start": "duty_station", "reference": "department_facility"},
        "measured": [
            {
                "start": "duty_station",
                "reference": "department_facility",
                "from_place": "Rivertown 00001",
                "to_place": "Hilltown 00002",
                "method": "route",
                "miles": "50.1",
                "measured_on": "2025-02-01",
                "beyond": True,
                "decides": True,
            },
            {
                "start": "home",
                "reference": "own_station",
                "from_place": "Farmville 00003",
                "to_place": "Rivertown 00001",
                "method": "great_circle",
                "miles": "50.0",
                "measured_on": "2025-01-31",
                "beyond": False,
                "decides": False,
            },
        ],
        "proposed": {
            "place": "Hilltown 00002",
            "old_miles": "3",
            "new_miles": "52.9",
            "relocation_miles": 50,
            "relocation": False,
        },
    }


def test_page_and_letter_say_how_far_it_is_and_which_test_decides(
    cast: Cast, browse: Callable[[str], Client]
) -> None:
    case = Case(cast, Ground.DISTANCE).ready()
    decision = approve(case, BOTH)
    said = (
        "Distance from the duty station to any facility of the department: 50.1 miles from Rivertown 00001 "
        "to Hilltown 00002 by the shortest route that people commonly travel, measured on 1 February 2025; "
        "that is more than 50. By the order this one decides.",
        "Distance from home to the person's own duty station: 50.0 miles from Farmville 00003 to Rivertown "
        "00001 in a straight line, measured on 31 January 2025; that is not more than 50. This one does not "
        "decide.",
        "Proposed as duty station is Hilltown 00002: 52.9 miles from home, the old one 3. That is less than "
        "50 further, which is no relocation; it moves nothing by itself.",
    )
    assert facts_of(decision) == said
    assert any(section.items == said for section in letter_of(decision).sections)
    page = browse("ada").get(f"/requests/{case.number}/").content.decode()
    assert all(sentence.replace("'", "&#x27;") in page for sentence in said)


def test_53_miles_after_3_are_a_relocation() -> None:
    proposed = ProposedStation("Hilltown 00002", Decimal(3), Decimal(53))
    assert DistanceRecord((DECISIVE,), proposed).facts(RULES)["proposed"]["relocation"] is True


def test_the_periodic_check_keeps_what_was_measured(cast: Cast) -> None:
    case = Case(cast, Ground.DISTANCE).approved()
    do(Verb.CONFIRM, case)
    first, second = Decision.objects.order_by("pk")
    assert second.facts["distance"] == first.facts["distance"]


FORM = {
    "station_place": "Rivertown 00001",
    "home_place": "Farmville 00003",
    "department_facility_place": "Hilltown 00002",
    "department_facility_miles": Decimal("61.4"),
    "agency_office_place": "",
    "agency_office_miles": None,
    "federal_office_place": "",
    "federal_office_miles": None,
    "own_station_miles": Decimal(12),
    "method": "route",
    "measured_on": date(2025, 2, 1),
    "proposed_place": "",
    "proposed_old_miles": None,
    "proposed_new_miles": None,
}


def test_the_form_asks_for_the_test_that_decides_and_folds_the_others_away() -> None:
    asked, folded = place_fields(Ground.DISTANCE, RULES)
    needed = {name for name, field in asked.items() if field.required}
    ends = {"station_place", "department_facility_place", "department_facility_miles"}
    assert needed == {*ends, "method", "measured_on"}
    assert {"home_place", "own_station_miles", "agency_office_miles", "federal_office_miles"} < set(folded)
    asked, folded = place_fields(Ground.DISTANCE, HYBRID)
    assert asked["home_place"].required
    assert str(asked["agency_office_miles"].label) == "Miles from home to any existing office of the agency"
    assert str(folded["federal_office_miles"].label) == "Miles from the duty station to any federal office"


def test_what_the_form_is_given_is_the_record_and_what_was_only_begun_is_asked_for() -> None:
    record = distance_of(FORM, RULES)
    assert record is not None
    assert [(str(way.test), way.from_place, way.to_place, way.miles) for way in record.distances] == [
        ("home to own_station", "Farmville 00003", "Rivertown 00001", Decimal(12)),
        ("duty_station to department_facility", "Rivertown 00001", "Hilltown 00002", Decimal("61.4")),
    ]
    assert not list(complaints(FORM, RULES))
    begun = {**FORM, "home_place": "", "agency_office_miles": Decimal(2), "proposed_old_miles": Decimal(0)}
    assert [name for name, _ in complaints(begun, RULES)] == [
        "agency_office_place",
        "home_place",
        "proposed_place",
        "proposed_new_miles",
    ]


def test_who_decides_last_fills_the_record_in_on_the_page(
    cast: Cast, browse: Callable[[str], Client]
) -> None:
    case = Case(cast, Ground.DISTANCE).ready()
    hanna = browse("hanna")
    page = hanna.get(f"/requests/{case.number}/").content.decode()
    assert "Other distances, and another station that is proposed" in page
    assert "A town with its ZIP code, and no street" in page
    given = {name: str(value) for name, value in FORM.items() if value is not None}
    address = f"/requests/{case.number}/do/approve/"
    hanna.post(address, {**given, "reasons": "It is far.", "department_facility_miles": "50"})
    assert not Decision.objects.exists()
    hanna.post(address, {**given, "reasons": "It is far."})
    measured = Decision.objects.get().facts["distance"]["measured"]
    assert [(way["reference"], way["miles"], way["beyond"]) for way in measured] == [
        ("own_station", "12", False),
        ("department_facility", "61.4", True),
    ]
