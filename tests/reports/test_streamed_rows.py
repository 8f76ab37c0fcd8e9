"""Rows as the XML of a sheet, to the character: which cells there are, and as what."""

from __future__ import annotations

from datetime import date

import pytest

from dutystation.reports import streamed_rows
from dutystation.reports.streamed_rows import RowXml
from dutystation.terms.figure import Variant


def texts(*cells: tuple[str, str]) -> str:
    return "".join(f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>' for place, text in cells)


def test_a_row_has_numbers_days_and_texts_with_the_formats_of_their_columns() -> None:
    xml = RowXml((' s="1"', "", ' s="2"', ' s="3"'))
    assert xml.of(7, ("A & <b>", 0, 1 / 3, date(2025, 1, 1))) == (
        '<row r="7"><c r="A7" s="1" t="inlineStr"><is><t>A &amp; &lt;b&gt;</t></is></c>'
        '<c r="B7"><v>0</v></c><c r="C7" s="2"><v>0.3333333333333333</v></c>'
        '<c r="D7" s="3"><v>45658</v></c></row>'
    )


def test_nothing_leaves_no_cell_and_moves_no_other() -> None:
    assert RowXml().of(2, (None, "", "x", None, 5)) == (
        f'<row r="2">{texts(("C2", "x"))}<c r="E2"><v>5</v></c></row>'
    )


def test_a_text_that_comes_again_stands_in_its_own_row_and_column() -> None:
    xml = RowXml()
    assert xml.of(2, ("x", "x")) == f'<row r="2">{texts(("A2", "x"), ("B2", "x"))}</row>'
    assert xml.of(13, ("x", "y")) == f'<row r="13">{texts(("A13", "x"), ("B13", "y"))}</row>'


def test_numbers_that_are_equal_keep_their_own_digits() -> None:
    xml = RowXml()
    rows = [(0,), (0.0,), (-0.0,), (1.0,), (1,), (10**15,), (float(10**15),)]
    assert [xml.of(1, cells).removeprefix('<row r="1">').removesuffix("</row>") for cells in rows] == [
        *(f'<c r="A1"><v>{digits}</v></c>' for digits in ("0", "0.0", "-0.0", "1.0", "1")),
        texts(("A1", "1000000000000000")),
        texts(("A1", "1000000000000000.0")),
    ]


def test_the_sign_that_stands_for_the_row_is_no_text() -> None:
    assert (
        RowXml().of(3, ("a\0b", Variant.TOTAL)) == f'<row r="3">{texts(("A3", "a�b"), ("B3", "total"))}</row>'
    )


def test_more_texts_than_are_kept_are_all_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamed_rows, "_TEXTS_KEPT", 2)
    xml = RowXml()
    for text in ("a", "b", "c", "a", "c"):
        assert xml.of(1, (text,)) == f'<row r="1">{texts(("A1", text))}</row>'
