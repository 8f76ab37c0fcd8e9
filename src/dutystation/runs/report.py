"""The main job: inputs and a directive in, a report folder out. Source: contract section 1."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import ibis.expr.types as ir

import dutystation
from dutystation.directives.directive import Directive
from dutystation.published.folder import prepared
from dutystation.published.layout import (
    EVIDENCE_COLUMNS,
    INTERVAL_COLUMNS,
    RETURN_STATUS_COLUMNS,
    ROW_TABLES,
)
from dutystation.published.write import write_publication
from dutystation.runs.counted import person_rows
from dutystation.runs.days import now
from dutystation.runs.delivered.sources import FileRecord, Source, folder_source
from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.engines.engine import Engine
from dutystation.runs.garbage import searched_seldom
from dutystation.runs.kept.folders import linked
from dutystation.runs.measurement import Measured, Measurement
from dutystation.runs.options import DEFAULTS, Options
from dutystation.runs.progress import SILENT, Progress
from dutystation.runs.row_files import cut_by, cut_by_place, write_rows
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.rejected import EXCLUDED_COLUMNS, PLACE_OF_ROW, REJECTED_COLUMNS
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.marking import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER
from dutystation.terms.publication import Provenance, Publication, TableProvenance

if TYPE_CHECKING:  # it brings Iceberg, which only a workspace needs
    from dutystation.runs.kept.slices import WorkspaceSlices

BADGE_ROW_TABLES = ("intervals", "evidence")
DIRECTIVE_COPY = "directive.yaml"
"""The directive as it was when the report was made; `verify` reads it where no shipped one is the same."""


def write_report(
    inputs: Path,
    out: Path,
    *,
    directive: Directive,
    as_of: date,
    options: Options = DEFAULTS,
    progress: Progress = SILENT,
) -> Publication:
    """Measures the tables in the folder `inputs` and writes the report into the folder `out`.

    Raises UnusableInput, UnusableDirective or UnusableOutput; then `out` is as it was.
    """
    started_at = now()
    with (
        folder_source(inputs, progress) as source,
        prepared(out, replace=options.replace, inputs=inputs) as folder,
    ):
        return measured_report(
            source,
            folder,
            directive=directive,
            as_of=as_of,
            options=options,
            progress=progress,
            started_at=started_at,
        )


KeepSlices = Callable[[Engine], "WorkspaceSlices | None"]
"""Where the results of slices are kept, given the engine that reads and writes them; None: nowhere."""


def measured_anew(engine: Engine) -> None:
    """Keeps nothing: what a single report is worked out from is read once."""


Beside = Callable[[Measured, Measurement], None]
"""What is written beside a report while the engine still holds the rows."""


def nothing_beside(measured: Measured, measurement: Measurement) -> None:
    """A single report is all there is."""


def measured_report(
    source: Source,
    folder: Path,
    *,
    directive: Directive,
    as_of: date,
    options: Options,
    progress: Progress,
    started_at: str,
    kept: KeepSlices = measured_anew,
    beside: Beside = nothing_beside,
) -> Publication:
    """Measures a source and writes the report into an empty folder. Raises as `write_report` does."""
    with (
        searched_seldom(),
        tempfile.TemporaryDirectory(dir=folder.parent) as scratch,
        closing(opened_engine(options.engine, Path(scratch))) as engine,
    ):
        measurement = Measurement(
            rules=directive.rules_on(as_of),
            as_of=as_of,
            engine=engine,
            progress=progress,
            list_excluded=options.list_excluded,
            kept=kept(engine),
        )
        measured = measurement.measured(source.tables(engine, Path(scratch), progress))
        with progress.step("Writing the tables"):
            _write_row_tables(measured, measurement, folder, options)
            _close_row_tables(folder)
        beside(measured, measurement)
        with progress.step("Fingerprinting the inputs"):
            provenance = _provenance(measured, source.files(), directive, engine, started_at)
        publication = _publication(measured, directive, as_of, provenance)
        if options.documents:
            # Drawing and setting in type are a second to load; measuring alone does not wait for them.
            from dutystation.runs.documents import write_documents

            results = None if measurement.kept is None else measurement.kept.results
            write_documents(
                publication, directive, folder, measured.statuses, engine, options, progress, results
            )
        publication = replace(publication, provenance=replace(provenance, ended_at=now()))
        write_publication(publication, folder)
        (folder / DIRECTIVE_COPY).write_bytes(directive.source_text)
    return publication


def _write_row_tables(measured: Measured, measurement: Measurement, folder: Path, options: Options) -> None:
    engine, rules, roster = measurement.engine, measurement.rules, measured.department.roster

    def write(name: str, turns: Iterable[ir.Table], columns: tuple[str, ...], order: tuple[str, ...]) -> None:
        write_rows(turns, columns, order, folder=folder / name, form=options.tables, engine=engine)

    write("return_status", [measured.statuses], RETURN_STATUS_COLUMNS, ("person",))
    ledger = measured.ledger
    place = ("table", *PLACE_OF_ROW)
    delivered = sum(ledger.raw.values())
    write("rejected", cut_by_place(ledger.rejected, engine, most_rows=delivered), REJECTED_COLUMNS, place)
    if options.list_excluded:
        write("excluded", cut_by_place(ledger.excluded, engine, most_rows=delivered), EXCLUDED_COLUMNS, place)
    if measurement.kept is not None:
        excluded = ("excluded",) if options.list_excluded else ()
        for name in ("rejected", *excluded, *(BADGE_ROW_TABLES if measured.badge else ())):
            linked({f"part-{part}": file for part, file in measurement.kept.parts(name)}, folder / name)
        return
    if measured.stays is not None:
        found = cut_by(measured.stays, "person_no", engine, most_rows=ledger.raw[BADGE_EVENTS.name])
        turns = (person_rows.interval_rows(stays, measured.department, rules, engine) for stays in found)
        write("intervals", turns, INTERVAL_COLUMNS, person_rows.INTERVAL_ORDER)
    if measured.evidence is not None:
        found = cut_by(measured.evidence, "roster_no", engine, most_rows=ledger.raw[TIME_RECORDS.name])
        turns = (person_rows.evidence_rows(claimed, roster, rules, engine) for claimed in found)
        write("evidence", turns, EVIDENCE_COLUMNS, person_rows.EVIDENCE_ORDER)


def _close_row_tables(folder: Path) -> None:
    """Leaves the tables that name people, or hold rows as they were delivered, to the owner of the report.

    Parts of a run are the files of its kept results under a second name: closing their folder is enough.
    """
    for name in ROW_TABLES:
        with suppress(FileNotFoundError):
            (folder / name).chmod(OWNER_ONLY_FOLDER)
        with suppress(FileNotFoundError):
            (folder / name).with_suffix(".csv").chmod(OWNER_ONLY_FILE)


def _provenance(
    measured: Measured,
    files: Mapping[str, tuple[FileRecord, ...]],
    directive: Directive,
    engine: Engine,
    started_at: str,
) -> Provenance:
    rejected, excluded = measured.ledger.rejected_counts(), measured.ledger.excluded_counts()
    tables = {}
    for name, records in files.items():
        raw = measured.ledger.raw[name]
        left_out = rejected[name].total() + excluded[name].total()
        accepted = measured.accepted.get(name, raw - left_out)
        if accepted + left_out != raw:
            raise AssertionError(f"{name}: {accepted} accepted + {left_out} left out are not {raw} rows")
        tables[name] = TableProvenance(records, raw, accepted, rejected[name], excluded[name])
    return Provenance(
        tables=tables,
        directive_name=directive.name,
        directive_sha256=directive.sha256,
        package_version=dutystation.__version__,
        engine_name=engine.name,
        engine_version=engine.version,
        started_at=started_at,
        ended_at="",
    )


def _publication(
    measured: Measured, directive: Directive, as_of: date, provenance: Provenance
) -> Publication:
    units = measured.department.tree.units.values()
    return Publication(
        directive=directive.name,
        as_of=as_of,
        periods=measured.periods,
        status_period=directive.rules_on(as_of).calendar.last_ended_by(as_of).label,
        org_units=tuple(sorted(units, key=lambda unit: unit.org_unit.encode())),
        figures=measured.figures,
        return_bridge=measured.bridge,
        unclassified_pairs=measured.pairs,
        badge=measured.badge,
        provenance=provenance,
    )
