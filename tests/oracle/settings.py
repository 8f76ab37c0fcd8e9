"""The numbers a directive sets, with the defaults that the contract names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Settings:
    as_of: date
    anchor: date = date(2025, 1, 12)
    period_days: int = 14
    provisional_limit: Fraction = Fraction(1, 50)
    longest_stay_hours: int = 24
    sqft_per_person: int = 150
    week_minutes: int = 2400
    window_months: int = 2
