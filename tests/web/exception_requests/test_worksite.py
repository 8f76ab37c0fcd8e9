"""Whether a schedule asks for a look at the official worksite. Under dhs-2025: two days a pay period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client
from tests.web.cast import NOON
from tests.web.exception_requests.cases import Case, do

from dutystation.directives.load import load_directive
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.models import Person
from dutystation.web.accounts.scope import Sight
from dutystation.web.exception_requests import deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.facts import facts_of
from dutystation.web.exception_requests.models import Decision
from dutystation.web.exception_requests.place_fields import complaints, place_fields, schedule_of
from dutystation.web.exception_requests.queries import worklist
from dutystation.web.exception_requests.rules import Verb
from dutystation.web.exception_requests.worksite import Schedule, Worksite, asks_from, worksite

Cast = dict[str, Person]
TODAY = date(2025, 2, 10)
RULES = load_directive("dhs-2025").rules_on(TODAY)
STATION, ELSEWHERE, NOT_KNOWN = Worksite.IS_THE_STATION, Worksite.MAY_BE_ELSEWHERE, Worksite.NOT_KNOWN


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        (Schedule(2), STATION),
        (Schedule(1), ELSEWHERE),
        (Schedule(0), ELSEWHERE),
        (Schedule(0, temporary_until=date(2025, 2, 10)), STATION),  # up to its last day
        (Schedule(0, temporary_until=date(2025, 2, 9)), ELSEWHERE),
        (Schedule(0, station_is_home=True), STATION),
        (Schedule(10), STATION),  # on leave all the time, and scheduled to be there all the same
        (Schedule(None), NOT_KNOWN),
        (None, NOT_KNOWN),
    ],
)
def test_fewer_than_two_scheduled_days_ask_and_leave_is_not_looked_at(
    schedule: Schedule | None, says: Worksite
) -> None:
    assert worksite(schedule, TODAY, RULES) is says


def test_after_a_temporary_exception_the_question_comes_by_itself() -> None:
    assert asks_from(Schedule(1), TODAY, RULES) == TODAY
    assert asks_from(Schedule(1, date(2025, 3, 31)), TODAY, RULES) == date(2025, 4, 1)
    assert asks_from(Schedule(1, date.max), TODAY, RULES) is None
    assert asks_from(Schedule(2), TODAY, RULES) is None


@time_machine.travel(NOON)
def test_human_resources_and_the_person_read_it_and_nobody_else_does(
    cast: Cast, browse: Callable[[str], Client], sight: Callable[[str], Sight]
) -> None:
    case = Case(cast, day=date(2025, 2, 3), schedule=Schedule(1)).approved(from_day=date(2025, 2, 3))
    address = f"/requests/{case.number}/"
    to_hr, to_ada = "official worksite may have to be looked at: pay locality", "You need do nothing"
    said = {who: browse(who).get(address).content.decode() for who in ("chen", "ada", "boris", "gale")}
    assert [who for who, page in said.items() if to_hr in page] == ["chen"]
    assert [who for who, page in said.items() if to_ada in page] == ["ada"]
    assert "5 CFR 531.605, scheduled to report at least twice" in said["chen"]
    assert all("By the schedule 1 day in each pay period is at the duty station." in p for p in said.values())
    quiet = Case(cast, schedule=Schedule(2), person="pia").approved(from_day=date(2025, 2, 3))
    assert set(worklist(sight("chen"))) == {case.request, quiet.request}
    assert set(worklist(sight("chen"), worksite=True)) == {case.request}
    assert not worklist(sight("boris"), worksite=True).exists()
    assert not worklist(sight("eric"), worksite=True).exists()
    assert "Only those whose official worksite" in browse("chen").get("/worklist/").content.decode()
    assert "Only those whose official worksite" not in browse("boris").get("/worklist/").content.decode()


def test_a_temporary_exception_asks_on_the_day_after_its_last_one(
    cast: Cast, sight: Callable[[str], Sight]
) -> None:
    temporary = Schedule(0, temporary_until=date(2025, 2, 28))
    case = Case(cast, schedule=temporary).approved(from_day=date(2025, 2, 3))
    chen = sight("chen")
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 10), date(2025, 4, 11)]
    asked = [worklist(Sight(chen.person, day, chen.grants), worksite=True).exists() for day in days]
    assert asked == [False, True, True, False]  # the approval itself ends on 10 April
    do(Verb.CONFIRM, case)
    kept = Decision.objects.get(outcome="confirmed")
    assert facts_of(kept) == (
        "By the schedule 0 days in each pay period are at the duty station.",
        "Fewer days there are a temporary exception, until 28 February 2025.",
    )


@pytest.mark.parametrize("ground", [Ground.DISABILITY, Ground.MEDICAL, Ground.RELIGIOUS])
def test_on_protected_grounds_no_schedule_is_asked_for_or_kept(
    cast: Cast, ground: Ground, sight: Callable[[str], Sight]
) -> None:
    assert place_fields(ground, RULES) == ({}, {})
    Case(cast, ground, schedule=Schedule(0)).approved(from_day=date(2025, 2, 3))
    assert Decision.objects.get().facts == {}
    assert not worklist(sight("chen"), worksite=True).exists()


def test_a_schedule_that_cannot_be_is_refused(cast: Cast) -> None:
    case = Case(cast).ready()
    for schedule, complaint in [
        (Schedule(15), "A pay period has 14 days"),
        (Schedule(None, station_is_home=True), "A pay period has 14 days"),
        (Schedule(1, temporary_until=date(2025, 2, 2)), "2 February 2025 has gone by"),
    ]:
        with pytest.raises(Refused, match=complaint):
            deciding.approve(
                case.act("gale"), case.sight("gale"), case.number, Terms("So.", schedule=schedule)
            )


def test_the_form_takes_no_schedule_for_none_and_asks_for_the_days_of_one() -> None:
    empty = {"in_person_days": None, "temporary_until": None, "station_is_home": False}
    assert schedule_of(empty) is None
    assert schedule_of({**empty, "in_person_days": 0}) == Schedule(0)
    assert not list(complaints(empty, RULES))
    begun = {**empty, "temporary_until": TODAY}
    assert [name for name, _ in complaints(begun, RULES)] == ["in_person_days"]
