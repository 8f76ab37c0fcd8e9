"""Which rows of the tables of a report moved between two runs, beside the figures.

Of the row-level tables no row is told, since a row is of a person: only how many rows there are of each
group, and how many of them are gone and new.
"""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.published.table_rows import TableRow, table_rows
from dutystation.published.words import one_line
from dutystation.runs.differences.replacements import Replacement
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.engines.engine import Engine
from dutystation.terms.publication import Publication

Because = tuple[Replacement, ...]
GROUPS: Mapping[str, tuple[str, ...]] = {
    "return_status": ("component", "status"),
    "rejected": ("table", "reason"),
    "excluded": ("table", "reason"),
    "intervals": ("facility",),
    "evidence": ("component", "class"),
}
"""By row-level table what its rows are counted by."""


@dataclass(frozen=True)
class MovedRow:
    """One row of a table of numbers in two runs, None where a run has no such row."""

    table: str
    before: TableRow | None
    after: TableRow | None
    because: Because

    @property
    def label(self) -> str:
        found = self.after or self.before
        assert found is not None
        return found.label


@dataclass(frozen=True)
class MovedGroup:
    """The rows of one group of a row-level table in two runs; a changed row is `gone` and `new`."""

    table: str
    group: tuple[str, ...]
    before: int
    after: int
    gone: int
    new: int
    because: Because

    @property
    def label(self) -> str:
        return f"{self.table} of {', '.join(map(one_line, self.group))}"


def moved_rows(
    before: Publication, after: Publication, because: Callable[[object], Because]
) -> Iterator[MovedRow]:
    """The rows that differ of all tables of numbers, table by table; `because` is asked for each row."""
    were, are = table_rows(before), table_rows(after)
    for table in dict.fromkeys([*were, *are]):
        was, now = ({row.label: row for row in rows.get(table, ())} for rows in (were, are))
        for label in dict.fromkeys([*was, *now]):
            one, other = was.get(label), now.get(label)
            if one is None or other is None or one.values != other.values:
                yield MovedRow(table, one, other, because((other or was[label]).row))


def moved_groups(
    reports: tuple[Path, Path], because: Callable[[str, tuple[str, ...]], Because]
) -> Iterator[MovedGroup]:
    """The groups of the row-level tables in two report folders of which any row differs."""
    with tempfile.TemporaryDirectory() as scratch, closing(DuckDBEngine(Path(scratch))) as engine:
        for table, keys in GROUPS.items():
            was, now = (sorted((report / table).glob("*.parquet")) for report in reports)
            others = _others(was, now), _others(now, was)
            if not any(others):
                continue
            changed = engine.kept(_changes(table, *(_rows(parts, engine) for parts in others)))
            before, after = (_counts(table, changed, _rows(parts, engine), engine) for parts in (was, now))
            for row in engine.rows(changed.order_by(list(keys))):
                group = tuple(row[name] for name in keys)
                numbers = before.get(group, 0), after.get(group, 0), int(row["gone"]), int(row["new"])
                yield MovedGroup(table, group, *numbers, because(table, group))
            engine.forget(changed)


def _others(parts: Sequence[Path], than: Sequence[Path]) -> list[Path]:
    """The parts that the other run has not: most are one file under two names."""
    files = {(stat.st_dev, stat.st_ino) for stat in (part.stat() for part in than)}
    named = {part.name: part for part in than}
    return [
        part
        for part in parts
        if (part.stat().st_dev, part.stat().st_ino) not in files
        and not (part.name in named and filecmp.cmp(part, named[part.name], shallow=False))
    ]


def _rows(parts: Sequence[Path], engine: Engine) -> ir.Table | None:
    """The rows of some parts, None without a part. Two engines write whole numbers of other widths."""
    if not parts:
        return None
    rows = engine.parquet(parts).drop("part", "row")
    return rows.cast({name: "int64" for name, kind in rows.schema().items() if kind.is_integer()})


def _changes(table: str, before: ir.Table | None, after: ir.Table | None) -> ir.Table:
    """One row per group with changed rows: how many are `gone` and `new`; equal rows cancel out."""
    sides = [
        rows.mutate(times=ibis.literal(times))
        for rows, times in ((before, -1), (after, 1))
        if rows is not None
    ]
    both = ibis.union(*sides) if len(sides) > 1 else sides[0]
    sums = both.group_by([name for name in both.columns if name != "times"]).agg(times=both.times.sum())
    changed = sums.filter(sums.times != 0)
    return changed.group_by(list(GROUPS[table])).agg(
        gone=(-changed.times).sum(where=changed.times < 0).fill_null(0),
        new=changed.times.sum(where=changed.times > 0).fill_null(0),
    )


def _counts(
    table: str, changed: ir.Table, rows: ir.Table | None, engine: Engine
) -> dict[tuple[str, ...], int]:
    """How many rows there are of the groups that changed."""
    if rows is None:
        return {}
    keys = list(GROUPS[table])
    counted = rows.semi_join(changed, keys).group_by(keys).agg(rows=ibis._.count())
    return {tuple(row[name] for name in keys): row["rows"] for row in engine.rows(counted)}
