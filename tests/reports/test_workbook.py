"""`report.xlsx`: numbers that are numbers, texts that stay texts, and nobody in it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook as Opened
from openpyxl.worksheet.worksheet import Worksheet
from tests.reports.invented import ORDER, bridge_line, empty, publication

from dutystation.reports.cells import CELL_CHARACTERS, CUT, plain
from dutystation.reports.consolidated import Consolidated
from dutystation.reports.sheets import add_table, new_workbook
from dutystation.reports.table import Column, Kind, Table
from dutystation.reports.workbook import tables, write_workbook
from dutystation.terms.ground import PROTECTED
from dutystation.terms.publication import OrgUnit, Publication, UnclassifiedPair


def written(tmp_path: Path, of: Publication) -> Opened:
    write_workbook(of, ORDER, tmp_path / "report.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["report.xlsx"]
    return load_workbook(tmp_path / "report.xlsx")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The workbook of the invented publication, read back once; no test changes it."""
    return written(tmp_path_factory.mktemp("sample"), publication())


def sheet_of(tmp_path: Path, table: Table, *, sheet_rows: int = 1_048_576) -> Worksheet:
    path = tmp_path / "one.xlsx"
    with new_workbook(path, title="T", subject="S", as_of=date(2025, 2, 19)) as book:
        add_table(book, "Table", table, sheet_rows=sheet_rows)
    return load_workbook(path)["Table"]


def column(sheet: Worksheet, heading: str, rows: int) -> list[object]:
    headings = [cell.value for cell in sheet[1]]
    return [sheet.cell(row, headings.index(heading) + 1).value for row in range(2, rows + 2)]


def every_text(workbook: Opened) -> Iterator[str]:
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if isinstance(cell.value, str))


def test_every_figure_is_there_as_a_number_with_a_format(sample: Opened) -> None:
    of = publication()
    sheet = sample["Every figure"]
    number = len(of.figures)
    assert number > 500
    assert column(sheet, "code", number) == [f.code.value for f in of.figures]
    assert column(sheet, "numerator (minutes or days)", number) == [f.numerator for f in of.figures]
    assert column(sheet, "denominator (minutes or days)", number) == [f.denominator for f in of.figures]
    assert column(sheet, "unclassified (minutes)", number) == [f.unclassified for f in of.figures]
    assert column(sheet, "value", number) == [pytest.approx(f.value, rel=1e-15) for f in of.figures]
    assert column(sheet, "low", number) == [pytest.approx(f.low, rel=1e-15) for f in of.figures]
    office = [f.minutes["office"] if f.minutes else None for f in of.figures]
    assert column(sheet, "office (minutes)", number) == office
    assert (sheet["F2"].number_format, sheet["F2"].data_type) == ("#,##0", "n")
    assert (sheet["I2"].number_format, sheet["I2"].data_type) == ("0.0%", "n")


def test_the_bridge_is_the_publications_with_the_own_staff_as_a_line(sample: Opened) -> None:
    of = publication()
    sheet = sample["Return bridge"]
    assert sheet["A3"].value == "own staff"
    assert [sheet.cell(3, c).value for c in range(3, 8)] == [24, 21, 1, 0, 2]
    assert [sheet.cell(2, c).value for c in range(3, 8)] == [
        of.return_bridge[0].on_rolls,
        of.return_bridge[0].returned,
        of.return_bridge[0].not_returned,
        of.return_bridge[0].not_in_duty_status,
        of.return_bridge[0].unknown,
    ]


def test_every_table_has_its_sheet_with_frozen_headings_a_filter_and_its_rows(sample: Opened) -> None:
    of = publication()
    named = tables(Consolidated(of, ORDER))
    assert sample.sheetnames == ["Report", *(name for name, _ in named)]
    for name, table in named:
        sheet, rows = sample[name], len(list(table.rows))
        assert len(name) <= 31
        assert sheet.freeze_panes == "B2"
        assert [cell.value for cell in sheet[1]] == [c.heading for c in table.columns]
        last = sheet.cell(rows + 1, len(table.columns)).coordinate
        assert sheet.auto_filter.ref == f"A1:{last}"
        notes = [row[0].value for row in sheet.iter_rows(min_row=rows + 3)]
        assert [note for note in notes if note] == list(table.notes)


def test_reasons_are_told_in_alphabetical_order_whichever_was_counted_first(sample: Opened) -> None:
    sheet = sample["Rejected and excluded"]
    told = [tuple(cell.value for cell in row[:3]) for row in sheet.iter_rows(min_row=2, max_row=7)]
    assert told[1:6] == [
        ("time_records", "rejected", "duplicate"),
        ("time_records", "rejected", "missing_value"),
        ("time_records", "rejected", "not_a_number"),
        ("time_records", "rejected", "not_on_roster"),
        ("time_records", "excluded", "after_as_of"),
    ]


def test_dates_are_dates(sample: Opened) -> None:
    sheet = sample["Shares by pay period"]
    assert (sheet["A7"].value, sheet["B7"].value) == ("2025-03", datetime(2025, 2, 9))  # noqa: DTZ001
    assert sheet["B7"].number_format == "yyyy-mm-dd"


def test_a_date_before_the_calendar_of_workbooks_is_a_text(tmp_path: Path) -> None:
    days = [(date(1, 1, 1),), (date(1900, 2, 28),), (date(1900, 3, 1),)]
    sheet = sheet_of(tmp_path, Table("T", (Column("On", Kind.DATE),), days))
    assert [sheet.cell(row, 1).data_type for row in (2, 3, 4)] == ["s", "s", "d"]
    assert sheet["A2"].value == "0001-01-01"


def test_the_front_sheet_says_order_day_headline_and_contents(sample: Opened) -> None:
    of = publication()
    front = sample.worksheets[0]
    said = {row[0].value: row[1].value for row in front.iter_rows() if row[0].value}
    assert front["A1"].value == "Department of Harbours: Return to duty station"
    assert said["As of"] == datetime(2025, 2, 19)  # noqa: DTZ001
    assert said["Policy"] == ORDER.policy_sentence
    assert said["On rolls"] == of.return_bridge[0].on_rolls
    assert said["Status period"] == "2025-02, from 26 January 2025 to 8 February 2025"
    figure = Consolidated(of, ORDER).figure("DEPT", period="2025-02")
    assert figure is not None
    assert figure.value is not None
    headline = str(said["Headline, status period 2025-02"])
    assert headline.startswith(f"{figure.value * 100:.1f}% of the department's hours worked were in person")
    links = {
        cell.value: cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink
    }
    assert links == {name: f"'{name}'!A1" for name in sample.sheetnames[1:]}


def test_a_hidden_count_is_no_number_and_is_nowhere_else(tmp_path: Path) -> None:
    bridge = (
        bridge_line("DEPT", {"medical": 7, "space": 40, "none": 31}),
        bridge_line("AIR", {"medical": 7, "space": 20, "none": 11}),
        bridge_line("BORDER", {"space": 20, "none": 20}),
    )
    workbook = written(tmp_path, replace(publication(), return_bridge=bridge))
    sheet = workbook["Reasons"]
    assert column(sheet, "Protected accommodation", 3) == ["s", "s", 0]
    assert PROTECTED not in set(every_text(workbook))
    assert not {"disability", "medical", "religious"} & set(every_text(workbook))


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    looks = [
        "=SUM(A1)",
        "+1",
        "-1",
        "@cmd",
        "{=1}",
        "http://example.org",
        "<r>&</r>",
        "_x0041_",
        " a ",
        "1e5",
    ]
    of = replace(publication(), unclassified_pairs=tuple(UnclassifiedPair(t, "", 1, 60) for t in looks))
    workbook = written(tmp_path, of)
    sheet = workbook["Unmapped codes"]
    texts = [sheet.cell(row, 1) for row in range(2, len(looks) + 2)]
    # Only mark-up of the library's own is changed: it gains a blank at the end.
    assert [unescape(str(cell.value)) for cell in texts] == [f"{t} " if t == "<r>&</r>" else t for t in looks]
    assert {cell.data_type for cell in texts} == {"s"}
    kinds = {cell.data_type for s in workbook.worksheets for row in s.iter_rows() for cell in row}
    assert "f" not in kinds


def test_characters_that_xml_forbids_are_replaced(tmp_path: Path) -> None:
    units = (OrgUnit("DEPT", "A\x00B\x0bC\ud800D\uffffE\r\nF", "", "DEPT"), *publication().org_units[1:])
    front = written(tmp_path, replace(publication(), org_units=units)).worksheets[0]
    assert front["A1"].value == "A�B�C�D�E\nF: Return to duty station"


def test_an_overlong_text_is_cut_with_a_note(tmp_path: Path) -> None:
    assert plain("a" * CELL_CHARACTERS) == "a" * CELL_CHARACTERS
    assert plain("a" * (CELL_CHARACTERS + 1)) == "a" * (CELL_CHARACTERS - len(CUT)) + CUT
    # A ship takes two of the places that a cell counts.
    ships = plain("\U0001f6a2" * 20_000)
    assert ships == "\U0001f6a2" * ((CELL_CHARACTERS - len(CUT)) // 2) + CUT
    sheet = sheet_of(tmp_path, Table("T", (Column("Text", Kind.LONG_TEXT),), [("a " * 20_000,)]))
    assert str(sheet["A2"].value).endswith(CUT)


def test_rows_that_do_not_fit_are_left_out_with_a_note(tmp_path: Path) -> None:
    table = Table(
        "T", (Column("No", Kind.COUNT), Column("Is")), ((n, "x") for n in range(20)), notes=("Note.",)
    )
    sheet = sheet_of(tmp_path, table, sheet_rows=12)
    # 12 rows hold the headings, 8 rows, an empty row, the words on the 12 left out and the note.
    assert [sheet.cell(row, 1).value for row in range(2, 11)] == [0, 1, 2, 3, 4, 5, 6, 7, None]
    assert str(sheet["A11"].value).startswith("12 rows do not fit on a sheet")
    assert sheet["A12"].value == "Note."
    assert sheet.max_row == 12


def test_a_long_table_has_every_row_with_its_formats_and_its_notes_below(tmp_path: Path) -> None:
    columns = (
        Column("Id", Kind.CODE),
        Column("No", Kind.COUNT),
        Column("Share", Kind.SHARE),
        Column("On", Kind.DATE),
        Column("Maybe", Kind.COUNT),
    )
    start = date(2025, 1, 1)
    rows = [(f"=<{n}>", n, n / 7, start + timedelta(days=n), None if n % 2 else n) for n in range(2_500)]
    table = Table("T", columns, (row for row in rows), notes=("Note.",), emphasised=1)
    sheet = sheet_of(tmp_path, table)
    read = list(sheet.iter_rows(min_row=2, max_row=2_501, values_only=True))
    at_midnight = [datetime.combine(row[3], datetime.min.time()) for row in rows]
    assert [row[0] for row in read] == [row[0] for row in rows]
    assert [row[1] for row in read] == [row[1] for row in rows]
    assert [row[2] for row in read] == [pytest.approx(row[2], rel=1e-15) for row in rows]
    assert [row[3] for row in read] == at_midnight
    assert [row[4] for row in read] == [row[4] for row in rows]
    # The last row is written by XlsxWriter, the others are not; both look the same.
    for letter in "ABCD":
        assert sheet[f"{letter}2400"].style_id == sheet[f"{letter}2501"].style_id
    assert sheet["C2400"].number_format == "0.0%"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    assert sheet["A2503"].value == "Note."
    assert (sheet.max_row, sheet.auto_filter.ref) == (2_503, "A1:E2501")


def test_a_number_that_a_cell_would_round_is_written_as_its_digits(tmp_path: Path) -> None:
    numbers = [(10**15 - 1,), (10**15,), (10**400,), (-(10**20),)]
    sheet = sheet_of(tmp_path, Table("T", (Column("No", Kind.COUNT),), numbers))
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == [
        999_999_999_999_999,
        "1000000000000000",
        "1" + "0" * 400,
        "-100000000000000000000",
    ]


def test_no_number_leaves_the_cell_empty(tmp_path: Path) -> None:
    workbook = written(tmp_path, empty())
    assert set(column(workbook["Every figure"], "value", 10)) == {None}
    assert set(column(workbook["Every figure"], "numerator (minutes or days)", 10)) == {0}
    assert "Occupancy" not in workbook.sheetnames
    assert workbook["Unmapped codes"]["A3"].value == "No rows."


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_workbook(publication(), ORDER, first)
    time.sleep(2.1)  # a ZIP archive counts in steps of two seconds
    write_workbook(publication(), ORDER, second)
    assert first.read_bytes() == second.read_bytes()
    assert b"2025-02-19T00:00:00Z" in ZipFile(first).read("docProps/core.xml")


def test_a_folder_that_is_gone_is_an_oserror_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        write_workbook(publication(), ORDER, tmp_path / "gone" / "report.xlsx")
    (tmp_path / "report.xlsx").mkdir()
    with pytest.raises(IsADirectoryError):
        write_workbook(publication(), ORDER, tmp_path / "report.xlsx")
    assert [file.name for file in tmp_path.iterdir()] == ["report.xlsx"]
