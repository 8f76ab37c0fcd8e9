"""Error cells in the binary formats of workbooks, xls and xlsb, where every formula has a stored value.

Of xlsb only the records that say where a sheet begins, which cells are errors and which are merged are looked
at; everything else is passed over by its length. No library that is kept up tells errors there from texts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from pathlib import Path
from struct import Struct
from typing import IO, cast

import xlrd
from xlrd.compdoc import CompDocError

_AT_ONCE = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ErrorCell = tuple[int, int, str]
"""Row and column, from 0, and the error."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last cell of some that are merged: row and column, from 0."""

_U32, _FOUR_U32 = Struct("<I"), Struct("<IIII")


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
    return str(xlrd.error_text_from_code.get(code, f"{code:#x}"))


def xls_errors(data: bytes, sheet: str) -> Iterator[ErrorCell]:
    """The error cells of a sheet of xls, of the bytes of the whole file. Raises LookupError, ValueError."""
    # It tells the kind of a cell, which the library that reads all workbooks does not.
    with Path(os.devnull).open("w") as nowhere:
        try:
            with xlrd.open_workbook(file_contents=data, on_demand=True, logfile=nowhere) as book:
                page = book.sheet_by_name(sheet)
                for row in range(page.nrows):
                    for column, kind in enumerate(page.row_types(row)):
                        if kind == xlrd.XL_CELL_ERROR:
                            yield row, column, _error(page.cell_value(row, column))
        except (xlrd.XLRDError, CompDocError, AssertionError) as error:
            raise ValueError(str(error)) from error
