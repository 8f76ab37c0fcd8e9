"""The rows of a CSV file, staged as text in a Parquet file. Source: contract section 2.

One staged row is one record of the file below its header: the contract's columns that the file has, as
text, trimmed, null where empty, and `line`, the number of the record with the header as 1.

Memory does not grow with the file: it is read in blocks of a few MiB, and records are bounded.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dutystation.landing.csv_header import (
    CsvDelivery,
    decoded,
    last_line_end,
    open_unpacked,
    read_bytes,
    read_header,
)
from dutystation.landing.csv_readers import (
    COMMAS,
    Cells,
    Dialect,
    end_of_whole_records,
    quote_places,
    quotes_are_regular,
    read_exactly,
    read_fast,
)
from dutystation.landing.delivered import DeliveredFile, changed, refuse_changed
from dutystation.landing.staging_file import StagingFile
from dutystation.terms.errors import UnusableInput

Block = tuple[Cells, int, pa.Array | None]
"""The cells of the wanted columns, the number of records, and of each that has another number of cells than
the header that number, null of the others; None where all have it."""

BLOCK_BYTES = 4 << 20
LONGEST_RECORD_BYTES = 16 << 20
LINE = "line"


@dataclass(frozen=True)
class StagedTable:
    """A CSV file staged at `path`: text columns `columns`, then int64 `line`; `rows` raw records."""

    path: Path
    columns: tuple[str, ...]
    rows: int


def stage_csv(
    delivery: CsvDelivery,
    into: Path,
    *,
    progress: Callable[[int], None] | None = None,
    exactly: bool = False,
    block_bytes: int = BLOCK_BYTES,
) -> StagedTable:
    """Stage the records of a delivered CSV file at `into`, which is made anew.

    `progress` is told, now and then, how many records have been read so far. `exactly` reads every block
    with the exact reader; the result is the same. If anything is raised, nothing is left at `into`.
    Raises UnusableInput if the file is not whole UTF-8 CSV, UnusableOutput if `into` cannot be written.
    """
    schema = pa.schema([(name, pa.string()) for name in delivery.columns] + [(LINE, pa.int64())])
    rows = 0
    with open_unpacked(delivery.file) as stream, StagingFile(into, schema) as staging:
        for cells, count, _ in _blocks(stream, delivery, exactly=exactly, block_bytes=block_bytes):
            lines = pa.array(np.arange(rows + 2, rows + 2 + count))
            staging.add(pa.table([*cells, lines], schema=schema))
            rows += count
            if progress is not None:
                progress(rows)
        refuse_changed(delivery.file)
    return StagedTable(into, delivery.columns, rows)


def _blocks(stream: IO[bytes], delivery: CsvDelivery, *, exactly: bool, block_bytes: int) -> Iterator[Block]:
    found, head = read_header(stream, delivery.file, delivery.shape)
    if tuple(found.positions) != delivery.columns:
        raise changed(delivery.file)
    read_ahead = io.BytesIO(head)

    def read(size: int) -> bytes:
        ahead = read_ahead.read(size)
        return ahead + read_bytes(stream, size - len(ahead), delivery.file)

    line = 2
    for cells, count, others in record_blocks(
        read,
        tuple(found.positions.values()),
        found.width,
        delivery.file,
        exactly=exactly,
        block_bytes=block_bytes,
    ):
        if delivery.whole_rows and others is not None:
            _refuse_other_widths(others, found.width, line, delivery.file)
        yield cells, count, others
        line += count


def record_blocks(
    read: Callable[[int], bytes],
    wanted: tuple[int, ...],
    width: int,
    file: DeliveredFile,
    *,
    first_line: int = 2,
    dialect: Dialect = COMMAS,
    exactly: bool = False,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Block]:
    """The records, block by block.

    `read` gives UTF-8 bytes from the beginning of a record on: as many as asked for, fewer only at the end.
    `width` is the number of columns; `first_line` the number of the first record, for messages.
    """
    pending, rows, at_end = b"", 0, False
    while not at_end:
        chunk = read(block_bytes)
        at_end = len(chunk) < block_bytes
        pending += chunk
        cut = len(pending) if at_end else last_line_end(pending)
        block, after = pending[:cut], pending[cut:]
        line = rows + first_line
        read_block, rest = _read_block(
            block, wanted, width, exactly=exactly, file=file, line=line, dialect=dialect
        )
        count = read_block[1]
        pending = rest + after
        if (rest and at_end) or len(pending) > LONGEST_RECORD_BYTES:
            raise _endless(file, line + count, open_quote=bool(rest), at_end=at_end)
        rows += count
        if count:
            yield read_block


def _read_block(
    block: bytes,
    wanted: tuple[int, ...],
    width: int,
    *,
    exactly: bool,
    file: DeliveredFile,
    line: int,
    dialect: Dialect,
) -> tuple[Block, bytes]:
    """The records in the block, and the bytes after the last whole one."""
    if not block.isascii():
        decoded(block, file, lines_before=line - 1)
    if not exactly:
        places = quote_places(block, dialect)
        if quotes_are_regular(block, places, dialect):
            cut = end_of_whole_records(block, places) if len(places) % 2 else len(block)
            read = read_fast(block[:cut], wanted, width, dialect)
            if read is not None:
                return (*read, None), block[cut:]
    cells, widths, count, rest = read_exactly(block.decode(), wanted, dialect)
    others = pc.if_else(pc.equal(widths, width), pa.scalar(None, pa.int64()), widths)
    return (cells, count, others if others.null_count < count else None), rest.encode()


def _refuse_other_widths(others: pa.Array, width: int, line: int, file: DeliveredFile) -> None:
    at = others.is_valid().index(True).as_py()
    raise UnusableInput(
        file.label,
        f"the row has {number_of_cells(others[at].as_py())}, and the header has {width}",
        line=line + at,
        remedy="Correct the row, or deliver the file again whole",
    )


def number_of_cells(number: int) -> str:
    """The number in words that go with it."""
    return f"{number} cell" if number == 1 else f"{number} cells"


def _endless(file: DeliveredFile, line: int, *, open_quote: bool, at_end: bool) -> UnusableInput:
    if at_end:
        return UnusableInput(
            file.label,
            "a quotation mark opens in this record and is never closed",
            line=line,
            remedy="Close it, or double it if it belongs to the text",
        )
    limit = LONGEST_RECORD_BYTES >> 20
    what = (
        "a quotation mark opens in this record and is not closed" if open_quote else "there is no line break"
    )
    return UnusableInput(
        file.label,
        f"{what} within {limit} MiB",
        line=line,
        remedy="Check that the file is CSV text and that its quotation marks are closed",
    )
