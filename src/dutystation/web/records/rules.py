"""Disputes: the table of what can be done in which state, and what a day looks like when it is disputed.

Plain Python. Source: domain rules 10.27 and 10.28.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DisputeState(StrEnum):
    """Where a dispute stands. The last three end it."""

    OPEN = "open"
    CORRECTION_PROMISED = "correction_promised"
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        return WORDS[self]


class DisputeVerb(StrEnum):
    """What can be done with a dispute."""

    PROMISE_CORRECTION = "promise_correction"
    """Human resources have the sender correct it; the next delivery shows it."""
    EXPLAIN = "explain"
    """Human resources say why the day was counted rightly."""
    WITHDRAW = "withdraw"
    """The person takes it back."""
    FIND_CORRECTED = "find_corrected"
    """A run that was received counts the day differently."""


WORDS: Mapping[DisputeState, str] = {
    DisputeState.OPEN: "waits for an answer",
    DisputeState.CORRECTION_PROMISED: "will be corrected by the sender",
    DisputeState.CORRECTED: "corrected",
    DisputeState.EXPLAINED: "explained",
    DisputeState.WITHDRAWN: "withdrawn",
}
UNANSWERED = (DisputeState.OPEN, DisputeState.CORRECTION_PROMISED)
"""Disputes that are part of every filing until they end."""

TABLE: Mapping[DisputeVerb, Mapping[DisputeState, DisputeState]] = {
    DisputeVerb.PROMISE_CORRECTION: {DisputeState.OPEN: DisputeState.CORRECTION_PROMISED},
    DisputeVerb.EXPLAIN: {
        DisputeState.OPEN: DisputeState.EXPLAINED,
        DisputeState.CORRECTION_PROMISED: DisputeState.EXPLAINED,
    },
    DisputeVerb.WITHDRAW: {
        DisputeState.OPEN: DisputeState.WITHDRAWN,
        DisputeState.CORRECTION_PROMISED: DisputeState.WITHDRAWN,
    },
    DisputeVerb.FIND_CORRECTED: {
        DisputeState.OPEN: DisputeState.CORRECTED,
        DisputeState.CORRECTION_PROMISED: DisputeState.CORRECTED,
    },
}
"""Verb → state before → state after. What is not here cannot be done."""


def after(verb: DisputeVerb, state: DisputeState) -> DisputeState | None:
    """The state that a verb leads to; None where it cannot be done in this state."""
    return TABLE[verb].get(state)
