"""What a report says and what its inputs say now, in one plain line per difference. Contract section 8.

Times and versions are no differences: a report stays right when it is re-made later or by another engine.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dutystation.published.entry import read_rows
from dutystation.published.figure_lines import csv_lines
from dutystation.published.layout import FIGURE_COLUMNS, FIGURES_CSV, FIGURES_JSON
from dutystation.published.table_rows import BADGE_TABLES, table_rows, values_of
from dutystation.published.words import one_line, said
from dutystation.terms.publication import Provenance, Publication

Labelled = tuple[str, Mapping[str, object]]
"""What a line is about, and the values that must agree. A value that is missing is None."""


def differences(report: Publication, again: Publication) -> list[str]:
    """One line per difference between a report as it was filed and as its inputs give it now.

    Empty where inputs, directive, rows and every published number agree.
    """
    same_figures = report.figures == again.figures  # there can be very many, and mostly they are
    return [
        *_lines(_inputs(report.provenance), _inputs(again.provenance), one="input"),
        *_lines(_settings(report), _settings(again), one="entry"),
        *(() if same_figures else _lines(_figures(report), _figures(again), one="figure")),
        *_lines(_tables(report, of_badges=False), _tables(again, of_badges=False), one="entry"),
        *_badge_differences(report, again),
    ]


def figures_csv_differences(folder: Path, report: Publication) -> list[str]:
    """One line per difference between the two files of one report that hold the figures.

    `report` is what was read from `folder`. Raises UnusableInput where `figures.csv` is missing or broken.
    """
    rows = read_rows(folder / FIGURES_CSV, FIGURE_COLUMNS)
    in_csv = ((_figure_label(row.values), row.values) for row in rows)
    texts = csv.DictReader(csv_lines(report.figures), FIGURE_COLUMNS, strict=True)
    in_json = ((_figure_label(text), text) for text in texts)
    return list(_lines(in_csv, in_json, one="figure", names=(FIGURES_CSV, FIGURES_JSON)))


def _lines(
    filed: Iterable[Labelled],
    now: Iterable[Labelled],
    *,
    one: str,
    names: tuple[str, str] = ("the report", "the recomputation"),
) -> Iterator[str]:
    former, latter = names
    before, after = _by_label(filed), _by_label(now)
    for label in dict.fromkeys([*before, *after]):
        if label not in after:
            yield f"{label}: {former} has this {one}, {latter} has not"
        elif label not in before:
            yield f"{label}: {latter} has this {one}, {former} has not"
        elif before[label] != after[label]:
            yield from _value_lines(label, before[label], after[label], names)


def _value_lines(
    label: str, before: Mapping[str, object], after: Mapping[str, object], names: tuple[str, str]
) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        was, found = before.get(name), after.get(name)
        if was != found:
            yield f"{label}, {one_line(name)}: {said(was)} in {names[0]}, {said(found)} in {names[1]}"


def _by_label(entries: Iterable[Labelled]) -> dict[str, Mapping[str, object]]:
    """An entry that stands there twice keeps both, so that neither hides the other."""
    times: Counter[str] = Counter()
    found = {}
    for label, values in entries:
        times[label] += 1
        found[label if times[label] == 1 else f"{label} (number {times[label]})"] = values
    return found


def _inputs(provenance: Provenance) -> Iterator[Labelled]:
    for table in sorted(provenance.tables):
        entry = provenance.tables[table]
        for name, sha256, size in entry.files:
            yield f"{table}, file {one_line(name)}", {"SHA-256": sha256, "bytes": size}
        yield f"{table}, rows", values_of(entry, "files")
    yield "directive", {"name": provenance.directive_name, "SHA-256": provenance.directive_sha256}


def _settings(publication: Publication) -> Iterator[Labelled]:
    yield (
        "report",
        {
            "directive": publication.directive,
            "as of": publication.as_of,
            "status period": publication.status_period,
        },
    )


def _figure_label(key: Mapping[str, object]) -> str:
    org_unit, period = one_line(str(key["org_unit"])), one_line(str(key["period"]))
    return f"{key['code']} of {org_unit}, period {period}, variant {key['variant']}"


def _figures(publication: Publication) -> Iterator[Labelled]:
    """A figure without minutes differs from one with zero minutes."""
    for figure in publication.figures:
        minutes = {} if figure.minutes is None else {"minutes": "given"}
        values = values_of(figure, "code", "org_unit", "period", "variant")
        yield _figure_label(vars(figure)), {**values, **minutes}


def _tables(publication: Publication, *, of_badges: bool) -> Iterator[Labelled]:
    for name, rows in table_rows(publication).items():
        if (name in BADGE_TABLES) is of_badges:
            yield from ((row.label, row.values) for row in rows)


def _badge_differences(report: Publication, again: Publication) -> Iterator[str]:
    if report.badge is None and again.badge is not None:
        yield "badge results: the recomputation has them, the report has not"
    elif report.badge is not None and again.badge is None:
        yield "badge results: the report has them, the recomputation has not"
    else:
        yield from _lines(_tables(report, of_badges=True), _tables(again, of_badges=True), one="entry")
