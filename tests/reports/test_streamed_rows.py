"""Rows as the XML of a sheet, to the character: which cells there are, and as what."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from dutystation.reports import streamed_rows
from dutystation.reports.streamed_rows import RowXml
from dutystation.terms.figure import Variant


def texts(*cells: tuple[str, str]) -> str:
    return "".join(f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in cells)


def written(xml: RowXml, number: int, *rows: tuple[object, ...]) -> str:
    return "".join(xml.of(number, rows))


def test_a_row_has_numbers_days_and_texts_with_the_formats_of_their_columns() -> None:
    xml = RowXml((' s="1"', "", ' s="2"', ' s="3"'))
    assert written(xml, 7, ("A & <b>", 0, 1 / 3, date(2025, 1, 1))) == (
        '<row r="7"><c r="A7" s="1" t="inlineStr"><is><t>A &amp; &lt;b&gt;</t></is></c>'
        '<c r="B7"><v>0</v></c><c r="C7" s="2"><v>0.3333333333333333</v></c>'
        '<c r="D7" s="3"><v>45658</v></c></row>'
    )


def test_nothing_leaves_no_cell_and_moves_no_other() -> None:
    assert written(RowXml(), 2, (None, "", "x", None, 5)) == (
        f'<row r="2">{texts(("C2", "x"))}<c r="E2"><v>5</v></c></row>'
    )


def test_no_rows_are_nothing() -> None:
    assert written(RowXml(), 2) == ""


def test_rows_follow_one_another_and_numbers_stand_beside_nothing_and_texts() -> None:
    assert written(RowXml(), 9, (1, 7), (None, "x"), (0.5, None)) == (
        f'<row r="9"><c r="A9"><v>1</v></c><c r="B9"><v>7</v></c></row>'
        f'<row r="10">{texts(("B10", "x"))}</row>'
        f'<row r="11"><c r="A11"><v>0.5</v></c></row>'
    )


def test_a_text_that_comes_again_stands_in_its_own_row_and_column() -> None:
    xml = RowXml()
    assert written(xml, 2, ("x", "x")) == f'<row r="2">{texts(("A2", "x"), ("B2", "x"))}</row>'
    assert written(xml, 13, ("x", "y")) == f'<row r="13">{texts(("A13", "x"), ("B13", "y"))}</row>'


def test_numbers_that_are_equal_keep_their_own_digits() -> None:
    rows = [(0,), (0.0,), (-0.0,), (1.0,), (1,)]
    digits = ["0", "0.0", "-0.0", "1.0", "1"]
    assert written(RowXml(), 1, *rows) == "".join(
        f'<row r="{at}"><c r="A{at}"><v>{each}</v></c></row>' for at, each in enumerate(digits, start=1)
    )


@pytest.mark.parametrize("number", [10**15, -(10**15), float(10**15), inf, -inf, nan, 10**400])
def test_what_a_cell_would_not_hold_to_the_last_digit_is_a_text_among_numbers(number: float) -> None:
    assert written(RowXml(), 1, (5,), (number,), (-6,)) == (
        f'<row r="1"><c r="A1"><v>5</v></c></row><row r="2">{texts(("A2", str(number)))}</row>'
        '<row r="3"><c r="A3"><v>-6</v></c></row>'
    )


def test_numbers_that_only_their_sum_is_too_large_for_stay_numbers() -> None:
    assert written(RowXml(), 1, (10**15 - 1,), (10**15 - 1,)) == (
        '<row r="1"><c r="A1"><v>999999999999999</v></c></row>'
        '<row r="2"><c r="A2"><v>999999999999999</v></c></row>'
    )


def test_the_sign_that_stands_for_the_row_is_no_text() -> None:
    assert written(RowXml(), 3, ("a\0b", Variant.TOTAL)) == (
        f'<row r="3">{texts(("A3", "a�b"), ("B3", "total"))}</row>'
    )


def test_more_texts_than_are_kept_are_all_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed_rows, "_TEXTS_KEPT", 2)
    xml = RowXml()
    for text in ("a", "b", "c", "a", "c"):
        assert written(xml, 1, (text,)) == f'<row r="1">{texts(("A1", text))}</row>'
