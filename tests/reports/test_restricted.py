"""`restricted.xlsx`: the person rows, marked, behind a banner."""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook as Opened
from tests.reports.invented import ORDER, publication

from dutystation.reports import sheets
from dutystation.reports.restricted import COLUMNS, write_restricted_workbook
from dutystation.reports.workbook import write_workbook
from dutystation.terms.marking import MARK

PEOPLE = [
    ("P1", "AIR", "AIR-1", "none", "returned", 4, "", 4800, 0, 60),
    ("=P2", "AIR", "AIR-1", "routine", "not_returned", 3, "medical", 2400, 2400, 0),
    ("P3 & <co>", "COAST", "COAST-1", "none", "unknown", 1, None, 0, 0, 0),
    ("+4", "DEPT", "DEPT", "remote", "not_returned", 3, "none", 0, 4800, 0),
    ("_x0041_", "DEPT", "DEPT", "none", "returned", 4, "", 1, 0, 0),
    ("\x00<r>a</r>", "DEPT", "DEPT", " none", "returned", 4, "", 1, 0, 0),
    ("<r>b</r>", "DEPT", "DEPT", "none", "returned", 4, "", 10**15, 0, 0),
]


def written(tmp_path: Path, people: list[tuple[object, ...]], *, sheet_rows: int = 1_048_576) -> Opened:
    path = tmp_path / "restricted.xlsx"
    write_restricted_workbook(publication(), ORDER, iter(people), path, sheet_rows=sheet_rows)
    assert [file.name for file in tmp_path.iterdir()] == ["restricted.xlsx"]
    return load_workbook(path)


def rows_of(workbook: Opened, sheet: str = "People") -> list[tuple[object, ...]]:
    rows = workbook[sheet].iter_rows(min_row=2, values_only=True)
    return [tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]


def many(number: int) -> Iterator[tuple[object, ...]]:
    for n in range(number):
        yield f"P{n:07d}", "COAST", "COAST-1", "none", "returned", 4, "", 4800, n % 60, 0


def test_every_person_is_there_in_the_columns_of_return_status(tmp_path: Path) -> None:
    workbook = written(tmp_path, list(PEOPLE))
    assert [cell.value for cell in workbook["People"][1]] == [
        "person",
        "component",
        "org_unit",
        "arrangement",
        "status",
        "rule",
        "reason",
        "in_person_minutes",
        "off_site_minutes",
        "unclassified_minutes",
    ]
    assert rows_of(workbook) == [
        ("P1", "AIR", "AIR-1", "none", "returned", 4, None, 4800, 0, 60),
        ("=P2", "AIR", "AIR-1", "routine", "not_returned", 3, "medical", 2400, 2400, 0),
        ("P3 & <co>", "COAST", "COAST-1", "none", "unknown", 1, None, 0, 0, 0),
        ("+4", "DEPT", "DEPT", "remote", "not_returned", 3, "none", 0, 4800, 0),
        ("_x0041_", "DEPT", "DEPT", "none", "returned", 4, None, 1, 0, 0),
        ("�<r>a</r>", "DEPT", "DEPT", " none", "returned", 4, None, 1, 0, 0),
        # The workbook's library would take the tags for its own; a number it would round is its digits.
        ("<r>b</r> ", "DEPT", "DEPT", "none", "returned", 4, None, "1000000000000000", 0, 0),
    ]
    kinds = {cell.data_type for row in workbook["People"].iter_rows() for cell in row}
    assert kinds == {"s", "n"}


@pytest.mark.parametrize("number", range(1, len(PEOPLE)))
def test_each_number_of_people_is_written_in_full(tmp_path: Path, number: int) -> None:
    workbook = written(tmp_path, list(PEOPLE[:number]))
    assert [row[5] for row in rows_of(workbook)] == [person[5] for person in PEOPLE[:number]]
    assert workbook["People"].dimensions == f"A1:J{number + 1}"
    assert workbook["People"].auto_filter.ref == f"A1:J{number + 1}"


def test_the_first_sheet_is_the_banner(tmp_path: Path) -> None:
    workbook = written(tmp_path, list(PEOPLE))
    banner = workbook.worksheets[0]
    said = {row[0].value: row[1].value for row in banner.iter_rows() if row[0].value}
    assert workbook.active is banner
    assert banner["A1"].value == "CUI//PRVCY   CONTROLLED UNCLASSIFIED INFORMATION"
    assert str(said["Category"]).startswith("Privacy (PRVCY)")
    assert "7 people on the rolls of Department of Harbours on 19 February 2025" in str(said["What it holds"])
    assert {"Who may see it", "Handling", "If it goes astray"} <= set(said)
    assert {f"Column {column.heading}" for column, _, _ in COLUMNS} <= set(said)


def test_every_sheet_carries_the_mark_at_head_and_foot(tmp_path: Path) -> None:
    for sheet in written(tmp_path, list(PEOPLE), sheet_rows=4).worksheets:
        for printed in (sheet.oddHeader, sheet.oddFooter):
            assert printed is not None
            assert MARK in str(printed.center.text)


def test_people_who_do_not_fit_on_a_sheet_are_on_the_next(tmp_path: Path) -> None:
    workbook = written(tmp_path, list(PEOPLE), sheet_rows=4)
    # Three people and the headings on each sheet: 3 + 3 + 1.
    assert workbook.sheetnames == ["CUI banner", "People", "People 2", "People 3"]
    names = [[row[0] for row in rows_of(workbook, sheet)] for sheet in workbook.sheetnames[1:]]
    assert names == [["P1", "=P2", "P3 & <co>"], ["+4", "_x0041_", "�<r>a</r>"], ["<r>b</r> "]]
    assert {workbook[name].freeze_panes for name in workbook.sheetnames[1:]} == {"B2"}


def test_a_full_last_sheet_is_not_followed_by_an_empty_one(tmp_path: Path) -> None:
    assert written(tmp_path, list(PEOPLE[:6]), sheet_rows=4).sheetnames == [
        "CUI banner",
        "People",
        "People 2",
    ]


def test_a_department_without_people_has_an_empty_sheet(tmp_path: Path) -> None:
    workbook = written(tmp_path, [])
    assert workbook.sheetnames == ["CUI banner", "People"]
    assert rows_of(workbook) == []
    assert "0 people" in str(workbook.worksheets[0]["B7"].value)


class Row(list[object]):
    """A row that can be watched."""


def test_the_rows_stream_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "AT_ONCE", 10)
    seen: list[weakref.ref[Row]] = []

    def watched() -> Iterator[Row]:
        for person in many(300):
            assert sum(row() is not None for row in seen) <= 2 * 10
            row = Row(person)
            seen.append(weakref.ref(row))
            yield row

    write_restricted_workbook(publication(), ORDER, watched(), tmp_path / "many.xlsx")
    rows = rows_of(load_workbook(tmp_path / "many.xlsx"))
    assert [row[0] for row in rows] == [f"P{n:07d}" for n in range(300)]
    assert [row[8] for row in rows] == [n % 60 for n in range(300)]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_restricted_workbook(publication(), ORDER, many(50), first)
    time.sleep(2.1)  # a ZIP archive counts in steps of two seconds
    write_restricted_workbook(publication(), ORDER, many(50), second)
    assert first.read_bytes() == second.read_bytes()


def test_rows_that_break_off_leave_nothing_behind(tmp_path: Path) -> None:
    def breaking_off() -> Iterator[tuple[object, ...]]:
        yield from PEOPLE
        raise RuntimeError("the rows broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        write_restricted_workbook(publication(), ORDER, breaking_off(), tmp_path / "restricted.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_no_person_is_in_the_public_workbook(tmp_path: Path) -> None:
    write_workbook(publication(), ORDER, tmp_path / "report.xlsx")
    headings = {
        cell.value for sheet in load_workbook(tmp_path / "report.xlsx").worksheets for cell in sheet[1]
    }
    assert not headings & {"person", "rule", "arrangement", "reason", "in_person_minutes"}
