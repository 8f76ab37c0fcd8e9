"""Who decides, on what, and what a decision keeps. The order is dhs-2025; the cast works in NORTH."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from tests.web.cast import DAY, act_of
from tests.web.exception_requests.cases import ORDER, SAYS, SPACE, WISHES, Case, do, issued

from dutystation.directives.grounds import Role as Decider
from dutystation.terms.errors import Refused
from dutystation.terms.ground import Ground
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Facility, Grant, Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.exception_requests import actions, deciding
from dutystation.web.exception_requests.deciding import Terms
from dutystation.web.exception_requests.facts import facts_of
from dutystation.web.exception_requests.letters import letter_of
from dutystation.web.exception_requests.models import Decision, Outcome, Sealed
from dutystation.web.exception_requests.queries import decisions_in_force, missing_roles
from dutystation.web.exception_requests.rules import State, Verb
from dutystation.web.exception_requests.sealed import content_of, reasons_of

Cast = dict[str, Person]


@pytest.mark.parametrize("ground", [Ground.OTHER_COMPELLING, Ground.SPACE, Ground.LEGAL_IMPEDIMENT])
def test_both_officials_agree_and_the_last_one_decides(cast: Cast, ground: Ground) -> None:
    case = Case(cast, ground).in_review().with_documents()
    first, last = case.deciders
    with pytest.raises(Refused, match="Others have to agree first"):
        do(Verb.APPROVE, case, last)
    deciding.agree(case.act(first), case.sight(first), case.number)
    assert missing_roles(case.request) == (ORDER.grounds[ground].route_for("NORTH").decided_by[1],)
    do(Verb.APPROVE, case, last)
    [decision] = Decision.objects.all()
    assert [who["person"] for who in decision.deciders] == [first, last]
    assert decision.decided_by_id == last


def test_the_last_one_cannot_merely_agree(cast: Cast) -> None:
    case = Case(cast).ready()
    with pytest.raises(Refused, match="you decide"):
        do(Verb.AGREE, case, "gale")


def test_nobody_decides_on_a_request_of_their_own(cast: Cast) -> None:
    grant_role(act_of("root"), cast["ada"], Role.AGENCY_HEAD, Unit.objects.get(pk="RIVERS"), DAY)
    case = Case(cast).ready()
    with pytest.raises(Refused, match="Nobody decides on a request of their own"):
        do(Verb.APPROVE, case, "ada")


def test_one_person_in_two_roles_counts_once(cast: Cast) -> None:
    grant_role(act_of("root"), cast["boris"], Role.AGENCY_HEAD, Unit.objects.get(pk="RIVERS"), DAY)
    case = Case(cast).in_review().with_documents()
    do(Verb.AGREE, case, "boris")
    with pytest.raises(Refused):
        do(Verb.APPROVE, case, "boris")
    assert case.request.state == State.IN_REVIEW


def test_a_delegate_decides_only_where_the_order_lets_it_be(cast: Cast) -> None:
    head = Grant.objects.get(person="gale")
    Grant.objects.create(
        person=cast["omar"], role=Role.AGENCY_HEAD, unit_id="RIVERS", from_day=DAY, deputy_for=head
    )
    case = Case(cast).ready()  # other compelling needs may be delegated
    do(Verb.APPROVE, case, "omar")
    assert Decision.objects.get().deciders[-1] == {
        "person": "omar",
        "role": "agency_head",
        "as_delegate": True,
    }
    specialist = Grant.objects.get(person="noor")
    Grant.objects.create(
        person=cast["pia"],
        role=Role.ACCOMMODATION_SPECIALIST,
        unit_id="NORTH",
        from_day=DAY,
        deputy_for=specialist,
    )
    sealed = Case(cast, Ground.DISABILITY).submitted()
    with pytest.raises(Refused, match="does not ask you"):
        do(Verb.ACKNOWLEDGE, sealed, "pia")


@pytest.mark.parametrize("who", ["boris", "gale", "chen", "hanna", "omar", "eric"])
def test_an_accommodation_is_never_put_to_supervisor_or_agency_head(cast: Cast, who: str) -> None:
    case = Case(cast, Ground.DISABILITY).ready()
    for verb in (Verb.APPROVE, Verb.DENY, Verb.AGREE):
        with pytest.raises(Refused, match="does not ask you"):
            do(verb, case, who)


def test_an_approval_needs_every_document_to_be_sufficient(cast: Cast) -> None:
    case = Case(cast, Ground.SPACE).in_review().agreed()
    with pytest.raises(Refused, match="Nobody has found this sufficient yet: Facility, seats"):
        do(Verb.APPROVE, case)
    act, sight = case.act("hanna"), case.sight("hanna")
    with pytest.raises(Refused, match="Say what is missing"):
        actions.judge_item(act, sight, case.number, "seat-check", sufficient=False)
    with pytest.raises(Refused, match="does not ask for this"):
        actions.judge_item(act, sight, case.number, "spouse-basis", sufficient=True)


def test_a_document_found_insufficient_afterwards_counts_as_missing(cast: Cast) -> None:
    case = Case(cast, Ground.SPACE).ready()
    act, sight = case.act("hanna"), case.sight("hanna")
    actions.judge_item(act, sight, case.number, "seat-check", sufficient=False, reason="It is of last year.")
    with pytest.raises(Refused, match="Nobody has found this sufficient yet"):
        do(Verb.APPROVE, case)


def a_building() -> None:
    """Four seats; badges saw nine people on the newest day and twelve on the busiest one before it."""
    Facility.objects.create(
        facility="HQ",
        name="Head office",
        seats=4,
        readers="entry",
        timezone="America/New_York",
        run="run-7",
        present_on=date(2025, 2, 1),
        present=9,
        busiest_on=date(2025, 1, 28),
        busiest=12,
    )


def test_the_seats_and_people_of_the_day_are_frozen_into_the_decision(cast: Cast) -> None:
    a_building()
    case = Case(cast, Ground.SPACE).ready()
    with pytest.raises(Refused, match="states when the seat was checked"):
        deciding.approve(case.act("hanna"), case.sight("hanna"), case.number, Terms("No seat."))
    do(Verb.APPROVE, case)
    facts = Decision.objects.get().facts
    assert facts["space"] == {
        "facility": "HQ",
        "seats": 4,
        "assigned": 15,
        "excepted": 0,
        "free": 0,
        "present": {
            "run": "run-7",
            "on": "2025-02-01",
            "people": 9,
            "busiest_on": "2025-01-28",
            "busiest": 12,
        },
    }
    assert {name: facts[name] for name in SPACE} == SPACE
    Facility.objects.update(seats=40, present=1)
    kept = Decision.objects.get().facts["space"]
    assert (kept["seats"], kept["present"]["people"]) == (4, 9)


@pytest.mark.parametrize(
    ("stated", "complaint"),
    [
        ({"checked_on": "2025-02-04"}, "4 February 2025 has not come yet"),
        ({"checked_on": "2035-01-01"}, "1 January 2035 has not come yet"),
        ({"seat_expected_on": "2025-02-02"}, "2 February 2025 has gone by"),
        ({"seat_expected_on": "2001-01-01"}, "1 January 2001 has gone by"),
    ],
)
def test_a_seat_was_checked_before_the_decision_and_is_expected_after_it(
    cast: Cast, stated: dict[str, str], complaint: str
) -> None:
    case = Case(cast, Ground.SPACE).ready()
    with pytest.raises(Refused, match=complaint):
        deciding.approve(
            case.act("hanna"), case.sight("hanna"), case.number, Terms("No seat.", stated={**SPACE, **stated})
        )
    assert not Decision.objects.exists()


def test_a_seat_can_be_checked_and_expected_on_the_day_of_the_decision(cast: Cast) -> None:
    case = Case(cast, Ground.SPACE).ready()
    today = {**SPACE, "checked_on": "2025-02-03", "seat_expected_on": "2025-02-03"}
    deciding.approve(case.act("hanna"), case.sight("hanna"), case.number, Terms("No seat.", stated=today))
    assert Decision.objects.get().facts["seat_expected_on"] == "2025-02-03"


def test_an_instrument_ends_after_it_begins(cast: Cast) -> None:
    with pytest.raises(Refused, match="What it rests on ends before it begins"):
        Case(cast, Ground.LEGAL_IMPEDIMENT).drafted(basis_until=date(2023, 12, 31))


def test_page_and_letter_say_what_the_decision_rests_on(cast: Cast, browse: Callable[[str], Client]) -> None:
    a_building()
    case = Case(cast, Ground.SPACE).approved()
    Facility.objects.update(seats=40, present=1)
    said = (
        "HQ on 3 February 2025: 4 seats for 15 people assigned, 0 seats for people who wait for one.",
        "By badges, 9 people there on 1 February 2025, the newest day that the run run-7 has; 12 people on "
        "28 January 2025, the busiest day of the four weeks before.",
        "Host of the building, checked on 3 February 2025: No seat. Seat expected on 1 April 2025.",
    )
    [section] = [part for part in letter_of(Decision.objects.get()).sections if part.items]
    assert (section.heading, section.items) == ("What it rests on", said)
    page = browse("ada").get(f"/requests/{case.number}/").content.decode()
    assert all(sentence in page for sentence in said)
    assert "By badges, 1 person there on 1 February 2025" in page  # of the building today


def test_a_building_without_badge_records_is_said_to_be_so(cast: Cast) -> None:
    a_building()
    Facility.objects.update(present_on=None, present=None, busiest_on=None, busiest=None, seats=None)
    Case(cast, Ground.SPACE).approved()
    assert facts_of(Decision.objects.get())[:2] == (
        "HQ on 3 February 2025: seats unknown for 15 people assigned, 0 seats for people who wait for one.",
        "How many people were there is not known: no badge record tells it.",
    )


def test_a_legal_impediment_lasts_no_longer_than_its_instrument(cast: Cast) -> None:
    case = Case(cast, Ground.LEGAL_IMPEDIMENT).ready(until_day=date(2025, 7, 31))
    with pytest.raises(Refused, match="holds until 30 June 2025"):
        do(Verb.APPROVE, case)
    act, sight = case.act("hanna"), case.sight("hanna")
    less = Terms("As long as it holds.", until_day=date(2025, 6, 30))
    decision = deciding.approve_for_less(act, sight, case.number, less)
    assert (decision.outcome, decision.valid_until) == (Outcome.APPROVED_FOR_LESS, date(2025, 6, 30))
    assert decision.facts["instrument"] == "Agreement 12, article 4"


def test_less_is_less(cast: Cast) -> None:
    case = Case(cast).ready()
    act, sight = case.act("gale"), case.sight("gale")
    for terms, words in [
        (Terms("So."), "what was asked for"),
        (Terms("So.", from_day=date(2025, 2, 9)), "begins before"),
        (Terms("So.", until_day=date(2025, 4, 11)), "lasts longer"),
    ]:
        with pytest.raises(Refused, match=words):
            deciding.approve_for_less(act, sight, case.number, terms)


def test_a_denial_gives_reasons_and_alternatives(cast: Cast) -> None:
    case = Case(cast).in_review()
    with pytest.raises(Refused, match="gives its reasons and what can be done instead"):
        deciding.deny(case.act("gale"), case.sight("gale"), case.number, "No need.", " ")


def test_a_later_decision_names_the_one_before(cast: Cast) -> None:
    case = Case(cast, Ground.MILITARY_SPOUSE).approved()
    do(Verb.CONFIRM, case)
    first, second = Decision.objects.order_by("pk")
    assert second.previous == first
    assert (second.outcome, second.valid_from, second.valid_until) == ("confirmed", date(2025, 2, 10), None)
    assert second.review_on == date(2026, 2, 3)


def test_an_oral_request_starts_the_clock_on_the_day_it_was_made(cast: Cast) -> None:
    wish, order = WISHES[Ground.DISABILITY], issued(cast)
    made = actions.record_oral(act_of("boris"), cast["ada"], wish, order, date(2025, 1, 31))
    assert (made.state, made.submitted_on, made.oral) == (State.SUBMITTED, date(2025, 1, 31), True)
    assert made.decide_by == date(2025, 2, 24)  # 15 business days over the holiday of 17 February
    with pytest.raises(Refused, match="has not come yet"):
        actions.record_oral(act_of("boris"), cast["ada"], wish, order, date(2025, 2, 4))


def test_what_a_protected_request_says_is_only_in_its_seal(cast: Cast) -> None:
    case = Case(cast, Ground.DISABILITY).approved()
    request = case.request
    assert (request.ground, request.asked, request.statement, request.basis) == ("", "", "", "")
    assert content_of(request).statement == SAYS
    assert content_of(request).ground is Ground.DISABILITY
    decision = Decision.objects.select_related("request").get()
    assert (decision.reasons, decision.alternatives, decision.facts) == ("", "", {})
    assert reasons_of(decision).reasons == "It is so."
    assert SAYS.encode() not in b"".join(bytes(row.content) for row in Sealed.objects.all())


def test_an_approval_is_in_force_from_its_first_to_its_last_day(cast: Cast) -> None:
    Case(cast).approved()
    days = ("2025-02-09", "2025-02-10", "2025-04-10", "2025-04-11")
    assert [decisions_in_force(date.fromisoformat(day)).count() for day in days] == [0, 1, 1, 0]


def test_a_denial_after_an_approval_ends_it(cast: Cast) -> None:
    case = Case(cast).approved()
    do(Verb.REOPEN, case)
    assert decisions_in_force(date(2025, 2, 10)).count() == 1
    do(Verb.DENY, case)
    assert decisions_in_force(date(2025, 2, 10)).count() == 0


def test_every_role_that_an_order_can_name_is_a_role_here() -> None:
    assert {role.value for role in Decider} <= {role.value for role in Role}
