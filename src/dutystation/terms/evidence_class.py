"""What badge events say about a claimed in-person day. Source: contract section 7, domain rule 10.27."""

from __future__ import annotations

from enum import StrEnum


class EvidenceClass(StrEnum):
    """Ordered: the first that holds is given. None of them says that anybody was absent."""

    CORROBORATED = "corroborated"
    EXPLAINED = "explained"
    NOT_ASSESSABLE = "not_assessable"
    UNCORROBORATED = "uncorroborated"


class Readers(StrEnum):
    """Which badge readers a facility has."""

    NONE = "none"
    ENTRY = "entry"
    ENTRY_EXIT = "entry_exit"


class Sighting(StrEnum):
    """What badge events say of a person at a facility on a day, in neutral words. None of them is hours."""

    STAY = "stay"
    BADGE = "badge"
    WITHIN_STAY = "within_stay"
