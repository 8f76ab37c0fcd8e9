"""What the roster says of a person on a day. Source: contract section 2."""

from __future__ import annotations

from enum import StrEnum


class Arrangement(StrEnum):
    """The telework arrangement in force."""

    NONE = "none"
    SITUATIONAL = "situational"
    ROUTINE = "routine"
    REMOTE = "remote"


class Population(StrEnum):
    """Who employs the person. Contractors are never in hours, but they are in building counts."""

    CIVILIAN = "civilian"
    MILITARY = "military"
    CONTRACTOR = "contractor"
