"""Any export, staged as text in a Parquet file, whatever its layout. One staged row is one record of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa

from dutystation.landing.csv_header import open_unpacked
from dutystation.landing.csv_rows import LINE
from dutystation.landing.delivered import DeliveredFile, refuse_changed
from dutystation.landing.export_json import json_pieces
from dutystation.landing.export_layout import (
    FAULT,
    Answered,
    DelimitedLayout,
    FixedLayout,
    JsonLayout,
    Layout,
    ParquetLayout,
    Piece,
    SheetLayout,
    StagedExport,
    WantedColumn,
)
from dutystation.landing.export_parquet import parquet_pieces
from dutystation.landing.export_sheet import sheet_pieces
from dutystation.landing.export_text import delimited_pieces, fixed_pieces
from dutystation.landing.staging_file import StagingFile


def stage_export(
    file: DeliveredFile,
    layout: Layout,
    wanted: Sequence[WantedColumn],
    into: Path,
    *,
    progress: Callable[[int], None] | None = None,
) -> StagedExport:
    """Stage the records of an export at `into`, which is made anew; nothing is left there if it fails.

    Memory does not grow with the file, workbooks and JSON documents excepted, which are bounded themselves.
    Raises UnusableInput if the file is not of this layout or lacks a column, UnusableOutput if `into`
    cannot be written.
    """
    names = tuple(column.name for column in wanted)
    schema = pa.schema([(name, pa.string()) for name in (*names, FAULT)] + [(LINE, pa.int64())])
    into.unlink(missing_ok=True)
    rows = faults = 0
    answered: Answered = set()
    with ExitStack() as opened:
        places, pieces = _pieces(file, layout, wanted, answered, opened)
        staging = opened.enter_context(StagingFile(into, schema))
        for piece in pieces:
            count = len(piece.lines)
            why = pa.nulls(count, pa.string()) if piece.faults is None else piece.faults
            staging.add(pa.table([*piece.cells, why, piece.lines], schema=schema))
            rows, faults = rows + count, faults + count - why.null_count
            if progress is not None:
                progress(rows)
        refuse_changed(file)
    absent = tuple(name for name, place in places.items() if place is None)
    return StagedExport(file, into, names, rows, absent, frozenset(answered), faults)


def _pieces(
    file: DeliveredFile,
    layout: Layout,
    wanted: Sequence[WantedColumn],
    answered: Answered,
    opened: ExitStack,
) -> tuple[Mapping[str, int | None], Iterator[Piece]]:
    match layout:
        case DelimitedLayout():
            stream = opened.enter_context(open_unpacked(file))
            return delimited_pieces(stream, layout, wanted, file, answered)
        case FixedLayout():
            return {}, fixed_pieces(opened.enter_context(open_unpacked(file)), layout, wanted, file)
        case JsonLayout():
            stream = opened.enter_context(open_unpacked(file))
            return {}, json_pieces(stream, layout, wanted, file, answered)
        case SheetLayout():
            return sheet_pieces(layout, wanted, file, answered)
        case ParquetLayout():
            return parquet_pieces(wanted, file, answered)
