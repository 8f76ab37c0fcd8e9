"""Error cells in the binary formats of workbooks, xls and xlsb, where every formula has a stored value.

Only the records that say where a sheet begins and which cells are errors (in xlsb also: which are merged) are
looked at; everything else is passed over by its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from struct import Struct
from typing import IO, cast

_AT_ONCE = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
ErrorCell = tuple[int, int, str]
"""Row and column, from 0, and the error."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of some that are merged: row and column, from 0."""

_U16, _U32, _TWO_U16, _TWO_U32, _FOUR_U32 = (Struct(f"<{kind}") for kind in ("H", "I", "HH", "II", "IIII"))


# xlsb: records of a type and a length in 7 bits a byte (MS-XLSB 2.1.4)

_XLSB_ROW, _XLSB_ERRORS, _XLSB_SHEET, _XLSB_MERGED = 0, (3, 11), 156, 176


def xlsb_sheet(stream: IO[bytes], sheet: str) -> str:
    """The id of the relationship under which the part of a sheet is found in `xl/workbook.bin`."""
    for kind, data in _xlsb_records(stream):
        if kind == _XLSB_SHEET:
            relation, after = _wide_text(data, 8)
            if _wide_text(data, after)[0] == sheet:
                return relation
    raise LookupError(sheet)


def xlsb_cells(stream: IO[bytes]) -> tuple[list[ErrorCell], list[Range]]:
    """The error cells and the merged cells of the part of a sheet."""
    row = 0
    errors: list[ErrorCell] = []
    merged: list[Range] = []
    for kind, data in _xlsb_records(stream):
        if kind == _XLSB_ROW:
            row = _U32.unpack_from(data)[0]
        elif kind in _XLSB_ERRORS:
            errors.append((row, _U32.unpack_from(data)[0], _error(data[8])))
        elif kind == _XLSB_MERGED:
            top, bottom, left, right = _FOUR_U32.unpack_from(data)
            merged.append(((top, left), (bottom, right)))
    return errors, merged


def _xlsb_records(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    ahead = cast(IO[bytes], BufferedReader(cast(RawIOBase, stream), _AT_ONCE))
    while (kind := _variable(ahead, most=2)) is not None:
        size = _variable(ahead, most=4) or 0
        yield kind, ahead.read(size)


def _variable(stream: IO[bytes], *, most: int) -> int | None:
    number = 0
    for place in range(most):
        byte = stream.read(1)
        if not byte:
            return None
        number |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            break
    return number


def _wide_text(data: bytes, at: int) -> tuple[str, int]:
    """A text that begins with the number of its characters, and where it ends."""
    end = at + 4 + 2 * _U32.unpack_from(data, at)[0]
    return data[at + 4 : end].decode("utf-16-le"), end


def _error(code: int) -> str:
    return ERRORS.get(code, f"{code:#x}")


# xls: records of BIFF (MS-XLS) in one stream of a compound file (MS-CFB)

_BOF, _EOF, _SHEET, _BOOLERR, _FORMULAS = 0x0809, 0x000A, 0x0085, 0x0205, (0x0006, 0x0206, 0x0406)
_BIFF8 = 0x0600
_END_OF_CHAIN = 0xFFFFFFFA
"""Greater numbers of sectors are none."""


def xls_errors(data: bytes, sheet: str) -> Iterator[ErrorCell]:
    """The error cells of a sheet, of the bytes of the whole file."""
    stream = _workbook_stream(data)
    [version] = _U16.unpack_from(stream, 4)
    for kind, begin in _biff_records(stream, 0):
        if kind == _SHEET and _sheet_name(stream, begin, unicode=version == _BIFF8) == sheet:
            yield from _errors_of_sheet(stream, _U32.unpack_from(stream, begin)[0])
            return
    raise LookupError(sheet)


def _errors_of_sheet(stream: bytes, start: int) -> Iterator[ErrorCell]:
    depth = 0
    for kind, begin in _biff_records(stream, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if not depth:
            return
        code = None
        if kind == _BOOLERR and stream[begin + 7]:
            code = stream[begin + 6]
        elif kind in _FORMULAS and stream[begin + 6] == 2 and stream[begin + 12 : begin + 14] == b"\xff\xff":
            code = stream[begin + 8]
        if depth == 1 and code is not None:  # a chart within the sheet has cells of its own
            row, column = _TWO_U16.unpack_from(stream, begin)
            yield row, column, _error(code)


def _biff_records(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The kind of each record, and where its content begins."""
    while at + _TWO_U16.size <= len(stream):
        kind, size = _TWO_U16.unpack_from(stream, at)
        yield kind, at + 4
        at += 4 + size


def _sheet_name(stream: bytes, begin: int, *, unicode: bool) -> str:
    length, wide = stream[begin + 6], stream[begin + 7] & 1
    if not unicode:
        return stream[begin + 7 : begin + 7 + length].decode("cp1252")
    name = stream[begin + 8 : begin + 8 + length * (1 + wide)]
    return name.decode("utf-16-le" if wide else "latin-1")


@dataclass(frozen=True)
class _Sectors:
    """Pieces of equal size, and which follows which."""

    data: bytes
    size: int
    first: int
    following: list[int]

    def stream(self, sector: int) -> bytes:
        pieces: list[bytes] = []
        while sector < _END_OF_CHAIN:
            if len(pieces) > len(self.following):
                raise ValueError("a chain of sectors without an end")
            at = self.first + sector * self.size
            pieces.append(self.data[at : at + self.size])
            sector = self.following[sector]
        return b"".join(pieces)


def _workbook_stream(data: bytes) -> bytes:
    size, mini_size = 1 << _U16.unpack_from(data, 30)[0], 1 << _U16.unpack_from(data, 32)[0]
    [directory_at], [cutoff] = _U32.unpack_from(data, 48), _U32.unpack_from(data, 56)
    sectors = _Sectors(data, size, size, _numbers(b"".join(_table_sectors(data, size))))
    directory = sectors.stream(directory_at)
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    named = {
        entry[: max(_U16.unpack_from(entry, 64)[0] - 2, 0)].decode("utf-16-le"): entry for entry in entries
    }
    start, length = _TWO_U32.unpack_from(named.get("Workbook") or named["Book"], 116)
    if length >= cutoff:
        return sectors.stream(start)[:length]
    mini_table = _numbers(sectors.stream(_U32.unpack_from(data, 60)[0]))
    held = sectors.stream(_U32.unpack_from(entries[0], 116)[0])
    return _Sectors(held, mini_size, 0, mini_table).stream(start)[:length]


def _table_sectors(data: bytes, size: int) -> Iterator[bytes]:
    """The sectors that say which sector follows which: the first 109 stand in the header."""
    listed, further = _numbers(data[76:512]), _U32.unpack_from(data, 68)[0]
    seen = 0
    while True:
        for sector in listed:
            if sector < _END_OF_CHAIN:
                yield data[(sector + 1) * size : (sector + 2) * size]
        if further >= _END_OF_CHAIN or seen > len(data) // size:
            return
        *listed, further = _numbers(data[(further + 1) * size : (further + 2) * size])
        seen += 1


def _numbers(data: bytes) -> list[int]:
    return list(Struct(f"<{len(data) // 4}I").unpack(data[: len(data) // 4 * 4]))
