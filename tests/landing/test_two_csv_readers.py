"""The fast reader and the exact one give the same rows, and no bytes end in a traceback."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.landing.deliveries import Staged, csv_delivery, staged

from dutystation.landing import csv_header, csv_readers
from dutystation.landing.csv_readers import quote_places, quotes_are_regular, read_exactly, read_fast
from dutystation.tables.codes import CODES
from dutystation.terms.errors import UnusableInput

PIECES = ["a", "0", "é", "€", " ", "\t", ",", ",", '"', '"', '""', "\n", "\n", "\r", "\r\n"]
RARE_PIECES = ["\0", "\ufeff", "\u2028", "\x0b", "\x1a", "long" * 20, ',"x",', '"\n"', '"a,\nb"', "\na,b,c\n"]
dirty_text = st.lists(st.sampled_from(PIECES * 3 + RARE_PIECES), max_size=60).map("".join)

tidy_cell = st.sampled_from(["", "a", " b ", '"c"', '"d,e"', '"f\ng"', '"h ""i"""', '""', "é", "j\tk", "\t"])
odd_cell = st.sampled_from(
    ['l"', 'm"n', '"o"p', '"', '"q', '"r\n', ' "s"', '"t""', '"""u"', '\ufeff"v"', "w\0"]
)
line_end = st.sampled_from(["\n", "\n", "\r\n", "\r", "\n\n", "\n\r"])


def rows_of(cell: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Records of the width of the header: the fast reader takes on no others."""
    row = st.tuples(cell, cell, cell, line_end).map(lambda cells: ",".join(cells[:3]) + cells[3])
    return st.lists(row, max_size=12).map("".join)


tidy_text = rows_of(tidy_cell)
odd_text = rows_of(tidy_cell | odd_cell)

HEADER = b"pay_code,place_code,place\n"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every piece that is read at once be so small that its borders fall everywhere."""
    monkeypatch.setattr(csv_header, "HEAD_BYTES", 40)
    monkeypatch.setattr(csv_readers, "ARROW_BLOCK_BYTES", 90)
    monkeypatch.setattr(csv_readers, "RECORDS_AT_ONCE", 3)


def by_the_csv_module(text: str) -> Staged | None:
    """What Python's csv module makes of the rows below the header; None where a quote is never closed."""

    def lines() -> Iterator[str]:
        yield from io.StringIO(text, newline="")
        yield "the,last,record,is,this"

    records = [record for record in csv.reader(lines()) if record]
    if records.pop() != ["the", "last", "record", "is", "this"]:
        return None
    padded = [[*record, "", "", ""][:3] for record in records]
    return [
        (*(cell.strip(" \t") or None for cell in record), line) for line, record in enumerate(padded, start=2)
    ]


def staged_or_none(content: bytes, *, exactly: bool, block_bytes: int) -> Staged | None:
    with TemporaryDirectory() as folder:
        delivery = csv_delivery(Path(folder), HEADER + content)
        into = Path(folder, "staged")
        try:
            return staged(delivery, into, exactly=exactly, block_bytes=block_bytes)
        except UnusableInput as problem:
            assert "never closed" in str(problem)
            assert not into.exists()
            return None


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=dirty_text | tidy_text | odd_text, block_bytes=st.integers(1, 70))
@example(text='a,"b\n', block_bytes=3)
@example(text="\ufeffa,b,c\n", block_bytes=30)
@example(text='"a"\r\n"b"\r', block_bytes=4)
def test_a_file_is_staged_as_the_csv_module_reads_it(text: str, block_bytes: int) -> None:
    expected = by_the_csv_module(text)
    for exactly in (False, True):
        assert staged_or_none(text.encode(), exactly=exactly, block_bytes=block_bytes) == expected


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=dirty_text | tidy_text | odd_text, block_bytes=st.integers(1, 70))
@example(text="a,b,c\na,b\n", block_bytes=3)
@example(text='a,b,"c\n\n"\na,b,c,\n', block_bytes=70)
def test_where_rows_must_be_whole_the_first_of_another_width_is_named(text: str, block_bytes: int) -> None:
    if by_the_csv_module(text) is None:
        return
    records = filter(None, csv.reader(io.StringIO(text, newline="")))
    others = [(line, len(record)) for line, record in enumerate(records, start=2) if len(record) != 3]
    for exactly in (False, True):
        with TemporaryDirectory() as folder:
            delivery = replace(csv_delivery(Path(folder), HEADER + text.encode()), whole_rows=True)
            try:
                staged(delivery, Path(folder, "staged"), exactly=exactly, block_bytes=block_bytes)
            except UnusableInput as problem:
                line, cells = others[0]
                assert f"line {line}: the row has {cells} cell" in str(problem)
            else:
                assert not others


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=tidy_text | odd_text)
def test_what_the_fast_reader_takes_on_it_reads_as_the_exact_one(text: str) -> None:
    block = text.encode()
    places = quote_places(block)
    if not quotes_are_regular(block, places) or len(places) % 2:
        return
    fast = read_fast(block, (0, 2), 3)
    if fast is None:
        return
    cells, widths, count, rest = read_exactly(text, (0, 2))
    assert rest == ""
    assert widths.to_pylist() == [3] * count
    assert fast[1] == count
    assert [column.to_pylist() for column in fast[0]] == [column.to_pylist() for column in cells]


@pytest.mark.parametrize("block", ["a,b,c\n", '"a",b,"c ""d"""\r\n', '"a\nb",,\n,"",\n'])
def test_clean_rows_are_left_to_the_fast_reader(block: str) -> None:
    data = block.encode()
    assert quotes_are_regular(data, quote_places(data))
    assert read_fast(data, (0, 1, 2), 3) is not None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=80)
    | st.builds(lambda text, more: HEADER + text.encode() + more, odd_text, st.binary())
    | st.builds(
        lambda text, lost: gzip.compress(HEADER + text.encode())[:-lost], dirty_text, st.integers(1, 40)
    )
    | st.builds(lambda text: HEADER + text.encode("utf-16"), dirty_text),
    ending=st.sampled_from([".csv", ".csv.gz"]),
)
def test_no_bytes_end_in_a_traceback(content: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        try:
            delivery = csv_delivery(Path(folder), content, ending=ending)
            staged(delivery, Path(folder, "staged"), block_bytes=16)
        except UnusableInput as problem:
            assert str(problem).startswith(f"{CODES.name}{ending}")
            assert "\n" not in str(problem)
