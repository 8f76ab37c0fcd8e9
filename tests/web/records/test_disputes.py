"""A person disputes a day; human resources answer by a day; a correction closes the dispute by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from tests.web.cast import NOON, act_of
from tests.web.exception_requests.cases import issued
from tests.web.issued_orders import issue_order
from tests.web.two_runs import ORDER, TwoRuns

from dutystation.terms.errors import Refused
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.mail.actions import Sent, send_waiting
from dutystation.web.records import actions
from dutystation.web.records.models import Dispute, ReceivedRun
from dutystation.web.records.rules import TABLE, DisputeState, DisputeVerb
from dutystation.web.site.receiving import receive

Browse = Callable[[str], Client]
DISPUTED = date(2025, 1, 29)


@pytest.fixture
def dispute(cast: dict[str, Person], received: ReceivedRun) -> Dispute:
    return actions.open_dispute(act_of("ada"), cast["ada"], DISPUTED, "I was at my desk.", received, ORDER)


def test_a_dispute_is_due_ten_business_days_later(dispute: Dispute) -> None:
    # From Monday 3 February: 4 to 7, 10 to 14, then 18, since Monday the 17th is a holiday.
    assert dispute.due_on == date(2025, 2, 18)


def test_the_day_is_kept_as_it_was_counted_when_it_was_disputed(dispute: Dispute) -> None:
    assert [record["place"] for record in dispute.as_counted["records"]] == ["unclassified", "situational"]


def test_a_day_has_one_dispute_at_a_time(
    dispute: Dispute, cast: dict[str, Person], received: ReceivedRun
) -> None:
    with pytest.raises(Refused, match="You dispute 29 January 2025 already"):
        actions.open_dispute(act_of("ada"), cast["ada"], DISPUTED, "Again.", received, ORDER)
    actions.withdraw(act_of("ada"), dispute.pk)
    actions.open_dispute(act_of("ada"), cast["ada"], DISPUTED, "Again.", received, ORDER)
    assert Dispute.objects.count() == 2


def test_a_day_that_cannot_be_disputed_now_offers_no_form(dispute: Dispute, browse: Browse) -> None:
    """One that waits for an answer, one after the run, and one that nothing stands in the way of."""
    issue_order()
    offered = [
        "Dispute this day" in browse("ada").get(f"/people/ada/record/{day}/").content.decode()
        for day in (DISPUTED, date(2025, 2, 20), date(2025, 1, 28))
    ]
    assert offered == [False, False, True]


def test_a_day_after_the_run_cannot_be_disputed_yet(cast: dict[str, Person], received: ReceivedRun) -> None:
    with pytest.raises(Refused, match="20 February 2025 is not counted yet"):
        actions.open_dispute(act_of("ada"), cast["ada"], date(2025, 2, 20), "Tomorrow.", received, ORDER)


def test_a_run_that_counts_the_day_differently_closes_the_dispute(
    dispute: Dispute, cast: dict[str, Person], two_runs: TwoRuns
) -> None:
    actions.promise_correction(act_of("chen"), dispute.pk, cast["chen"], "The sender corrects it.")
    receive(act_of(SYSTEM), two_runs.after)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.CORRECTED
    assert dispute.corrected_by_id == two_runs.after
    assert dispute.closed_at == NOON


def test_a_run_that_counts_the_day_as_before_leaves_the_dispute_open(
    cast: dict[str, Person], received: ReceivedRun, two_runs: TwoRuns
) -> None:
    untouched = actions.open_dispute(
        act_of("ada"), cast["ada"], date(2025, 1, 28), "My card was at home.", received, ORDER
    )
    receive(act_of(SYSTEM), two_runs.after)
    untouched.refresh_from_db()
    assert untouched.state == DisputeState.OPEN


def do(verb: DisputeVerb, dispute: Dispute, cast: dict[str, Person], run: ReceivedRun) -> None:
    if verb is DisputeVerb.WITHDRAW:
        actions.withdraw(act_of("ada"), dispute.pk)
    elif verb is DisputeVerb.PROMISE_CORRECTION:
        actions.promise_correction(act_of("chen"), dispute.pk, cast["chen"], "Soon.")
    elif verb is DisputeVerb.EXPLAIN:
        actions.explain(act_of("chen"), dispute.pk, cast["chen"], "So it is.")
    else:
        Dispute.objects.filter(pk=dispute.pk).update(as_counted={"records": []})
        receive(act_of(SYSTEM), run.name)


@pytest.mark.parametrize("state", DisputeState)
@pytest.mark.parametrize("verb", DisputeVerb)
def test_every_verb_in_every_state_does_what_the_table_says_or_nothing(
    dispute: Dispute, cast: dict[str, Person], received: ReceivedRun, state: DisputeState, verb: DisputeVerb
) -> None:
    Dispute.objects.filter(pk=dispute.pk).update(state=state)
    events = Event.objects.filter(subject=f"dispute:{dispute.pk}").count()
    after = TABLE[verb].get(state)
    if after is None and verb is not DisputeVerb.FIND_CORRECTED:
        with pytest.raises(Refused, match="already"):
            do(verb, dispute, cast, received)
    else:
        do(verb, dispute, cast, received)
    dispute.refresh_from_db()
    assert dispute.state == (after or state)
    noted = Event.objects.filter(subject=f"dispute:{dispute.pk}").count() - events
    assert noted == (1 if after else 0)


def test_nobody_answers_a_dispute_of_their_own(cast: dict[str, Person], received: ReceivedRun) -> None:
    own = actions.open_dispute(act_of("chen"), cast["chen"], DISPUTED, "Mine.", received, ORDER)
    with pytest.raises(Refused, match="Nobody answers a dispute of their own"):
        actions.explain(act_of("chen"), own.pk, cast["chen"], "Fine.")


def test_an_answer_is_mailed_without_what_was_written(dispute: Dispute, cast: dict[str, Person]) -> None:
    actions.explain(act_of("chen"), dispute.pk, cast["chen"], "The codes were right.")
    assert send_waiting(NOON) == Sent(1, 0)
    [sent] = mail.outbox
    assert sent.to == ["ada@rivers.example"]
    assert "29 January 2025" in sent.body
    assert "desk" not in sent.body
    assert "codes" not in sent.body


def test_the_whole_way_in_the_pages(browse: Browse, cast: dict[str, Person], received: ReceivedRun) -> None:
    issued(cast)
    ada, chen, boris = browse("ada"), browse("chen"), browse("boris")
    day = "/people/ada/record/2025-01-29/"
    ada.post(day, {"statement": "I was at my desk."})
    [dispute] = Dispute.objects.all()
    assert "I was at my desk." in chen.get(day).content.decode()
    assert day in chen.get("/disputes/").content.decode()
    assert boris.post(f"/disputes/{dispute.pk}/answer/", {"answer": "No."}).status_code == 404
    chen.post(f"/disputes/{dispute.pk}/answer/", {"answer": "The codes were right.", "how": "explain"})
    assert "The codes were right." in ada.get(day).content.decode()
    assert day not in chen.get("/disputes/").content.decode()
    assert day in chen.get("/disputes/?all=1").content.decode()


def test_only_the_person_disputes_a_day_of_theirs(browse: Browse, received: ReceivedRun) -> None:
    answer = browse("boris").post("/people/ada/record/2025-01-29/", {"statement": "She was there."})
    assert answer.status_code == 404
    assert not Dispute.objects.exists()
