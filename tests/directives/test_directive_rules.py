"""Limits are compared exactly, on the side that the contract and the law name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.directives.example_text import changed, loaded

from dutystation.directives.load import load_directive
from dutystation.directives.rules import RULE_NAMES, Rules, rule
from dutystation.terms.errors import UnusableDirective
from dutystation.terms.share import is_provisional


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_directive("dhs-2025").rules_on(date(2025, 2, 19))


def test_a_figure_is_provisional_above_the_limit_and_not_at_it(rules: Rules) -> None:
    assert not is_provisional(20, 1_000, rules.provisional_limit)
    assert is_provisional(21, 1_000, rules.provisional_limit)
    assert not is_provisional(2 * 10**15, 10**17, rules.provisional_limit)
    assert is_provisional(
        2 * 10**15 + 1, 10**17, rules.provisional_limit
    )  # a double could not tell the two apart
    assert not is_provisional(0, 0, rules.provisional_limit)


def test_exactly_50_miles_is_not_more_than_50(rules: Rules) -> None:
    assert not rules.is_beyond_distance(Decimal("50.0"))
    assert rules.is_beyond_distance(Decimal("50.1"))


def test_a_relocation_is_at_least_50_miles_further_from_the_same_home(rules: Rules) -> None:
    assert rules.is_relocation(old_miles=Decimal(3), new_miles=Decimal(53))
    assert not rules.is_relocation(old_miles=Decimal(3), new_miles=Decimal("52.9"))


@pytest.mark.parametrize(
    ("name", "written"),
    [("dhs-2025", "duty_station to department_facility"), ("example-hybrid", "home to agency_office")],
)
def test_each_order_says_which_of_the_50_mile_tests_decides(name: str, written: str) -> None:
    test = load_directive(name).rules_on(date(2025, 2, 19)).distance_test
    start, reference = written.split(" to ")
    assert (test.start, test.reference, str(test)) == (start, reference, written)


def test_two_days_in_a_pay_period_keep_the_official_worksite_and_one_asks(rules: Rules) -> None:
    assert [rules.asks_for_worksite(days) for days in (0, 1, 2, 10)] == [True, True, False, False]


def test_counts_from_1_to_9_on_sealed_grounds_are_too_small_to_publish(rules: Rules) -> None:
    assert [people for people in range(12) if rules.is_too_small_to_publish(people)] == list(range(1, 10))


def test_pay_periods_follow_the_anchor_in_both_directions(rules: Rules) -> None:
    labels = [rules.calendar.period_of(day).label for day in (date(2025, 1, 11), date(2025, 1, 12))]
    assert labels == ["2024-26", "2025-01"]


def test_a_day_before_the_first_value_is_refused_with_rule_and_day() -> None:
    late = loaded(changed("first_day: 0001-01-01", "first_day: 2025-01-01"))
    assert late.measurable_from == date(2025, 1, 1)
    late.rules_on(date(2025, 1, 1))
    with pytest.raises(UnusableDirective, match="pay_period_anchor has no value on 2024-12-31"):
        late.rules_on(date(2024, 12, 31))


def test_every_rule_is_found_by_name_and_nothing_else_is() -> None:
    order = load_directive("dhs-2025").order
    for name in RULE_NAMES:
        assert rule(order.rules, name).values
    with pytest.raises(KeyError):
        rule(order.rules, "calendar")
