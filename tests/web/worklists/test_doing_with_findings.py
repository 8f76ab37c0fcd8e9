"""Human resources give findings to somebody, move their day, explain and reopen them: one or many at once."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.cast import NOON, act_of
from tests.web.worklists.rivers import (
    ALL,
    MISSING,
    NAMELESS,
    OF_CHEN,
    QUESTIONED,
    REJECTED,
    SOUTHERN,
    every,
    found,
    item_of,
    seen_by,
    ticked,
)

from dutystation.terms.errors import Refused
from dutystation.terms.finding import FindingKind
from dutystation.web.accounts.models import Person
from dutystation.web.audit.models import Event
from dutystation.web.records.models import ReceivedRun
from dutystation.web.worklists import actions
from dutystation.web.worklists.actions import Done
from dutystation.web.worklists.models import Answer, Item
from dutystation.web.worklists.rules import IN_BULK, TABLE, Explanation, ItemState, ItemVerb

pytestmark = pytest.mark.django_db
LATER = date(2025, 3, 3)


@pytest.fixture(autouse=True)
def _all_found(received: ReceivedRun) -> None:
    found(received, *ALL)


def do(verb: ItemVerb, cast: dict[str, Person]) -> None:
    act, sight, chosen = act_of("chen"), seen_by("chen"), ticked(QUESTIONED)
    if verb is ItemVerb.ASSIGN:
        actions.assign(act, sight, chosen, cast["chen"])
    elif verb is ItemVerb.MOVE_DUE:
        actions.move_due(act, sight, chosen, LATER, "The reader is looked at.")
    elif verb is ItemVerb.EXPLAIN:
        actions.explain(act, sight, chosen, "Side door.", Explanation.OTHER_ENTRANCE)
    elif verb is ItemVerb.REOPEN:
        actions.reopen(act, sight, chosen, LATER)
    else:
        actions.answer(act_of("ada"), item_of(QUESTIONED).pk, Explanation.OTHER_ENTRANCE, "The side door.")


@pytest.mark.parametrize("state", ItemState)
@pytest.mark.parametrize("verb", [*IN_BULK, ItemVerb.ANSWER])
def test_every_verb_in_every_state_does_what_the_table_says_or_nothing(
    cast: dict[str, Person], verb: ItemVerb, state: ItemState
) -> None:
    Item.objects.filter(pk=item_of(QUESTIONED).pk).update(state=state)
    events = Event.objects.count()
    after = TABLE[verb].get(state)
    if after is None:
        with pytest.raises(Refused):
            do(verb, cast)
    else:
        do(verb, cast)
    assert item_of(QUESTIONED).state == (after or state)
    assert Event.objects.count() - events == (1 if after else 0)


def test_a_bulk_is_one_event_with_its_count_and_by_what_it_was_narrowed(cast: dict[str, Person]) -> None:
    events = Event.objects.count()
    chosen = every(FindingKind.REJECTED_ROW, sender="SOUTH")
    assert actions.assign(act_of("chen"), seen_by("chen"), chosen, cast["chen"]) == Done(1, 0)
    assert Event.objects.count() == events + 1
    newest = Event.objects.latest("number")
    assert (newest.verb, newest.subject) == ("findings.assigned", "findings:rejected_row")
    assert newest.details == {
        "owner": "chen",
        "count": 1,
        "kind": "rejected_row",
        "filter": {"state": "open", "narrowed_by": ["sender"]},
    }
    assert (item_of(NAMELESS).owner, item_of(REJECTED).owner) == (cast["chen"], None)


def test_all_that_match_are_those_of_one_s_own_component(cast: dict[str, Person]) -> None:
    chosen = every(FindingKind.QUESTIONED_DAY)
    assert actions.move_due(act_of("chen"), seen_by("chen"), chosen, LATER, "Reader.") == Done(2, 0)
    assert (item_of(QUESTIONED).due_on, item_of(QUESTIONED).due_reason) == (LATER, "Reader.")
    assert item_of(SOUTHERN).due_on != LATER


@pytest.mark.parametrize("person", ["eric", "boris", "ines", "dana", "ada"])
def test_nobody_else_does_anything_with_findings_of_a_component(cast: dict[str, Person], person: str) -> None:
    with pytest.raises(Refused):
        actions.move_due(act_of(person), seen_by(person), ticked(QUESTIONED), LATER, "Why not.")
    assert item_of(QUESTIONED).due_on != LATER


def test_findings_are_given_to_human_resources_of_their_component_alone(cast: dict[str, Person]) -> None:
    for nobody in ("eric", "boris", "ada"):
        with pytest.raises(Refused, match="With none of these findings"):
            actions.assign(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), cast[nobody])
    assert item_of(QUESTIONED).owner is None


def test_nobody_explains_a_day_of_their_own(cast: dict[str, Person]) -> None:
    chosen = every(FindingKind.QUESTIONED_DAY)
    done = actions.explain(act_of("chen"), seen_by("chen"), chosen, "Badges.", Explanation.BADGE_FORGOTTEN)
    assert done == Done(1, 1)
    assert (item_of(QUESTIONED).state, item_of(OF_CHEN).state) == (ItemState.EXPLAINED, ItemState.OPEN)
    with pytest.raises(Refused):
        actions.explain(act_of("chen"), seen_by("chen"), ticked(OF_CHEN), "Mine.", Explanation.OTHER)


def test_a_questioned_day_is_explained_by_a_class_and_nothing_else_is(cast: dict[str, Person]) -> None:
    with pytest.raises(Refused, match="explained by a class"):
        actions.explain(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), "So.")
    with pytest.raises(Refused, match="explained by a class"):
        actions.explain(act_of("chen"), seen_by("chen"), ticked(REJECTED), "So.", Explanation.OTHER)
    actions.explain(act_of("chen"), seen_by("chen"), ticked(REJECTED), "The readers were not there yet.")
    assert (item_of(REJECTED).state, item_of(REJECTED).closed_at) == (ItemState.EXPLAINED, NOON)


def test_why_a_delivery_is_missing_is_said_in_the_report_and_nowhere_else(cast: dict[str, Person]) -> None:
    """Else the list would call it explained, and the report would still ask why."""
    with pytest.raises(Refused, match="is said in the report of the component"):
        actions.explain(act_of("chen"), seen_by("chen"), ticked(MISSING), "We moved.")
    with pytest.raises(Refused, match="is said in the report of the component"):
        actions.reopen(act_of("chen"), seen_by("chen"), ticked(MISSING), LATER)
    actions.assign(act_of("chen"), seen_by("chen"), ticked(MISSING), cast["chen"])
    actions.move_due(act_of("chen"), seen_by("chen"), ticked(MISSING), LATER, "The sender is asked.")
    assert (item_of(MISSING).state, item_of(MISSING).owner) == (ItemState.OPEN, cast["chen"])


def test_no_day_lies_in_the_past(cast: dict[str, Person]) -> None:
    gone = date(2025, 2, 2)
    with pytest.raises(Refused, match="The day has gone by"):
        actions.move_due(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), gone, "Yesterday.")
    with pytest.raises(Refused, match="The day has gone by"):
        actions.reopen(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), gone)


def test_only_the_person_answers_and_only_about_a_questioned_day() -> None:
    for somebody, finding in (("boris", QUESTIONED), ("chen", QUESTIONED), ("pia", REJECTED)):
        with pytest.raises(Refused, match="Only the person whose day it is answers"):
            actions.answer(act_of(somebody), item_of(finding).pk, Explanation.OTHER, "So.")
    assert not Answer.objects.exists()


def test_what_a_person_says_more_stands_beside_what_they_said() -> None:
    number = item_of(QUESTIONED).pk
    actions.answer(act_of("ada"), number, Explanation.BADGE_FORGOTTEN, "")
    actions.answer(act_of("ada"), number, Explanation.OTHER_ENTRANCE, "No, the side door.")
    newest = item_of(QUESTIONED).newest_answer
    assert newest is not None
    assert (newest.explanation, newest.says) == ("other_entrance", "No, the side door.")
    assert Answer.objects.count() == 2


def test_what_was_written_stands_in_no_event() -> None:
    actions.answer(act_of("ada"), item_of(QUESTIONED).pk, Explanation.OTHER, "I was at the clinic.")
    actions.explain(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), "Clinic.", Explanation.OTHER)
    actions.reopen(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), LATER)
    actions.move_due(act_of("chen"), seen_by("chen"), ticked(QUESTIONED), LATER, "After the clinic.")
    assert not [event for event in Event.objects.all() if "linic" in str(event.details)]
