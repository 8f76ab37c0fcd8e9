"""The numbers of an order, each with the days on which it holds.

`RuleBook` is what the file states. `Rules` is what the engine asks for: the values in force on one day,
typed and by name. No other place of the project holds a number that comes from a law, an order or the
contract; what the numbers mean stands in `docs/directives/`.
"""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic.dataclasses import dataclass

from dutystation.directives.dated_rule import STRICT, DatedRule
from dutystation.directives.values import DistanceEnds, NearDay, Share, whole
from dutystation.terms.distance import DistanceTest
from dutystation.terms.period import PayCalendar


@plain_dataclass(frozen=True)
class Rules:
    """Every value in force on one day. Sources and clauses: `Directive.clause_of`."""

    pay_period_anchor: date
    """The first day of one pay period; the others follow in both directions (contract section 5)."""
    pay_period_days: int
    """Days in a pay period (contract section 5)."""
    provisional_limit: Fraction
    """Share of unclassified hours above which a figure is provisional (contract section 5)."""
    longest_stay_hours: int
    """Hours; an entry and an exit further apart are no presence interval (contract section 7)."""
    utilisation_sqft_per_person: int
    """Usable square feet that seat one person (contract section 7, domain rule 10.25)."""
    utilisation_target: Fraction
    """Share of capacity that a building must reach over a year."""
    statute_week_minutes: int
    """In-person minutes in a Sunday-to-Saturday week from which a person counts (contract section 7)."""
    statute_window_months: int
    """Months up to the as-of date over which those weeks are averaged (contract section 7)."""
    least_evidence_coverage: Fraction
    """Share of claimed days that badges must be able to speak to before a rate is shown (rule 10.27)."""
    smallest_published_count: int
    """People; a smaller count of people on protected grounds is not published (domain rule 10.20)."""
    correction_periods_back: int
    """Pay periods before the current one for which a corrected record is taken (domain rule 10.8)."""
    late_original_periods_back: int
    """Pay periods before the current one for which a first, late record is taken (domain rule 10.8)."""
    periods_ahead: int
    """Pay periods after the current one for which a record is taken (domain rule 10.8: none)."""
    acknowledge_business_days: int
    """Business days from a request to its acknowledgement (domain rule 10.18)."""
    decide_business_days: int
    """Business days from a request within which it should be decided (domain rule 10.18)."""
    decide_limit_business_days: int
    """Business days from a request after which an undecided one is overdue (domain rule 10.18)."""
    counselor_contact_days: int
    """Calendar days in which a person may go to a counselor after a denial (domain rule 10.18)."""
    acknowledge_notice_days: int
    """Calendar days from a person's notice of the order to the day by which they acknowledge it."""
    answer_dispute_business_days: int
    """Business days in which component HR answers somebody who disputes a day of theirs (rule 10.27)."""
    mend_finding_business_days: int
    """Business days in which a component looks at what a run has found in its data (domain rule 10.27)."""
    first_report_reminder_days: int
    """Calendar days before a component's report is due at which the component is reminded first."""
    last_report_reminder_days: int
    """Calendar days before it is due at which the component is reminded again."""
    late_report_reminder_days: int
    """Calendar days between reminders once it is late, until it is filed."""
    expiring_soon_days: int
    """Calendar days; a decision that ends within them is shown as expiring soon (domain section 7)."""
    first_expiry_reminder_days: int
    """Calendar days before a decision ends at which its person is reminded first (domain rule 10.17)."""
    second_expiry_reminder_days: int
    """Calendar days before a decision ends at which its person is reminded again."""
    last_expiry_reminder_days: int
    """Calendar days before a decision ends at which its person is reminded last."""
    distance_miles: int
    """Miles; the distance ground needs more than this (domain rule 10.22). See `is_beyond_distance`."""
    distance_test: DistanceTest
    """From where to where that distance is measured: the one test that decides (domain section 1.7)."""
    relocation_miles: int
    """Miles a new station must be further from home than the old one. See `is_relocation`."""
    worksite_days_per_period: int
    """Days in a pay period at the duty station by the schedule, below which the official worksite may be
    another place (domain rule 10.23). See `asks_for_worksite`."""
    frequent_telework_days: int
    """Telework days in a pay period, on average, from which telework is frequent (domain rule 10.9)."""
    regular_telework_days: int
    """Telework days in a pay period, on average, from which it is regular (domain rule 10.9)."""
    monthly_telework_periods: int
    """Pay periods in which at least one telework day, on average, is once a month (domain rule 10.9)."""
    situational_pattern_weeks: int
    """Weeks with situational telework on one weekday, from which that is a pattern (domain rule 10.28)."""
    situational_pattern_window_weeks: int
    """Weeks up to the end of the last closed pay period in which those are counted (domain rule 10.28)."""

    @property
    def calendar(self) -> PayCalendar:
        """The pay periods of the order."""
        return PayCalendar(anchor=self.pay_period_anchor, days=self.pay_period_days)

    def is_beyond_distance(self, miles: Decimal | Fraction | int) -> bool:
        """Whether a distance is *more than* the limit: exactly 50.0 miles is not more than 50."""
        return miles > self.distance_miles

    def is_relocation(self, *, old_miles: Decimal, new_miles: Decimal) -> bool:
        """Whether a new station is *at least* so much further from the same home: 3 miles, then 53."""
        return new_miles - old_miles >= self.relocation_miles

    def asks_for_worksite(self, in_person_days: int) -> bool:
        """Whether a schedule has *fewer* days of a pay period at the duty station than asked."""
        return in_person_days < self.worksite_days_per_period

    def is_too_small_to_publish(self, people: int) -> bool:
        """Whether a count on protected grounds could point at a person. Nobody at all points at nobody."""
        return 0 < people < self.smallest_published_count


Days = DatedRule[Annotated[int, whole(1, 366)], Literal["calendar days"]]
BusinessDays = DatedRule[Annotated[int, whole(1, 260)], Literal["business days"]]
Periods = DatedRule[Annotated[int, whole(0, 260)], Literal["pay periods"]]
TeleworkDays = DatedRule[Annotated[int, whole(1, 28)], Literal["telework days"]]
Weeks = DatedRule[Annotated[int, whole(1, 52)], Literal["weeks"]]
Miles = DatedRule[Annotated[int, whole(1, 1000)], Literal["miles"]]


@dataclass(frozen=True, config=STRICT)
class RuleBook:
    """Every rule of one order with its dated values. The names are those of `Rules`.

    The unit is part of the rule: a file that gives weeks where days are asked for is refused, since
    the number alone would be taken.
    """

    pay_period_anchor: DatedRule[NearDay, Literal["first day of a pay period"]]
    # A week to four: every period holds weekdays, and two digits number the periods of a year.
    pay_period_days: DatedRule[Annotated[int, whole(7, 28)], Literal["calendar days"]]
    provisional_limit: DatedRule[Share, Literal["share of hours"]]
    longest_stay_hours: DatedRule[Annotated[int, whole(1, 168)], Literal["hours"]]
    utilisation_sqft_per_person: DatedRule[Annotated[int, whole(1, 10_000)], Literal["usable square feet"]]
    utilisation_target: DatedRule[Share, Literal["share of capacity"]]
    statute_week_minutes: DatedRule[Annotated[int, whole(1, 10_080)], Literal["minutes per week"]]
    statute_window_months: DatedRule[Annotated[int, whole(1, 24)], Literal["months"]]
    least_evidence_coverage: DatedRule[Share, Literal["share of claimed days"]]
    smallest_published_count: DatedRule[Annotated[int, whole(1, 1000)], Literal["people"]]
    correction_periods_back: Periods
    late_original_periods_back: Periods
    periods_ahead: Periods
    acknowledge_business_days: BusinessDays
    decide_business_days: BusinessDays
    decide_limit_business_days: BusinessDays
    counselor_contact_days: Days
    acknowledge_notice_days: Days
    answer_dispute_business_days: BusinessDays
    mend_finding_business_days: BusinessDays
    first_report_reminder_days: Days
    last_report_reminder_days: Days
    late_report_reminder_days: Days
    expiring_soon_days: Days
    first_expiry_reminder_days: Days
    second_expiry_reminder_days: Days
    last_expiry_reminder_days: Days
    distance_miles: Miles
    distance_test: DatedRule[DistanceEnds, Literal["ends of a distance"]]
    relocation_miles: Miles
    worksite_days_per_period: DatedRule[Annotated[int, whole(1, 28)], Literal["in-person days"]]
    frequent_telework_days: TeleworkDays
    regular_telework_days: TeleworkDays
    monthly_telework_periods: DatedRule[Annotated[int, whole(1, 26)], Literal["pay periods"]]
    situational_pattern_weeks: Weeks
    situational_pattern_window_weeks: Weeks


RULE_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Rules))
"""Every rule an order must state, in the order in which it is shown."""


def rule(book: RuleBook, name: str) -> DatedRule[Any, Any]:
    """One rule by name. Raises KeyError for a name that is no rule."""
    if name not in RULE_NAMES:
        raise KeyError(name)
    found: DatedRule[Any, Any] = getattr(book, name)
    return found
