"""Writes the accepted rows of one delivery as a data file of the lake.

Four columns hold one text each in every row of a delivery: its file, its id, its sender, its period. The
engine sorts and hands over the other columns only, and these are written as what they are: a dictionary of
one entry. Rows of several deliveries that are merged are written by the engine itself.
"""

from __future__ import annotations

from pathlib import Path

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dutystation.lake.commits import writing
from dutystation.lake.schemas import accepted_columns
from dutystation.runs.engines.duckdb_engine import DuckDBEngine
from dutystation.runs.loading.lake_columns import ORDER, Origin
from dutystation.tables.shape import Shape

FILE, LINE = "file", "line"
ONE_TEXT = pa.dictionary(pa.int32(), pa.string())


def write_delivery(
    sound: ir.Table, shape: Shape, origin: Origin, file: str, into: Path, engine: DuckDBEngine
) -> int:
    """Writes the sound rows of the file called `file`, in order, and gives their number.

    The order is that of `in_order`: delivery and file are the same in all rows. If anything is raised,
    nothing is left at `into`.
    """
    constant = vars(origin) | {FILE: file}
    columns = accepted_columns(shape)
    rows = sound.select(*(name for name in columns if name not in constant))
    rows = rows.order_by([*ORDER.get(shape.name, shape.identity), LINE])
    given = rows.schema().to_pyarrow()
    schema = pa.schema([(name, ONE_TEXT if name in constant else given.field(name).type) for name in columns])
    written = 0
    try:
        with writing(), _writer(into, schema, shape) as writer:
            for batch in engine.batches(rows):
                texts = {name: _in_every_row(text, batch.num_rows) for name, text in constant.items()}
                cells = [texts[name] if name in texts else batch[name] for name in columns]
                writer.write_table(pa.table(cells, schema=schema))
                written += batch.num_rows
    except BaseException:
        into.unlink(missing_ok=True)
        raise
    return written


def _writer(into: Path, schema: pa.Schema, shape: Shape) -> pq.ParquetWriter:
    """Ids and lines are all different, so that no dictionary of them is tried.

    Decimals are whole numbers inside, as Iceberg has them. That texts came as dictionaries is not noted: to
    every reader they are texts.
    """
    all_different = {LINE, *(shape.unique if len(shape.unique) == 1 else ())}
    return pq.ParquetWriter(
        into,
        schema,
        compression="zstd",
        use_dictionary=[name for name in schema.names if name not in all_different],
        column_encoding={LINE: "DELTA_BINARY_PACKED"},
        store_decimal_as_integer=True,
        store_schema=False,
    )


def _in_every_row(text: str, rows: int) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text], pa.string()))
