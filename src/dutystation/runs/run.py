"""A run: the deliveries of a workspace, pinned, measured under one directive on one day.

    WORKSPACE/runs/<run>/pins.json    table → snapshot
    WORKSPACE/runs/<run>/report/      the report, as `dutystation report` writes it
    WORKSPACE/runs/<run>/person_days/ each person's days, for who may show them to that person
    WORKSPACE/runs/<run>/telework_bins.csv  how often people telework, by component
    WORKSPACE/runs/<run>/findings/    what components look at before they file
    WORKSPACE/runs/<run>/what_if_*.csv      what figures would be if grounds or codes were others

A run is named by its day and by what it stands on, so that the same run again is the same folder. It can be
made again at any time, as long as its pins stand. Its folder is built in a work folder in `runs`, its pins
first, and takes its place as a whole: see `published/folder.py`.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import dutystation
from dutystation.directives.directive import Directive
from dutystation.lake.files import current_snapshots
from dutystation.lake.pins import PINS, read_pins, write_pins
from dutystation.lake.workspace import open_workspace
from dutystation.published.findings import FINDINGS
from dutystation.published.folder import is_being_built, prepared, remove_leftovers
from dutystation.published.layout import PROVENANCE_JSON
from dutystation.published.person_day_files import PERSON_DAYS
from dutystation.published.read import read_provenance, read_publication
from dutystation.published.telework_bins import TELEWORK_BINS_CSV, write_telework_bins
from dutystation.runs.days import now
from dutystation.runs.delivered.workspace_source import WorkspaceSource
from dutystation.runs.engines.engine import Engine
from dutystation.runs.findings import write_findings_of
from dutystation.runs.kept.results import RESULTS, KeptResults
from dutystation.runs.kept.slices import WorkspaceSlices
from dutystation.runs.measurement import Measured, Measurement
from dutystation.runs.options import EngineName, Options
from dutystation.runs.person_days import PersonDays
from dutystation.runs.progress import SILENT, Progress
from dutystation.runs.report import measured_report
from dutystation.runs.telework_bins import telework_of
from dutystation.runs.what_if import write_what_if
from dutystation.terms.errors import UnusableInput, UnusableOutput
from dutystation.terms.publication import Publication
from dutystation.terms.run_folder import REPORT, RUNS

OPTIONS = Options(tables="parquet", list_excluded=True)
NAMED_BY = 10
"""Letters of the hash in the name of a run."""


@dataclass(frozen=True)
class Run:
    """A finished run. `made` is false where it had been made before."""

    folder: Path
    publication: Publication
    made: bool

    @property
    def report(self) -> Path:
        return self.folder / REPORT

    @property
    def name(self) -> str:
        return self.folder.name


def run(
    workspace: Path,
    *,
    directive: Directive,
    as_of: date,
    engine: EngineName = "duckdb",
    anew: bool = False,
    progress: Progress = SILENT,
) -> Run:
    """Measures what has been delivered; with `anew` also where the same run was made before.

    The engine is not in the run's name, since it changes no figure; the provenance names it.
    Raises UnusableInput, UnusableDirective or UnusableOutput, also where another process is making it.
    """
    with closing(open_workspace(workspace)) as opened:
        # What is kept is kept by the pay periods of the workspace.
        opened.refuse_other_calendar(directive.rules_on(as_of).calendar)
        snapshots = current_snapshots(opened)
        folder = opened.path / RUNS / run_name(snapshots, directive, as_of)
        remove_leftovers(folder.parent)  # a former run that a killed process had moved away comes back
        if (folder / REPORT / PROVENANCE_JSON).is_file() and not anew:
            return Run(folder, read_publication(folder / REPORT), made=False)
        if is_being_built(folder):
            raise UnusableOutput(f"{folder}: this run is being made now. Wait for its end, and look again.")
        source = WorkspaceSource(opened, snapshots)

        def kept(executing: Engine) -> WorkspaceSlices:
            results = KeptResults(opened.path / RESULTS, executing, read=not anew)
            return WorkspaceSlices(source, results, directive, as_of)

        with prepared(folder, replace=True, what="run", known_by=PINS, chosen=False) as work:
            write_pins(work, snapshots)
            (work / REPORT).mkdir()
            days = PersonDays(opened.path / RESULTS, work / PERSON_DAYS, read=not anew)
            made = measured_report(
                source,
                work / REPORT,
                directive=directive,
                as_of=as_of,
                options=replace(OPTIONS, engine=engine),
                progress=progress,
                started_at=now(),
                kept=kept,
                beside=partial(_write_beside, days, work),
            )
        return Run(folder, made, made=True)


def _write_beside(days: PersonDays, folder: Path, measured: Measured, measurement: Measurement) -> None:
    """Writes into a work folder what a run publishes besides its report."""
    days.publish(measured, measurement)
    write_telework_bins(telework_of(measured, measurement, days.folder), folder / TELEWORK_BINS_CSV)
    write_findings_of(measured, measurement, folder / FINDINGS)
    write_what_if(measured, measurement, folder)


def run_name(snapshots: Mapping[str, int], directive: Directive, as_of: date) -> str:
    """The day and a hash of everything that decides what the run holds."""
    stated = {
        "snapshots": dict(snapshots),
        "directive": directive.sha256,
        "as_of": as_of.isoformat(),
        "package": dutystation.__version__,
    }
    digest = hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
    return f"{as_of.isoformat()}-{digest[:NAMED_BY]}"


def runs_of(workspace: Path) -> Iterator[Run]:
    """The finished runs of a workspace, the one that ended last first. Raises UnusableInput.

    Each is read when its turn has come: a year of a department has a hundred thousand figures.
    """
    with closing(open_workspace(workspace)) as opened:
        folders = [pins.parent for pins in (opened.path / RUNS).glob(f"*/{PINS}")]
    finished = [folder for folder in folders if (folder / REPORT / PROVENANCE_JSON).is_file()]
    ended = {folder: read_provenance(folder / REPORT).ended_at for folder in finished}
    for folder in sorted(finished, key=lambda folder: (ended[folder], folder.name), reverse=True):
        yield Run(folder, read_publication(folder / REPORT), made=False)


def is_run(folder: Path) -> bool:
    """Whether a folder is a run of a workspace."""
    return (folder / PINS).is_file() and folder.absolute().parent.name == RUNS


def workspace_of(run_folder: Path) -> Path:
    """The workspace a run lies in. Raises UnusableInput where the folder is no run."""
    if not is_run(run_folder):
        raise UnusableInput(
            str(run_folder), "this is no run", remedy="Give a folder that `dutystation runs` lists"
        )
    return run_folder.absolute().parent.parent


@contextmanager
def run_source(run_folder: Path) -> Iterator[WorkspaceSource]:
    """What a run stands on. Raises UnusableInput where the folder is no run."""
    with closing(open_workspace(workspace_of(run_folder))) as opened:
        yield WorkspaceSource(opened, read_pins(run_folder))


def remade(
    run_folder: Path,
    folder: Path,
    directive: Directive,
    as_of: date,
    *,
    engine: EngineName = "duckdb",
    progress: Progress = SILENT,
) -> Publication:
    """Makes the tables of a run's report again, from its pins, in another empty folder.

    Raises UnusableInput, also where its snapshots are not there any more.
    """
    with run_source(run_folder) as source, tempfile.TemporaryDirectory(dir=folder.parent) as scratch:

        def kept(engine: Engine) -> WorkspaceSlices:
            """What was kept before is not trusted."""
            return WorkspaceSlices(source, KeptResults(Path(scratch), engine, read=False), directive, as_of)

        return measured_report(
            source,
            folder,
            directive=directive,
            as_of=as_of,
            options=replace(OPTIONS, engine=engine, documents=False),
            progress=progress,
            started_at=now(),
            kept=kept,
        )
