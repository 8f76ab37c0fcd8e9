"""One published number and the words that say what it measures. Source: contract section 5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FigureCode(StrEnum):
    IN_PERSON_SHARE = "in_person_share"
    OFFICE_SHARE = "office_share"
    UNCORROBORATED_RATE = "uncorroborated_rate"


class Variant(StrEnum):
    """Whose hours, and which of them. Variants are named and never blended (domain rule 10.5)."""

    TOTAL = "total"
    CIVILIAN = "civilian"
    MILITARY = "military"
    REGULAR_EXCL_REMOTE = "regular_excl_remote"
    ELIGIBLE_EXCL_REMOTE = "eligible_excl_remote"


class FigureStatus(StrEnum):
    FINAL = "final"
    PROVISIONAL = "provisional"
    NO_HOURS = "no_hours"
    NO_DAYS = "no_days"


@dataclass(frozen=True)
class Figure:
    """One figure of one org unit in one period and variant.

    `numerator`, `denominator` and `unclassified` are whole minutes for the shares and person-days for
    the rate; `value`, `low` and `high` are shares between 0 and 1, or None where there is nothing to
    divide. `minutes` maps the eight places to whole minutes and is None for the rate.
    """

    code: FigureCode
    org_unit: str
    period: str
    variant: Variant
    numerator: int
    denominator: int
    unclassified: int
    value: float | None
    low: float | None
    high: float | None
    status: FigureStatus
    minutes: Mapping[str, int] | None


def exact_ratio(numerator: int, denominator: int) -> float | None:
    """The double nearest the exact quotient, or None where there is nothing to divide by.

    Python divides whole numbers of any size to the nearest double.
    """
    return numerator / denominator if denominator else None
