"""The folder that is written: each table as one CSV file, one Parquet file, or a folder of Parquet parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dutystation.terms.errors import UnusableOutput

Form = Literal["csv", "parquet"]
ROW_GROUP = 1_000_000
DICTIONARY_BYTES = 16 << 20
"""Room for all persons of a row group: persons are then stored as numbers."""

NEEDS_QUOTES = '[,"\r\n]'


@contextmanager
def output_errors(folder: Path) -> Iterator[None]:
    """A full disk or a missing permission becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise UnusableOutput(
            f"{folder}: the simulated tables cannot be written ({error.strerror or error})."
            " Make room or choose another folder."
        ) from error


def open_folder(folder: Path) -> None:
    """Creates the folder. Raises UnusableOutput if it holds something already, or is a file."""
    with output_errors(folder):
        if folder.exists() and not folder.is_dir():
            raise UnusableOutput(f"{folder}: this is a file. Give a folder that is empty or does not exist.")
        if folder.is_dir() and any(folder.iterdir()):
            raise UnusableOutput(
                f"{folder}: the folder is not empty. Give one that is empty or does not exist."
            )
        folder.mkdir(parents=True, exist_ok=True)


def write_table(folder: Path, form: Form, name: str, columns: Mapping[str, pa.Array]) -> None:
    """One table as one file."""
    if form == "csv":
        _write_csv(folder / f"{name}.csv", columns)
    else:
        _write_parquet(folder / f"{name}.parquet", columns, plain=())


def append_part(
    folder: Path, form: Form, name: str, part: str, columns: Mapping[str, pa.Array], plain: tuple[str, ...]
) -> None:
    """More rows of a table that is written by period. `plain` are columns whose values never repeat."""
    if form == "csv":
        _write_csv(folder / f"{name}.csv", columns)
        return
    parts = folder / f"{name}.parquet"
    parts.mkdir(exist_ok=True)
    _write_parquet(parts / f"{part}.parquet", columns, plain)


def _write_csv(path: Path, columns: Mapping[str, pa.Array]) -> None:
    """Appends the rows, after the header where the file is new."""
    new = not path.exists()
    with path.open("ab") as stream:
        if new:
            stream.write((",".join(columns) + "\n").encode())
        cells = [_quoted(_text(column)) for column in columns.values()]
        if not len(cells[0]):
            return
        cells[-1] = pc.binary_join_element_wise(cells[-1], "\n", "")
        lines = pc.binary_join_element_wise(*cells, ",")
        # The bytes of a text column lie one row after the other: they are the file.
        _, offsets, data = lines.buffers()
        ends = memoryview(offsets).cast("i")
        stream.write(memoryview(data)[ends[lines.offset] : ends[lines.offset + len(lines)]])


def _text(column: pa.Array) -> pa.Array:
    text = column if pa.types.is_string(column.type) else column.cast(pa.string())
    return pc.fill_null(text, "")


def _quoted(column: pa.Array) -> pa.Array:
    special = pc.match_substring_regex(column, NEEDS_QUOTES)
    if not pc.any(special).as_py():
        return column
    doubled = pc.replace_substring(column, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise('"', doubled, '"', ""), column)


def _write_parquet(path: Path, columns: Mapping[str, pa.Array], plain: tuple[str, ...]) -> None:
    pq.write_table(
        pa.table(dict(columns)),
        path,
        row_group_size=ROW_GROUP,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in columns if name not in plain],
        dictionary_pagesize_limit=DICTIONARY_BYTES,
        store_schema=False,
    )
