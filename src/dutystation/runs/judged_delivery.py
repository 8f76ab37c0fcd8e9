"""One delivered file, read and judged as far as it can be alone: reasons 1 to 6 of contract section 3.

The other reasons need other tables, which may be delivered later; a run judges them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.lake.delivered import ReceivedFile
from dutystation.landing.inputs import find_table
from dutystation.runs.days import day_number, day_of
from dutystation.runs.delivery import RawTable, raw_table
from dutystation.runs.department import KNOWN_ZONES
from dutystation.runs.engine import Engine
from dutystation.runs.ledger import Ledger
from dutystation.runs.progress import Progress
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayCalendar, PayPeriod

MOST_NAMED = 5


@dataclass(frozen=True)
class ReadFile:
    """The rows of one file in the contract's columns, unjudged.

    `left_out` has one row per row that a profile leaves out: `file`, `line`, `reason`, `column`,
    `id`, `message`; None where there is none. `left_out_rows` is their number; `raw` does not count them.
    """

    raw: RawTable
    left_out: ir.Table | None = None
    left_out_rows: int = 0


class Reader(Protocol):
    """How a delivered file becomes rows of the contract: as it stands, or by a profile."""

    @property
    def name(self) -> str:
        """The name of the profile, empty for files of the contract itself."""

    @property
    def sha256(self) -> str:
        """Of the profile's text, empty likewise: another text may read other rows from the same file."""

    def read(
        self, received: ReceivedFile, shape: Shape, engine: Engine, scratch: Path, progress: Progress
    ) -> ReadFile:
        """Reads the whole file. Raises UnusableInput where it is no such file."""


@dataclass(frozen=True)
class ContractReader:
    """Reads CSV and Parquet files that have the contract's columns."""

    name: str = ""
    sha256: str = ""

    def read(
        self, received: ReceivedFile, shape: Shape, engine: Engine, scratch: Path, progress: Progress
    ) -> ReadFile:
        found = find_table(received.path, shape)
        for note in found.notes:
            progress.note(note)
        return ReadFile(raw_table(found, engine, scratch, progress))


@dataclass(frozen=True)
class JudgedFile:
    """What became of the rows of one file: `accepted` + `rejected` + `left_out` = `rows`.

    `sound` are the accepted rows, typed; `refused` the rejected ones in the shape of `rejected.csv`;
    `reasons` how many of these have which reason.
    """

    sound: ir.Table
    refused: ir.Table
    read: ReadFile
    rows: int
    accepted: int
    reasons: dict[str, int]

    @property
    def rejected(self) -> int:
        return sum(self.reasons.values())

    @property
    def left_out(self) -> int:
        return self.read.left_out_rows


def judged_file(read: ReadFile, shape: Shape, engine: Engine) -> JudgedFile:
    """Judges every row by reasons 1 to 6."""
    ledger = Ledger(engine, list_excluded=False)
    sound = ledger.sound(read.raw, KNOWN_ZONES if shape == FACILITIES else shape).rows
    reasons = dict(ledger.rejected_counts().get(shape.name, {}))
    return JudgedFile(
        sound=sound,
        refused=ledger.rejected,
        read=read,
        rows=read.raw.rows + read.left_out_rows,
        accepted=read.raw.rows - sum(reasons.values()),
        reasons=reasons,
    )


def period_of_rows(
    judged: JudgedFile, shape: Shape, stated: PayPeriod | None, calendar: PayCalendar, engine: Engine
) -> PayPeriod:
    """The one pay period that the accepted rows fall in, which is the stated one where one is stated.

    A badge event falls on the day of its delivered wall-clock time. Raises UnusableInput for rows of other
    periods, naming their dates.
    """
    file = judged.read.raw.label
    spans = _spans(judged.sound, shape, calendar, engine) if judged.accepted else {}
    if stated is None:
        if len(spans) == 1:
            return next(iter(spans))
        problem = "has rows of several pay periods: " + _listed(spans) if spans else "has no accepted row"
        remedy = (
            "Deliver each pay period as a file of its own" if spans else "Say with --period which it is for"
        )
        raise UnusableInput(file, problem, column=_date_column(shape), remedy=remedy)
    if strange := {period: span for period, span in spans.items() if period != stated}:
        raise UnusableInput(
            file,
            f"has rows outside pay period {stated.label} ({stated.first} to {stated.last}): "
            + _listed(strange),
            column=_date_column(shape),
            remedy="Correct --period, or deliver these rows with their own pay period",
        )
    return stated


Spans = dict[PayPeriod, tuple[int, date, date]]
"""By pay period: the number of rows, their first and their last day."""


def _spans(rows: ir.Table, shape: Shape, calendar: PayCalendar, engine: Engine) -> Spans:
    day = rows.work_date if shape == TIME_RECORDS else rows.wall_second // SECONDS_PER_DAY
    days = rows.select(day=day)
    number = (days.day - day_number(calendar.anchor)) // calendar.days
    found = days.group_by(period_no=number).agg(
        rows=ibis._.count(), first_day=days.day.min(), last_day=days.day.max()
    )
    return {
        calendar.period_number(row["period_no"]): (
            row["rows"],
            day_of(row["first_day"]),
            day_of(row["last_day"]),
        )
        for row in engine.rows(found.order_by("period_no"))
    }


def _date_column(shape: Shape) -> str:
    return "occurred_at" if shape == BADGE_EVENTS else "work_date"


def _listed(spans: Spans) -> str:
    named = [
        f"{rows:,} of {period.label} ({first} to {last})"
        for period, (rows, first, last) in list(spans.items())[:MOST_NAMED]
    ]
    more = len(spans) - MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
