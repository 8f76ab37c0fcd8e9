"""Where an hour was worked. Source: contract section 4, domain rules 10.1 and 10.2."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """The seven places a time code can mean, in the order in which every output lists them."""

    OFFICE = "office"
    OTHER_FACILITY = "other_facility"
    FIELD = "field"
    ROUTINE = "routine"
    SITUATIONAL = "situational"
    REMOTE = "remote"
    NONWORK = "nonwork"


UNCLASSIFIED = "unclassified"
"""Hours whose pair of codes nobody has mapped. Never counted as office, always shown."""

IN_PERSON = (Place.OFFICE, Place.OTHER_FACILITY, Place.FIELD)
OFF_SITE = (Place.ROUTINE, Place.SITUATIONAL, Place.REMOTE)
ALL_PLACES: tuple[str, ...] = (*(place.value for place in Place), UNCLASSIFIED)
"""The seven places and `unclassified`, in the order of every published table."""


class HoursType(StrEnum):
    REGULAR = "regular"
    OVERTIME = "overtime"
