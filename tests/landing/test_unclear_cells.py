"""Cells of a workbook that only look empty are told: errors, formulas without a value, merged cells."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.landing.exports import NOTE, WHO, faults, refused, rows, staged
from tests.landing.test_export_layouts import workbook

from dutystation.landing.export_layout import SheetLayout, WantedColumn

CALCULATE = "a formula without a value: let a spreadsheet program calculate the workbook and save it"


def sheet_of(*cells: tuple[Any, ...]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in cells:
        sheet.append(row)
    return book, sheet


def saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "export.xlsx"
    book.save(path)
    return path


def with_cell(path: Path, old: str, new: str) -> Path:
    """The same workbook with a piece of its sheet's XML replaced."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert parts[sheet].count(old.encode()) == 1
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return path


def test_errors_and_formulas_without_a_value_mark_their_rows(tmp_path: Path) -> None:
    book, sheet = sheet_of(
        ("Badge", "Other", "Note"), ("1", "x", "#N/A"), ("2", "#REF!", "a"), ("=1+1", "x", "#DIV/0!")
    )
    sheet["A6"] = "=VLOOKUP(A1,B1:B2,2)"  # nothing else stands in that row, and there are no values below
    sheet["B7"] = "=1+1"  # in a column that is not read: no record
    assert faults(saved(book, tmp_path), SheetLayout()) == {
        2: "the cell in column C holds the error #N/A: correct it in the workbook",
        4: f"the cell in column A holds {CALCULATE}",
        6: f"the cell in column A holds {CALCULATE}",
    }
    assert staged(tmp_path / "export.xlsx", SheetLayout()).rows == 4


def test_without_a_header_the_first_row_may_be_unclear(tmp_path: Path) -> None:
    book, _ = sheet_of(("=1+1", "=1+2"), ("1", "a"))
    wanted = (WantedColumn("who", place=1), WantedColumn("note", place=2))
    assert list(faults(saved(book, tmp_path), SheetLayout(header=False), *wanted)) == [1]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B2" t="str"><f>IF(A2="","x","")</f><v></v></c>', None),  # its value is an empty text
        ('<c r="B2" t="str"><f>A2</f><v>7</v></c>', "7"),
        ('<c r="B2"><f>A2</f><v>0</v></c>', "0"),
        ("<c><f>A2</f><v>7</v></c>", "7"),
        ('<c r="B2" t="inlineStr"><is><t>t="e"</t></is></c>', 't="e"'),
    ],
)
def test_formulas_with_a_value_are_read(tmp_path: Path, cell: str, value: str | None) -> None:
    path = saved(sheet_of(("Badge", "Note"), ("1", 99))[0], tmp_path)
    path = with_cell(path, '<c r="B2" t="n"><v>99</v></c>', cell)
    assert rows(path, SheetLayout()) == [{"who": "1", "note": value, "line": 2}]


def test_formulas_whose_value_is_missing_are_told_however_they_are_written(tmp_path: Path) -> None:
    for cell in (
        '<c r="B2" t="str"><f>A2</f></c>',
        '<c><f t="shared" si="0"/></c>',
        '<c r="B2"><f>A2</f><v/></c>',
    ):
        path = saved(sheet_of(("Badge", "Note"), ("1", 99))[0], tmp_path)
        path = with_cell(path, '<c r="B2" t="n"><v>99</v></c>', cell)
        assert faults(path, SheetLayout()) == {2: f"the cell in column B holds {CALCULATE}"}


@pytest.mark.parametrize(
    ("merged", "told"),
    [
        ("A2:A3", "export.xlsx, line 2, column who: the cells A2 to A3 are merged. Unmerge them"),
        ("A3:C3", "export.xlsx, line 3, column who: the cells A3 to C3 are merged"),
        ("C1:C2", "export.xlsx, line 2, column note: the cells C1 to C2 are merged"),
    ],
)
def test_merged_cells_that_are_read_are_refused(tmp_path: Path, merged: str, told: str) -> None:
    book, sheet = sheet_of(("Badge", "Other", "Note"), ("1", "x", "a"), ("2", "x", "b"))
    sheet.merge_cells(merged)
    assert refused(saved(book, tmp_path), SheetLayout()).startswith(told)


def test_merged_cells_that_are_not_read_do_no_harm(tmp_path: Path) -> None:
    book, sheet = sheet_of(("Report",), (), ("Badge", "Other", "Note"), ("1", "x", "a"), ("2", "y", "b"))
    for merged in ("A1:C1", "B4:B5", "A9:C9"):
        sheet.merge_cells(merged)
    assert len(rows(saved(book, tmp_path), SheetLayout(skip_lines=2))) == 2


def test_only_the_sheet_that_is_read_is_looked_through(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Hidden"]["B5"] = "#N/A"
    book.create_sheet("First", 0)["C5"] = "=1+1"
    book.save(path)
    layout = SheetLayout("Roster", skip_lines=2)
    assert len(rows(path, layout)) == 5
    book["Roster"]["C5"] = "#N/A"
    book.save(path)
    assert list(faults(path, layout)) == [5]


CALC = "urn:org:documentfoundation:names:experimental:calc"
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"
 xmlns:text="{OFFICE}:text:1.0" xmlns:calcext="{CALC}:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="Staff">ROWS</table:table></office:spreadsheet>
</office:body></office:document-content>"""
EMPTY, ERROR = (
    "<table:table-cell/>",
    (
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    ),
)


def ods(folder: Path, *lines: str) -> Path:
    path = folder / "export.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", ODS.replace("ROWS", "".join(map(line, lines))))
    return path


def line(cells: str) -> str:
    whole = cells.startswith("<table:table-row")
    return cells if whole else f"<table:table-row>{cells}</table:table-row>"


def word(text: str, more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" calcext:value-type="string" {more}>'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_cells_of_open_documents_are_told_too(tmp_path: Path) -> None:
    blanks = '<table:table-row table:number-rows-repeated="3">' + EMPTY + "</table:table-row>"
    formula = '<table:table-cell table:formula="of:=[.B1]"/>'
    path = ods(
        tmp_path,
        blanks,
        EMPTY + word("Badge") + word("Note"),
        EMPTY + word("1") + ERROR,
        EMPTY + word("2") + formula,
        EMPTY + word("3") + word("a"),
    )
    assert faults(path, SheetLayout()) == {
        5: "the cell in column C holds the error #N/A: correct it in the workbook",
        6: f"the cell in column C holds {CALCULATE}",
    }
    spanned = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    path = ods(
        tmp_path,
        word("Badge") + word("Note"),
        word("1") + word("a", spanned),
        word("2") + "<table:covered-table-cell/>",
    )
    assert refused(path, SheetLayout()).startswith(
        "export.ods, line 2, column note: the cells B2 to B3 are merged"
    )


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = saved(sheet_of(("Badge", "Note"), ("1", "=1"))[0], tmp_path)
    path = with_cell(path, "<worksheet ", "<!DOCTYPE worksheet><worksheet ")
    assert "cannot be looked through for errors and formulas" in refused(path, SheetLayout(), WHO, NOTE)
