"""Delivered tables become tables of the engine: text or natural types, with `file` and `line`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import delivered_text
from dutystation.landing.csv_header import CsvDelivery
from dutystation.landing.csv_rows import stage_csv
from dutystation.landing.delivered import DeliveredFile
from dutystation.landing.parquet_columns import ParquetDelivery, PartGroup, copied_without_twins
from dutystation.runs.days import day_number
from dutystation.runs.engines.engine import Engine
from dutystation.runs.progress import Progress
from dutystation.tables.shape import Shape

_PATTERN_CHARACTERS = frozenset("*?[]{}")


@dataclass(frozen=True)
class RawTable:
    """One delivered table. `label` names it or its first file, `rows` counts its records; `texts` are its
    engine tables, one per schema.

    `trimmed` tells that text cells have been trimmed already, so that they can be compared as they are.
    `doubtful` are those of `texts` whose rows need a closer look, where somebody has told them apart: the
    others then hold hardly any faulty row.
    `listed` is given where the rows were judged by reasons 1 to 6 when they were delivered: then `texts` hold
    accepted rows, typed, and `listed` the others in the shape of `rejected.csv`, with their `fate`.
    """

    shape: Shape
    label: str
    rows: int
    texts: tuple[ir.Table, ...]
    trimmed: bool = False
    doubtful: tuple[ir.Table, ...] = ()
    listed: ir.Table | None = None

    def between(self, column: str, first: date, last: date) -> RawTable:
        """The rows whose date may lie between two days, both included, and few others.

        What is no date is left out. The filter stands on the delivered column itself, so that an engine can
        skip the parts of a file that hold other days.
        """
        texts = tuple(text.filter(self._may_lie(text[column], first, last)) for text in self.texts)
        return replace(self, texts=texts)

    def _may_lie(self, cell: ir.Value, first: date, last: date) -> ir.BooleanValue:
        if cell.type().is_integer() and self.listed is not None:
            return cell.between(day_number(first), day_number(last))
        if cell.type().is_date():
            return cell.between(ibis.literal(first), ibis.literal(last))
        if cell.type().is_timestamp():
            after = last + timedelta(days=1) if last < date.max else last
            return cell.cast("timestamp").between(
                *(ibis.literal(str(day)).cast("timestamp") for day in (first, after))
            )
        text = cell if self.trimmed or not cell.type().is_string() else delivered_text(cell)
        return text.between(first.isoformat(), last.isoformat())


def raw_table(
    delivery: CsvDelivery | ParquetDelivery, engine: Engine, scratch: Path, progress: Progress
) -> RawTable:
    """The delivered rows, unjudged. Raises UnusableInput for a file that turns out to be no such table."""
    shape = delivery.shape
    if isinstance(delivery, CsvDelivery):
        with progress.step(f"Reading {delivery.file.label}") as step:
            staged = stage_csv(delivery, scratch / f"{shape.name}.parquet", progress=step.reached)
        stored = engine.parquet([staged.path])
        rows = stored.select(*staged.columns, file=ibis.literal(delivery.file.name), line=stored.line)
        return RawTable(shape, delivery.files[0].label, staged.rows, (rows,), trimmed=True)
    texts = tuple(_part_rows(group, engine, scratch) for group in delivery.groups)
    return RawTable(shape, delivery.files[0].label, delivery.rows, texts)


def _part_rows(group: PartGroup, engine: Engine, scratch: Path) -> ir.Table:
    paths = [_plain_path(part, group, scratch) for part in group.parts]
    stored = engine.parquet(paths)
    return stored.select(
        file=_part_name(stored.part, group.parts, paths),
        line=(stored.row + 1).cast("int64"),
        **{column.name: stored[column.physical] for column in group.columns},
    )


def _plain_path(part: DeliveredFile, group: PartGroup, scratch: Path) -> Path:
    """The path of a part, or of a link or copy that no engine takes for another file or reads amiss."""
    path = part.path.absolute()
    if group.twins:
        copy = scratch / f"copy-{len(list(scratch.iterdir()))}.parquet"
        copied_without_twins(part, group.columns, copy)
        return copy
    if not _PATTERN_CHARACTERS & set(str(path)):
        return path
    link = scratch / f"part-{len(list(scratch.iterdir()))}.parquet"
    link.symlink_to(path)
    return link


def _part_name(
    where: ir.StringValue, parts: Sequence[DeliveredFile], paths: Sequence[Path]
) -> ir.StringValue:
    """The name of the part a row comes from, by the path the engine read it from."""
    if len(parts) == 1:
        return ibis.literal(parts[0].name)
    folder = str(paths[0]).removesuffix(parts[0].name)
    if all(str(path) == folder + part.name for part, path in zip(parts, paths, strict=True)):
        return where.substr(len(folder))
    named = zip(parts, paths, strict=True)
    return ibis.cases(*((where == str(path), ibis.literal(part.name)) for part, path in named), else_="")
