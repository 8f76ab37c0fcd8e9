"""From where to where a distance is measured, and how. Source: domain rule 10.22.

"50 miles" is several tests, told apart by where a distance begins and by the places out of which the nearest
one is taken (domain section 1.7). None is ever put in the place of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DistanceFrom(StrEnum):
    """Where a distance begins."""

    HOME = "home"
    DUTY_STATION = "duty_station"

    @property
    def words(self) -> str:
        return {DistanceFrom.HOME: "home", DistanceFrom.DUTY_STATION: "the duty station"}[self]


class ReferenceSet(StrEnum):
    """The places to the nearest of which a distance is measured."""

    AGENCY_OFFICE = "agency_office"
    OWN_STATION = "own_station"
    DEPARTMENT_FACILITY = "department_facility"
    FEDERAL_OFFICE = "federal_office"

    @property
    def words(self) -> str:
        return {
            ReferenceSet.AGENCY_OFFICE: "any existing office of the agency",
            ReferenceSet.OWN_STATION: "the person's own duty station",
            ReferenceSet.DEPARTMENT_FACILITY: "any facility of the department",
            ReferenceSet.FEDERAL_OFFICE: "any federal office",
        }[self]

    @property
    def usually_from(self) -> DistanceFrom:
        """Where its test begins unless an order says otherwise; the way to the own station is from home."""
        return DistanceFrom.HOME if self is ReferenceSet.OWN_STATION else DistanceFrom.DUTY_STATION


class DistanceMethod(StrEnum):
    """How a distance is measured."""

    ROUTE = "route"
    GREAT_CIRCLE = "great_circle"


@dataclass(frozen=True)
class DistanceTest:
    """From where to where a distance is measured; written `duty_station to department_facility`."""

    start: DistanceFrom
    reference: ReferenceSet

    def __str__(self) -> str:
        return f"{self.start} to {self.reference}"

    @property
    def words(self) -> str:
        return f"from {self.start.words} to {self.reference.words}"
