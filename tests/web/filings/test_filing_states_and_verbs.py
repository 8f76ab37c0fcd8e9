"""Every verb in every state does what the one table says, or is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from tests.web.cast import PASSWORD
from tests.web.filings.reports import Reports

from dutystation.terms.errors import Refused
from dutystation.web.audit.models import Event
from dutystation.web.filings import actions
from dutystation.web.filings.models import Filing, Step
from dutystation.web.filings.rules import BY, HOLDING, TABLE, WAITING, State, Verb

pytestmark = pytest.mark.django_db


def do(reports: Reports, verb: Verb) -> None:
    """Does something with the report as whoever may."""
    filing = reports.of()
    shown = filing.waiting.sha256 if filing.waiting else "0" * 64
    todo: Mapping[Verb, Callable[[], object]] = {
        Verb.PREPARE: lambda: reports.prepared("Something has changed."),
        Verb.CERTIFY: lambda: actions.certify(*reports.by("hanna"), shown, PASSWORD),
        Verb.DECLINE: lambda: actions.decline(*reports.by("hanna"), "Look again."),
        Verb.RETURN: lambda: actions.send_back(*reports.by("dana"), "Look again."),
        Verb.WITHDRAW: lambda: actions.withdraw(*reports.by("hanna"), "It was wrong."),
    }
    todo[verb]()


WAY: Mapping[State, tuple[Verb, ...]] = {
    State.OPEN: (),
    State.PREPARED: (Verb.PREPARE,),
    State.FILED: (Verb.PREPARE, Verb.CERTIFY),
    State.AMENDING: (Verb.PREPARE, Verb.CERTIFY, Verb.PREPARE),
    State.RETURNED: (Verb.PREPARE, Verb.CERTIFY, Verb.RETURN),
    State.WITHDRAWN: (Verb.PREPARE, Verb.CERTIFY, Verb.WITHDRAW),
}
"""How a report comes to each state."""
STANDS: Mapping[State, str] = {
    State.OPEN: "to be prepared",
    State.PREPARED: "waits for certification",
    State.FILED: "filed",
    State.AMENDING: "filed; an amendment waits for certification",
    State.RETURNED: "returned for correction",
    State.WITHDRAWN: "withdrawn",
}
"""What a refusal says of where the report stands: words, as on its page, and no codes."""


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("state", State)
def test_every_verb_with_every_report(reports: Reports, state: State, verb: Verb) -> None:
    for step in WAY[state]:
        do(reports, step)
    filing = reports.of()
    assert filing.state == state
    before, events = Filing.objects.filter(pk=filing.pk).values().get(), Event.objects.count()
    steps = Step.objects.count()
    after = TABLE[state].get(verb)
    if after is None:
        with pytest.raises(Refused, match=rf"cannot be done .* it stands so: {STANDS[state]}\."):
            do(reports, verb)
        assert Filing.objects.filter(pk=filing.pk).values().get() == before
        assert (Event.objects.count(), Step.objects.count()) == (events, steps)
        return
    do(reports, verb)
    found = reports.of()
    assert found.state == after
    assert (Event.objects.count(), Step.objects.count()) == (events + 1, steps + 1)
    assert (found.holding is not None) == (State(found.state) in HOLDING)
    assert (found.waiting is not None) == (State(found.state) in WAITING)


def test_every_verb_is_in_the_table_and_says_by_whom() -> None:
    assert set(TABLE) == set(State)
    assert {verb for verbs in TABLE.values() for verb in verbs} == set(Verb) == set(BY)


@pytest.mark.parametrize("verb", [Verb.DECLINE, Verb.RETURN, Verb.WITHDRAW])
def test_whoever_takes_a_version_back_says_why(reports: Reports, verb: Verb) -> None:
    reports.prepared()
    act = {Verb.DECLINE: actions.decline, Verb.RETURN: actions.send_back, Verb.WITHDRAW: actions.withdraw}
    if verb is not Verb.DECLINE:
        reports.certified()
    who = "dana" if verb is Verb.RETURN else "hanna"
    with pytest.raises(Refused, match="Say why"):
        act[verb](*reports.by(who), "  ")
    assert reports.of().state == ("prepared" if verb is Verb.DECLINE else "filed")


@pytest.mark.parametrize("person", ["chen", "boris", "ines", "gale", "omar", "eric"])
def test_nobody_but_the_policy_office_returns_a_report(reports: Reports, person: str) -> None:
    reports.filed()
    with pytest.raises(Refused, match="does not ask you"):
        actions.send_back(*reports.by(person), "Look again.")


@pytest.mark.parametrize("person", ["chen", "dana", "ines", "gale"])
def test_nobody_but_who_certifies_withdraws_a_report(reports: Reports, person: str) -> None:
    reports.filed()
    with pytest.raises(Refused, match="does not ask you"):
        actions.withdraw(*reports.by(person), "It was wrong.")
