"""Every verb in every state does what the one table says, or is refused and changes nothing."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.cast import DAY, act_of
from tests.web.exception_requests.cases import Case, do, in_state

from dutystation.terms.errors import Refused
from dutystation.web.accounts.actions import grant_role
from dutystation.web.accounts.models import Person, Unit
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.models import Event
from dutystation.web.exception_requests.models import Decision, Request, Step
from dutystation.web.exception_requests.rules import BY, TABLE, UNDECIDED, State, Verb


def another_agency_head(cast: dict[str, Person]) -> str:
    """Somebody who can decide where gale has decided before."""
    grant_role(act_of("root"), cast["omar"], Role.AGENCY_HEAD, Unit.objects.get(pk="RIVERS"), DAY)
    return "omar"


def another_supervisor(cast: dict[str, Person]) -> str:
    grant_role(act_of("root"), cast["pia"], Role.SUPERVISOR, Unit.objects.get(pk="BANK"), DAY)
    return "pia"


def ready_for(cast: dict[str, Person], state: State, verb: Verb) -> tuple[Case, str]:
    """A request in the state, and who does the verb where it is not the last official of the route."""
    if (state, verb) == (State.IN_REVIEW, Verb.AGREE):
        return Case(cast).in_review(), "boris"  # in the others the supervisor has agreed already
    if (state, verb) == (State.SUBMITTED, Verb.CORRECT_DAY):
        return Case(cast).by_word_of_mouth(), ""
    case = in_state(cast, state)
    if state is not State.IN_RECONSIDERATION:
        return case, ""
    other = another_agency_head(cast)
    case.with_documents(other)
    if verb in (Verb.APPROVE, Verb.APPROVE_FOR_LESS):
        do(Verb.AGREE, case, another_supervisor(cast))
    return case, other


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_every_verb_in_every_state(cast: dict[str, Person], state: State, verb: Verb) -> None:
    case, decider = ready_for(cast, state, verb)
    assert case.request.state == state
    events = Event.objects.filter(subject=str(case.request)).count()
    before = Request.objects.filter(pk=case.number).values().get()
    after = TABLE[state].get(verb)
    if after is None:
        with pytest.raises(Refused):
            do(verb, case, decider)
        assert Request.objects.filter(pk=case.number).values().get() == before
        assert Event.objects.filter(subject=str(case.request)).count() == events
    else:
        do(verb, case, decider)
        assert case.request.state == after
        assert Event.objects.filter(subject=str(case.request)).count() == events + 1


def test_every_verb_is_in_the_table_and_says_by_whom() -> None:
    assert set(TABLE) == set(State)
    assert {verb for verbs in TABLE.values() for verb in verbs} == set(Verb) == set(BY)


def test_every_undecided_state_leads_to_a_decision_or_a_withdrawal() -> None:
    for state in UNDECIDED:
        assert Verb.WITHDRAW in TABLE[state]


@pytest.mark.parametrize("table", ["decision", "step"])
@pytest.mark.parametrize("change", ["UPDATE {} SET request_id = 0", "DELETE FROM {}"])
def test_what_was_decided_is_never_changed_in_the_database(
    cast: dict[str, Person], table: str, change: str
) -> None:
    Case(cast).approved()
    name = f"exception_requests_{table}"
    with pytest.raises(DatabaseError, match=f"{name} is append-only"), transaction.atomic():
        connection.cursor().execute(change.format(name))
    assert Decision.objects.count() == 1
    assert Step.objects.count() == 2
