"""`dutystation explain`: one figure in plain words, and help for whoever asks for one that is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.published.example import publication, share

from dutystation.published.explain import OrderWords, explain
from dutystation.terms.errors import UnknownFigure
from dutystation.terms.figure import FigureCode
from dutystation.terms.publication import OrgUnit, Publication

WORDS = OrderWords("Hours worked in person ÷ hours worked.", "section 2 [The order; established]", "0.02")


def explained(
    code: str = "in_person_share",
    org_unit: str = "D",
    period: str = "2025-01",
    variant: str = "total",
    *,
    report: Publication | None = None,
    words: OrderWords = WORDS,
) -> str:
    return explain(
        report or publication(),
        code=code,
        org_unit=org_unit,
        period=period,
        variant=variant,
        order_words=words,
    )


def plain(text: str) -> list[str]:
    """The lines without the blanks that line them up."""
    return [" ".join(line.split()) for line in text.split("\n")]


def test_a_share_is_explained_whole() -> None:
    assert plain(explained())[:30] == [
        "in_person_share of D (Department)",
        "period 2025-01: 2025-01-12 to 2025-01-25",
        "variant total: all hours worked, all civilians and military",
        "value 0.875 (87.50 %), provisional",
        "",
        "What it measures",
        "Hours worked in person ÷ hours worked.",
        "Clause: section 2 [The order; established]",
        "",
        "How the value comes about",
        "value = numerator ÷ denominator",
        "1,260 ÷ 1,440 = 0.875 (87.50 %)",
        "numerator 1,260 minutes = 21 h 00 min: office + other_facility + field",
        "denominator 1,440 minutes = 24 h 00 min: "
        "office + other_facility + field + routine + situational + remote",
        "unclassified 132 minutes = 2 h 12 min: codes that nobody has mapped; never office",
        "low, if none of the unclassified time was worked in person:",
        "1,260 ÷ (1,440 + 132) = 0.8015267175572519 (80.15 %)",
        "high, if all of it was worked in person:",
        "(1,260 + 132) ÷ (1,440 + 132) = 0.8854961832061069 (88.55 %)",
        "status provisional: 132 ÷ 1,572 = 8.40 % is unclassified, more than the directive's limit of 0.02",
        "Numerator and denominator are sums over the unit and the 3 units below it, never a mean of shares.",
        "",
        "Minutes by place",
        "office 1,200 minutes = 20 h 00 min",
        "other_facility 0 minutes = 0 h 00 min",
        "field 60 minutes = 1 h 00 min",
        "routine 180 minutes = 3 h 00 min",
        "situational 0 minutes = 0 h 00 min",
        "remote 0 minutes = 0 h 00 min",
        "nonwork 480 minutes = 8 h 00 min, in no figure",
    ]


def test_the_rows_on_the_way_are_given_by_table_and_reason() -> None:
    lines = plain(explained())
    begin = lines.index("Rows on the way, of the whole report")
    assert lines[begin + 1 : begin + 9] == [
        "org_units 4 delivered = 4 accepted + 0 rejected + 0 excluded",
        "codes 6 delivered = 6 accepted + 0 rejected + 0 excluded",
        "roster 9 delivered = 8 accepted + 1 rejected + 0 excluded",
        "rejected as overlap: 1",
        "time_records 1,000 delivered = 900 accepted + 80 rejected + 20 excluded",
        "rejected as duplicate: 60",
        "rejected as not_a_date: 20",
        "excluded as after_as_of: 20",
    ]


def test_files_directive_and_programs_are_named_with_their_hashes() -> None:
    lines = plain(explained())
    begin = lines.index("Files")
    assert lines[begin + 1] == f"org_units: org_units.csv, 90 bytes, SHA-256 {'a' * 64}"
    assert lines[begin + 5] == f"time_records: part-1.parquet, 6,000 bytes, SHA-256 {'f' * 64}"
    assert lines[-2:] == [
        f"Directive dhs-2025, SHA-256 {'9' * 64}",
        "As of 2025-02-19, made by dutystation 1.0.0 with duckdb 2.0.1, 2025-02-19T10:00:07Z",
    ]


def test_badge_tables_are_on_the_way_of_the_badge_rate_alone() -> None:
    assert "badge_events" not in explained()
    assert "badge_events: badge_events.csv, 70 bytes" in explained("uncorroborated_rate")


def test_the_office_share_speaks_of_the_office() -> None:
    lines = plain(explained("office_share", "A", "all"))
    assert "period all: every pay period with accepted time records (1)" in lines
    assert "numerator 1,200 minutes = 20 h 00 min: office" in lines
    assert "low, if none of the unclassified time was worked at the office:" in lines


def test_a_figure_that_is_final_says_that_the_limit_is_kept() -> None:
    assert (
        "status final: 12 ÷ 1,452 = 0.83 % is unclassified, not more than the directive's limit of 0.02"
        in plain(explained(org_unit="A"))
    )


def test_only_unclassified_hours_leave_the_bounds() -> None:
    lines = plain(explained(org_unit="É"))
    assert lines[3] == "value nothing to divide, provisional"
    assert "status provisional: all hours are unclassified, so only the bounds can be said" in lines
    assert "(0 + 120) ÷ (0 + 120) = 1.0 (100.00 %)" in lines


def test_no_hours_are_said_in_words() -> None:
    report = publication()
    nothing = share("A1", "2025-01", FigureCode.IN_PERSON_SHARE, nonwork=480)
    lines = plain(explained(org_unit="A1", report=replace(report, figures=(nothing,))))
    assert "status no_hours: no hours were worked, so there is nothing to divide" in lines


def test_the_badge_rate_is_a_question_and_never_says_absent() -> None:
    text = explained("uncorroborated_rate", "A")
    lines = plain(text)
    assert "value = uncorroborated ÷ (claimed person-days − not assessable − explained)" in lines
    assert "1 ÷ 3 = 0.3333333333333333 (33.33 %)" in lines
    begin = lines.index("Claimed person-days with in-person time: 8")
    assert lines[begin + 1 : begin + 5] == [
        "corroborated 2",
        "explained 1",
        "not_assessable 4",
        "uncorroborated 1",
    ]
    assert "An uncorroborated day is a question, not a finding" in text
    assert "absent" not in text
    assert "no day can be assessed" in explained("uncorroborated_rate", "A1")


def test_a_unit_without_units_below_it_says_nothing_of_sums() -> None:
    assert "never a mean" not in explained(org_unit="A1")
    assert "the unit and the unit below it" in explained(org_unit="A")


def test_names_that_would_break_a_line_are_escaped() -> None:
    report = publication()
    units = tuple(replace(unit, name="De\npart\x1b[31m") for unit in report.org_units)
    first = explained(report=replace(report, org_units=units)).split("\n")[0]
    assert first == r"in_person_share of D ('De\npart\x1b[31m')"


def unknown(**asked: Any) -> str:
    with pytest.raises(UnknownFigure) as caught:
        explained(**asked)
    return str(caught.value)


def test_an_unknown_code_lists_the_codes_the_nearest_first() -> None:
    assert unknown(code="offices_share") == (
        "The report has no figure 'offices_share'. "
        "It has: office_share, in_person_share, uncorroborated_rate."
    )


def test_an_unknown_unit_lists_the_units_by_the_likeness_of_id_or_name() -> None:
    begin = "The report has no org unit '{}' for in_person_share. It has: "
    assert unknown(org_unit="equipe").startswith(begin.format("equipe") + "É (Équipe), ")
    assert unknown(org_unit="branch one").startswith(begin.format("branch one") + 'A1 (Branch "one"), ')
    assert unknown(org_unit="a").startswith(begin.format("a") + "A (Agency, the first), ")


def test_an_unknown_period_or_variant_lists_those_of_the_figure_asked_for() -> None:
    assert unknown(period="2025-1") == (
        "The report has no period '2025-1' for in_person_share, D. It has: 2025-01, all."
    )
    assert unknown(variant="civilian") == (
        "The report has no variant 'civilian' for in_person_share, D, 2025-01. It has: total."
    )


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    report = publication()
    names = [f"unit-{number:04d}" for number in range(500)]
    figures = tuple(replace(report.figures[0], org_unit=name) for name in names)
    units = tuple(OrgUnit(name, name, "", name) for name in names)
    with pytest.raises(UnknownFigure) as caught:
        explained(org_unit="unit-123", report=replace(report, figures=figures, org_units=units))
    assert "It has: unit-1123" not in str(caught.value)
    assert str(caught.value).endswith(" and 480 more.")
    assert str(caught.value).count("unit-0123") == 1


def test_a_report_without_figures_says_so() -> None:
    with pytest.raises(UnknownFigure, match="The report holds no figures"):
        explained(report=replace(publication(), figures=()))
