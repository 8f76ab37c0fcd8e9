"""Errors and merged cells of xls and xlsb are told as those of xlsx are."""

from __future__ import annotations

import struct
import zipfile
from base64 import b85decode
from collections.abc import Iterable
from pathlib import Path
from zlib import decompress

from tests.landing.exports import faults, refused, written

from dutystation.landing.export_layout import SheetLayout

XLS = """
c-rk)O-NKx6#njg@6Av6Gh<q4G>DLuxiMP=VN*i6(ySIm2sP6@EfkGm7S$%pW*G#niZ+6qHddQ{D56%i2#i_;L7+ve
RzX1v^>yyK_vM&lIFOd{&T!AY_nh<HzjN--yjK(P$<e!YQ}~5;!@{f=MW{d~C`J8B45arwRrK=+B`=^=MbQX3GUVV<
`OC2Kq4M_>B<|SHhyx!e_23M;h6dgG6{L0^LrSPIw22VKo}`GpNxTBJJhCe0Cz-Ehew(cyGvC9KE6m%-c2XR}M6#=C
r-|gFvVnCK#0Bm%<{e8~P=gmLk}q5p+Sb9|?CI3Nzo|&rWf%kbuEQO4v#EheRFf0O@Xf0SzWTfMX?-AHS-Akozt5M4
i^#7@8yJRnLa0E@qZ}byX&fBLopQ5E(Bo*q;asY>H%}q^+-%iOH{0iCrm+igs;|*U^jWfQPi6XC%DD+@u4^dglB$JL
iqdvUt(4M~b|{!W1!D6~fpXp%WyCY6<Z_(%M~u$->04i3cc#0O$5}GWC%?WQHmT{r!$pN4a0N>xYZY%|zK!`MZgm5f
>zG&5EGcj7t}%uEBW!b-wT;wIE7P0g=7RDTD(62Re2~b0Om3y}c*oTF>hZV9Q8dtfl_9+Pji6aHiyPM!Jxuz!Fz3j7
=CupXl!%O(8F=Orti%j0wcz#On^IQco-(B~XO5P8RdqxtvR3J;>aovXRYh^0@r(&)y*j!ksb&@U#9H7Jg|?0ToQHHx
p&f&kMbMJbA!9Fpq8%BbnnE`Tg|&)cEyjk8wZ+)=LTeN<V*0g<U~R@mIX*U0P4b+>{Fc&&VI%|+q~}n>-v~8}xm?Ae
CYKOu)^9ib!r&?lC%I@iJwe2*zQ8AgmCP6SXFvf36i`3`Ei3u2b9MFE=1m#mH;4YNGec=M_)PNO(jg4dFGqh$_hFFo
EY6h_KkMKKzb&yujQ_n*(GluBi+-ee9Q`H7FFpQ5;e3`1jQzPSRBHdTrHpf#`~LywH8&v
"""
"""By xlwt 1.3.0: the sheets Other, Staff (three errors, one of a formula) and Merged (B2 to B3)."""


def correct(column: str, error: str) -> str:
    return f"the cell in column {column} holds the error {error}: correct it in the workbook"


def xls(folder: Path) -> Path:
    return written(folder, decompress(b85decode("".join(XLS.split()))), "export.xls")


def test_errors_of_an_old_workbook_mark_their_rows(tmp_path: Path) -> None:
    assert faults(xls(tmp_path), SheetLayout("Staff")) == {
        3: correct("C", "#N/A"),
        5: correct("C", "#DIV/0!"),
    }


def test_merged_cells_of_an_old_workbook_are_refused(tmp_path: Path) -> None:
    told = "export.xls, line 2, column note: the cells B2 to B3 are merged"
    assert refused(xls(tmp_path), SheetLayout("Merged")).startswith(told)


def test_an_old_workbook_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = xls(tmp_path)
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        assert refused(path, SheetLayout("Staff")).startswith("export.xls: ")


def biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of xlsb: its kind and its length in 7 bits a byte."""
    return b"".join(map(in_bytes, (kind, len(content)))) + content


def in_bytes(number: int) -> bytes:
    more = number >> 7
    return bytes([number & 0x7F | 0x80]) + in_bytes(more) if more else bytes([number])


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: str) -> bytes:
    place = struct.pack("<II", column, 0)
    if value.startswith("#"):
        return record(3, place + bytes([{"#N/A": 0x2A, "#REF!": 0x17}[value]]))
    return record(6, place + wide(value))


def xlsb(folder: Path, lines: Iterable[tuple[str, ...]], *more: bytes) -> Path:
    namespace = "http://schemas.openxmlformats.org"
    sheet = record(129) + record(148, struct.pack("<IIII", 0, 9, 0, 2)) + record(145)
    for number, cells in enumerate(lines):
        sheet += record(0, struct.pack("<I", number) + bytes(21))
        sheet += b"".join(cell(column, value) for column, value in enumerate(cells))
    sheet += record(146) + b"".join(more) + record(130)
    path = folder / "export.xlsb"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(
            "xl/workbook.bin",
            record(131)
            + record(143)
            + record(156, bytes(8) + wide("rId1") + wide("Staff"))
            + record(144)
            + record(132),
        )
        packed.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{namespace}/package/2006/relationships"><Relationship Id="rId1" '
            f'Type="{namespace}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
            "</Relationships>",
        )
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


LINES = [("Badge", "Other", "Note"), ("1", "x", "#N/A"), ("2", "#REF!", "b"), ("3", "x", "c")]


def test_errors_of_a_binary_workbook_mark_their_rows(tmp_path: Path) -> None:
    assert faults(xlsb(tmp_path, LINES), SheetLayout()) == {2: correct("C", "#N/A")}


def test_merged_cells_of_a_binary_workbook_are_refused(tmp_path: Path) -> None:
    others, read = (record(176, struct.pack("<IIII", 2, 3, 1, last)) for last in (1, 2))
    assert len(faults(xlsb(tmp_path, LINES, record(177), others, record(178)), SheetLayout())) == 1
    told = "export.xlsb, line 3, column note: the cells B3 to C4 are merged"
    assert refused(xlsb(tmp_path, LINES, record(177), read, record(178)), SheetLayout()).startswith(told)
