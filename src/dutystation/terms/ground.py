"""The grounds on which a person may stay away from the duty station.

What each ground needs, who decides it and for how long stands in the directive; the list itself and
its order are fixed by contract section 2, because ties between decisions are broken by it.
"""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    SPACE = "space"
    DISABILITY = "disability"
    MEDICAL = "medical"
    RELIGIOUS = "religious"
    LEGAL_IMPEDIMENT = "legal_impediment"
    MILITARY_SPOUSE = "military_spouse"
    FOREIGN_SERVICE_SPOUSE = "foreign_service_spouse"
    OTHER_COMPELLING = "other_compelling"
    DISTANCE = "distance"
    HIRED_REMOTE = "hired_remote"
    DEPLOYABLE = "deployable"
    OVERSEAS = "overseas"
    EQUIPMENT = "equipment"
    DEFERRED_RESIGNATION = "deferred_resignation"


PROTECTED_GROUNDS = (Ground.DISABILITY, Ground.MEDICAL, Ground.RELIGIOUS)
"""Grounds whose evidence the law seals whatever an order says (domain sections 6.1 and 6.3)."""
PROTECTED = "protected_accommodation"


def published_reason(reason: str) -> str:
    """A reason as it is published: disability, medical and religious grounds are one (domain rule 10.15)."""
    return PROTECTED if reason in PROTECTED_GROUNDS else reason


class Outcome(StrEnum):
    APPROVED = "approved"
    DENIED = "denied"
    PENDING = "pending"


NO_DECISION_YET = "pending"
NO_GROUND = "none"
REASONS: tuple[str, ...] = (*(ground.value for ground in Ground), NO_DECISION_YET, NO_GROUND)
"""Every reason a person who has not returned can have, in the order in which tables list them."""
