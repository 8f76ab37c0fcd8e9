"""What is wrong with a directive file is said with file, line, key and what to do."""

from __future__ import annotations

import pytest
from tests.directives.example_text import EXAMPLE, changed, line_of, loaded, refusal

FIRST_LIMIT = "        value: 0.05\n"
SECOND_LIMIT = "        value: 0.03\n"
SECOND_CLAUSE = "        clause: Order 7, annex A, after the first half year\n"
STAY = "        value: 16\n"
ENDS = "        value: home to agency_office\n"
TEST = "rules.distance_test"


def test_the_unchanged_example_is_accepted() -> None:
    assert loaded(EXAMPLE).title == "Three days together"


WRONG_KEYS_AND_VALUES = [
    (
        "title: Three days together\n",
        "titel: Three days together\n",
        "titel",
        "titel",
        "Perhaps title is meant",
    ),
    ("  longest_stay_hours:\n", "  longest_stay:\n", "longest_stay", "rules.longest_stay", "not a key"),
    ("format: 1", "format: 2", "format: 2", "format", "expected '1', found '2'"),
    ("issued_on: 2026-03-02", "issued_on: 02.03.2026", "issued_on", "issued_on", "Write it as YYYY-MM-DD"),
    ("issued_on: 2026-03-02", "issued_on: 2026-02-30", "issued_on", "issued_on", "day of the calendar"),
    ("issued_on: 2026-03-02", "issued_on: 9999-12-31", "issued_on", "issued_on", "year from 1900 to 2199"),
    ("days_per_week: 3", "days_per_week: three", "days_per_week", "presence.days_per_week", "from 1 to 7"),
    ("delegable: yes", "delegable: true", "delegable", "situational_telework.delegable", "Write yes or no"),
    ("[supervisor]", "[boss]", "[boss]", "situational_telework.decided_by[1]", "found 'boss'"),
    ("[supervisor]", "supervisor", "decided_by", "situational_telework.decided_by", "expected a list"),
    ("field]\n  says", "remote]\n  says", "places", "duty_station.places", "List these three"),
    ("unit: months", "unit: weeks", "unit: weeks", "rules.statute_window_months.unit", "expected 'months'"),
    (
        "criterion: waiting_longest",
        "criterion: seniority",
        "seniority",
        "seat_order[2].criterion",
        "'waiting_longest', 'expected_first' or 'ends_first', found 'seniority'",
    ),
    (
        "criterion: waiting_longest",
        "criterion: expected_first",
        "criterion: expected_first\n    says: Of those",
        "seat_order[2].criterion",
        "expected_first decides twice. Keep the first of the two",
    ),
    (STAY, "        value: 0x10\n", "0x10", "rules.longest_stay_hours.values[1].value", "digits only"),
    (
        FIRST_LIMIT,
        "        value: 5\n",
        "value: 5\n",
        "rules.provisional_limit.values[1].value",
        "2 % as 0.02",
    ),
    (ENDS, "        value: home\n", "value: home\n", f"{TEST}.values[1].value", "then to, then one of"),
    (ENDS, "        value: home to moon\n", "to moon", f"{TEST}.values[1].value", "found 'home to moon'"),
    (
        ENDS,
        "        value: duty_station to own_station\n",
        "to own_station",
        f"{TEST}.values[1].value",
        "Write home to own_station",
    ),
    (
        "covers: [sealed_documents]",
        "covers: [diagnoses]",
        "diagnoses",
        "retention.sealed-papers.covers[1]",
        "found 'diagnoses'",
    ),
    (
        "covers: [open_documents, requests]",
        "covers: [open_documents, sealed_documents]",
        "open_documents, sealed",
        "retention.files.covers[2]",
        "covered by sealed-papers already",
    ),
    (
        "counted_from: report_filed",
        "counted_from: person_left",
        "counted_from: person_left",
        "retention.reports.counted_from",
        "Count them from report_filed",
    ),
    (
        "          value: 7\n",
        "          value: 0\n",
        "          value: 0\n",
        "retention.reports.kept.values[1].value",
        "from 1 to 100",
    ),
    ("printed: 88.5", "printed: 888", "printed", "cited_figures.vessels-2025.printed", "from 0 to 100"),
]


@pytest.mark.parametrize(("old", "new", "where", "key", "words"), WRONG_KEYS_AND_VALUES)
def test_a_wrong_key_or_value_is_named_with_its_line(
    old: str, new: str, where: str, key: str, words: str
) -> None:
    text = changed(old, new)
    message = refusal(text)
    assert message.startswith(f"our-order.yaml, line {line_of(text, where)}, key {key}: ")
    assert words in message


def test_a_gap_between_two_values_is_refused() -> None:
    text = changed(FIRST_LIMIT, FIRST_LIMIT + "        last_day: 2026-08-30\n")
    assert refusal(text) == (
        f"our-order.yaml, line {line_of(text, 'last_day')}, key rules.provisional_limit.values[1].last_day: "
        "2026-08-30 leaves a gap before the next value, which holds from 2026-09-01. "
        "Write 2026-08-31, or leave last_day out."
    )


def test_an_overlap_of_two_values_is_refused() -> None:
    text = changed(FIRST_LIMIT, FIRST_LIMIT + "        last_day: 2026-09-01\n")
    assert "2026-09-01 overlaps the next value" in refusal(text)


def test_the_day_before_the_next_value_is_neither_gap_nor_overlap() -> None:
    loaded(changed(FIRST_LIMIT, FIRST_LIMIT + "        last_day: 2026-08-31\n"))


def test_a_last_value_that_ends_is_refused() -> None:
    text = changed(SECOND_LIMIT, SECOND_LIMIT + "        last_day: 2026-12-31\n")
    assert "the days after 2026-12-31 have no value" in refusal(text)


def test_two_values_from_the_same_day_are_refused() -> None:
    text = changed("first_day: 2026-09-01", "first_day: 0001-01-01")
    assert "values[2].first_day: 0001-01-01 does not come after 0001-01-01" in refusal(text)


@pytest.mark.parametrize("clause", ["", "        clause:\n", '        clause: "  "\n'])
def test_a_value_without_clause_is_refused(clause: str) -> None:
    message = refusal(changed(SECOND_CLAUSE, clause))
    assert "key rules.provisional_limit.values[2].clause: " in message
    assert "Add it" in message or "Write the value behind the colon" in message


def test_a_source_that_is_not_listed_is_refused() -> None:
    text = changed(SECOND_CLAUSE + "        source: order\n", SECOND_CLAUSE + "        source: ordre\n")
    assert refusal(text) == (
        f"our-order.yaml, line {line_of(text, 'ordre')}, key rules.provisional_limit.values[2].source: "
        "no source is called 'ordre'. Add it under sources, or name one of: order, letter."
    )


def test_a_reading_with_a_source_that_is_not_listed_is_refused() -> None:
    assert "no source is called 'radio'" in refusal(changed("sources: [order]", "sources: [order, radio]"))


def test_a_key_given_twice_is_refused() -> None:
    text = changed(STAY, STAY + "        value: 17\n")
    message = refusal(text)
    assert message.startswith(f"our-order.yaml, line {line_of(text, 'value: 17')}, key ")
    assert "rules.longest_stay_hours.values[1].value: is given twice. Keep one of the two." in message


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        ("title: &name Three days together", "anchors and aliases"),
        ("title: *name", "anchors and aliases"),
        ("title: !!str Three days together", "tags (!)"),
    ],
)
def test_what_hides_a_value_from_the_reader_is_refused(hidden: str, words: str) -> None:
    text = changed("title: Three days together", hidden)
    assert refusal(text).startswith(f"our-order.yaml, line {line_of(text, hidden)}: {words}")


def test_a_merge_key_is_an_unknown_key() -> None:
    assert "is not a key that is known here" in refusal(EXAMPLE + "<<: {a: b}\n")


def test_a_missing_rule_and_a_missing_ground_are_named() -> None:
    rule_at, next_rule = EXAMPLE.index("  distance_miles:\n"), EXAMPLE.index("  relocation_miles:\n")
    assert "rules.distance_miles: is missing" in refusal(EXAMPLE[:rule_at] + EXAMPLE[next_rule:])
    ground_at, next_ground = EXAMPLE.index("  overseas:\n"), EXAMPLE.index("  equipment:\n")
    assert "the ground overseas is missing" in refusal(EXAMPLE[:ground_at] + EXAMPLE[next_ground:])


def test_sealed_evidence_cannot_be_unsealed_by_an_order() -> None:
    message = refusal(changed("    protected: yes", "    protected: no"))
    assert "key grounds.disability.protected: an order cannot unseal evidence" in message


def test_an_obligation_has_one_clock_and_one_is_the_report() -> None:
    clock = "    within_calendar_days: 45\n"
    assert "needs exactly one clock" in refusal(changed(clock, ""))
    assert "needs exactly one clock" in refusal(changed(clock, clock + "    due: 2026-04-16\n"))
    assert "exactly one obligation" in refusal(changed("    component_report: yes\n", ""))


def test_two_general_routes_and_a_decider_who_is_never_asked_are_refused() -> None:
    assert "exactly one route must be without a component" in refusal(
        changed("component: VESSELS\n        ", "")
    )
    contradiction = changed("never_asked: [supervisor]", "never_asked: [accommodation_specialist]")
    assert "accommodation_specialist decides and is never asked" in refusal(contradiction)


def test_how_many_further_problems_there_are_is_said() -> None:
    both = changed("format: 1", "format: 2").replace("unit: months", "unit: weeks")
    assert refusal(both).endswith("(1 further problem after this one).")


NO_DIRECTIVE = [
    (b"", "holds no directive"),
    (b"- 1\n", "holds no directive"),
    ("title: é".encode("utf-16"), "is not UTF-8 text"),
    (b"ok: 1\nbad: \xff\n", "line 2: is not UTF-8 text"),
    (b"a: [\n", "line 2: is not YAML here"),
    (b"a: \x00b", "is not YAML"),
    (b"a: b\n---\nc: d\n", "line 2: a second document begins"),
    (b"? [a]\n: b\n", "a key must be one word"),
    (b"a: " + b"[" * 100, "is nested too deeply"),
    (b"# " + b"x" * 1_000_000, "is larger than 1,000,000 bytes"),
]


@pytest.mark.parametrize(("raw", "words"), NO_DIRECTIVE)
def test_what_is_no_directive_at_all_is_refused(raw: bytes, words: str) -> None:
    message = refusal(raw)
    assert message.startswith("our-order.yaml")
    assert words in message


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert loaded("\ufeff" + EXAMPLE.replace("\n", "\r\n")).order == loaded(EXAMPLE).order


@pytest.mark.parametrize("braces", ["{counsel}", "{}", "{counselor_contact_days:>9}", "{", "counselor}"])
def test_a_right_after_a_denial_that_names_no_rule_is_refused(braces: str) -> None:
    text = EXAMPLE.replace("{counselor_contact_days}", braces)
    message = refusal(text)
    place = (
        f"our-order.yaml, line {line_of(text, 'counselor within')}, key denial_rights[2].says: braces hold"
    )
    assert message.startswith(place)
    assert message.endswith("Write the name of a rule in braces, or none.")
