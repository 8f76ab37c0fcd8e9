"""What a cell of a workbook can hold: which texts, which numbers, which days."""

from __future__ import annotations

import re
from datetime import date

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
CUT = " … (cut here: a cell holds no more)"
FIRST_DAY = date(1900, 3, 1)
"""Earlier days have no number, or a disputed one, in a workbook; they are written as text."""
LARGEST_NUMBER = 10**15
"""From here on a cell would round a whole number, so its digits are written as text."""

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text as a cell can hold it: characters that XML forbids are replaced, an overlong text is cut."""
    if text.isprintable() and len(text) < CELL_CHARACTERS // 2 and text[:3] != "<r>":
        return text
    text = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text.encode("utf-16-le")) // 2 > CELL_CHARACTERS:
        units = text.encode("utf-16-le")[: 2 * (CELL_CHARACTERS - len(CUT))]
        text = units.decode("utf-16-le", errors="ignore") + CUT
    # XlsxWriter takes a text between these tags for its own mark-up and would write it unescaped.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
