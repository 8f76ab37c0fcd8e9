"""Exports that are text: delimited, or lines of fields with their characters. Staged in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dutystation.landing.columns import BLANKS
from dutystation.landing.csv_header import UTF8_MARK, decoded, last_line_end, raise_cell_limit, read_bytes
from dutystation.landing.csv_readers import tidy
from dutystation.landing.csv_rows import BLOCK_BYTES, LONGEST_RECORD_BYTES, number_of_cells, record_blocks
from dutystation.landing.delivered import DeliveredFile
from dutystation.landing.export_layout import (
    Answered,
    DelimitedLayout,
    FixedLayout,
    Piece,
    WantedColumn,
    by_place,
    find_wanted,
)
from dutystation.terms.errors import UnusableInput

_HEAD = 1 << 20
_OF_MORE_BYTES = ("utf-8", "utf-16")
GIVE_THE_ENCODING = "Give the encoding in the profile"


class _LooksLikeUtf8:
    """Whether bytes that may be of a character set of 8 bits are UTF-8: hardly any text is by chance."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
        self._beyond_ascii = False

    def after(self, raw: bytes, *, at_end: bool) -> bool:
        """Whether it is so of the whole text. Before its end only the mark at its beginning says so."""
        if self._decoder is None:
            return False
        if not self._beyond_ascii and raw.startswith(UTF8_MARK):
            return True
        self._beyond_ascii = self._beyond_ascii or not raw.isascii()
        try:
            if self._beyond_ascii:
                self._decoder.decode(raw, at_end)
        except UnicodeDecodeError:
            self._decoder = None
            return False
        return at_end and self._beyond_ascii


class Utf8:
    """The text of a file as UTF-8 bytes, read as many at a time as are asked for."""

    def __init__(self, stream: IO[bytes], encoding: str, file: DeliveredFile) -> None:
        self._stream, self._file = stream, file
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)()
        self._encoding = encoding
        self._ahead, self._lines, self._ended = b"", 0, False
        self._looks = None if encoding in _OF_MORE_BYTES else _LooksLikeUtf8()

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes, fewer only at the end. Raises UnusableInput for what is not such text."""
        if self._decoder is None:
            missing = size - len(self._ahead)
            if missing > 0:
                self._ahead += read_bytes(self._stream, missing, self._file)
        else:
            self._fill(size)
        given, self._ahead = self._ahead[:size], self._ahead[size:]
        return given

    def give_back(self, data: bytes) -> None:
        self._ahead = data + self._ahead

    def _fill(self, size: int) -> None:
        assert self._decoder is not None
        while len(self._ahead) < size and not self._ended:
            raw = read_bytes(self._stream, BLOCK_BYTES, self._file)
            self._ended = len(raw) < BLOCK_BYTES
            if self._looks is not None and self._looks.after(raw, at_end=self._ended):
                raise UnusableInput(
                    self._file.label,
                    f"the profile says {self._encoding}, and all letters beyond ASCII look like UTF-8",
                    remedy="Correct the encoding in the profile: utf-8, or the one it was saved in",
                )
            try:
                text = self._decoder.decode(raw, self._ended)
            except UnicodeError as error:  # UTF-16 without its mark has no place
                start = error.start if isinstance(error, UnicodeDecodeError) else 0
                line = self._lines + raw[:start].count(b"\n") + 1
                raise UnusableInput(
                    self._file.label,
                    f"near line {line} there are bytes that are not {self._encoding} text",
                    remedy="Correct the encoding in the profile",
                ) from error
            self._lines += text.count("\n")
            self._ahead += text.encode()


def open_text(stream: IO[bytes], encoding: str, skip_lines: int, file: DeliveredFile) -> Utf8:
    """The text after its byte order mark and the lines that are skipped."""
    text = Utf8(stream, encoding, file)
    head = text.read(_HEAD)
    if not head.strip():
        raise UnusableInput(file.label, "the file is empty", remedy="Deliver the export again")
    if b"\0" in head:
        raise UnusableInput(
            file.label,
            "the file holds binary data (zero bytes), not text",
            remedy="Correct the kind or the encoding in the profile",
        )
    head = head.removeprefix(UTF8_MARK)
    for _ in range(skip_lines):
        end = _line_end(head)
        if not end:
            raise UnusableInput(
                file.label,
                f"the profile skips {skip_lines} lines, and the file has fewer",
                remedy="Correct skip_lines in the profile",
            )
        head = head[end:]
    text.give_back(head)
    return text


def _line_end(data: bytes) -> int:
    """The number of bytes of the first line with its end; 0 if it does not end."""
    ends = [data.find(b"\n"), data.find(b"\r")]
    first = min((end for end in ends if end >= 0), default=-1)
    if first < 0:
        return 0
    return first + (2 if data[first : first + 2] == b"\r\n" else 1)


def delimited_pieces(
    stream: IO[bytes],
    layout: DelimitedLayout,
    wanted: Sequence[WantedColumn],
    file: DeliveredFile,
    answered: Answered,
) -> tuple[Mapping[str, int | None], Iterator[Piece]]:
    """The places of the columns, and the records in pieces."""
    text = open_text(stream, layout.encoding, layout.skip_lines, file)
    record, rest = _first_record(text, layout, file)
    if layout.header:
        places, width = find_wanted(record, wanted, file, answered), len(record)
    else:
        places, width = by_place(len(record), wanted, file), len(record)
        text.give_back(rest)
    first_line = layout.skip_lines + (2 if layout.header else 1)
    return places, _delimited(text.read, layout, places, width, first_line, file)


def _first_record(text: Utf8, layout: DelimitedLayout, file: DeliveredFile) -> tuple[list[str], bytes]:
    """The first record, and its bytes; the text goes on after it."""
    head = text.read(_HEAD)
    at_end = len(head) < _HEAD
    whole = head if at_end else head[: last_line_end(head)]
    begins = decoded(whole, file, lines_before=layout.skip_lines, remedy=GIVE_THE_ENCODING)
    lines = io.StringIO(begins, newline="")
    raise_cell_limit(len(whole))
    record = next(layout.dialect.records(lines), None)
    if record is None:
        raise UnusableInput(file.label, "there is no record in it", remedy="Check skip_lines in the profile")
    rest = lines.read().encode() + head[len(whole) :]
    taken = head[: len(head) - len(rest)]
    text.give_back(rest)
    return record, taken


def _delimited(
    read: Callable[[int], bytes],
    layout: DelimitedLayout,
    places: Mapping[str, int | None],
    width: int,
    first_line: int,
    file: DeliveredFile,
) -> Iterator[Piece]:
    used = tuple(sorted({place for place in places.values() if place is not None}))
    line = first_line
    blocks = record_blocks(read, used, width, file, first_line=first_line, dialect=layout.dialect)
    for cells, count, others in blocks:
        at = dict(zip(used, cells, strict=True))
        empty = pa.nulls(count, pa.string())
        yield Piece(
            [empty if place is None else at[place] for place in places.values()],
            pa.array(np.arange(line, line + count)),
            None if others is None else _width_faults(others, width, layout),
        )
        line += count


def _width_faults(others: pa.Array, width: int, layout: DelimitedLayout) -> pa.Array:
    """What is wrong with records of other numbers of cells: nobody knows which cell is which."""
    right = f"{'the header' if layout.header else 'the first record'} has {width}"
    sentences = {
        cells: f"the row has {number_of_cells(cells)}, and {right}: "
        + ("export the file again whole" if cells < width else "put quotes around cells with the delimiter")
        for cells in pc.unique(others.drop_null()).to_pylist()
    }
    return pa.array([sentences.get(cells) for cells in others.to_pylist()], pa.string())


def fixed_pieces(
    stream: IO[bytes], layout: FixedLayout, wanted: Sequence[WantedColumn], file: DeliveredFile
) -> Iterator[Piece]:
    """The lines that are not empty, cut into their fields, in pieces."""
    text = open_text(stream, layout.encoding, layout.skip_lines + int(layout.header), file)
    line = layout.skip_lines + int(layout.header) + 1
    pending, at_end = b"", False
    while not at_end:
        chunk = text.read(BLOCK_BYTES)
        at_end = len(chunk) < BLOCK_BYTES
        pending += chunk
        cut = len(pending) if at_end else last_line_end(pending)
        block, pending = pending[:cut], pending[cut:]
        if len(pending) > LONGEST_RECORD_BYTES:
            raise UnusableInput(
                file.label, "there is no line break", line=line, remedy="Check the kind in the profile"
            )
        lines = _lines(block, file, line)
        numbers = np.arange(line, line + len(lines))
        line += len(lines)
        filled = pa.array(lines, pa.string())
        kept = pc.not_equal(pc.ascii_trim(filled, characters=BLANKS), "")
        filled, numbered = filled.filter(kept), pa.array(numbers).filter(kept)
        if len(filled):
            faults = None if layout.trimmed else _short_lines(filled, wanted)
            yield Piece([_field(filled, column) for column in wanted], numbered, faults)


def _short_lines(lines: pa.Array, wanted: Sequence[WantedColumn]) -> pa.Array | None:
    """What is wrong with lines that end before a field does; one that is optional may be lacking whole."""
    lengths = pc.utf8_length(lines)
    short = pc.less(lengths, max((column.last or 0 for column in wanted if not column.optional), default=0))
    for column in wanted:
        inside = pc.and_(pc.greater_equal(lengths, column.first), pc.less(lengths, column.last))
        short = pc.or_(short, inside) if column.optional else short
    if not pc.any(short).as_py():
        return None
    last = max(column.last or 0 for column in wanted)
    sentences = pc.binary_join_element_wise(
        "the line ends at character ",
        pc.cast(lengths, pa.string()),
        f", and the last field at {last}: export it again whole, or say trimmed: yes in the profile",
        "",
    )
    return pc.if_else(short, sentences, pa.scalar(None, pa.string()))


def _lines(block: bytes, file: DeliveredFile, line: int) -> list[str]:
    text = decoded(block, file, lines_before=line - 1, remedy=GIVE_THE_ENCODING)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def _field(lines: pa.Array, column: WantedColumn) -> pa.Array:
    assert column.first is not None
    assert column.last is not None
    return tidy(pc.utf8_slice_codeunits(lines, column.first - 1, column.last))
