"""Contract section 2: what a record of a CSV file is, what its cells hold and which line it stands in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.house_rules.pages import page
from tests.landing.deliveries import codes_of, csv_delivery, staged

from dutystation.tables.time_records import TIME_RECORDS

HEADER = b"pay_code,place_code,place\n"


def test_a_staged_row_holds_the_cells_as_text_and_its_line(tmp_path: Path) -> None:
    rows = codes_of(tmp_path, HEADER + b"01,,office\n01,R,routine\n")
    assert rows == [("01", None, "office", 2), ("01", "R", "routine", 3)]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert codes_of(tmp_path, b"\xef\xbb\xbf" + HEADER + b"01,,office\n") == [("01", None, "office", 2)]


def test_a_byte_order_mark_inside_the_file_is_part_of_its_cell(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"\xef\xbb\xbf01,,office\n") == [("\ufeff01", None, "office", 2)]


def test_a_quoted_header_behind_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf"pay_code","place_code","place"\n01,,office\n'
    assert codes_of(tmp_path, content) == [("01", None, "office", 2)]


def test_spaces_and_tabs_around_headers_and_cells_are_trimmed(tmp_path: Path) -> None:
    content = b' pay_code\t,"\tplace_code ",place\n\t01 ," R\t", \t routine\n'
    assert codes_of(tmp_path, content) == [("01", "R", "routine", 2)]


def test_nothing_else_is_trimmed(tmp_path: Path) -> None:
    rows = codes_of(tmp_path, HEADER + "\u00a001,R\u2003,\x0boffice\x0c\n".encode())
    assert rows == [("\u00a001", "R\u2003", "\x0boffice\x0c", 2)]


def test_blanks_inside_a_cell_stay(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"0 1, R\t2 ,office\n") == [("0 1", "R\t2", "office", 2)]


def test_a_cell_of_blanks_is_an_empty_cell(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b'01," \t",office\n') == [("01", None, "office", 2)]


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    content = b"place,hours_type,place_code,pay_code\noffice,overtime,,01\n"
    assert codes_of(tmp_path, content) == [("01", None, "office", "overtime", 2)]


def test_unknown_columns_are_ignored_with_a_note(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, b"pay_code,Remark,place_code,place,\n01,hello,,office,x\n")
    assert staged(delivery, tmp_path / "staged") == [("01", None, "office", 2)]
    assert delivery.notes == (
        "codes.csv: the columns Remark, (without a name) are not part of the contract and are ignored.",
    )


def test_an_unknown_column_may_stand_there_twice(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, b"note,pay_code,place_code,place,note\nx,01,,office,y\n")
    assert staged(delivery, tmp_path / "staged") == [("01", None, "office", 2)]
    assert delivery.notes == ("codes.csv: the column note is not part of the contract and is ignored.",)


def test_column_names_are_case_sensitive_and_another_case_is_unknown(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, b"pay_code,place_code,place,Hours_Type\n01,,office,overtime\n")
    assert delivery.columns == ("pay_code", "place_code", "place")
    assert "the column Hours_Type is not part of the contract" in delivery.notes[0]


def test_a_short_row_is_padded_with_empty_cells(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"01\n02,R\n03,R,office\n") == [
        ("01", None, None, 2),
        ("02", "R", None, 3),
        ("03", "R", "office", 4),
    ]


def test_extra_cells_are_ignored(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"01,R,routine,surplus,,\n") == [("01", "R", "routine", 2)]


def test_the_page_says_what_becomes_of_lines_that_are_not_as_long_as_the_header() -> None:
    """As the two tests above hold it, and the next one."""
    said = " ".join(page("docs/tables.md").split())
    assert "A row with fewer cells than the header has empty ones at its end; more cells are ignored." in said
    assert "An empty line is no row." in said


def test_an_empty_line_is_no_record_and_has_no_line(tmp_path: Path) -> None:
    content = b"\n\r\n" + HEADER + b"\n01,,office\n\n\n02,,office\n\n"
    assert codes_of(tmp_path, content) == [("01", None, "office", 2), ("02", None, "office", 3)]


@pytest.mark.parametrize("line", [b" ", b"\t", b",,", b",", b" , ,", b'""', b'"",'])
def test_a_line_of_blanks_or_commas_is_a_record(tmp_path: Path, line: bytes) -> None:
    rows = codes_of(tmp_path, HEADER + line + b"\n01,,office\n")
    assert rows == [(None, None, None, 2), ("01", None, "office", 3)]


def test_a_quoted_line_break_starts_no_line(tmp_path: Path) -> None:
    content = HEADER + b'"0\n1",,office\n"0\r\n2",,office\n03,,office\n'
    assert codes_of(tmp_path, content) == [
        ("0\n1", None, "office", 2),
        ("0\r\n2", None, "office", 3),
        ("03", None, "office", 4),
    ]


def test_a_line_break_in_the_header_starts_no_line(tmp_path: Path) -> None:
    content = b'pay_code,"what\nfor",place_code,place\n01,x,,office\n'
    assert codes_of(tmp_path, content) == [("01", None, "office", 2)]


def test_a_quoted_comma_and_a_doubled_quote_belong_to_the_cell(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b'"0,1","say ""R""",office\n') == [("0,1", 'say "R"', "office", 2)]


def test_a_stray_quote_is_a_character_like_any_other(tmp_path: Path) -> None:
    content = HEADER + b'0"1,5" pipe,office\n02, "R",office\n"03"x,,office\n'
    assert codes_of(tmp_path, content) == [
        ('0"1', '5" pipe', "office", 2),
        ("02", '"R"', "office", 3),
        ("03x", None, "office", 4),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
def test_line_ends_of_every_system_are_read(tmp_path: Path, end: bytes) -> None:
    content = end.join([b"pay_code,place_code,place", b"01,,office", b"", b"02,R,routine", b""])
    assert codes_of(tmp_path, content) == [("01", None, "office", 2), ("02", "R", "routine", 3)]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    content = b"pay_code,place_code,place\r\n01,,office\n02,,office\r03,,office\r\n"
    assert [row[0] for row in codes_of(tmp_path, content)] == ["01", "02", "03"]


def test_the_last_line_needs_no_line_end(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"01,,office") == [("01", None, "office", 2)]


@pytest.mark.parametrize("header", [HEADER, HEADER.strip(), HEADER + b"\n\n"])
def test_a_header_only_is_a_table_without_rows(tmp_path: Path, header: bytes) -> None:
    assert codes_of(tmp_path, header) == []


def test_a_zero_byte_in_a_cell_is_a_character(tmp_path: Path) -> None:
    assert codes_of(tmp_path, HEADER + b"0\x001,,office\n") == [("0\x001", None, "office", 2)]


def test_text_is_taken_as_it_is_delivered_without_normalising(tmp_path: Path) -> None:
    rows = codes_of(tmp_path, HEADER + "e\u0301,\u00e9,office\n\U0001f600,\u2028,office\n".encode())
    assert rows == [("e\u0301", "\u00e9", "office", 2), ("\U0001f600", "\u2028", "office", 3)]


def test_cells_of_a_hundred_thousand_characters_are_read(tmp_path: Path) -> None:
    long = "x" * 100_000
    delivery = csv_delivery(tmp_path, HEADER + f"{long},{long},office\n01,,office\n".encode())
    for exactly in (False, True):
        rows = staged(delivery, tmp_path / "staged", exactly=exactly)
        assert rows == [(long, long, "office", 2), ("01", None, "office", 3)]


def test_a_header_cell_of_two_hundred_thousand_characters_is_an_unknown_column(tmp_path: Path) -> None:
    long = b"y" * 200_000
    delivery = csv_delivery(tmp_path, b"pay_code,place_code,place," + long + b"\n01,,office,x\n")
    assert staged(delivery, tmp_path / "staged") == [("01", None, "office", 2)]
    assert len(delivery.notes[0]) < 200


def test_a_record_may_be_longer_than_a_block(tmp_path: Path) -> None:
    name = b"z" * 50_000
    delivery = csv_delivery(tmp_path, HEADER + b'"' + name + b'\n",,office\n02,,office\n')
    rows = staged(delivery, tmp_path / "staged", block_bytes=1000)
    assert rows == [(name.decode() + "\n", None, "office", 2), ("02", None, "office", 3)]


def test_gzip_is_unpacked_members_one_after_the_other(tmp_path: Path) -> None:
    content = gzip.compress(HEADER + b"01,,off") + gzip.compress(b"ice\n02,,office\n")
    rows = staged(csv_delivery(tmp_path, content, ending=".csv.gz"), tmp_path / "staged")
    assert rows == [("01", None, "office", 2), ("02", None, "office", 3)]


def test_hours_or_minutes_is_enough(tmp_path: Path) -> None:
    content = b"person,work_date,pay_code,place_code,minutes\np,2025-02-03,01,,480\n"
    delivery = csv_delivery(tmp_path, content, shape=TIME_RECORDS)
    assert delivery.columns == ("person", "work_date", "minutes", "pay_code", "place_code")
    assert staged(delivery, tmp_path / "staged") == [("p", "2025-02-03", "480", "01", None, 2)]


def test_progress_is_told_how_many_records_are_read(tmp_path: Path) -> None:
    told: list[int] = []
    delivery = csv_delivery(tmp_path, HEADER + b"01,,office\n" * 10)
    staged(delivery, tmp_path / "staged", progress=told.append, block_bytes=40)
    assert told == sorted(told)
    assert told[-1] == 10
