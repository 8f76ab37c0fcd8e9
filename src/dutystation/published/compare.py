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
from dutystation.published.numbers import shortest
from dutystation.terms.publication import BadgeResults, Provenance, Publication

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
        *_lines(_people(report), _people(again), one="entry"),
        *_badge_differences(report.badge, again.badge),
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


def one_line(text: str) -> str:
    """`text` itself, or with escapes where it would break a line or change the terminal."""
    return text if text.isprintable() else repr(text)


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
        said, found = before.get(name), after.get(name)
        if said != found:
            yield f"{label}, {one_line(name)}: {_said(said)} in {names[0]}, {_said(found)} in {names[1]}"


def _by_label(entries: Iterable[Labelled]) -> dict[str, Mapping[str, object]]:
    """An entry that stands there twice keeps both, so that neither hides the other."""
    times: Counter[str] = Counter()
    found = {}
    for label, values in entries:
        times[label] += 1
        found[label if times[label] == 1 else f"{label} (number {times[label]})"] = values
    return found


def _said(value: object) -> str:
    if isinstance(value, float):
        return shortest(value)
    return "nothing" if value is None or value == "" else one_line(str(value))


def _values(entry: object, *label: str) -> dict[str, object]:
    """The values of a term but those that label it; counts by name are one value each, zeros left out."""
    values: dict[str, object] = {}
    for name, value in vars(entry).items():
        if name in label:
            continue
        if isinstance(value, Mapping):
            values |= {name: "given"} | {f"{name} {key}": count for key, count in value.items() if count}
        else:
            values[name] = value
    return values


def _inputs(provenance: Provenance) -> Iterator[Labelled]:
    for table in sorted(provenance.tables):
        entry = provenance.tables[table]
        for name, sha256, size in entry.files:
            yield f"{table}, file {one_line(name)}", {"SHA-256": sha256, "bytes": size}
        yield f"{table}, rows", _values(entry, "files")
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
    for period in publication.periods:
        yield f"pay period {one_line(period.label)}", {"from": period.first, "to": period.last}
    for unit in publication.org_units:
        yield f"org unit {one_line(unit.org_unit)}", _values(unit, "org_unit")


def _figure_label(key: Mapping[str, object]) -> str:
    org_unit, period = one_line(str(key["org_unit"])), one_line(str(key["period"]))
    return f"{key['code']} of {org_unit}, period {period}, variant {key['variant']}"


def _figures(publication: Publication) -> Iterator[Labelled]:
    for figure in publication.figures:
        yield _figure_label(vars(figure)), _values(figure, "code", "org_unit", "period", "variant")


def _people(publication: Publication) -> Iterator[Labelled]:
    for line in publication.return_bridge:
        yield f"return bridge of {one_line(line.org_unit)}", _values(line, "org_unit")
    for pair in publication.unclassified_pairs:
        codes = f"pay code {one_line(pair.pay_code)}, place code {one_line(pair.place_code) or '(empty)'}"
        yield f"unclassified pair {codes}", _values(pair, "pay_code", "place_code")


def _badge_differences(report: BadgeResults | None, again: BadgeResults | None) -> Iterator[str]:
    if report is None and again is not None:
        yield "badge results: the recomputation has them, the report has not"
    elif report is not None and again is None:
        yield "badge results: the report has them, the recomputation has not"
    elif report is not None and again is not None:
        yield from _lines(_badge_numbers(report), _badge_numbers(again), one="entry")


def _badge_numbers(badge: BadgeResults) -> Iterator[Labelled]:
    yield "badge quality", {name: count for name, count in badge.quality.items() if count}
    for count in badge.evidence_counts:
        label = f"evidence counts of {one_line(count.org_unit)}, period {one_line(count.period)}"
        yield label, _values(count, "org_unit", "period")
    for day in badge.occupancy:
        label = f"occupancy of {one_line(day.facility)} on {day.local_date}"
        yield label, _values(day, "facility", "local_date")
    for span in badge.utilisation:
        label = f"utilisation of {one_line(span.facility)}, {one_line(span.measure)} from {span.first}"
        yield label, _values(span, "facility", "measure", "first")
