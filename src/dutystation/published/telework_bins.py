"""`telework_bins.csv`, beside the report of a run: how often people telework. Not of the contract."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from dutystation.published.csv_text import write_csv
from dutystation.published.entry import read_rows
from dutystation.terms.telework import TeleworkLine

TELEWORK_BINS_CSV = "telework_bins.csv"
TELEWORK_BINS_COLUMNS = tuple(field.name for field in fields(TeleworkLine))


def write_telework_bins(lines: tuple[TeleworkLine, ...], path: Path) -> None:
    """Writes the department's line, then the components'. Raises OSError where that fails."""
    write_csv(path, TELEWORK_BINS_COLUMNS, telework_rows(lines))


def telework_rows(lines: tuple[TeleworkLine, ...]) -> list[list[str | int]]:
    """The lines in the columns of the file."""
    return [[getattr(line, column) for column in TELEWORK_BINS_COLUMNS] for line in lines]


def read_telework_bins(path: Path) -> tuple[TeleworkLine, ...]:
    """What `write_telework_bins` wrote. Raises UnusableInput where the file is missing or broken."""
    found = []
    for row in read_rows(path, TELEWORK_BINS_COLUMNS):
        unit, *counts = (row.text(column) for column in TELEWORK_BINS_COLUMNS)
        whole = [
            int(count) if count.isascii() and count.isdigit() else row.broken(column, "a whole number")
            for column, count in zip(TELEWORK_BINS_COLUMNS[1:], counts, strict=True)
        ]
        found.append(TeleworkLine(unit, *whole))
    return tuple(found)
