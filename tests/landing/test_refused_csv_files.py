"""Contract section 1: a file that cannot be used is refused in one sentence that names it and the column."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from tests.landing.deliveries import csv_delivery

from dutystation.landing.csv_header import CsvDelivery
from dutystation.landing.csv_rows import stage_csv
from dutystation.landing.delivered import fingerprint
from dutystation.landing.inputs import find_inputs
from dutystation.tables.codes import CODES
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput

HEADER = b"pay_code,place_code,place\n"
TEXT = "pay_code,place_code,place\n01,,office\n"


def refusal(read: Callable[[], object]) -> str:
    """The sentence with which `read` is refused."""
    with pytest.raises(UnusableInput) as caught:
        read()
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def csv_delivery_at(path: Path) -> CsvDelivery:
    delivery = find_inputs(path.parent, [CODES]).tables["codes"]
    assert isinstance(delivery, CsvDelivery)
    return delivery


def refused(folder: Path, content: bytes, ending: str = ".csv") -> str:
    return refusal(lambda: csv_delivery(folder, content, ending=ending))


def refused_rows(folder: Path, content: bytes, ending: str = ".csv") -> str:
    """The header is read without complaint, the rows are refused, and nothing stays at the place for them."""
    delivery = csv_delivery(folder, content, ending=ending)
    text = refusal(lambda: stage_csv(delivery, folder / "staged"))
    assert not (folder / "staged").exists()
    return text


def test_a_missing_column_is_named_with_file_and_remedy(tmp_path: Path) -> None:
    assert refused(tmp_path, b"pay_code,place\n") == (
        "codes.csv, column place_code: the required column is missing. "
        "Add a column named place_code to the header; it has pay_code, place."
    )


def test_several_missing_columns_are_all_named(tmp_path: Path) -> None:
    assert refused(tmp_path, b"colour,size\n") == (
        "codes.csv, column pay_code: the required column is missing, and so are place_code, place. "
        "Add a column named pay_code to the header; it has colour, size."
    )


def test_a_column_that_differs_in_case_is_named_in_the_remedy(tmp_path: Path) -> None:
    assert "Rename the column Pay_Code to pay_code; names are case-sensitive." in refused(
        tmp_path, b"Pay_Code,place_code,place\n"
    )


@pytest.mark.parametrize(("separator", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_another_separator_is_recognised(tmp_path: Path, separator: str, word: str) -> None:
    content = TEXT.replace(",", separator).encode()
    assert f"The header seems to be separated by {word}; separate the columns by commas." in refused(
        tmp_path, content
    )


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    assert "codes.csv, column pay_code: the required column is missing" in refused(tmp_path, b"01,,office\n")


def test_time_records_without_hours_and_minutes_are_refused(tmp_path: Path) -> None:
    content = b"person,work_date,pay_code,place_code\n"
    text = refusal(lambda: csv_delivery(tmp_path, content, shape=TIME_RECORDS))
    assert text.startswith(
        "time_records.csv, column hours: the required column is missing, and so is minutes; "
        "one of them must exist."
    )


def test_a_column_of_the_contract_twice_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b"pay_code,place_code,place, pay_code\n") == (
        "codes.csv, column pay_code: the column stands 2 times in the header. "
        "Keep one of them or rename the others."
    )


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n\r\n", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert refused(tmp_path, content) == (
        "codes.csv: the file is empty. Deliver it with a header row, even without rows."
    )


def test_an_empty_gzip_file_is_refused(tmp_path: Path) -> None:
    assert "codes.csv.gz: the file is empty." in refused(tmp_path, gzip.compress(b""), ".csv.gz")


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-32", "UTF-32")],
)
def test_utf_16_and_utf_32_with_a_mark_are_named(tmp_path: Path, encoding: str, word: str) -> None:
    mark = "" if encoding in ("utf-16", "utf-32") else "\ufeff"
    assert refused(tmp_path, (mark + TEXT).encode(encoding)) == (
        f"codes.csv: the file is {word}, not UTF-8. Save it as UTF-8 (in a spreadsheet: CSV UTF-8)."
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_refused_as_binary(tmp_path: Path, encoding: str) -> None:
    assert "the file holds binary data (zero bytes), not UTF-8 text." in refused(
        tmp_path, TEXT.encode(encoding)
    )


def test_latin_1_is_refused_with_the_line(tmp_path: Path) -> None:
    content = "pay_code,place_code,place\n01,,office\n02,Zürich,office\n".encode("latin-1")
    assert refused(tmp_path, content) == (
        "codes.csv: near line 3 there are bytes that are not UTF-8 text. "
        "Save it as UTF-8 (in a spreadsheet: CSV UTF-8)."
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["unix", "windows", "old mac"])
def test_latin_1_far_down_is_refused_with_the_line(tmp_path: Path, end: bytes) -> None:
    rows = 200_000  # more than the first MiB and more than one block
    content = end.join(
        [HEADER.strip(), *[b"01,%07d,office" % n for n in range(rows)], b"02,Z\xfcrich,office"]
    )
    text = refused_rows(tmp_path, content)
    assert text.startswith(f"codes.csv: near line {rows + 2} there are bytes that are not UTF-8 text.")


def test_a_byte_of_another_encoding_in_an_ignored_column_is_refused_too(tmp_path: Path) -> None:
    assert "near line 2" in refused(tmp_path, b"pay_code,place_code,place,note\n01,,office,caf\xe9\n")


def test_bytes_at_random_are_refused(tmp_path: Path) -> None:
    content = bytes((n * 7919) % 256 for n in range(5000))
    assert "not UTF-8 text" in refused(tmp_path, content)


def test_a_workbook_with_the_name_of_a_csv_is_recognised(tmp_path: Path) -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refused(tmp_path, workbook.getvalue()) == (
        "codes.csv: the file is a ZIP archive or an Excel workbook, not CSV text. "
        "Save the table as CSV UTF-8."
    )
    assert "an old Excel workbook" in refused(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)


def test_a_gzip_file_with_the_name_of_a_csv_is_recognised(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    assert "Give it a name that ends in .csv.gz, compressed once." in refused(tmp_path, packed)
    assert "compressed with gzip" in refused(tmp_path / "twice", gzip.compress(packed), ".csv.gz")


def test_a_csv_with_the_name_of_a_gzip_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, TEXT.encode(), ".csv.gz") == (
        "codes.csv.gz: the gzip file is not whole gzip data. Deliver the file again."
    )


def incompressible_rows() -> bytes:
    return HEADER + b"".join(b"%x,,office\n" % (n * 2654435761 % 2**32) for n in range(300_000))


def test_a_truncated_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(incompressible_rows(), compresslevel=1)
    expected = "codes.csv.gz: the gzip file ends in the middle. Deliver the file again."
    assert refused_rows(tmp_path, packed[:-4], ".csv.gz") == expected
    assert refused_rows(tmp_path, packed[: len(packed) * 3 // 4], ".csv.gz") == expected
    assert refused(tmp_path, packed[:1000], ".csv.gz") == expected


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(incompressible_rows(), compresslevel=1))
    packed[-5] ^= 1  # the check sum
    assert "the gzip file is not whole gzip data" in refused_rows(tmp_path, bytes(packed), ".csv.gz")
    packed[10:40] = b"\xff" * 30
    assert refused(tmp_path, bytes(packed), ".csv.gz") == (
        "codes.csv.gz: the gzip file is damaged. Deliver the file again."
    )


@pytest.mark.parametrize(
    "rest", [b'02,"R,office\n', b'02,"R,office', b'02,R,"', b'02,R,"office\n03,,office\n']
)
def test_a_quote_that_is_never_closed_is_refused_with_its_line(tmp_path: Path, rest: bytes) -> None:
    assert refused_rows(tmp_path, HEADER + b"01,,office\n" + rest) == (
        "codes.csv, line 3: a quotation mark opens in this record and is never closed. "
        "Close it, or double it if it belongs to the text."
    )


def test_a_quote_that_is_never_closed_in_the_header_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, b'pay_code,"place_code,place\n01,,office\n') == (
        "codes.csv, line 1: a quotation mark in the header is never closed. Close it or take it out."
    )


def test_three_gigabytes_that_are_no_csv_are_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(b"")
    os.truncate(path, 3 << 30)  # zeros that take no room on the disk
    begun = time.process_time()
    delivery_text = refusal(lambda: csv_delivery_at(path))
    assert delivery_text.startswith(
        "codes.csv: there is no line break in the first MiB, so this is no CSV file"
    )
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b"01,,", "there is no line break within 16 MiB"),
        (b'01,"\n', "a quotation mark opens in this record and is not closed within 16 MiB"),
    ],
)
def test_three_gigabytes_below_a_good_header_are_refused_quickly(
    tmp_path: Path, row: bytes, problem: str
) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(HEADER + b"\n" * (1 << 20) + row)
    os.truncate(path, 3 << 30)
    begun = time.process_time()
    delivery = csv_delivery_at(path)
    text = refusal(lambda: stage_csv(delivery, tmp_path / "staged"))
    assert text.startswith(f"codes.csv, line 2: {problem}. ")
    assert time.process_time() - begun < 5


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, TEXT.encode())
    delivery.file.path.write_bytes(TEXT.encode() * 2)
    expected = (
        "codes.csv: the file was changed while it was being read. Run again when nobody is writing to it."
    )
    assert refusal(lambda: stage_csv(delivery, tmp_path / "staged")) == expected
    assert refusal(lambda: fingerprint(delivery.file)) == expected
    delivery.file.path.write_bytes(b"place,place_code,pay_code,note\n")
    other = replace(delivery, columns=("pay_code", "place"))
    assert refusal(lambda: stage_csv(other, tmp_path / "staged")) == expected


def test_a_file_that_goes_away_is_refused(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, TEXT.encode())
    delivery.file.path.unlink()
    expected = (
        "codes.csv: the file cannot be read (No such file or directory). "
        "Check that it is there, whole and readable."
    )
    assert refusal(lambda: stage_csv(delivery, tmp_path / "staged")) == expected
    assert refusal(lambda: fingerprint(delivery.file)) == expected


def test_a_fingerprint_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    delivery = csv_delivery(tmp_path, TEXT.encode())
    stopped = Event()
    assert len(fingerprint(delivery.file, stopped=stopped)) == 64
    stopped.set()
    with pytest.raises(CancelledError):
        fingerprint(delivery.file, stopped=stopped)
