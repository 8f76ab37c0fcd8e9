"""A record of which cannot be told what it says is marked with its line and the reason, and never shifted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.landing.exports import NOTE, WHO, faults, refused, rows, written

from dutystation.landing.csv_readers import Dialect
from dutystation.landing.export_layout import DelimitedLayout, FixedLayout, JsonLayout, WantedColumn

QUOTE = "put quotes around cells with the delimiter"


def test_rows_with_other_numbers_of_cells_than_the_header_are_marked(tmp_path: Path) -> None:
    text = "Badge,Hours,Note\n1,8,a\n2,7,5,b\n\n3,8\n4,8,\n5,8,e,\n6"
    assert faults(written(tmp_path, text), DelimitedLayout()) == {
        3: f"the row has 4 cells, and the header has 3: {QUOTE}",
        4: "the row has 2 cells, and the header has 3: export the file again whole",
        6: f"the row has 4 cells, and the header has 3: {QUOTE}",
        7: "the row has 1 cell, and the header has 3: export the file again whole",
    }


def test_without_a_header_the_first_record_says_how_many_cells_there_are(tmp_path: Path) -> None:
    path = written(tmp_path, "Skipped\n1\ta\n2\tb\tc\n")
    layout = DelimitedLayout(dialect=Dialect("\t", None), skip_lines=1, header=False)
    wanted = (WantedColumn("who", place=1), WantedColumn("note", place=2))
    assert faults(path, layout, *wanted) == {3: f"the row has 3 cells, and the first record has 2: {QUOTE}"}


def test_a_delimiter_at_the_end_of_every_line_makes_an_empty_cell_of_each(tmp_path: Path) -> None:
    path = written(tmp_path, "Badge,Note,\n1,a,\n")
    assert rows(path, DelimitedLayout()) == [{"who": "1", "note": "a", "line": 2}]


@pytest.mark.parametrize("place", [1, 20_000, 60_000])
def test_one_row_that_is_cut_off_is_found_among_many(tmp_path: Path, place: int) -> None:
    lines = [f"{number},{'x' * 100}" for number in range(1, 60_001)]
    lines[place - 1] = str(place)
    path = written(tmp_path, "Badge,Note\n" + "\n".join(lines))
    assert list(faults(path, DelimitedLayout(), WHO, NOTE)) == [place + 1]


FIELDS = (
    WantedColumn("who", first=1, last=3),
    WantedColumn("kind", first=6, last=6),
    WantedColumn("unit", first=8, last=9, optional=True),
)


def test_a_line_that_ends_before_its_last_field_is_marked(tmp_path: Path) -> None:
    path = written(tmp_path, "007  C XX\n008  C\n009  C \n010  C X\n011  \n\n01\nÄÖÜ  C\n")
    again = "export it again whole, or say trimmed: yes in the profile"
    assert faults(path, FixedLayout(), *FIELDS) == {
        4: f"the line ends at character 8, and the last field at 9: {again}",
        5: f"the line ends at character 5, and the last field at 9: {again}",
        7: f"the line ends at character 2, and the last field at 9: {again}",
    }


def test_of_lines_without_their_last_blanks_fields_beyond_the_end_are_empty(tmp_path: Path) -> None:
    path = written(tmp_path, "007  C XX\n008\n")
    assert rows(path, FixedLayout(trimmed=True), *FIELDS) == [
        {"who": "007", "kind": "C", "unit": "XX", "line": 1},
        {"who": "008", "kind": None, "unit": None, "line": 2},
    ]


LINES = JsonLayout(lines=True)
DOCUMENT = JsonLayout(lines=False, records="/Resources", total="/totalResults")


def test_a_record_of_json_that_says_something_twice_is_marked(tmp_path: Path) -> None:
    text = (
        '{"Badge": "1", "Note": "a"}\n'
        '{"Badge": "2", "Note": "a", "Note": "b"}\n'
        '{"Badge": "3", "Note": "a", "more": [{"x": 1, "x": 1}]}\n'
    )
    expected = {
        2: "the name Note stands in it twice: give it once",
        3: "the name x stands in it twice: give it once",
    }
    assert faults(written(tmp_path, text), LINES) == expected
    document = '{"totalResults": 3, "Resources": [' + ",".join(text.splitlines()) + "]}"
    assert faults(written(tmp_path, document), DOCUMENT) == expected


def test_a_document_that_has_two_lists_under_one_name_is_refused(tmp_path: Path) -> None:
    record = '{"Badge": "1", "Note": "a", "Note": "b"}'
    path = written(tmp_path, f'{{"totalResults": 1, "Resources": [{record}], "Resources": [{record}]}}')
    assert "the name Resources stands twice in one object of the document" in refused(path, DOCUMENT)


def test_what_is_no_text_is_marked_and_not_written_out(tmp_path: Path) -> None:
    text = (
        '{"Badge": {"x": 1}, "Note": "a"}\n'
        '{"Badge": "2", "Note": ["a"]}\n'
        '{"Badge": "\\ud800", "Note": "a"}\n'
        '{"Badge": "\\ud83d\\ude00", "Note": "a"}\n'
    )
    assert faults(written(tmp_path, text), LINES) == {
        1: "at Badge there is an object and no text: name a part of it",
        2: "at Note there is a list and no text: name a part of it",
        3: "at Badge there is half a character (a lone surrogate): correct the text",
    }


def test_names_that_differ_only_in_capitals_are_told_apart_or_marked(tmp_path: Path) -> None:
    path = written(tmp_path, '{"Badge": "1", "BADGE": "2", "Note": "a"}\n')
    assert rows(path, LINES) == [{"who": "1", "note": "a", "line": 1}]
    any_case = WantedColumn("who", spellings=("Badge",), any_case=True)
    assert faults(path, LINES, any_case) == {
        1: "at Badge there are several names that differ only in capitals: take any_case out"
    }


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ("120", "the document says that there are 120 records, and holds 1. Ask for all of them"),
        ("0", "the document says that there are 0 records, and holds 1"),
        ("null", "at /totalResults there is no number of records. Correct total in the profile"),
    ],
)
def test_one_page_of_several_is_refused(tmp_path: Path, stated: str, sentence: str) -> None:
    text = '{"totalResults": STATED, "Resources": [{"Badge": "1", "Note": "a"}]}'
    assert sentence in refused(written(tmp_path, text.replace("STATED", stated)), DOCUMENT)
    assert len(rows(written(tmp_path, text.replace("STATED", "1")), DOCUMENT)) == 1
