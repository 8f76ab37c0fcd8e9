"""One delivered file, read and judged as far as it can be alone: reasons 1 to 6 of contract section 3.

The other reasons need other tables, which may be delivered later; a run judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.intake.check import faulty_rows, sound_rows
from dutystation.intake.duplicates import later_repeats, raw_digests, suspected_rows
from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.lake.delivered import ReceivedFile
from dutystation.lake.records import Role
from dutystation.lake.schemas import accepted_columns
from dutystation.landing.inputs import find_table
from dutystation.measures.pay_periods import period_no
from dutystation.runs.days import day_of
from dutystation.runs.delivered.delivery import RawTable, raw_table
from dutystation.runs.delivered.ledger import Ledger, one_table
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.known_values import with_known_values
from dutystation.runs.loading.lake_columns import Origin
from dutystation.runs.loading.lake_files import LINE, write_delivery
from dutystation.runs.progress import Progress
from dutystation.tables.inputs import BY_PERIOD
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayCalendar, PayPeriod

MOST_NAMED = 5


@dataclass(frozen=True)
class ReadFile:
    """The rows of one file in the contract's columns, unjudged.

    `left_out` has one row per row that a profile leaves out: `file`, `line`, `reason`, `column`,
    `id`, `message`; None where there is none. `left_out_reasons` says how many are left out for
    which reason; `raw` does not count them.
    `takes_one_period` tells that rows of other pay periods than a stated one are left out.
    `rows_beside` says how many rows of a crosswalk or companion could be looked up.
    """

    raw: RawTable
    left_out: ir.Table | None = None
    left_out_reasons: Mapping[str, int] = field(default_factory=dict)
    takes_one_period: bool = False
    rows_beside: Mapping[Role, int] = field(default_factory=dict)

    @property
    def left_out_rows(self) -> int:
        return sum(self.left_out_reasons.values())

    @property
    def file(self) -> str:
        """What `file` holds in every row."""
        return self.raw.label


class Reader(Protocol):
    """How a delivered file becomes rows of the contract: as it stands, or by a profile."""

    @property
    def name(self) -> str:
        """The name of the profile, empty for files of the contract itself."""

    @property
    def sha256(self) -> str:
        """Of the profile's text, empty likewise: another text may read other rows from the same file."""

    @property
    def beside(self) -> Mapping[Role, ReceivedFile]:
        """What the file is read with, as it was received; empty before."""

    def received(self, folder: Path) -> Reader:
        """The same reader of copies in `folder` of what lies beside the file. Raises UnusableInput."""

    def read(
        self,
        received: ReceivedFile,
        shape: Shape,
        engine: DuckDBEngine,
        scratch: Path,
        progress: Progress,
        stated: PayPeriod | None,
    ) -> ReadFile:
        """Reads the whole file. `stated` is the pay period that the sender says it is for, if any does.

        Raises UnusableInput where it is no such file.
        """


@dataclass(frozen=True)
class ContractReader:
    """Reads CSV and Parquet files that have the contract's columns."""

    name: str = ""
    sha256: str = ""
    beside: Mapping[Role, ReceivedFile] = field(default_factory=dict)

    def received(self, folder: Path) -> ContractReader:
        return self

    def read(
        self,
        received: ReceivedFile,
        shape: Shape,
        engine: DuckDBEngine,
        scratch: Path,
        progress: Progress,
        stated: PayPeriod | None,
    ) -> ReadFile:
        found = find_table(received.path, shape)
        for note in found.notes:
            progress.note(note)
        return ReadFile(raw_table(found, engine, scratch, progress))


@dataclass(frozen=True)
class JudgedFile:
    """What became of the rows of one file: `accepted` + `rejected` + `left_out` = `rows`.

    `path` is a Parquet file of the accepted rows, typed, with their origin, in order, and `sound` are its
    rows; `refused` are the rejected ones in the shape of `rejected.csv`, `reasons` how many have which.
    `refused_among` are tables of delivered rows in which each rejected one stands once.
    """

    path: Path
    sound: ir.Table
    refused: ir.Table
    refused_among: tuple[ir.Table, ...]
    read: ReadFile
    origin: Origin
    rows: int
    accepted: int
    reasons: dict[str, int]

    @property
    def rejected(self) -> int:
        return sum(self.reasons.values())

    @property
    def left_out(self) -> int:
        return self.read.left_out_rows


def judged_file(read: ReadFile, shape: Shape, origin: Origin, into: Path, engine: DuckDBEngine) -> JudgedFile:
    """Judges every row by reasons 1 to 6, and writes the accepted ones into the folder `into`.

    Repeats are looked for first, among the keys as delivered: rows are sorted and written once, without them.
    """
    raw = with_known_values(read.raw, shape, engine)
    sound = one_table([sound_rows(text, shape, trimmed=raw.trimmed) for text in raw.texts])
    repeats = _repeats(read.raw, shape, engine)
    if repeats is not None:
        sound = sound.anti_join(repeats.rows, LINE)
    path = into / f"{origin.delivery}.parquet"
    accepted = write_delivery(sound, shape, origin, read.file, path, engine)
    refused = _refused(raw, shape, repeats, accepted=accepted, engine=engine)
    reasons = dict(refused.ledger.rejected_counts().get(shape.name, {}))
    return JudgedFile(
        path=path,
        sound=engine.parquet([path]).select(*accepted_columns(shape)),
        refused=refused.ledger.rejected,
        refused_among=read.raw.texts if refused.anywhere else _doubted(raw, repeats),
        read=read,
        origin=origin,
        rows=read.raw.rows + read.left_out_rows,
        accepted=read.raw.rows - sum(reasons.values()),
        reasons=reasons,
    )


@dataclass(frozen=True)
class _Repeats:
    """`rows` are sound rows whose key an earlier sound row has. They are among `suspects`, as delivered."""

    rows: ir.Table
    suspects: tuple[ir.Table, ...]


@dataclass(frozen=True)
class _Refused:
    """The refused rows; `anywhere` tells that not all faulty ones are among the doubtful."""

    ledger: Ledger
    anywhere: bool


def _refused(
    raw: RawTable, shape: Shape, repeats: _Repeats | None, *, accepted: int, engine: DuckDBEngine
) -> _Refused:
    """Lists repeats and faulty rows. Doubtful ones are looked at first: mostly nobody need look further."""
    ledger = Ledger(engine, list_excluded=False)
    if repeats is not None:
        ledger.reject(rejected_rows(repeats.rows, shape, Rejection.DUPLICATE, shape.unique[0]))
    for text in raw.doubtful:
        ledger.reject(faulty_rows(text, shape))
    anywhere = accepted + _number_of(ledger.rejected, engine) < raw.rows
    if anywhere:
        for text in raw.texts[: len(raw.texts) - len(raw.doubtful)]:
            ledger.reject(faulty_rows(text, shape))
    return _Refused(ledger, anywhere)


def _doubted(raw: RawTable, repeats: _Repeats | None) -> tuple[ir.Table, ...]:
    """The doubtful rows and those that may repeat another one, each once."""
    suspects = () if repeats is None else repeats.suspects
    for doubtful in raw.doubtful:
        suspects = tuple(rows.anti_join(doubtful, PLACE_OF_ROW) for rows in suspects)
    return (*raw.doubtful, *suspects)


def _number_of(rows: ir.Table, engine: DuckDBEngine) -> int:
    [count] = engine.rows(rows.agg(rows=rows.count()))
    return int(count["rows"])


def _repeats(raw: RawTable, shape: Shape, engine: DuckDBEngine) -> _Repeats | None:
    """The sound rows whose key an earlier sound row has; None where no two rows have one key."""
    if not shape.unique:
        return None
    digests = one_table([raw_digests(text, shape, trimmed=raw.trimmed) for text in raw.texts])
    _, repeated = engine.repeated(digests, most_rows=raw.rows)
    if repeated is None:
        return None
    # Kept first: the engine would otherwise read the cells of all rows before it looks at their keys.
    suspects = tuple(
        engine.kept(suspected_rows(text, shape, repeated, trimmed=raw.trimmed)) for text in raw.texts
    )
    sound = one_table([sound_rows(rows, shape) for rows in suspects])
    return _Repeats(engine.kept(later_repeats(sound, shape)), suspects)


def period_of_a_row(
    read: ReadFile, shape: Shape, calendar: PayCalendar, engine: DuckDBEngine
) -> PayPeriod | None:
    """The pay period of some row that reasons 1 to 5 do not concern; None where there is no such row.

    If the file is what it should be, it is the period of all rows; `refuse_other_periods` sees to that.
    """
    for text in read.raw.texts:
        one = _days(sound_rows(text, shape), shape).limit(1)
        for row in engine.rows(one):
            return calendar.period_of(day_of(row["day"]))
    return None


def refuse_other_periods(
    judged: JudgedFile, shape: Shape, stated: PayPeriod | None, calendar: PayCalendar, engine: DuckDBEngine
) -> None:
    """Refuses accepted rows of several pay periods, or of another than the stated one, naming their dates.

    A badge event falls on the day of its delivered wall-clock time. Raises UnusableInput.
    """
    file, column = judged.read.raw.label, BY_PERIOD[shape.name]
    spans = _spans(judged.sound, shape, calendar, engine)
    if stated is None and len(spans) > 1:
        raise UnusableInput(
            file,
            "has rows of several pay periods: " + _listed(spans),
            column=column,
            remedy="Name one with --period: the profile leaves the rows of the others out"
            if judged.read.takes_one_period
            else "Deliver each pay period as a file of its own",
        )
    strange = {period: span for period, span in spans.items() if period != stated}
    if stated is not None and strange:
        raise UnusableInput(
            file,
            f"has rows outside pay period {stated.label} ({stated.first} to {stated.last}): "
            + _listed(strange),
            column=column,
            remedy="Correct --period, or deliver these rows with their own pay period",
        )


Spans = dict[PayPeriod, tuple[int, date, date]]
"""By pay period: the number of rows, their first and their last day."""


def _spans(rows: ir.Table, shape: Shape, calendar: PayCalendar, engine: DuckDBEngine) -> Spans:
    days = _days(rows, shape)
    found = days.group_by(period_no=period_no(days.day, calendar)).agg(
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


def _days(rows: ir.Table, shape: Shape) -> ir.Table:
    """The day of each row, of badge events by the wall clock as delivered: `day` since 1970-01-01."""
    return rows.select(day=rows.work_date if shape == TIME_RECORDS else rows.wall_second // SECONDS_PER_DAY)


def _listed(spans: Spans) -> str:
    named = [
        f"{rows:,} of {period.label} ({first} to {last})"
        for period, (rows, first, last) in list(spans.items())[:MOST_NAMED]
    ]
    more = len(spans) - MOST_NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")
