"""Where a filing stands and what can be done with it. Plain Python: values in, answers out.

`TABLE` is the one table of states and verbs. Source: domain rules 10.12 and 10.21.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where the filing of one component on one obligation stands."""

    OPEN = "open"
    """Nothing waits for certification and nothing is filed."""
    PREPARED = "prepared"
    """A version waits for certification; nothing is filed."""
    FILED = "filed"
    AMENDING = "amending"
    """A version is filed and holds; another one waits for certification."""
    RETURNED = "returned"
    """The department has returned what was filed, for correction."""
    WITHDRAWN = "withdrawn"
    """The component has withdrawn what it had filed."""


HOLDING = (State.FILED, State.AMENDING)
"""A filed version holds and is counted in the department."""
WAITING = (State.PREPARED, State.AMENDING)
"""A version waits for certification."""


class Verb(StrEnum):
    """What can be done with a filing."""

    PREPARE = "prepare"
    """The component's preparer fixes a new version: its run, its figures, its people, its narrative."""
    CERTIFY = "certify"
    """Another person certifies the version that waits, and so files it."""
    DECLINE = "decline"
    """Whoever would certify it sends it back to the preparer, with a reason."""
    RETURN = "return"
    """The department returns the version that holds, with a reason."""
    WITHDRAW = "withdraw"
    """The component withdraws the version that holds, with a reason."""


TABLE: Mapping[State, Mapping[Verb, State]] = {
    State.OPEN: {Verb.PREPARE: State.PREPARED},
    State.PREPARED: {Verb.PREPARE: State.PREPARED, Verb.CERTIFY: State.FILED, Verb.DECLINE: State.OPEN},
    State.FILED: {
        Verb.PREPARE: State.AMENDING,
        Verb.RETURN: State.RETURNED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.AMENDING: {
        Verb.PREPARE: State.AMENDING,
        Verb.CERTIFY: State.FILED,
        Verb.DECLINE: State.FILED,
        Verb.RETURN: State.RETURNED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.RETURNED: {Verb.PREPARE: State.PREPARED},
    State.WITHDRAWN: {Verb.PREPARE: State.PREPARED},
}
"""State before → verb → state after. What is not here cannot be done."""


class Who(StrEnum):
    """Who does it."""

    PREPARER = "preparer"
    CERTIFIER = "certifier"
    DEPARTMENT = "department"


BY: Mapping[Verb, Who] = {
    Verb.PREPARE: Who.PREPARER,
    Verb.CERTIFY: Who.CERTIFIER,
    Verb.DECLINE: Who.CERTIFIER,
    Verb.RETURN: Who.DEPARTMENT,
    Verb.WITHDRAW: Who.CERTIFIER,
}
"""Whoever answered for a report withdraws it, not whoever prepared it."""


class Kind(StrEnum):
    """What a version is: a first report, a zero report (nobody has not returned), or an amendment."""

    REPORT = "report"
    ZERO = "zero"


def after(verb: Verb, state: State) -> State | None:
    """The state that a verb leads to; None where it cannot be done in this state."""
    return TABLE[state].get(verb)


def days_late(due_on: date, first_filed_on: date | None, day: date) -> int:
    """Calendar days after the due day on which it was first filed, or that have gone by without; 0 in time.

    What was filed late stays late, whatever becomes of it. Source: domain rule 10.12.
    """
    return max(((first_filed_on or day) - due_on).days, 0)
