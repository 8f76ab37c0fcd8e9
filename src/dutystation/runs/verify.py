"""Makes a report again from its inputs and says where the two differ. Source: contract section 8."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dutystation.directives.directive import Directive
from dutystation.directives.load import load_directive, shipped_directives
from dutystation.lake.delivered import kept_at, sha256_now
from dutystation.lake.records import Delivery
from dutystation.published.compare import differences, figures_csv_differences
from dutystation.published.compare_files import files_that_differ
from dutystation.published.layout import FIGURES_CSV, FIGURES_JSON, PROVENANCE_JSON
from dutystation.published.read import read_publication
from dutystation.runs.options import EngineName, Options
from dutystation.runs.progress import SILENT, Progress
from dutystation.runs.report import DIRECTIVE_COPY, write_report
from dutystation.runs.run import remade, run_source
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.terms.errors import UnusableDirective, UnusableInput
from dutystation.terms.publication import Publication
from dutystation.terms.run_folder import REPORT

OF_A_REPORT = (FIGURES_JSON, FIGURES_CSV, PROVENANCE_JSON)
"""Of a folder with any of these, what is missing is a difference; one with none of them is no report."""

Remake = Callable[[Path, Directive, Publication], Publication]
"""Writes the report again into a folder that does not exist, under a directive, as the one filed."""


def verify(
    out: Path, inputs: Path, *, engine: EngineName = "duckdb", progress: Progress = SILENT
) -> list[str]:
    """One line per difference between the report in `out` and what `inputs` come out as; none if none.

    The engine need not be the one that made the report: all of them come to the same bytes.
    Raises UnusableInput where `out` is no report at all.
    """
    options = Options(
        engine=engine,
        tables="parquet" if (out / "return_status").is_dir() else "csv",
        list_excluded=(out / "excluded").is_dir() or (out / "excluded.csv").is_file(),
        documents=False,
    )

    def again(folder: Path, directive: Directive, filed: Publication) -> Publication:
        return write_report(
            inputs, folder, directive=directive, as_of=filed.as_of, options=options, progress=progress
        )

    return _compared(out, again)


def verify_run(run_folder: Path, *, engine: EngineName = "duckdb", progress: Progress = SILENT) -> list[str]:
    """The same for a run of a workspace, made again from the snapshots it has pinned.

    The files as sent of the deliveries that it stands on are read too: what was delivered is in dispute where
    one of them is not what was received.
    """

    def again(folder: Path, directive: Directive, filed: Publication) -> Publication:
        folder.mkdir()
        return remade(run_folder, folder, directive, filed.as_of, engine=engine, progress=progress)

    found = _compared(run_folder / REPORT, again)
    try:
        return [*_files_not_as_sent(run_folder, progress), *found]
    except UnusableInput as problem:
        return found if f"inputs: {problem}" in found else [f"files as sent: {problem}", *found]


def _files_not_as_sent(run_folder: Path, progress: Progress) -> list[str]:
    """One line for each file of the deliveries of a run that is gone, or has another SHA-256 than at receipt.

    Of a delivery these are the file itself, and what it was read with.
    """
    found = []
    with run_source(run_folder) as source, progress.step("Reading the files as sent") as step:
        deliveries = [
            delivery
            for shape in INPUT_TABLES
            for _, chain in sorted(source.deliveries(shape.name).items())
            for delivery in chain
        ]
        known: dict[Path, str | None] = {}
        for number, delivery in enumerate(deliveries, start=1):
            for what, name, sha256 in _kept_of(delivery):
                file = kept_at(source.workspace, name, sha256)
                if file not in known:  # of several deliveries it may be one file
                    known[file] = sha256_now(file)
                if known[file] != sha256:
                    now = "is gone" if known[file] is None else f"now has the SHA-256 {known[file]}"
                    found.append(
                        f"{delivery.table} of {delivery.sender}, delivery {delivery.id}: {what}, "
                        f"{name} with the SHA-256 {sha256}, {now} ({file})"
                    )
            step.reached(number, len(deliveries))
    return found


def _kept_of(delivery: Delivery) -> Iterator[tuple[str, str, str]]:
    """The files that are kept of a delivery: what each is in words, its name and its SHA-256."""
    yield "the file as sent", delivery.file, delivery.sha256
    for other in delivery.read_with:
        yield f"the {other.role} it was read with", other.file, other.sha256


def _compared(out: Path, again: Remake) -> list[str]:
    try:
        filed = read_publication(out)
    except UnusableInput as problem:
        if any((out / name).is_file() for name in OF_A_REPORT):
            return [str(problem)]
        raise
    try:
        directive = directive_of(filed, out)
        found = figures_csv_differences(out, filed)
    except (UnusableInput, UnusableDirective) as problem:
        return [str(problem)]
    if directive.sha256 != filed.provenance.directive_sha256:
        found.append(
            f"directive {directive.name}: sha256 filed {filed.provenance.directive_sha256}, "
            f"now {directive.sha256}"
        )
    copy = out / DIRECTIVE_COPY
    if copy.is_file() and hashlib.sha256(copy.read_bytes()).hexdigest() != filed.provenance.directive_sha256:
        found.append(f"{DIRECTIVE_COPY}: it is not the order that was filed, by its SHA-256")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "report"
        try:
            publication = again(folder, directive, filed)
        except UnusableInput as problem:
            return [*found, f"inputs: {problem}"]
        found += differences(filed, publication)
        found += files_that_differ(out, folder)
        return found


def directive_of(filed: Publication, out: Path) -> Directive:
    """The directive a report was made under: the shipped one, or its copy in the report, by hash.

    Where neither has the hash, the shipped one, else the copy. The copy is called what the order was called,
    whatever the file is called that holds it. Raises UnusableDirective.
    """
    name, sha256 = filed.provenance.directive_name, filed.provenance.directive_sha256
    shipped = load_directive(name) if name in shipped_directives() else None
    if shipped is not None and (shipped.sha256 == sha256 or not (out / DIRECTIVE_COPY).is_file()):
        return shipped
    copy = replace(load_directive(str(out / DIRECTIVE_COPY)), name=name)
    return copy if shipped is None or copy.sha256 == sha256 else shipped
