"""`dutystation explain`: one figure in plain words, down to the delivered rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dutystation.runs.options import EngineName
from dutystation.terms.errors import UnusableCommand
from dutystation.terms.run_folder import REPORT

if TYPE_CHECKING:
    from dutystation.directives.directive import Directive
    from dutystation.published.explain import OrderWords
    from dutystation.runs.sources import Source
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
        How many of the delivered rows behind the figure to list; of a report, needs --inputs.
    inputs
        The folder of the tables the report was made from; a run knows them itself.
    engine
        What looks for the rows: duckdb, or spark (dutystation[spark] and Java 17).
    """
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.published import explain as explanation
    from dutystation.published.find_figure import find_figure
    from dutystation.published.read import read_publication
    from dutystation.runs.run import is_run, run_source
    from dutystation.runs.sources import folder_source
    from dutystation.runs.verify import directive_of

    if rows < 0:
        raise UnusableCommand(f"--rows {rows}: give a number of rows, 0 or more.")
    is_run_folder = is_run(out)
    if rows and inputs is None and not is_run_folder:
        raise UnusableCommand("--rows lists delivered rows: give the folder they are in with --inputs.")
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
    say(words)
    if rows:
        with run_source(out) if inputs is None else folder_source(inputs, DrawnProgress()) as source:
            _list_rows(asked, report, directive, source, rows, engine)


def _order_words(figure: Figure, report: Publication, directive: Directive) -> OrderWords:
    from dutystation.published.explain import OrderWords
    from dutystation.terms.definitions import CODES

    meaning = CODES[figure.code]
    limit = directive.rules_on(report.as_of).provisional_limit
    clause = f"{meaning.clause}; {directive.clause_of('provisional_limit', report.as_of)}"
    return OrderWords(meaning.sentence, clause, f"{float(100 * limit):g} %")


def _list_rows(
    figure: Figure,
    report: Publication,
    directive: Directive,
    source: Source,
    most: int,
    engine: EngineName,
) -> None:
    from dutystation.cli.console import DrawnProgress, say
    from dutystation.runs.days import day_of
    from dutystation.runs.rows_behind import rows_behind
    from dutystation.terms.figure import FigureCode

    if figure.code is FigureCode.UNCORROBORATED_RATE:
        raise UnusableCommand(
            "The days behind an uncorroborated_rate stand in the report's own table evidence; "
            "--rows lists time records."
        )
    period = next((known for known in report.periods if known.label == figure.period), None)
    found, count = rows_behind(
        figure,
        period,
        source,
        rules=directive.rules_on(report.as_of),
        as_of=report.as_of,
        most=most,
        engine=engine,
        progress=DrawnProgress(),
    )
    say("")
    say(f"Delivered rows behind it: {count:,} time records, {len(found):,} of them listed.")
    say("file,line,person,work_date,minutes,pay_code,place_code,place")
    for row in found:
        day = day_of(row["day"])
        say(
            f"{row['file']},{row['line']},{row['person']},{day},{row['minutes']},{row['pay_code']},"
            f"{row['place_code']},{row['place']}"
        )
