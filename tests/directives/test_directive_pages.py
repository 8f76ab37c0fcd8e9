"""The pages on orders say what the files say, and their worked examples are worked here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.directives.example_text import EXAMPLE, changed, loaded, refusal
from tests.house_rules.pages import table

from dutystation.directives.cited_figures import Measured
from dutystation.directives.complaints import keys_of
from dutystation.directives.describe import decider_words, shipped_list, term_words, value_words
from dutystation.directives.directive import Directive, Order
from dutystation.directives.grounds import Role
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.directives.outline import DIRECTIVE_FILE
from dutystation.directives.rules import RULE_NAMES, RuleBook, rule
from dutystation.directives.seat_order import SeatCriterion
from dutystation.directives.values import Mark
from dutystation.terms.distance import DistanceFrom, ReferenceSet
from dutystation.terms.ground import Ground
from dutystation.terms.retention import KeptFrom, RecordKind
from dutystation.terms.share import is_provisional

REPOSITORY = Path(__file__).parents[2]
PAGES = REPOSITORY / "docs" / "directives"


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(params=shipped_directives())
def directive(request: pytest.FixtureRequest) -> Directive:
    return load_directive(request.param)


def test_the_rule_table_is_the_rules_of_the_file(directive: Directive) -> None:
    expected = []
    for name in RULE_NAMES:
        stated = rule(directive.order.rules, name)
        for dated in stated.values:
            since = "always" if dated.first_day == date.min else str(dated.first_day)
            expected.append((f"`{name}`", value_words(dated.value, stated.unit), since, dated.clause))
    assert table(page(directive.name), "rule", "value", "from", "clause") == expected


def test_the_ground_table_is_the_grounds_of_the_file(directive: Directive) -> None:
    expected = []
    for ground, stated in directive.grounds.items():
        who = "; ".join(
            (f"{route.component}: " if route.component else "") + decider_words(route)
            for route in stated.routes
        )
        evidence = "sealed" if stated.protected else "open"
        expected.append((f"`{ground.value}`", stated.label, who, term_words(stated.term), evidence))
    header = ("ground", "in words", "decided by", "how long", "evidence")
    assert table(page(directive.name), *header) == expected


def test_the_retention_table_is_the_schedule_of_the_file(directive: Directive) -> None:
    expected = [
        (
            item.title,
            item.schedule_item,
            ", ".join(f"`{kind.value}`" for kind in item.covers),
            f"`{item.counted_from.value}`",
            value_words(dated.value, item.kept.unit),
            "always" if dated.first_day == date.min else str(dated.first_day),
            dated.clause,
        )
        for item in directive.retention.values()
        for dated in item.kept.values
    ]
    header = ("records", "schedule item", "covers", "counted from", "kept", "from", "clause")
    assert table(page(directive.name), *header) == expected


def test_obligations_policy_and_cited_figures_stand_on_the_page(directive: Directive) -> None:
    text = page(directive.name)
    expected = [
        (owed.title, owed.owed_by, str(directive.due_on(name)))
        for name, owed in directive.obligations.items()
    ]
    assert table(text, "obligation", "owed by", "due") == expected
    assert f"> {directive.order.policy_sentence}\n" in text
    for cited in directive.cited_figures.values():
        assert f"- {cited.sentence()}\n" in text


def test_the_seat_table_is_the_order_of_the_file(directive: Directive) -> None:
    stated = [(f"`{one.criterion}`", one.says, one.clause) for one in directive.order.seat_order]
    assert table(page(directive.name), "criterion", "says", "clause") == stated
    listed = table(page("write-your-own"), "criterion", "the earlier day comes first")
    assert [name.strip("`") for name, _ in listed] == list(SeatCriterion)


def test_an_order_may_leave_out_who_gets_a_seat_first() -> None:
    start, end = EXAMPLE.index("seat_order:"), EXAMPLE.index("cited_figures:")
    assert loaded(EXAMPLE[:start] + EXAMPLE[end:]).order.seat_order == ()


def test_the_due_days_are_worked(directive: Directive) -> None:
    (row,) = table(page(directive.name), "issued on", "calendar days", "due on")
    owed = directive.obligations[directive.report_obligation]
    issued_on = date.fromisoformat(row[0])
    assert (issued_on, owed.within_calendar_days) == (directive.issued_on, int(row[1]))
    assert owed.due_on(issued_on) == date.fromisoformat(row[2])


def test_the_examples_of_dhs_2025_are_worked() -> None:
    text, rules = page("dhs-2025"), load_directive("dhs-2025").rules_on(date(2025, 2, 19))
    said = {True: "yes", False: "no"}
    for unclassified, hours, answer in table(text, "unclassified", "all hours", "provisional"):
        assert said[is_provisional(int(unclassified), int(hours), rules.provisional_limit)] == answer
    for people, answer in table(text, "people", "too small"):
        assert said[rules.is_too_small_to_publish(int(people))] == answer
    for miles, answer in table(text, "miles", "beyond"):
        assert said[rules.is_beyond_distance(Decimal(miles))] == answer
    for old, new, answer in table(text, "old", "new", "relocation"):
        assert said[rules.is_relocation(old_miles=Decimal(old), new_miles=Decimal(new))] == answer
    for days, answer in table(text, "scheduled days", "worksite"):
        assert said[rules.asks_for_worksite(int(days))] == answer
    assert sum(line.endswith(("| yes |", "| no |")) for line in text.splitlines()) == 14


def test_the_limits_of_the_example_are_worked() -> None:
    hybrid = load_directive("example-hybrid")
    rows = table(page("example-hybrid"), "as-of date", "limit")
    assert len(rows) == 2
    for day, limit in rows:
        value = hybrid.rules_on(date.fromisoformat(day)).provisional_limit
        assert value_words(value, "share of hours") == limit


def test_the_first_page_lists_the_shipped_orders() -> None:
    expected = [
        (f"[`{order.name}`]({order.name}.md)", order.title, str(order.issued_on)) for order in shipped_list()
    ]
    assert table(page("index"), "name", "title", "issued on") == expected


def test_every_key_of_the_format_is_explained() -> None:
    text = page("write-your-own")
    assert (REPOSITORY / DIRECTIVE_FILE.page).is_file()
    words = {
        *keys_of(Order),
        *Ground,
        *Role,
        *Measured,
        *Mark,
        *DistanceFrom,
        *ReferenceSet,
        *RecordKind,
        *KeptFrom,
        "unit",
        "values",
    }
    assert sorted(word for word in words if f"`{word}`" not in text) == []


def test_every_rule_is_explained_with_its_unit() -> None:
    rows = table(page("write-your-own"), "rule", "unit", "what it means")
    stated = load_directive("dhs-2025").order.rules
    assert [(name, unit) for name, unit, _ in rows] == [
        (f"`{name}`", rule(stated, name).unit) for name in RULE_NAMES
    ]
    assert set(RuleBook.__dataclass_fields__) == set(RULE_NAMES)


def test_the_refusal_on_the_page_is_the_one_that_is_printed() -> None:
    without = changed("        clause: Order 7, annex A, for the first half year\n", "")
    assert refusal(without) in page("write-your-own")


def test_the_table_of_series_breaks_is_that_of_the_file(directive: Directive) -> None:
    expected = [
        (str(each.first_day), each.component or "every component", each.says, each.clause)
        for each in directive.order.series_breaks
    ]
    assert table(page(directive.name), "from", "whose hours", "what changes", "clause") == expected
