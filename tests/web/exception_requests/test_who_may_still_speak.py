"""Who of those whom an order asks may still agree or decide, and what is said where nobody may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.web.cast import DAY, act_of
from tests.web.exception_requests.cases import Case, do

from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import end_role, grant_role
from dutystation.web.accounts.models import Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.accounts.scope import Sight
from dutystation.web.exception_requests.models import Decision, Reconsideration, Step
from dutystation.web.exception_requests.queries import missing_roles, worklist
from dutystation.web.exception_requests.rules import State, Verb, can_be_agreed
from dutystation.web.exception_requests.waiting import waiting

Cast = dict[str, Person]
Browse = Callable[[str], Client]
SeenBy = Callable[[str], Sight]
AGAIN = "Look at the letter of 3 January."


def also(cast: Cast, person: str, role: Role, unit: str = "NORTH") -> None:
    """Somebody of the cast holds one more role."""
    grant_role(act_of("root"), cast[person], role, Unit.objects.get(pk=unit), date(2025, 1, 1))


def offered(browse: Browse, person: str, case: Case) -> set[str]:
    """The verbs whose buttons the page of a request offers to somebody."""
    page = browse(person).get(f"/requests/{case.number}/").content.decode()
    return set(re.findall(rf"/requests/{case.number}/do/([a-z_]+)/", page))


@pytest.mark.parametrize(
    ("holders", "possible"),
    [
        ({"supervisor": {"boris"}, "agency_head": {"gale"}}, True),
        ({"supervisor": {"gale"}, "agency_head": {"gale"}}, False),
        ({"supervisor": {"gale", "boris"}, "agency_head": {"gale"}}, True),
        ({"supervisor": {"boris"}, "agency_head": set()}, False),
        ({"supervisor": {"boris"}}, False),
    ],
)
def test_different_people_are_found_for_all_roles_or_they_are_not(
    holders: dict[str, set[str]], *, possible: bool
) -> None:
    assert can_be_agreed(("supervisor", "agency_head"), holders) is possible


def test_somebody_with_two_roles_acts_in_the_one_that_is_missing(cast: Cast, browse: Browse) -> None:
    also(cast, "gale", Role.SUPERVISOR, "BANK")
    case = Case(cast).ready()  # boris has agreed as supervisor
    assert offered(browse, "gale", case) >= {"approve", "deny"}
    do(Verb.APPROVE, case, "gale")
    assert Decision.objects.get().deciders[-1]["role"] == "agency_head"


def test_somebody_with_two_roles_leaves_the_one_that_another_can_have(cast: Cast) -> None:
    """Gale alone is agency head; boris can agree as supervisor."""
    also(cast, "gale", Role.SUPERVISOR, "BANK")
    case = Case(cast).in_review().with_documents()
    do(Verb.AGREE, case, "gale")
    assert missing_roles(case.request) == ("supervisor",)
    do(Verb.APPROVE, case, "boris")
    assert case.request.state == State.APPROVED


def test_a_second_holder_of_a_role_that_has_agreed_can_deny(cast: Cast, browse: Browse) -> None:
    also(cast, "pia", Role.SUPERVISOR, "BANK")
    case = Case(cast).ready()
    assert offered(browse, "pia", case) & {"agree", "approve", "approve_for_less", "deny"} == {"deny"}
    with pytest.raises(Refused, match="Somebody in your role has agreed already"):
        do(Verb.AGREE, case, "pia")
    do(Verb.DENY, case, "pia")
    assert case.request.state == State.DENIED
    assert list(Step.objects.order_by("pk").values_list("person", "role", "agreed")) == [
        ("boris", "supervisor", True),
        ("pia", "supervisor", False),
    ]


def test_whoever_has_agreed_is_offered_nothing_that_would_be_refused(cast: Cast, browse: Browse) -> None:
    case = Case(cast).ready()
    assert offered(browse, "boris", case) & {"agree", "approve", "approve_for_less", "deny"} == set()
    with pytest.raises(Refused, match="You have agreed to this request already"):
        do(Verb.DENY, case, "boris")


def test_a_role_agrees_once_in_a_round_also_in_the_database(cast: Cast) -> None:
    case = Case(cast).ready()
    again = Step(request=case.request, round=1, role="supervisor", person=cast["pia"], agreed=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        again.at = act_of("pia").at
        again.save()


def looked_at_again(cast: Cast, ground: Ground = Ground.DISABILITY) -> Case:
    case = Case(cast, ground).denied()
    do(Verb.ASK_RECONSIDERATION, case)
    return case


def test_whoever_decided_before_is_asked_nothing_and_told_of_nothing(
    cast: Cast, browse: Browse, sight: SeenBy
) -> None:
    case = looked_at_again(cast)
    assert offered(browse, "noor", case) == set()
    for verb in (Verb.APPROVE, Verb.DENY, Verb.JUDGE_ITEM, Verb.NOTE_DELAY, Verb.RECORD_INTERIM):
        with pytest.raises(
            Refused, match="You decided this request before; another official looks at it now"
        ):
            do(verb, case, "noor")
    assert not worklist(sight("noor"), mine=True).exists()
    assert waiting(sight("noor"), DAY) == []


def test_where_nobody_may_decide_the_person_and_the_administrator_are_told(
    cast: Cast, browse: Browse, sight: SeenBy
) -> None:
    case = looked_at_again(cast)
    page = browse("ada").get(f"/requests/{case.number}/").content.decode()
    assert "Nobody can decide it now" in page
    assert "another accommodation specialist is wanted; the administrator is told" in page
    [told] = waiting(sight("ada"), DAY)
    assert (told.title, told.address) == (
        f"Nobody can decide your request {case.number} now; the administrator is told",
        f"/requests/{case.number}/",
    )
    [asked] = waiting(sight("root"), DAY)
    assert (asked.title, asked.address) == (
        "A request waits for an official whom nobody is: accommodation specialist, Northern Division",
        "/roles/",
    )
    also(cast, "pia", Role.ACCOMMODATION_SPECIALIST)
    assert waiting(sight("root"), DAY) == waiting(sight("ada"), DAY) == []
    assert "Nobody can decide it now" not in browse("ada").get(f"/requests/{case.number}/").content.decode()
    do(Verb.JUDGE_ITEM, case, "pia")
    do(Verb.APPROVE, case, "pia")
    assert case.request.state == State.APPROVED


def test_the_administrator_learns_neither_who_asks_nor_for_what(cast: Cast, sight: SeenBy) -> None:
    case = looked_at_again(cast)
    [asked] = waiting(sight("root"), DAY)
    for word in ("ada", "Ada", str(case.number), "Bank", "disability"):
        assert word not in asked.title


def test_a_role_that_nobody_holds_is_wanted_before_anything_was_decided(cast: Cast, sight: SeenBy) -> None:
    Case(cast).submitted()
    assert waiting(sight("root"), DAY) == []
    end_role(act_of("root"), Grant.objects.get(person="boris").pk, date(2025, 2, 2))
    [asked] = waiting(sight("root"), DAY)
    assert asked.title == "A request waits for an official whom nobody is: supervisor, Bank Office"


def test_one_person_in_both_roles_is_not_enough(cast: Cast, sight: SeenBy) -> None:
    """Gale is the only agency head and becomes the only supervisor."""
    also(cast, "gale", Role.SUPERVISOR, "BANK")
    end_role(act_of("root"), Grant.objects.get(person="boris").pk, date(2025, 2, 2))
    Case(cast).submitted()
    assert [told.title.split(": ")[1] for told in waiting(sight("root"), DAY)] == [
        "agency head, Northern Division",
        "supervisor, Bank Office",
    ]


def test_whoever_asks_is_nobody_who_decides_on_it(cast: Cast, sight: SeenBy) -> None:
    Case(cast, Ground.MILITARY_SPOUSE, person="chen").submitted()
    [asked] = waiting(sight("root"), DAY)
    assert asked.title.endswith(": component HR, Northern Division")


def test_a_delegate_is_enough_where_the_order_lets_it_be(cast: Cast, sight: SeenBy) -> None:
    case = Case(cast, Ground.MILITARY_SPOUSE, person="chen").submitted()
    held = Grant.objects.get(person="chen")
    Grant.objects.create(
        person=cast["omar"], role=Role.COMPONENT_HR, unit_id="NORTH", from_day=DAY, deputy_for=held
    )
    assert waiting(sight("root"), DAY) == []
    do(Verb.ACKNOWLEDGE, case, "omar")


@pytest.mark.parametrize("ground", [Ground.OTHER_COMPELLING, Ground.DISABILITY])
def test_what_should_be_looked_at_is_asked_for_and_read_by_those_who_read_the_request(
    cast: Cast, browse: Browse, ground: Ground
) -> None:
    case = Case(cast, ground).denied()
    address = f"/requests/{case.number}/"
    refused = browse("ada").post(f"{address}do/ask_reconsideration/").content.decode()
    assert "What should be looked at</a>: This field is required." in refused
    browse("ada").post(f"{address}do/ask_reconsideration/", {"what": AGAIN})
    assert case.request.state == State.IN_RECONSIDERATION
    readers = {"noor"} if ground is Ground.DISABILITY else {"boris", "chen", "gale", "ines"}
    for person in ("ada", "boris", "chen", "noor", "gale", "ines"):
        page = browse(person).get(address).content.decode()
        assert (AGAIN in page) is (person == "ada" or person in readers)
    assert Reconsideration.objects.get().what == ("" if ground is Ground.DISABILITY else AGAIN)


def test_what_was_asked_again_is_never_changed_in_the_database(cast: Cast) -> None:
    looked_at_again(cast, Ground.OTHER_COMPELLING)
    for change in ("UPDATE {} SET what = ''", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            connection.cursor().execute(change.format("exception_requests_reconsideration"))
