"""Two readers of CSV records that give the same rows: an exact one and a fast one.

What a record is, is what Python's `csv` module says (by default comma, double quote, quotes doubled inside
quotes; exports have other signs).
`read_exactly` uses that module. `read_fast` uses Arrow, and only for blocks in which the two cannot differ:
every record has the width of the header and every quote opens or closes a cell, or is doubled in one.
Both take whole blocks of UTF-8 bytes that begin at the beginning of a record.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from dutystation.landing.columns import BLANKS
from dutystation.landing.csv_header import END_RECORD, UTF8_MARK, raise_cell_limit

ARROW_BLOCK_BYTES = 1 << 20
LINE_FEED, CARRIAGE_RETURN = b"\n\r"
BLANK_BYTES = tuple(blank.encode() for blank in BLANKS)

RECORDS_AT_ONCE = 500
"""Few enough to stay in the processor's cache while they are turned into columns: thrice as fast as many."""


@dataclass(frozen=True)
class Dialect:
    """The signs of a file: one ASCII sign between cells, and one around them, None where there is none."""

    delimiter: str = ","
    quote: str | None = '"'

    @property
    def end(self) -> str:
        """The line put after the last one, `END_RECORD` as a record."""
        return self.delimiter.join(END_RECORD)

    def records(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The records of the lines that are not empty."""
        if self.quote is None:
            return filter(None, csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE))
        return filter(None, csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote))


COMMAS = Dialect()
"""CSV as the contract has it."""

Cells = list[pa.Array]
"""One array of strings for each wanted column, trimmed, empty cells null."""


def read_exactly(
    text: str, wanted: Sequence[int], dialect: Dialect = COMMAS
) -> tuple[Cells, pa.Array, int, str]:
    """The wanted columns, how many cells each record has, the number of whole records, the text after them.

    Short records are padded with empty cells, extra cells are dropped, empty lines are no records. Text is
    left over only where a quote is still open at its end.
    """
    raise_cell_limit(len(text) + len(dialect.end))
    records = dialect.records(chain(io.StringIO(text, newline=""), [dialect.end]))
    pieces: list[list[pa.Array]] = [[] for _ in wanted]
    widths: list[pa.Array] = []
    count, last = 0, END_RECORD
    while some := list(islice(records, RECORDS_AT_ONCE)):
        for place, piece in zip(wanted, pieces, strict=True):
            piece.append(pa.array([r[place] if len(r) > place else "" for r in some], pa.string()))
        widths.append(pa.array([len(r) for r in some], pa.int64()))
        count, last = count + len(some), some[-1]
    whole = count - 1  # the last one is the line END or holds it
    cells = [tidy(pa.concat_arrays(piece).slice(0, whole)) for piece in pieces]
    after = "" if last == END_RECORD else _after(whole, text, dialect)
    return cells, pa.concat_arrays(widths).slice(0, whole), whole, after


def _after(number: int, text: str, dialect: Dialect) -> str:
    stream = io.StringIO(text, newline="")
    deque(islice(dialect.records(stream), number), maxlen=0)
    return stream.read()


def read_fast(
    block: bytes, wanted: Sequence[int], width: int, dialect: Dialect = COMMAS
) -> tuple[Cells, int] | None:
    """The wanted columns and the number of records, or None where only `read_exactly` will do.

    The caller has checked that the block is UTF-8 and, by `quotes_are_regular`, that no quote is open at
    its end.
    """
    if block.startswith(UTF8_MARK):  # Arrow would drop it; inside the file it is part of a cell
        return None
    names = [str(place) for place in range(width)]
    included = [names[place] for place in wanted]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block),
            # Handing a few MiB to other threads costs more than reading them.
            read_options=arrow_csv.ReadOptions(
                column_names=names, block_size=ARROW_BLOCK_BYTES, use_threads=False
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote or False,
                newlines_in_values=dialect.quote is not None and dialect.quote.encode() in block,
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(included, pa.string()),
                include_columns=included,
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:  # a record that is too short or too long, a cell longer than Arrow's block
        return None
    has_blanks = any(blank in block for blank in BLANK_BYTES)
    return [_tidy_chunks(column) if has_blanks else column for column in table.columns], table.num_rows


def _tidy_chunks(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Trims only where a blank is: looking for one costs a fraction of it, and ids have none."""
    chunks = [tidy(chunk) if _has_blanks(chunk) else chunk for chunk in column.chunks]
    return pa.chunked_array(chunks, pa.string())


def _has_blanks(cells: pa.StringArray) -> bool:
    """Whether a space or a tab may be in one of the cells; what Arrow read as empty is null already."""
    text = cells.buffers()[2]
    held = b"" if text is None else text.to_pybytes()
    return any(blank in held for blank in BLANK_BYTES)


def tidy(cells: pa.Array) -> pa.Array:
    """Trimmed of spaces and tabs (bytes that no other character contains), and null where nothing is left."""
    trimmed = pc.ascii_trim(cells, characters=BLANKS)
    return pc.if_else(pc.equal(pc.binary_length(trimmed), 0), pa.scalar(None, pa.string()), trimmed)


def quote_places(block: bytes, dialect: Dialect = COMMAS) -> npt.NDArray[np.int64]:
    """Where the quotes stand in the block."""
    if dialect.quote is None:
        return np.empty(0, np.int64)
    return np.flatnonzero(np.frombuffer(block, np.uint8) == ord(dialect.quote))


def quotes_are_regular(block: bytes, places: npt.NDArray[np.int64], dialect: Dialect = COMMAS) -> bool:
    """Whether every second quote, from the first, opens a cell or doubles the quote right before it.

    If so, then those and only those open; all others close. A quote is then open at the end of the block
    exactly if their number is odd.
    """
    opening = places[::2]
    if not len(opening):
        return True
    data = np.frombuffer(block, np.uint8)
    before = data[opening - 1]  # at place 0 this reads the last byte, and is put right below
    opens = (before == ord(dialect.delimiter)) | (before == LINE_FEED) | (before == CARRIAGE_RETURN)
    regular = opens | (before == ord(dialect.quote or "\0"))
    regular[0] = opening[0] == 0 or opens[0]
    return bool(regular.all())


def end_of_whole_records(block: bytes, places: npt.NDArray[np.int64]) -> int:
    """The number of bytes before the last record, if a quote is open at the end of a regular block."""
    for inside in range(len(places) - 1, -1, -2):
        start = int(places[inside - 1]) + 1 if inside else 0
        stop = int(places[inside])
        end = max(block.rfind(b"\n", start, stop), block.rfind(b"\r", start, stop)) + 1
        if end:
            return end
    return 0
