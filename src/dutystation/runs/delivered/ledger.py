"""The account of delivered rows: accepted + rejected + excluded = raw, for every table, always."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dutystation.intake.cells import read_cell
from dutystation.intake.check import faulty_rows, sound_rows
from dutystation.intake.duplicates import key_digests, later_repeats, suspected_rows
from dutystation.intake.reasons import Rejection
from dutystation.intake.rejected import rejected_rows
from dutystation.lake.listed import REJECTED
from dutystation.runs.days import day_number
from dutystation.runs.delivered.delivery import RawTable
from dutystation.runs.engines.engine import Engine
from dutystation.tables.rejected import EXCLUDED_COLUMNS, PLACE_OF_ROW, REJECTED_COLUMNS
from dutystation.tables.shape import Shape

KEPT_ROWS = 2_000_000
"""Up to so many sound rows are kept once read; more are read anew, so that memory stays bounded."""


@dataclass(frozen=True)
class SoundRows:
    """The rows of a delivered table that reasons 1 to 6 do not concern, typed.

    `kept` are those that reasons 1 to 5 do not concern, where they are few enough to be kept; else they are
    read anew each time. `repeats` are the rows that repeat an earlier one, None where none does.
    """

    raw: RawTable
    shape: Shape
    kept: ir.Table | None = None
    repeats: ir.Table | None = None

    @property
    def rows(self) -> ir.Table:
        if self.kept is not None:
            sound = self.kept
        else:
            sound = one_table([self._judged(text) for text in self.raw.texts])
        return sound if self.repeats is None else sound.anti_join(self.repeats, PLACE_OF_ROW)

    def _judged(self, text: ir.Table) -> ir.Table:
        return text if self.raw.listed is not None else sound_rows(text, self.shape)

    def values_of(self, name: str) -> ir.Table:
        """The typed values of one column, also of rows that are rejected for another one.

        Where a bound on what there is will do, this reads one column instead of judging every row.
        """
        if self.kept is not None:
            return self.kept
        if self.raw.listed is not None:
            return self.rows
        [column] = (column for column in self.shape.columns if column.name == name)
        cells = ((text, read_cell(text, column)) for text in self.raw.texts)
        return one_table([text.filter(cell.given).select(**cell.values) for text, cell in cells])

    def between(self, column: str, first: date, last: date) -> ir.Table:
        """Those of which a date lies between two days, both included."""
        near = self if self.kept is not None else replace(self, raw=self.raw.between(column, first, last))
        rows = near.rows
        return rows.filter(rows[column].between(day_number(first), day_number(last)))


class Ledger:
    """Collects what is rejected and excluded while a run judges its tables.

    `rejected` and `excluded` are kept tables in the shapes of `rejected.csv` and `excluded.csv`.
    """

    def __init__(self, engine: Engine, *, list_excluded: bool) -> None:
        self._engine = engine
        self._list_excluded = list_excluded
        self.raw: dict[str, int] = {}
        self.rejected = engine.table_of(_empty(*REJECTED_COLUMNS))
        self.excluded = engine.table_of(_empty(*EXCLUDED_COLUMNS))
        self._excluded_counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._rejected_counts: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def reject(self, rows: ir.Table) -> None:
        """Adds rows in the shape of `rejected.csv`."""
        self.rejected = self._engine.appended(self.rejected, rows)

    def exclude(self, table: str, counts: Counter[str], rows: ir.Table) -> None:
        """Counts rows that are excluded, and lists them where the caller asked for it."""
        self._excluded_counts[table] += counts
        if self._list_excluded and counts:
            self.excluded = self._engine.appended(self.excluded, rows)

    def account(self, table: str, rejected: Mapping[str, int], excluded: Mapping[str, int]) -> None:
        """Counts rows that are kept elsewhere, by reason."""
        self._rejected_counts[table].update(rejected)
        self._excluded_counts[table].update(excluded)

    def sound(self, raw: RawTable, shape: Shape) -> SoundRows:
        """The rows that reasons 1 to 6 do not concern; the others are rejected."""
        self.raw[shape.name] = raw.rows
        judged = SoundRows(raw, shape)
        if raw.rows <= KEPT_ROWS:
            judged = replace(judged, kept=self._engine.kept(judged.rows))
        counted, repeated = self._counted(judged, shape)
        if counted < raw.rows:
            self._refuse(raw, shape)
        if repeated is not None:
            repeats = self._engine.kept(later_repeats(self._suspects(judged, repeated), shape))
            self.reject(rejected_rows(repeats, shape, Rejection.DUPLICATE, shape.unique[0]))
            judged = replace(judged, repeats=repeats)
        return judged

    def _refuse(self, raw: RawTable, shape: Shape) -> None:
        """Lists the rows that reasons 1 to 5 concern, or what was listed when they were delivered."""
        if raw.listed is None:
            for text in raw.texts:
                self.reject(faulty_rows(text, shape))
            return
        left_out = raw.listed.filter(raw.listed.fate != REJECTED)
        counts = self._engine.rows(left_out.group_by("reason").agg(rows=ibis._.count()))
        self.reject(raw.listed.filter(raw.listed.fate == REJECTED).select(*REJECTED_COLUMNS))
        reasons = Counter({row["reason"]: row["rows"] for row in counts})
        self.exclude(shape.name, reasons, left_out.select(*EXCLUDED_COLUMNS))

    def _suspects(self, judged: SoundRows, repeated: ir.Table) -> ir.Table:
        """The sound rows whose key may repeat, and few others."""
        shape = judged.shape
        if judged.kept is not None or judged.raw.listed is not None:
            return key_digests(judged.rows, shape).semi_join(repeated, "digest").drop("digest")
        raws = (self._engine.kept(suspected_rows(text, shape, repeated)) for text in judged.raw.texts)
        return one_table([sound_rows(raw, shape) for raw in raws])

    def _counted(self, judged: SoundRows, shape: Shape) -> tuple[int, ir.Table | None]:
        """How many rows reasons 1 to 5 do not concern, and the digests that several of them have."""
        if shape.unique:
            digests = key_digests(judged.rows, shape).select("digest")
            return self._engine.repeated(digests, most_rows=judged.raw.rows)
        [count] = self._engine.rows(judged.rows.agg(rows=ibis._.count()))
        return count["rows"], None

    def rejected_counts(self) -> dict[str, Counter[str]]:
        """Rejected rows by table and reason."""
        counts = defaultdict(Counter, {name: Counter(found) for name, found in self._rejected_counts.items()})
        groups = self.rejected.group_by(["table", "reason"]).agg(rows=ibis._.count())
        for row in self._engine.rows(groups):
            counts[row["table"]][row["reason"]] += row["rows"]
        return counts

    def excluded_counts(self) -> dict[str, Counter[str]]:
        """Excluded rows by table and reason."""
        return self._excluded_counts


def one_table(parts: Sequence[ir.Table]) -> ir.Table:
    """The rows of all parts, of which there is at least one."""
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _empty(*columns: str) -> pa.Table:
    types = {"line": pa.int64()}
    return pa.schema([(name, types.get(name, pa.string())) for name in columns]).empty_table()
