"""What can be done with a request, by whom and until when. Plain Python: values in, answers out.

`TABLE` is the one table of states and verbs. Source: domain rules 10.16 to 10.18 and 10.24.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dutystation.directives.business_days import business_days_after, business_days_between
from dutystation.directives.grounds import GroundRule, Term
from dutystation.directives.rules import Rules
from dutystation.terms.months import months_from

OF_A_REQUEST = "request:"
"""With what a request is named in events, mails and documents; its number follows."""


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    AWAITING_DOCUMENTS = "awaiting_documents"
    APPROVED = "approved"
    DENIED = "denied"
    IN_RECONSIDERATION = "in_reconsideration"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


UNDECIDED = (State.SUBMITTED, State.IN_REVIEW, State.AWAITING_DOCUMENTS, State.IN_RECONSIDERATION)
"""Somebody still has to decide."""
TAKES_DOCUMENTS = (State.DRAFT, *UNDECIDED)
"""What is given then can still be judged."""


class Verb(StrEnum):
    """What can be done with a request."""

    SUBMIT = "submit"
    CORRECT_DAY = "correct_day"
    ACKNOWLEDGE = "acknowledge"
    JUDGE_ITEM = "judge_item"
    ASK_FOR_DOCUMENTS = "ask_for_documents"
    HAND_IN = "hand_in"
    RECORD_INTERIM = "record_interim"
    NOTE_DELAY = "note_delay"
    AGREE = "agree"
    APPROVE = "approve"
    APPROVE_FOR_LESS = "approve_for_less"
    DENY = "deny"
    ASK_RECONSIDERATION = "ask_reconsideration"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


APPROVALS = frozenset({Verb.APPROVE, Verb.APPROVE_FOR_LESS})


class Who(StrEnum):
    """Who may do it."""

    REQUESTER = "requester"
    DECIDER = "decider"
    """Whoever holds a role that the order's route names, or their delegate where it lets that be."""
    WRITER = "writer"
    """Whoever wrote down what somebody else asked by word of mouth."""
    SYSTEM = "system"


BY: Mapping[Verb, frozenset[Who]] = {
    Verb.SUBMIT: frozenset({Who.REQUESTER}),
    Verb.CORRECT_DAY: frozenset({Who.WRITER}),
    Verb.ACKNOWLEDGE: frozenset({Who.DECIDER}),
    Verb.JUDGE_ITEM: frozenset({Who.DECIDER}),
    Verb.ASK_FOR_DOCUMENTS: frozenset({Who.DECIDER}),
    Verb.HAND_IN: frozenset({Who.REQUESTER}),
    Verb.RECORD_INTERIM: frozenset({Who.DECIDER}),
    Verb.NOTE_DELAY: frozenset({Who.DECIDER}),
    Verb.AGREE: frozenset({Who.DECIDER}),
    Verb.APPROVE: frozenset({Who.DECIDER}),
    Verb.APPROVE_FOR_LESS: frozenset({Who.DECIDER}),
    Verb.DENY: frozenset({Who.DECIDER}),
    Verb.ASK_RECONSIDERATION: frozenset({Who.REQUESTER}),
    Verb.CONFIRM: frozenset({Who.DECIDER}),
    Verb.REOPEN: frozenset({Who.DECIDER, Who.SYSTEM}),
    Verb.WITHDRAW: frozenset({Who.REQUESTER}),
    Verb.LAPSE: frozenset({Who.SYSTEM}),
}

TABLE: Mapping[State, Mapping[Verb, State]] = {
    State.DRAFT: {Verb.SUBMIT: State.SUBMITTED, Verb.WITHDRAW: State.WITHDRAWN},
    State.SUBMITTED: {
        Verb.CORRECT_DAY: State.SUBMITTED,
        Verb.ACKNOWLEDGE: State.IN_REVIEW,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.IN_REVIEW: {
        Verb.JUDGE_ITEM: State.IN_REVIEW,
        Verb.ASK_FOR_DOCUMENTS: State.AWAITING_DOCUMENTS,
        Verb.RECORD_INTERIM: State.IN_REVIEW,
        Verb.NOTE_DELAY: State.IN_REVIEW,
        Verb.AGREE: State.IN_REVIEW,
        Verb.APPROVE: State.APPROVED,
        Verb.APPROVE_FOR_LESS: State.APPROVED,
        Verb.DENY: State.DENIED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.AWAITING_DOCUMENTS: {
        Verb.HAND_IN: State.IN_REVIEW,
        Verb.RECORD_INTERIM: State.AWAITING_DOCUMENTS,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.APPROVED: {
        Verb.CONFIRM: State.APPROVED,
        Verb.REOPEN: State.IN_REVIEW,
        Verb.LAPSE: State.LAPSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.DENIED: {Verb.ASK_RECONSIDERATION: State.IN_RECONSIDERATION},
    State.IN_RECONSIDERATION: {
        Verb.JUDGE_ITEM: State.IN_RECONSIDERATION,
        Verb.RECORD_INTERIM: State.IN_RECONSIDERATION,
        Verb.NOTE_DELAY: State.IN_RECONSIDERATION,
        Verb.AGREE: State.IN_RECONSIDERATION,
        Verb.APPROVE: State.APPROVED,
        Verb.APPROVE_FOR_LESS: State.APPROVED,
        Verb.DENY: State.DENIED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.WITHDRAWN: {},
    State.LAPSED: {},
}
"""State before → verb → state after. What is not here cannot be done."""


def after(verb: Verb, state: State) -> State | None:
    """The state that a verb leads to; None where it cannot be done in this state."""
    return TABLE[state].get(verb)


@dataclass(frozen=True)
class Vote:
    """One row is what one official said of a request. `round` counts up with each reconsideration."""

    role: str
    person: str
    round: int
    agreed: bool


@dataclass(frozen=True)
class Clock:
    """By when a request is to be acknowledged and decided, and after which day it is overdue."""

    acknowledge_by: date
    decide_by: date
    limit: date

    def is_late(self, day: date) -> bool:
        """Whether the day by which it should be decided has gone by; then a reason is noted."""
        return day > self.decide_by

    def is_overdue(self, day: date) -> bool:
        return day > self.limit


def clock(begun: date, pauses: Iterable[tuple[date, date]], rules: Rules) -> Clock:
    """The days of a request that began on `begun`. Business days within a pause do not count.

    `pauses` are the day on which documents were asked for and the day on which they came.
    """
    paused = sum(business_days_between(first, last) for first, last in pauses)
    return Clock(
        acknowledge_by=business_days_after(begun, rules.acknowledge_business_days),
        decide_by=business_days_after(begun, rules.decide_business_days + paused),
        limit=business_days_after(begun, rules.decide_limit_business_days + paused),
    )


def outstanding(roles: Sequence[str], votes: Iterable[Vote], round_: int) -> tuple[str, ...]:
    """The roles whose agreement is still missing in this round, in the order's order."""
    agreed = {vote.role for vote in votes if vote.round == round_ and vote.agreed}
    return tuple(role for role in roles if role not in agreed)


def can_be_agreed(roles: Sequence[str], people: Mapping[str, Collection[str]]) -> bool:
    """Whether a different person can agree for each of the roles; `people` are those who may, by role."""
    if not roles:
        return True
    first, *others = roles
    return any(
        can_be_agreed(others, {role: set(people.get(role, ())) - {person} for role in others})
        for person in people.get(first, ())
    )


def offered(
    state: State,
    *,
    own: bool,
    wrote: bool,
    roles: Collection[str],
    objection: Objection | None,
    missing: Collection[str],
) -> list[Verb]:
    """The verbs that somebody can do with a request now, in the order of the table.

    `own` says whether they ask, `wrote` whether they wrote down what somebody else asked; `roles` are those
    in which the order asks them, `missing` those that have not agreed. While others are
    missing too one can agree, and the last one decides. Whoever has spoken does not speak again; whoever
    decided before has no part in it.
    """
    asked = roles and objection is not Objection.DECIDED_BEFORE
    who = {Who.REQUESTER} if own else {Who.DECIDER} if asked else set()
    if wrote:
        who.add(Who.WRITER)
    left_out: set[Verb] = set()
    fits = bool(set(roles) & set(missing)) and objection is None
    if not fits or len(missing) > 1:
        left_out |= APPROVALS
    if not fits or len(missing) == 1:
        left_out.add(Verb.AGREE)
    if objection is not None:
        left_out.add(Verb.DENY)
    return [verb for verb in TABLE[state] if BY[verb] & who and verb not in left_out]


class Objection(StrEnum):
    """Why something does not fit; `wording` has the sentence of each."""

    AGREED_ALREADY = "agreed_already"
    DECIDED_BEFORE = "decided_before"
    NO_LAST_DAY = "no_last_day"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    TOO_LONG = "too_long"


def objection_to_vote(
    person: str, votes: Iterable[Vote], round_: int, *, reconsidering: bool
) -> Objection | None:
    """Why somebody may not agree or decide although they hold the role; None where they may.

    All deciders are different people; a reconsideration is decided by others than before.
    """
    votes = list(votes)
    if any(vote.person == person and vote.round == round_ for vote in votes):
        return Objection.AGREED_ALREADY
    if reconsidering and any(vote.person == person and vote.round < round_ for vote in votes):
        return Objection.DECIDED_BEFORE
    return None


def objection_to_term(first: date, last: date | None, term: Term) -> Objection | None:
    """Why the order does not let an exception last from `first` to `last`; None where it does."""
    if last is None:
        return Objection.NO_LAST_DAY if term.needs_end else None
    if last < first:
        return Objection.ENDS_BEFORE_IT_BEGINS
    if term.at_most_months is not None and last > _months_after(first, term.at_most_months):
        return Objection.TOO_LONG
    return None


def review_on(first: date, last: date | None, term: Term) -> date | None:
    """The day on which an exception is looked at again; None where it ends before."""
    due = _months_after(first, term.review_months)
    return due if last is None or due < last else None


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day that there is."""
    try:
        return months_from(day, months)
    except ValueError:
        return date.max


def missing_items(ground: GroundRule, sufficient: Collection[str]) -> tuple[str, ...]:
    """The documents of a ground that nobody has found sufficient yet, by what the order says of them."""
    return tuple(document.says for document in ground.documents if document.item not in sufficient)


@dataclass(frozen=True)
class Present:
    """How many people badges saw in a facility, as a run told it.

    `on` is the newest day on which they saw anybody, `busiest_on` the busiest of the four weeks up to it.
    """

    run: str
    on: date
    people: int
    busiest_on: date
    busiest: int


@dataclass(frozen=True)
class Space:
    """Seats and people of a facility on a day: what a decision on office space stands on.

    `excepted` are those of the `assigned` who are away because there was no seat. `present` is None where no
    run has told of anybody there.
    """

    facility: str
    seats: int | None
    assigned: int
    excepted: int
    present: Present | None = None

    @property
    def free(self) -> int:
        """Seats for people who are away for want of one; none where nobody stated the seats."""
        return 0 if self.seats is None else max(0, self.seats - (self.assigned - self.excepted))

    def facts(self) -> dict[str, Any]:
        """All of it in words and numbers, as a decision keeps it."""
        present = self.present
        return {
            **asdict(self),
            "free": self.free,
            "present": present
            and {
                **asdict(present),
                "on": present.on.isoformat(),
                "busiest_on": present.busiest_on.isoformat(),
            },
        }
