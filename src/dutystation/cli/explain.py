"""`dutystation explain`: one figure in plain words, down to the rows behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dutystation.runs.options import EngineName
from dutystation.terms.errors import UnusableCommand
from dutystation.terms.run_folder import REPORT

if TYPE_CHECKING:
    from dutystation.directives.directive import Directive
    from dutystation.published.explain import OrderWords
    from dutystation.runs.delivered.sources import Source
    from dutystation.terms.figure import Figure
    from dutystation.terms.publication import Publication


def explain(
    out: Path,
    *,
    figure: str,
    org_unit: str,
    period: str = "all",
    variant: str = "total",
    rows: int = 0,
    inputs: Path | None = None,
    engine: EngineName = "duckdb",
) -> None:
    """Say what a published figure means, how it was worked out, and from what.

    Parameters
    ----------
    out
        The folder of the report, or of a run in a workspace.
    figure
        in_person_share, office_share or uncorroborated_rate.
    org_unit
        The unit, as the report names it.
    period
        A pay period, such as 2025-02, or all.
    variant
        Whose hours: total, civilian, military, regular_excl_remote or eligible_excl_remote.
    rows
        How many of the rows behind the figure to list: of a share the delivered time records, for which a
        report needs --inputs; of uncorroborated_rate the claimed days in the report's own table evidence.
    inputs
        The folder of the tables the report was made from; a run knows them itself.
    engine
        What looks for delivered rows: duckdb, or spark (dutystation[spark] and Java 17).
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.published import explain as explanation
    from dutystation.published.find_figure import find_figure
    from dutystation.published.read import read_publication
    from dutystation.runs.delivered.sources import folder_source
    from dutystation.runs.run import is_run, run_source
    from dutystation.runs.verify import directive_of
    from dutystation.terms.figure import FigureCode

    if rows < 0:
        raise UnusableCommand(f"--rows {rows}: give a number of rows, 0 or more.")
    is_run_folder = is_run(out)
    folder = out / REPORT if is_run_folder else out
    report = read_publication(folder)
    asked = find_figure(report, code=figure, org_unit=org_unit, period=period, variant=variant)
    directive = directive_of(report, folder)
    words = explanation.explain(
        report,
        code=figure,
        org_unit=org_unit,
        period=period,
        variant=variant,
        order_words=_order_words(asked, report, directive),
    )
    behind: Iterator[str] = iter(())
    if rows and asked.code is FigureCode.UNCORROBORATED_RATE:
        behind = _days_behind(asked, report, folder, rows)
    elif rows:
        if inputs is None and not is_run_folder:
            raise UnusableCommand("--rows lists delivered rows: give the folder they are in with --inputs.")
        with run_source(out) if inputs is None else folder_source(inputs, DrawnProgress()) as source:
            behind = _rows_behind(asked, report, directive, source, rows, engine)
    # Not before all of it is known: of a command that is refused nothing is printed but why.
    say(words)
    for line in behind:
        say(line)


def _order_words(figure: Figure, report: Publication, directive: Directive) -> OrderWords:
    from dutystation.published.explain import OrderWords
    from dutystation.terms.definitions import CODES

    meaning = CODES[figure.code]
    limit = directive.rules_on(report.as_of).provisional_limit
    clause = f"{meaning.clause}; {directive.clause_of('provisional_limit', report.as_of)}"
    return OrderWords(meaning.sentence, clause, f"{float(100 * limit):g} %")


def _rows_behind(
    figure: Figure,
    report: Publication,
    directive: Directive,
    source: Source,
    most: int,
    engine: EngineName,
) -> Iterator[str]:
    """The lines about the time records behind a share; what can be refused is, before the first is given."""
    from dutystation.cli.console import DrawnProgress
    from dutystation.published.listed_rows import listed_records
    from dutystation.runs.days import day_of
    from dutystation.runs.rows_behind import rows_behind

    period = next((known for known in report.periods if known.label == figure.period), None)
    found = rows_behind(
        figure,
        period,
        source,
        rules=directive.rules_on(report.as_of),
        as_of=report.as_of,
        most=most,
        engine=engine,
        progress=DrawnProgress(),
    )
    first = [{**row, "work_date": day_of(row["day"])} for row in found.first]
    return listed_records(first, found.count)


def _days_behind(figure: Figure, report: Publication, folder: Path, most: int) -> Iterator[str]:
    """The lines about the claimed days behind a rate; what can be refused is, before the first is given."""
    from dutystation.published.days_behind import days_behind
    from dutystation.published.listed_rows import listed_days

    return listed_days(days_behind(figure, report, folder, most=most))
