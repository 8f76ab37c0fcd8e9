"""Cells of a workbook that look empty and are not: errors, formulas without a value, parts of merged cells.

Workbooks are read by a library that gives all of these as empty cells; so a sheet is looked at once more.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO, Protocol
from xml.parsers import expat

from dutystation.landing.delivered import DeliveredFile, printable
from dutystation.landing.export_sheet_binary import OLE, Range, xls_errors, xlsb_cells, xlsb_sheet
from dutystation.terms.errors import UnusableInput

_ZIP = b"PK\x03\x04"
_AT_ONCE = 1 << 20
_OVERLAP = 64
_SUSPECT = re.compile(rb"""\bt\s*=\s*["']e["']|<(?:[A-Za-z_][\w.-]*:)?f[\s/>]""")
"""An error or a formula in a sheet of xlsx. Most sheets have none, and are only searched for these."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_REPEATS = 1 << 20

Attributes = Mapping[str, str]


@dataclass
class UnclearCells:
    """By row (from 1) and column (from 0) what is wrong with cells that look empty, and which are merged."""

    wrong: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    def add(self, row: int, column: int, what: str) -> None:
        self.wrong.setdefault(row, {})[column] = f"the cell in column {letters(column)} holds {what}"


def unclear_cells(file: DeliveredFile, sheet: str) -> UnclearCells:
    """What stands in one sheet. Raises UnusableInput where its XML cannot be found or read."""
    found = UnclearCells()
    try:
        with file.path.open("rb") as raw:
            begins = raw.read(len(OLE))
            if begins.startswith(_ZIP):
                with zipfile.ZipFile(raw) as packed:
                    _look_through(packed, sheet, found)
            elif begins == OLE:
                for row, column, error in xls_errors(begins + raw.read(), sheet):
                    found.add(row + 1, column, _error(error))
    except (
        zipfile.BadZipFile,
        struct.error,
        zlib.error,
        expat.ExpatError,
        LookupError,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,  # encrypted
    ) as error:
        raise UnusableInput(
            file.label,
            f"the sheet {printable(sheet)} cannot be looked through for errors and formulas",
            remedy="Save the workbook again as .xlsx",
        ) from error
    return found


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B, …, Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _look_through(packed: zipfile.ZipFile, sheet: str, found: UnclearCells) -> None:
    names = {name.lower().replace("\\", "/"): name for name in packed.namelist()}
    if "content.xml" in names:
        with packed.open(names["content.xml"]) as stream:
            _parsed(stream, _OdsCells(sheet, found))
    elif "xl/workbook.bin" in names:
        with packed.open(names["xl/workbook.bin"]) as stream:
            relation = xlsb_sheet(stream, sheet)
        with packed.open(names[_target(packed, names["xl/_rels/workbook.bin.rels"], relation)]) as stream:
            errors, found.merged = xlsb_cells(stream)
        for row, column, error in errors:
            found.add(row + 1, column, _error(error))
    elif "xl/workbook.xml" in names:
        relation = _relation(packed, names["xl/workbook.xml"], sheet)
        part = names[_target(packed, names["xl/_rels/workbook.xml.rels"], relation)]
        with packed.open(part) as stream:
            suspect = any(_SUSPECT.search(piece) for piece in _overlapping(stream))
        if suspect:
            with packed.open(part) as stream:
                _parsed(stream, _XlsxCells(found))


def _relation(packed: zipfile.ZipFile, part: str, sheet: str) -> str:
    """The id of the relationship under which the part of a sheet is found."""
    sheets = _Elements("sheet")
    with packed.open(part) as stream:
        _parsed(stream, sheets)
    [given] = [attributes for attributes in sheets.found if attributes["name"] == sheet][:1]
    [relation] = [value for key, value in given.items() if key.endswith(":id")]
    return relation


def _target(packed: zipfile.ZipFile, part: str, relation: str) -> str:
    """The name, in small letters, of the part to which a relationship leads."""
    relations = _Elements("Relationship")
    with packed.open(part) as stream:
        _parsed(stream, relations)
    [target] = [given["Target"] for given in relations.found if given["Id"] == relation][:1]
    return normpath(join("/xl", target)).lstrip("/").lower()


def _overlapping(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes in pieces, each with the end of the one before."""
    before = b""
    while piece := stream.read(_AT_ONCE):
        yield before + piece
        before = piece[-_OVERLAP:]


class _Reader(Protocol):
    """What is told of each element and text of an XML file; names are without their prefixes."""

    def start(self, name: str, attributes: Attributes) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def _parsed(stream: IO[bytes], reader: _Reader) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: reader.start(_plain(name), attributes)
    parser.EndElementHandler = lambda name: reader.end(_plain(name))
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.ParseFile(stream)


def _plain(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("no workbook declares a document type")


class _Elements:
    """Collects the attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[Attributes] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == self._name:
            self.found.append(attributes)

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _XlsxCells:
    """The cells of a sheet of xlsx: `c` with a formula `f` and a stored value `v`."""

    def __init__(self, found: UnclearCells) -> None:
        self._found = found
        self._row, self._column = 0, -1
        self._kind, self._formula = "", False
        self._value: str | None = None
        self._in_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            self._kind, self._formula, self._value = attributes.get("t", "n"), False, None
        elif name == "f":
            self._formula = True
        elif name == "v":
            self._value, self._in_value = "", True

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name == "c":
            self._judge()

    def text(self, text: str) -> None:
        if self._in_value:
            self._value = (self._value or "") + text

    def _judge(self) -> None:
        if self._kind == "e":
            self._found.add(self._row, self._column, _error(self._value or ""))
        elif self._formula and not self._value and (self._kind != "str" or self._value is None):
            self._found.add(self._row, self._column, _NO_VALUE)


def _place(reference: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a reference such as B12."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column - 1


_NO_VALUE = "a formula without a value: let a spreadsheet program calculate the workbook and save it"


def _error(written: str) -> str:
    return f"the error {printable(written)}: correct it in the workbook"


class _OdsCells:
    """The cells of one table of ods, where rows and cells that are alike stand once with their number."""

    def __init__(self, sheet: str, found: UnclearCells) -> None:
        self._sheet, self._found = sheet, found
        self._inside = False
        self._row, self._rows, self._column, self._columns = 0, 1, 0, 1
        self._what: Callable[[str], str] | None = None
        self._text = ""

    def start(self, name: str, attributes: Attributes) -> None:
        given = {_plain(key): value for key, value in attributes.items() if key != "office:value-type"}
        if name == "table":
            self._inside, self._row, self._rows = given.get("name") == self._sheet, 0, 0
        elif not self._inside:
            return
        elif name == "table-row":
            self._row, self._rows = self._row + self._rows, int(given.get("number-rows-repeated", 1))
            self._column = self._columns = 0
        elif name in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            self._columns = int(given.get("number-columns-repeated", 1))
            self._begin_cell(given, has_value="office:value-type" in attributes)

    def _begin_cell(self, given: Attributes, *, has_value: bool) -> None:
        wide, high = int(given.get("number-columns-spanned", 1)), int(given.get("number-rows-spanned", 1))
        if wide > 1 or high > 1:
            first = (self._row, self._column)
            self._found.merged.append((first, (self._row + high - 1, self._column + wide - 1)))
        self._what, self._text = None, ""
        if given.get("value-type") == "error":
            self._what = _error
        elif "formula" in given and not has_value:
            self._what = lambda _: _NO_VALUE

    def end(self, name: str) -> None:
        if name == "table":
            self._inside = False
        elif name == "table-cell" and self._inside and self._what is not None:
            if self._rows * self._columns > _MOST_REPEATS:
                raise ValueError("no sheet of use repeats an error so often")
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + self._columns):
                    self._found.add(row + 1, column, self._what(self._text))
            self._what = None

    def text(self, text: str) -> None:
        if self._what is not None:
            self._text += text
