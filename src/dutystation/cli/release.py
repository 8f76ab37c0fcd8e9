"""`dutystation release`: what of a report everybody may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from dutystation.cli.arguments import Flag, day
from dutystation.terms.errors import UnusableCommand, UnusableOutput
from dutystation.terms.run_folder import REPORT

if TYPE_CHECKING:
    from dutystation.publication.restatements import Causes
    from dutystation.runs.differences.replacements import Replacement


def release(
    report: Path,
    *,
    out: Path,
    before: Annotated[list[Path] | None, Parameter(negative=())] = None,
    withheld: Path | None = None,
    corrects: Path | None = None,
    why: str = "",
    on: str = "",
    without_reasons: Flag = False,
) -> None:
    """Write the public release of a report: pages, CSV and JSON, small protected counts hidden.

    Parameters
    ----------
    report
        The folder of the report, or of a run in a workspace.
    out
        The folder for the release. A release is never replaced: a correction is a new one.
    before
        The folder of an earlier release; give every release of the order, each with its own --before.
    withheld
        A YAML file of components and facilities that are not to be named.
    corrects
        The run that the newest earlier release was made from; the register says what was delivered since.
    why
        Why published numbers have moved, in a sentence, where no run tells.
    on
        The day of the release, YYYY-MM-DD; today where none is given.
    without_reasons
        Leave out the table of reasons.
    """
    from dutystation.cli.console import say
    from dutystation.directives.order_words import order_words
    from dutystation.publication.earlier import read_release
    from dutystation.publication.release import release_of
    from dutystation.publication.site import write_release
    from dutystation.publication.withheld import NOTHING_WITHHELD, read_withheld
    from dutystation.published.folder import prepared
    from dutystation.published.read import read_publication
    from dutystation.published.telework_bins import TELEWORK_BINS_CSV, read_telework_bins
    from dutystation.runs.run import is_run
    from dutystation.runs.verify import directive_of

    if out.is_dir() and any(out.iterdir()):
        raise UnusableOutput(
            f"{out}: the folder is not empty, and a release is never replaced. Choose another --out."
        )
    folder = report / REPORT if is_run(report) else report
    publication = read_publication(folder)
    bins = report / TELEWORK_BINS_CSV  # beside the report of a run; a report alone has none
    made = release_of(
        publication,
        order_words(directive_of(publication, folder), publication.as_of),
        released_on=day(on, "--on") if on else date.today(),  # noqa: DTZ011 (the publisher's own day)
        earlier=[read_release(each) for each in before or ()],
        withheld=read_withheld(withheld) if withheld else NOTHING_WITHHELD,
        causes=_causes(report, corrects, why),
        telework=read_telework_bins(bins) if bins.is_file() else (),
        with_reasons=not without_reasons,
    )
    with prepared(out, replace=False, inputs=report, what="release") as finished:
        write_release(made, finished)
    say(f"Release {made.name} is in {out}; begin with {out / 'index.html'}.")
    moved = sum(entry.release == made.name for entry in made.register)
    if moved:
        say(f"{moved:,} published numbers have moved; each is in the register of restatements.")


def _causes(report: Path, corrects: Path | None, why: str) -> Causes:
    from dutystation.publication.restatements import Causes
    from dutystation.runs.differences.difference import difference
    from dutystation.runs.run import is_run

    if corrects is None:
        return Causes(why)
    if not (is_run(report) and is_run(corrects)):
        raise UnusableCommand(
            "--corrects: give a run of a workspace, and release a run of the same workspace."
        )
    found = difference(corrects, report, row_tables=False)

    def told(replacements: tuple[Replacement, ...]) -> str:
        settings = [f"{setting[:1].upper()}{setting[1:]}." for setting in found.settings]
        return " ".join([*([why] if why else ()), *settings, *map(_replaced, replacements)])

    return Causes(
        told(found.replacements),
        {
            (figure.code.value, figure.org_unit, figure.period, figure.variant.value): told(moved.because)
            for moved in found.figures
            for figure in (moved.figure,)
        },
    )


def _replaced(replacement: Replacement) -> str:
    """What was delivered anew, without names of files: who sent it, and how much of it moved."""
    sender, period = replacement.slice
    what = f"{replacement.table} of {sender}" + (f", pay period {period}" if period else "")
    if not replacement.before:
        return f"{what}: delivered since."
    if not replacement.after:
        return f"{what}: no longer delivered."
    return f"{what}: delivered anew, {replacement.rows_gone:,} rows gone and {replacement.rows_new:,} new."
