"""An order in plain words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.directives.example_text import changed, loaded

from dutystation.directives.describe import (
    WIDTH,
    ShippedDirective,
    checked,
    decider_words,
    describe,
    shipped_list,
    value_words,
)
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.directives.rules import RULE_NAMES
from dutystation.terms.distance import DistanceFrom, DistanceTest, ReferenceSet
from dutystation.terms.ground import Ground

DHS = load_directive("dhs-2025")
AS_OF = date(2025, 2, 10)


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", shipped_directives())
def test_nothing_of_an_order_is_left_out(name: str) -> None:
    directive = load_directive(name)
    text = one_line(describe(directive, as_of=AS_OF))
    order = directive.order
    said = [
        order.title,
        order.summary,
        order.policy_sentence,
        order.authority.who,
        order.higher_authority.who,
    ]
    said += [order.scope.says, order.presence.says, order.duty_station.says, order.situational_telework.says]
    said += [clause.says for clause in order.populations.values()]
    said += [owed.says for owed in directive.obligations.values()]
    said += [ground.value for ground in Ground] + list(RULE_NAMES)
    for stated in directive.grounds.values():
        said += [stated.label, stated.says, *(document.says for document in stated.documents)]
        said += [decider_words(route) for route in stated.routes]
    said += [f"{number}. {one.criterion}" for number, one in enumerate(order.seat_order, start=1)]
    said += [one.says for one in order.seat_order] + ["is drawn, with a seed that is recorded"]
    said += [cited.sentence() for cited in directive.cited_figures.values()]
    said += [each.says for each in order.series_breaks]
    for item in order.retention.values():
        said += [item.title, item.schedule_item, item.kept.says]
        said += [value_words(dated.value, item.kept.unit) for dated in item.kept.values]
    said += [source.where for source in order.sources.values()] + [directive.sha256]
    assert [part for part in said if part not in text] == []


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        (date(2025, 2, 10), "9 days away on 2025-02-10"),
        (date(2025, 2, 18), "1 day away on 2025-02-18"),
        (date(2025, 2, 19), "that is the as-of date"),
        (date(2025, 2, 21), "2 days past on 2025-02-21"),
    ],
)
def test_a_due_day_is_given_with_its_weekday_and_how_far_it_is(as_of: date, words: str) -> None:
    text = one_line(describe(DHS, as_of=as_of))
    assert f"Wednesday, 2025-02-19, 30 calendar days after the day of issue; {words}" in text


def test_the_value_in_force_is_shown_and_the_other_beside_it() -> None:
    hybrid = load_directive("example-hybrid")
    before = one_line(describe(hybrid, as_of=date(2026, 8, 31)))
    after = one_line(describe(hybrid, as_of=date(2026, 9, 1)))
    assert "provisional_limit: 5 % of hours" in before
    assert "Otherwise: 3 % of hours from 2026-09-01" in before
    assert "provisional_limit: 3 % of hours" in after
    assert "Otherwise: 5 % of hours before that" in after


def test_a_rule_without_a_value_on_the_day_is_shown_as_such() -> None:
    late = loaded(changed("first_day: 0001-01-01", "first_day: 2025-06-01"))
    assert "pay_period_anchor: no value yet on 2025-02-10" in describe(late, as_of=AS_OF)
    assert "every day from 2025-06-01" in checked(late)


def test_lines_fit_the_width() -> None:
    lines = describe(DHS, as_of=AS_OF).splitlines()
    assert [line for line in lines if len(line) > WIDTH] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Fraction(1, 50), "share of hours", "2 % of hours"),
        (Fraction(125, 10_000), "share of hours", "1.25 % of hours"),
        (Fraction(1), "share of capacity", "100 % of capacity"),
        (2400, "minutes per week", "2,400 minutes per week"),
        (1, "months", "1 month"),
        (date(2025, 1, 12), "first day of a pay period", "2025-01-12"),
        (
            DistanceTest(DistanceFrom.HOME, ReferenceSet.OWN_STATION),
            "ends of a distance",
            "from home to the person's own duty station",
        ),
    ],
)
def test_a_value_is_written_as_people_say_it(value: object, unit: str, words: str) -> None:
    assert value_words(value, unit) == words


def test_the_list_gives_name_title_and_day_of_issue() -> None:
    assert shipped_list()[0] == ShippedDirective(
        "dhs-2025", "DHS return to in-person work, 2025", date(2025, 1, 20)
    )


def test_check_says_what_the_file_holds() -> None:
    assert checked(DHS) == (
        "dhs-2025 can be used: DHS return to in-person work, 2025, issued on 2025-01-20, 36 rules with a "
        f"value for every day, 14 grounds, 3 obligations, 3 cited figures, 6 retention items. "
        f"sha256 {DHS.sha256}"
    )
