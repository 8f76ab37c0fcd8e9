"""What can be done with a day that is asked for, by whom and until when. Plain Python.

`TABLE` is the one table of states and verbs. Source: domain rule 10.16: situational telework is decided for
each instance, and an order can forbid to delegate it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from dutystation.terms.period import PayCalendar


class State(StrEnum):
    """Where a day that was asked for stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"
    ENDED = "ended"
    """The order was rescinded before anybody decided it."""


ASKED_ONCE = (State.ASKED, State.APPROVED, State.DECLINED)
"""While it stands so, the same person does not ask for the same day again."""


class Verb(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    GIVE_BACK = "give_back"
    LAPSE = "lapse"
    END = "end"


DECISIONS = (Verb.APPROVE, Verb.DECLINE)


class Who(StrEnum):
    """Who may do it."""

    PERSON = "person"
    DECIDER = "decider"
    """Whoever holds a role that the order names, or their delegate where it lets that be."""
    SYSTEM = "system"


BY: Mapping[Verb, Who] = {
    Verb.APPROVE: Who.DECIDER,
    Verb.DECLINE: Who.DECIDER,
    Verb.WITHDRAW: Who.PERSON,
    Verb.GIVE_BACK: Who.PERSON,
    Verb.LAPSE: Who.SYSTEM,
    Verb.END: Who.SYSTEM,
}

TABLE: Mapping[State, Mapping[Verb, State]] = {
    State.ASKED: {
        Verb.APPROVE: State.APPROVED,
        Verb.DECLINE: State.DECLINED,
        Verb.WITHDRAW: State.WITHDRAWN,
        Verb.LAPSE: State.LAPSED,
        Verb.END: State.ENDED,
    },
    State.APPROVED: {Verb.GIVE_BACK: State.GIVEN_BACK},
    State.DECLINED: {},
    State.WITHDRAWN: {},
    State.GIVEN_BACK: {},
    State.LAPSED: {},
    State.ENDED: {},
}
"""State before → verb → state after. What is not here cannot be done."""


def after(verb: Verb, state: State) -> State | None:
    """The state that a verb leads to; None where it cannot be done in this state."""
    return TABLE[state].get(verb)


def offered(state: State, *, who: Who, day: date, today: date) -> list[Verb]:
    """What somebody can do with it now: a day is given back only before it has begun."""
    verbs = [verb for verb in TABLE[state] if BY[verb] is who]
    return [verb for verb in verbs if verb is not Verb.GIVE_BACK or today < day]


def first_day(today: date, calendar: PayCalendar) -> date:
    """The earliest day that can still be asked for: the first of the pay period, whose hours are still open.

    A morning on which somebody could not come is asked for afterwards; a pay period that is over is not.
    """
    return calendar.period_of(today).first


def decide_until(day: date, asked_on: date, calendar: PayCalendar) -> date:
    """The last day on which it can be decided: the day itself; the end of its period for one that is past."""
    return day if day >= asked_on else calendar.period_of(day).last


def same_weekdays(day: date, weeks: int) -> list[date]:
    """The days of the same weekday in so many weeks that end with a day, without the day itself."""
    return [day - timedelta(weeks=back) for back in range(1, weeks)]
