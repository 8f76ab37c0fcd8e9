"""The tables of an invented department as deliveries: time records and badge events by pay period."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from dutystation.tables.inputs import BY_PERIOD
from dutystation.terms.period import PayCalendar

ISO_DAY = len("YYYY-MM-DD")


@dataclass(frozen=True)
class InventedDelivery:
    """One row is a file to deliver. `period` is None where the table has none."""

    table: str
    period: str | None
    file: Path


def by_period(inputs: Path, folder: Path, calendar: PayCalendar) -> Iterator[InventedDelivery]:
    """Splits a folder of CSV tables into files that can be delivered, under `folder`.

    A row whose day cannot be read, as the invented faults have it, goes with the row before it. Fields that
    come before the day must hold no comma and no line break, which those of the simulation do not.
    """
    for table in sorted(inputs.glob("*.csv")):
        name = table.stem
        if name not in BY_PERIOD:
            (folder / name).mkdir(parents=True)
            shutil.copy(table, folder / name / table.name)
            yield InventedDelivery(name, None, folder / name / table.name)
        else:
            yield from _split(table, folder / name, calendar)


def _split(table: Path, folder: Path, calendar: PayCalendar) -> Iterator[InventedDelivery]:
    files: dict[str, tuple[Path, TextIO]] = {}
    with ExitStack() as opened:
        lines = opened.enter_context(table.open(encoding="utf-8", newline=""))
        header = next(lines)
        place = header.strip().split(",").index(BY_PERIOD[table.stem])
        label = ""
        for line in lines:
            label = _label(line, place, calendar) or label
            if label not in files:
                (folder / label).mkdir(parents=True)
                path = folder / label / table.name
                files[label] = path, opened.enter_context(path.open("w", encoding="utf-8", newline=""))
                files[label][1].write(header)
            files[label][1].write(line)
    for label, (path, _) in sorted(files.items()):
        yield InventedDelivery(table.stem, label, path)


def _label(line: str, place: int, calendar: PayCalendar) -> str | None:
    fields = line.split(",", place + 1)
    try:
        return calendar.period_of(date.fromisoformat(fields[place].strip()[:ISO_DAY])).label
    except (IndexError, ValueError):
        return None
