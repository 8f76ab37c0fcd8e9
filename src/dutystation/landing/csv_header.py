"""The beginning of a CSV file: is it text at all, and which columns does it have?

Everything that can be refused without reading the whole file is refused here, from the first MiB.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import IO

from dutystation.landing.columns import FoundColumns, find_columns, unknown_columns_note
from dutystation.landing.delivered import DeliveredFile, unreadable
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput

HEAD_BYTES = 1 << 20
UTF8_MARK = b"\xef\xbb\xbf"

END = "end,of file"
END_RECORD = ["end", "of file"]
"""A line put after the last one. If a quote is still open it is swallowed into a cell, comma and all;
only a reader that stands between two records gives it back as a record of two cells."""

_ENCODING_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "Save the table as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the table as CSV UTF-8"),
    (b"PAR1\x15", "a Parquet file", "Give it a name that ends in .parquet"),
    (b"\x1f\x8b", "compressed with gzip", "Give it a name that ends in .csv.gz, compressed once"),
)
SAVE_AS_UTF8 = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


@dataclass(frozen=True)
class CsvDelivery:
    """One table that was delivered as a CSV file, plain or gzip.

    `columns` are the contract's columns that it has, in the order of the shape; `notes` are sentences
    about what is ignored. Its rows are not read yet: `stage_csv` does that. `whole_rows` tells that a row
    with more or fewer cells than the header is refused: the contract reads those of its own tables.
    """

    shape: Shape
    file: DeliveredFile
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    whole_rows: bool = False

    @property
    def files(self) -> tuple[DeliveredFile, ...]:
        return (self.file,)


def inspect_csv(file: DeliveredFile, shape: Shape) -> CsvDelivery:
    """Read the header. Raises UnusableInput if the file is no UTF-8 CSV or lacks a required column."""
    with open_unpacked(file) as stream:
        columns, _ = read_header(stream, file, shape)
    notes = (unknown_columns_note(file.label, columns.unknown),) if columns.unknown else ()
    return CsvDelivery(shape, file, tuple(columns.positions), notes)


@contextmanager
def open_unpacked(file: DeliveredFile) -> Iterator[IO[bytes]]:
    """The bytes of the file, unpacked if its name ends in `.gz`."""
    try:
        raw = file.path.open("rb")
    except OSError as error:
        raise unreadable(file, error) from error
    with raw:
        if not file.path.name.endswith(".gz"):
            yield raw
            return
        with gzip.GzipFile(fileobj=raw) as unpacked:
            yield unpacked  # type: ignore[misc]


def read_bytes(stream: IO[bytes], size: int, file: DeliveredFile) -> bytes:
    """Exactly `size` bytes, fewer only at the end of the file. Raises UnusableInput if they cannot be had."""
    try:
        return stream.read(size)
    except EOFError as error:
        raise _broken_gzip(file, "ends in the middle") from error
    except gzip.BadGzipFile as error:
        raise _broken_gzip(file, "is not whole gzip data") from error
    except zlib.error as error:
        raise _broken_gzip(file, "is damaged") from error
    except OSError as error:
        raise unreadable(file, error) from error


def _broken_gzip(file: DeliveredFile, what: str) -> UnusableInput:
    return UnusableInput(file.label, f"the gzip file {what}", remedy="Deliver the file again")


def read_header(stream: IO[bytes], file: DeliveredFile, shape: Shape) -> tuple[FoundColumns, bytes]:
    """The columns, and the bytes after the header that were read along with it."""
    head = read_bytes(stream, HEAD_BYTES, file)
    at_end = len(head) < HEAD_BYTES
    _refuse_other_formats(head, file)
    head = head.removeprefix(UTF8_MARK)
    cut = len(head) if at_end else last_line_end(head)
    if not cut and not at_end:
        raise UnusableInput(
            file.label, "there is no line break in the first MiB, so this is no CSV file", remedy=SAVE_AS_UTF8
        )
    text = decoded(head[:cut], file, lines_before=0)
    names, rest = _first_record(text, file, at_end=at_end)
    if any("\0" in name for name in names):  # as in UTF-16 without a mark
        raise UnusableInput(
            file.label, "the file holds binary data (zero bytes), not UTF-8 text", remedy=SAVE_AS_UTF8
        )
    return find_columns(names, shape, file.label), rest.encode() + head[cut:]


def _refuse_other_formats(head: bytes, file: DeliveredFile) -> None:
    for mark, encoding in _ENCODING_MARKS:
        if head.startswith(mark):
            raise UnusableInput(file.label, f"the file is {encoding}, not UTF-8", remedy=SAVE_AS_UTF8)
    for mark, what, remedy in _OTHER_FORMATS:
        if head.startswith(mark):
            raise UnusableInput(file.label, f"the file is {what}, not CSV text", remedy=remedy)


def _first_record(text: str, file: DeliveredFile, *, at_end: bool) -> tuple[list[str], str]:
    raise_cell_limit(len(text) + len(END))
    stream = io.StringIO(text, newline="")
    reader = csv.reader(chain(stream, [END]))
    header = next(filter(None, reader))
    rest = stream.read()
    if list(reader) == [END_RECORD]:
        return header, rest
    if header == END_RECORD:
        problem = "the file is empty" if at_end else "there is no header in the first MiB"
        raise UnusableInput(file.label, problem, remedy="Deliver it with a header row, even without rows")
    raise UnusableInput(
        file.label,
        "a quotation mark in the header is never closed",
        line=1,
        remedy="Close it or take it out",
    )


def raise_cell_limit(characters: int) -> None:
    """Let cells be as long as the block they stand in; the length of a block is bounded elsewhere.

    The limit belongs to the process, so it is only ever raised.
    """
    if csv.field_size_limit() < characters:
        csv.field_size_limit(characters)


def last_line_end(data: bytes) -> int:
    """The number of bytes up to the last line end and with it, 0 if there is none.

    A carriage return at the very end does not count: its line feed may still come.
    """
    after_line_feed = data.rfind(b"\n") + 1
    return after_line_feed or data.rfind(b"\r", 0, len(data) - 1) + 1


def decoded(data: bytes, file: DeliveredFile, *, lines_before: int, remedy: str = SAVE_AS_UTF8) -> str:
    """The text of `data`. Raises UnusableInput near the line of the first byte that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line_ends = max(data.count(b"\n", 0, error.start), data.count(b"\r", 0, error.start))
        line = lines_before + 1 + line_ends
        what = f"near line {line} there are bytes that are not UTF-8 text"
        raise UnusableInput(file.label, what, remedy=remedy) from error
