"""Which tables are delivered, and in which form. Source: contract section 1.

A table is `<table>.csv`, `<table>.csv.gz` or `<table>.parquet`, the last a file or a folder of parts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dutystation.landing.csv_header import CsvDelivery, inspect_csv
from dutystation.landing.delivered import DeliveredFile, printable, unreadable
from dutystation.landing.parquet_columns import ParquetDelivery, inspect_parquet
from dutystation.tables.inputs import TRUTH, TRUTH_BEGINS
from dutystation.tables.shape import Shape
from dutystation.terms.errors import UnusableInput

FORMS = (".csv", ".csv.gz", ".parquet")
LONGEST_LABEL = 300


@dataclass(frozen=True)
class Inputs:
    """The tables found in one folder, by name, in the order in which the shapes were asked for.

    `notes` are sentences for the user: columns and files that are ignored.
    """

    folder: Path
    tables: Mapping[str, CsvDelivery | ParquetDelivery]
    notes: tuple[str, ...]


def find_inputs(folder: Path, shapes: Sequence[Shape]) -> Inputs:
    """Find the tables and read their headers and footers, but none of their rows.

    Raises UnusableInput, which names the file, if the folder cannot be used, a required table is missing,
    a table lies there in two forms, or a file is unreadable or lacks a required column.
    """
    entries = _entries(folder)
    forms = {shape.name: [f for f in FORMS if shape.name + f in entries] for shape in shapes}
    for shape in shapes:
        _refuse_forms(shape, forms[shape.name], entries)
    tables = {
        shape.name: _inspect(folder / (shape.name + forms[shape.name][0]), shape)
        for shape in shapes
        if forms[shape.name]
    }
    used = {name + found[0] for name, found in forms.items() if found}
    ignored = tuple(
        f"{printable(entry)}: this is no table of the contract and is ignored."
        for entry in entries
        if entry not in used and not entry.startswith((".", "_")) and not _is_truth(folder / entry)
    )
    return Inputs(folder, tables, tuple(n for table in tables.values() for n in table.notes) + ignored)


def find_table(path: Path, shape: Shape) -> CsvDelivery | ParquetDelivery:
    """One table in one file of any name that ends in .csv, .csv.gz or .parquet; its header or footer is read.

    Raises UnusableInput, which names the file.
    """
    if not path.name.endswith(FORMS):
        raise UnusableInput(
            printable(path.name, longest=LONGEST_LABEL),
            f"a table of the contract ends in {', '.join(FORMS)}",
            remedy="Rename or convert it, or say with --profile how it is to be read",
        )
    return _inspect_file(delivered_file(path, path.name, path.name), shape)


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except FileNotFoundError as error:
        raise UnusableInput(
            str(folder), "the folder with the inputs does not exist", remedy="Check the path"
        ) from error
    except NotADirectoryError as error:
        raise UnusableInput(
            str(folder), "this is a file", remedy="Give the folder that holds the tables"
        ) from error
    except OSError as error:
        raise UnusableInput(
            str(folder), f"the folder cannot be read ({error.strerror})", remedy="Check its permissions"
        ) from error


def _is_truth(path: Path) -> bool:
    """Whether `dutystation simulate` has written this file beside the tables: no note says that of it."""
    if path.name != TRUTH or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(TRUTH_BEGINS)) == TRUTH_BEGINS
    except OSError:
        return False


def _refuse_forms(shape: Shape, forms: list[str], entries: list[str]) -> None:
    names = [shape.name + form for form in forms]
    if len(names) > 1:
        raise UnusableInput(
            names[0],
            f"the same table lies there also as {' and '.join(names[1:])}",
            remedy="Keep one of them",
        )
    if names or not shape.required:
        return
    like_it = [entry for entry in entries if entry.casefold().startswith(shape.name)]
    seen = f"; {printable(like_it[0])} is none of them" if like_it else ""
    raise UnusableInput(
        shape.name,
        "the required table is missing",
        remedy=f"Deliver it as {shape.name}.csv, {shape.name}.csv.gz or {shape.name}.parquet{seen}",
    )


def _inspect(path: Path, shape: Shape) -> CsvDelivery | ParquetDelivery:
    if path.suffix == ".parquet" and path.is_dir():
        return inspect_parquet(_parts(path), shape, path.name)
    return _inspect_file(delivered_file(path, path.name, path.name), shape)


def _inspect_file(file: DeliveredFile, shape: Shape) -> CsvDelivery | ParquetDelivery:
    if file.path.suffix == ".parquet":
        return inspect_parquet((file,), shape, file.name)
    return inspect_csv(file, shape)


def delivered_file(path: Path, name: str, label: str) -> DeliveredFile:
    """The file at `path`. Raises UnusableInput if it is no readable file, or its name is not UTF-8."""
    label = printable(label, longest=LONGEST_LABEL)
    if not _is_utf8(name):  # it stands in outputs, which are UTF-8
        raise UnusableInput(label, "the name of this file is not UTF-8 text", remedy="Rename it")
    try:
        size = path.stat().st_size
        file = DeliveredFile(name, path, size, label)
    except OSError as error:
        raise unreadable(DeliveredFile(name, path, 0, label), error) from error
    if not path.is_file():  # a folder, or a pipe, on which reading could wait for ever
        what = "a folder" if path.is_dir() else "no regular file"
        raise UnusableInput(label, f"this is {what}", remedy="Deliver the table as a file")
    return file


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parts(folder: Path) -> tuple[DeliveredFile, ...]:
    parts = sorted(_files_below(folder, ""), key=os.fsencode)
    if not parts:
        raise UnusableInput(
            folder.name,
            "the folder holds no Parquet file",
            remedy="Deliver at least one part, even without rows",
        )
    return tuple(delivered_file(folder / part, part, f"{folder.name}/{part}") for part in parts)


def _files_below(folder: Path, prefix: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        raise UnusableInput(
            f"{folder.name}", f"the folder cannot be read ({error.strerror})", remedy="Check its permissions"
        ) from error
    for entry in entries:
        if _is_bookkeeping(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(folder / entry.name, f"{prefix}{entry.name}/")
        elif entry.is_dir():
            raise UnusableInput(
                prefix + entry.name, "this is a link to a folder", remedy="Deliver the folder itself"
            )
        else:
            yield prefix + entry.name


def _is_bookkeeping(name: str) -> bool:
    """Hidden files, `_SUCCESS`, `_metadata` and the like; `_key=value` is a folder of rows all the same."""
    return name.startswith(".") or (name.startswith("_") and "=" not in name)
