"""Findings on a worklist: the table of what can be done in which state, and how a day can be explained.

Plain Python. Source: domain rules 10.27 and 10.28.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dutystation.terms.finding import FindingKind


class CaseKind(StrEnum):
    """A list of cases that a component looks at before it files; the cases stay where they are."""

    ENDING_DECISION = "ending"
    OVERDUE_REQUEST = "overdue"
    OPEN_DISPUTE = "disputes"

    @property
    def words(self) -> str:
        return CASE_WORDS[self]


CASE_WORDS: Mapping[CaseKind, str] = {
    CaseKind.ENDING_DECISION: "decisions that end",
    CaseKind.OVERDUE_REQUEST: "overdue requests",
    CaseKind.OPEN_DISPUTE: "disputes without an answer",
}
"""How events name a list."""


class ItemState(StrEnum):
    """Where a finding stands."""

    OPEN = "open"
    """Somebody still looks at it."""
    EXPLAINED = "explained"
    """Somebody has said why it is so; it stays as long as runs find the same."""
    MENDED = "mended"
    """A run does not find it any more."""


class ItemVerb(StrEnum):
    """What can be done with a finding. The last three are done by the run that is received."""

    ASSIGN = "assign"
    """Human resources say who looks at it."""
    MOVE_DUE = "move_due"
    """Human resources say until when, and why."""
    EXPLAIN = "explain"
    """Human resources say why it is so."""
    REOPEN = "reopen"
    """Human resources look at it once more."""
    ANSWER = "answer"
    """The person whose day it is says how it was."""
    MEND = "mend"
    """A run does not find it any more."""
    FIND_AGAIN = "find_again"
    """A run finds again what was mended."""
    FIND_CHANGED = "find_changed"
    """A run finds something else there than what was explained."""


TABLE: Mapping[ItemVerb, Mapping[ItemState, ItemState]] = {
    ItemVerb.ASSIGN: {ItemState.OPEN: ItemState.OPEN},
    ItemVerb.MOVE_DUE: {ItemState.OPEN: ItemState.OPEN},
    ItemVerb.EXPLAIN: {ItemState.OPEN: ItemState.EXPLAINED},
    ItemVerb.REOPEN: {ItemState.EXPLAINED: ItemState.OPEN},
    ItemVerb.ANSWER: {ItemState.OPEN: ItemState.OPEN, ItemState.EXPLAINED: ItemState.EXPLAINED},
    ItemVerb.MEND: {ItemState.OPEN: ItemState.MENDED, ItemState.EXPLAINED: ItemState.MENDED},
    ItemVerb.FIND_AGAIN: {ItemState.MENDED: ItemState.OPEN},
    ItemVerb.FIND_CHANGED: {ItemState.EXPLAINED: ItemState.OPEN},
}
"""Verb → state before → state after. What is not here cannot be done."""
IN_BULK = (ItemVerb.ASSIGN, ItemVerb.MOVE_DUE, ItemVerb.EXPLAIN, ItemVerb.REOPEN)
"""What human resources do, with one finding or with many at once."""
IN_THE_REPORT = (ItemVerb.EXPLAIN, ItemVerb.REOPEN)
"""What is said of a missing delivery in the report alone: it is certified with it, and a delivery of the
department is missing in reports of components whose findings it is not among."""


class Explanation(StrEnum):
    """Why readers saw nobody although hours in person were recorded."""

    BADGE_FORGOTTEN = "badge_forgotten"
    OTHER_ENTRANCE = "other_entrance"
    OTHER_SITE = "other_site"
    FIELD_VISIT = "field_visit"
    READER_OUT_OF_ORDER = "reader_out_of_order"
    WRONG_TIME_RECORD = "wrong_time_record"
    OTHER = "other"


def before(verb: ItemVerb) -> tuple[ItemState, ...]:
    """The states in which a verb can be done."""
    return tuple(TABLE[verb])


def after(verb: ItemVerb, state: ItemState) -> ItemState | None:
    """The state that a verb leads to; None where it cannot be done in this state."""
    return TABLE[verb].get(state)


def verb_of_a_find(state: ItemState, *, same: bool) -> ItemVerb | None:
    """What it is to find something again that is known; None where nothing changes by it."""
    if state is ItemState.MENDED:
        return ItemVerb.FIND_AGAIN
    if state is ItemState.EXPLAINED and not same:
        return ItemVerb.FIND_CHANGED
    return None


def done_here(kind: FindingKind) -> tuple[ItemVerb, ...]:
    """What human resources do with findings of a kind on its list."""
    return tuple(
        verb for verb in IN_BULK if verb not in IN_THE_REPORT or not is_explained_in_the_report(kind)
    )


def is_explained_in_the_report(kind: FindingKind) -> bool:
    """Whether the report of a component says why it is so, and not its list of findings."""
    return kind is FindingKind.MISSING_DELIVERY


def is_answered_by_its_person(kind: FindingKind) -> bool:
    """Whether the person is asked how it was, and an explanation has a class."""
    return kind is FindingKind.QUESTIONED_DAY
