"""Exports of every layout are read as they are: the same rows, whatever the file."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.landing.exports import NOTE, WHO, refused, rows, staged, written

from dutystation.landing.csv_readers import Dialect
from dutystation.landing.export_layout import (
    DelimitedLayout,
    FixedLayout,
    JsonLayout,
    ParquetLayout,
    SheetLayout,
    WantedColumn,
)

EXPECTED = [{"who": "007", "note": "Zoë, late", "line": 4}, {"who": "8", "note": None, "line": 5}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_encodings_delimiters_and_quotes(tmp_path: Path, encoding: str) -> None:
    text = "Report of doors\r\n\r\nNote;Card No;Other\r\n'Zoë, late'; 007;x\r\n;8;y\r\n"
    path = written(tmp_path, text.encode(encoding))
    read_as = "utf-8" if encoding == "utf-8-sig" else encoding
    layout = DelimitedLayout(read_as, Dialect(";", "'"), skip_lines=2)
    assert rows(path, layout) == EXPECTED


def test_tabs_without_quotes_and_without_a_header(tmp_path: Path) -> None:
    path = written(tmp_path, '1\t"a\n2\tb\n')
    layout = DelimitedLayout(dialect=Dialect("\t", None), header=False)
    wanted = (WantedColumn("who", place=1), WantedColumn("note", place=2))
    assert rows(path, layout, *wanted) == [
        {"who": "1", "note": '"a', "line": 1},
        {"who": "2", "note": "b", "line": 2},
    ]
    assert "no column 3: its first record has 2" in refused(path, layout, WantedColumn("who", place=3))


def test_a_packed_export_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "export.csv.gz"
    path.write_bytes(gzip.compress(b"Badge,Note\n1,a\n"))
    assert rows(path, DelimitedLayout()) == [{"who": "1", "note": "a", "line": 2}]


def test_many_blocks_are_one_table(tmp_path: Path) -> None:
    many = 60_000
    lines = "".join(f"{number},{'ä' * 100}\n" for number in range(many))
    path = written(tmp_path, ("Badge,Note\n" + lines).encode("utf-16"))
    table = rows(path, DelimitedLayout("utf-16"), WHO)
    assert [row["who"] for row in table] == [str(number) for number in range(many)]
    assert table[-1]["line"] == many + 1


def test_one_column_can_be_read_twice(tmp_path: Path) -> None:
    path = written(tmp_path, "Badge,Note\n1,a\n")
    again = WantedColumn("again", spellings=("Badge",))
    assert rows(path, DelimitedLayout(), again, WHO) == [{"again": "1", "who": "1", "line": 2}]


def test_a_missing_column_is_said_with_what_the_export_has(tmp_path: Path) -> None:
    path = written(tmp_path, "badge,Other\n1,a\n")
    sentence = refused(path, DelimitedLayout(), WHO)
    assert sentence.startswith(
        "export.txt, column who: the export has no column Badge or Card No. It has badge"
    )
    assert "any_case: yes" in sentence
    assert "the export has badge, Other" in refused(path, DelimitedLayout(), NOTE)
    any_case = WantedColumn("who", spellings=("Badge",), any_case=True)
    absent = WantedColumn("note", spellings=("Note",), optional=True)
    assert rows(path, DelimitedLayout(), any_case, absent) == [{"who": "1", "note": None, "line": 2}]
    assert staged(path, DelimitedLayout(), any_case, absent).absent == ("note",)


def test_two_columns_that_could_be_it_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Badge,Card No\n1,2\n")
    assert "2 columns could be it: Badge and Card No" in refused(path, DelimitedLayout(), WHO)


def test_bytes_that_are_no_such_text_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b"Badge,Note\n1,\xff\n")
    assert "near line 2 there are bytes that are not UTF-8" in refused(path, DelimitedLayout())
    path = written(tmp_path, b"Badge,Note\n1,\x81\n")
    assert "near line 2 there are bytes that are not cp1252 text" in refused(path, DelimitedLayout("cp1252"))
    assert "there are bytes that are not utf-16 text" in refused(path, DelimitedLayout("utf-16"))
    assert "the file is empty" in refused(written(tmp_path, " \n"), DelimitedLayout())
    assert "skips 3 lines" in refused(written(tmp_path, "a\nb\n"), DelimitedLayout(skip_lines=3))


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "iso-8859-15", "cp437", "cp850"])
def test_a_file_of_utf_8_is_not_read_as_anything_else(tmp_path: Path, encoding: str) -> None:
    layout = DelimitedLayout(encoding)
    wrong = "the profile says {}, and all letters beyond ASCII look like UTF-8. Correct the encoding"
    for text in ("Badge,Note\n1,Müller\n", "\ufeffBadge,Note\n1,Muller\n"):
        assert wrong.format(encoding) in refused(written(tmp_path, text), layout)
    filler = "1,x\n" * 1_100_000  # the next letter is cut in two by the border of what is read at once
    assert wrong.format(encoding) in refused(
        written(tmp_path, "Badge,Note\n1,y\n" + filler[: (4 << 20) - 19] + "\n1,ü\n" + filler), layout
    )
    assert rows(written(tmp_path, "Badge,Note\n1,Muller\n"), layout) == [
        {"who": "1", "note": "Muller", "line": 2}
    ]


def test_bytes_of_which_only_some_could_be_utf_8_are_what_the_profile_says(tmp_path: Path) -> None:
    path = written(tmp_path, "Badge,Note\n1,Ã¼\n2,ü\n".encode("cp1252"))
    assert [row["note"] for row in rows(path, DelimitedLayout("cp1252"))] == ["Ã¼", "ü"]


def test_fields_of_fixed_width_are_cut_by_characters(tmp_path: Path) -> None:
    path = written(tmp_path, "HDR 2025\n007Zoë   x\r\n\n8  ab\n")
    wanted = (WantedColumn("who", first=1, last=3), WantedColumn("note", first=4, last=9))
    assert rows(path, FixedLayout(skip_lines=1, trimmed=True), *wanted) == [
        {"who": "007", "note": "Zoë", "line": 2},
        {"who": "8", "note": "ab", "line": 4},
    ]


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Roster"
    sheet["B1"] = "Report"
    cells: list[tuple[Any, Any]] = [
        ("Badge", "Note"),
        (7.0, dt.date(2025, 2, 3)),
        (7.25, dt.datetime(2025, 2, 3, 13, 5, 7)),  # noqa: DTZ001 (a cell has no zone)
        (None, None),
        ("007 ", dt.time(7, 30)),
        (123456789012.0, dt.timedelta(hours=31, minutes=30)),
        (True, 0.1),
    ]
    for row, (who, note) in enumerate(cells, 3):
        sheet[f"B{row}"], sheet[f"C{row}"] = who, note
    book.create_sheet("Hidden").sheet_state = "hidden"
    path = folder / "export.xlsx"
    book.save(path)
    return path


def test_the_cells_of_a_workbook_become_text(tmp_path: Path) -> None:
    assert rows(workbook(tmp_path), SheetLayout(skip_lines=2)) == [
        {"who": "7", "note": "2025-02-03", "line": 4},
        {"who": "7.25", "note": "2025-02-03 13:05:07", "line": 5},
        {"who": "007", "note": "07:30:00", "line": 7},
        {"who": "123456789012", "note": "31:30:00", "line": 8},
        {"who": "true", "note": "0.1", "line": 9},
    ]


def test_a_sheet_is_found_by_name_and_its_columns_by_place(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    layout = SheetLayout("Roster", skip_lines=3, header=False)
    assert rows(path, layout, WantedColumn("who", place=2))[0] == {"who": "7", "line": 4}
    assert "no sheet Staff" in refused(path, SheetLayout("Staff"))
    assert "is no workbook" in refused(written(tmp_path, "Badge\n", "other.xlsx"), SheetLayout())


RECORDS = [
    {"Badge": 7, "Note": "a", "deep": {"x/y": ["p", 7.50]}},
    {"Card No": "8", "Note": None, "deep": None},
]
DEEP = WantedColumn("deep", spellings=("/deep/x~1y/1",))


@pytest.mark.parametrize("form", ["lines", "list", "path"])
def test_objects_on_lines_or_in_a_list_are_the_same_rows(tmp_path: Path, form: str) -> None:
    layout = JsonLayout(lines=form == "lines", records="/Resources" if form == "path" else None)
    text = "".join(json.dumps(record) + "\n" for record in RECORDS)
    if form == "list":
        text = json.dumps(RECORDS)
    elif form == "path":
        text = json.dumps({"totalResults": 2, "Resources": RECORDS})
    assert rows(written(tmp_path, text), layout, WHO, NOTE, DEEP) == [
        {"who": "7", "note": "a", "deep": "7.5", "line": 1},
        {"who": "8", "note": None, "deep": None, "line": 2},
    ]


def test_numbers_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    path = written(tmp_path, '{"Badge": 12345678901234567890, "Note": 7.50}\n')
    assert rows(path, JsonLayout(lines=True))[0]["who"] == "12345678901234567890"
    assert rows(path, JsonLayout(lines=True))[0]["note"] == "7.50"


def test_what_is_no_json_or_no_record_is_refused_by_line(tmp_path: Path) -> None:
    path = written(tmp_path, '{"Badge": 1, "Note": 2}\n{"Badge": \n')
    assert "export.txt, line 2: this is not JSON" in refused(path, JsonLayout(lines=True))
    assert "line 1: this record is no object" in refused(written(tmp_path, "[7]"), JsonLayout(lines=False))
    assert "at /rows there is no list" in refused(
        written(tmp_path, "{}"), JsonLayout(lines=False, records="/rows")
    )
    both = written(tmp_path, '{"Badge": 1, "Card No": 2, "Note": 3}\n')
    assert "different values in one record" in refused(both, JsonLayout(lines=True))
    none = written(tmp_path, '{"Badge": 1}\n')
    assert "the export has no column Note" in refused(none, JsonLayout(lines=True))


def test_natural_types_of_parquet_become_text(tmp_path: Path) -> None:
    moment = dt.datetime(2025, 2, 3, 13, 5, 7)  # noqa: DTZ001 (a local time)
    columns = {
        "day": pa.array([dt.date(2025, 2, 3), None]),
        "local": pa.array([moment, None], pa.timestamp("us")),
        "instant": pa.array([moment, None], pa.timestamp("us", "America/New_York")),
        "number": pa.array([7.5, 1e21]),
        "whole": pa.array([7, None], pa.int64()),
        "word": pa.array([" a ", None]).dictionary_encode(),
        "yes": pa.array([True, None]),
    }
    path = tmp_path / "export.parquet"
    pq.write_table(pa.table(columns), path)
    wanted = [WantedColumn(name, spellings=(name,)) for name in columns]
    first, second = rows(path, ParquetLayout(), *wanted)
    assert first == {
        "day": "2025-02-03",
        "local": "2025-02-03 13:05:07",
        "instant": "2025-02-03 13:05:07Z",
        "number": "7.5",
        "whole": "7",
        "word": "a",
        "yes": "true",
        "line": 1,
    }
    assert second["number"] == "1000000000000000000000"
    assert [second[name] for name in ("day", "local", "whole", "word", "yes")] == [None] * 5
    nested = tmp_path / "nested.parquet"
    pq.write_table(pa.table({"Badge": pa.array([[1]])}), nested)
    assert "no plain value" in refused(nested, ParquetLayout(), WHO)
    assert "not a whole Parquet file" in refused(written(tmp_path, "x", "y.parquet"), ParquetLayout(), WHO)
