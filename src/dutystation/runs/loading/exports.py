"""Exports of other systems: staged, matched with what lies beside them, made into rows of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.intake.check import faulty_rows, sound_rows
from dutystation.landing.csv_header import inspect_csv, open_unpacked, read_header
from dutystation.landing.csv_readers import Dialect
from dutystation.landing.delivered import DeliveredFile, printable
from dutystation.landing.export_layout import (
    FAULT,
    DelimitedLayout,
    FixedLayout,
    JsonLayout,
    Layout,
    ParquetLayout,
    SheetLayout,
    StagedExport,
    WantedColumn,
)
from dutystation.landing.export_rows import stage_export
from dutystation.landing.inputs import delivered_file
from dutystation.profiles import contract_rows
from dutystation.profiles.consistent import DELIMITERS, ENCODINGS, has_header
from dutystation.profiles.contract_rows import Converted, converted, judged_rows, wants_crosswalk
from dutystation.profiles.profile import Companion, Export, ExportKind, Profile, SourceColumn
from dutystation.profiles.wrong import one_of
from dutystation.runs.days import day_of
from dutystation.runs.delivered.delivery import raw_table
from dutystation.runs.engines.engine import Engine
from dutystation.runs.progress import Progress
from dutystation.tables.crosswalk import CROSSWALK
from dutystation.terms.errors import UnusableCommand, UnusableInput
from dutystation.terms.period import PayPeriod

_QUOTES = {"double": '"', "single": "'", "none": None}


@dataclass(frozen=True)
class ExportFiles:
    """An export and what lies beside it, where its profile asks for that."""

    export: Path
    crosswalk: Path | None = None
    companion: Path | None = None


@dataclass(frozen=True)
class ReadExport:
    """A staged export as a table of the engine, its companion and crosswalk, and what they become."""

    staged: StagedExport
    table: ir.Table
    crosswalk: ir.Table | None
    companion: ir.Table | None
    converted: Converted


def staged_export(profile: Profile, path: Path, scratch: Path, progress: Progress) -> StagedExport:
    """The export read into a Parquet file of text columns and `line` in `scratch`.

    Raises UnusableInput if the file is not laid out as the profile says or lacks one of its columns.
    """
    content = profile.content
    return _staged(content.export, content.columns, path, scratch / "export.parquet", progress)


def staged_companion(wanted: Companion, path: Path, scratch: Path, progress: Progress) -> StagedExport:
    """The same for the file beside the export."""
    return _staged(wanted.export, wanted.columns, path, scratch / "companion.parquet", progress)


def export_table(staged: StagedExport, engine: Engine) -> ir.Table:
    """The staged export as a table of the engine: its columns, `file`, `line`, and faults where there are."""
    stored = engine.parquet([staged.path])
    faults = {contract_rows.FAULT: stored[FAULT]} if staged.faults else {}
    return stored.select(*staged.columns, file=ibis.literal(staged.file.name), line=stored.line, **faults)


def read_export(
    profile: Profile,
    files: ExportFiles,
    engine: Engine,
    scratch: Path,
    progress: Progress,
    period: PayPeriod | None = None,
) -> ReadExport:
    """An export and the rows of the contract it becomes; the contract has not judged them yet.

    With a `period`, rows of other pay periods are left out if the profile says so.

    Raises UnusableInput for a file that does not fit the profile, and UnusableCommand where a file that
    the profile asks for is not given, or one is given that it does not ask for.
    """
    content = profile.content
    refuse_files(profile, files)
    staged = staged_export(profile, files.export, scratch, progress)
    table = export_table(staged, engine)
    crosswalk = companion = None
    if wants_crosswalk(content) and files.crosswalk is not None:
        crosswalk = crosswalk_table(files.crosswalk, engine, scratch, progress)
    if content.companion is not None and files.companion is not None:
        companion = companion_table(content.companion, files.companion, engine, scratch, progress)
    only = period if content.other_periods == "leave_out" else None
    judged = engine.kept(judged_rows(table, profile, crosswalk, companion, only))
    return ReadExport(staged, table, crosswalk, companion, converted(judged, profile))


def refuse_files(profile: Profile, files: ExportFiles) -> None:
    """Raises UnusableCommand for files that are missing, and for those that nothing would read."""
    content = profile.content
    for wanted, given, option, what in (
        (wants_crosswalk(content), files.crosswalk, "--crosswalk", "people"),
        (content.companion is not None, files.companion, "--companion", "a companion"),
    ):
        if wanted and given is None:
            raise UnusableCommand(
                f"{option}: the profile {profile.name} matches {what} through a second file. "
                f"Give it with {option} FILE."
            )
        if given is not None and not wanted:
            raise UnusableCommand(
                f"{option} {given}: the profile {profile.name} reads no such file. Take {option} out, or say "
                "in the profile how it is used."
            )


def companion_table(
    wanted: Companion, path: Path, engine: Engine, scratch: Path, progress: Progress
) -> ir.Table:
    """The companion's rows that have a key. Raises UnusableInput where a key stands there twice."""
    staged = staged_companion(wanted, path, scratch, progress)
    table = export_table(staged, engine)
    if staged.faults:
        faulty = table.filter(table[contract_rows.FAULT].notnull())
        [first] = engine.rows(faulty.order_by("line").limit(1))
        raise UnusableInput(staged.file.label, first[contract_rows.FAULT], line=first["line"])
    keyed = table.filter(table[wanted.key].notnull())
    twice = keyed.group_by(key=keyed[wanted.key]).agg(times=keyed.count(), line=keyed.line.max())
    found = engine.rows(twice.filter(twice.times > 1).order_by("line").limit(1))
    if found:
        raise UnusableInput(
            staged.file.label,
            f"the key {found[0]['key']} stands there {found[0]['times']} times",
            column=wanted.key,
            line=found[0]["line"],
            remedy="Keep the row that holds",
        )
    return engine.kept(keyed)


def crosswalk_table(path: Path, engine: Engine, scratch: Path, progress: Progress) -> ir.Table:
    """One row per key and stretch of days: `key`, `person`, `valid_from`, `valid_to` (days from 1970-01-01).

    Raises UnusableInput for a header that is not a crosswalk's, for a row that is not sound, and where a key
    belongs to two people on one day.
    """
    file = _file_at(path)
    _refuse_other_columns(file)
    delivery = replace(inspect_csv(file, CROSSWALK), whole_rows=True)
    raw = raw_table(delivery, engine, scratch, progress)
    [rows] = raw.texts
    for fault in engine.rows(faulty_rows(rows, CROSSWALK).order_by("line").limit(1)):
        raise UnusableInput(
            file.label, fault["message"], column=fault["column"], line=fault["line"], remedy="Correct the row"
        )
    kept = engine.kept(sound_rows(rows, CROSSWALK))
    for twice in engine.rows(_belonging_twice(kept).order_by("line").limit(1)):
        day = day_of(twice["valid_from"]) if twice["valid_from"] is not None else None
        raise UnusableInput(
            file.label,
            f"the key {twice['key']} already belongs to somebody on {day or 'the first of its days'}",
            column="valid_from",
            line=twice["line"],
            remedy="End the earlier row the day before",
        )
    return kept.select("key", "person", "valid_from", "valid_to")


def _refuse_other_columns(file: DeliveredFile) -> None:
    """A column that nobody reads may be a day that is misspelt, and a card would then never end."""
    with open_unpacked(file) as stream:
        found, _ = read_header(stream, file, CROSSWALK)
    for name in found.unknown:
        raise UnusableInput(
            file.label,
            "a crosswalk has no such column",
            column=printable(name) or "(without a name)",
            remedy=one_of(name, CROSSWALK.names),
        )
    for column in CROSSWALK.columns:
        if column.name not in found.positions:
            raise UnusableInput(
                file.label,
                "the column is missing, so nobody can tell until when a key belongs to somebody",
                column=column.name,
                remedy="Add it, with empty cells where a key has no first or last day",
            )


def _belonging_twice(rows: ir.Table) -> ir.Table:
    """The rows that begin before an earlier row of the same key has ended."""
    first = rows.valid_from.fill_null(-(10**9))
    last = rows.valid_to.fill_null(10**9)
    before = ibis.window(group_by=rows.key, order_by=[first, last, rows.line], rows=(None, -1))
    return rows.mutate(first=first, greatest=last.max().over(before)).filter(
        lambda judged: judged.greatest >= judged.first
    )


def _staged(
    export: Export, columns: Mapping[str, SourceColumn], path: Path, into: Path, progress: Progress
) -> StagedExport:
    file = _file_at(path)
    wanted = [
        WantedColumn(
            name,
            spellings=column.names,
            any_case=column.any_case,
            optional=column.optional,
            place=column.place,
            first=column.first,
            last=column.last,
        )
        for name, column in columns.items()
    ]
    with progress.step(f"Reading {file.label}") as step:
        return stage_export(file, layout_of(export), wanted, into, progress=step.reached)


def _file_at(path: Path) -> DeliveredFile:
    name = path.name or str(path.resolve())  # `.` is a folder without a name of its own
    return delivered_file(path, name, name)


def layout_of(export: Export) -> Layout:
    """What a profile says of a file, as the readers take it."""
    encoding = ENCODINGS[export.encoding or "utf-8"]
    skip_lines, header = export.skip_lines or 0, has_header(export)
    match export.kind:
        case ExportKind.DELIMITED:
            sign = export.delimiter or "comma"
            dialect = Dialect(DELIMITERS.get(sign, sign), _QUOTES[export.quote or "double"])
            return DelimitedLayout(encoding, dialect, skip_lines, header)
        case ExportKind.FIXED_WIDTH:
            return FixedLayout(encoding, skip_lines, header, export.trimmed or False)
        case ExportKind.SPREADSHEET:
            return SheetLayout(export.sheet, skip_lines, header)
        case ExportKind.JSON:
            return JsonLayout(lines=False, records=export.records, total=export.total)
        case ExportKind.JSON_LINES:
            return JsonLayout(lines=True)
        case ExportKind.PARQUET:
            return ParquetLayout()
