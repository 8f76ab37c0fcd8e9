"""The tables of a report that are numbers and no figures, row by row, in the words of every comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dutystation.published.words import one_line
from dutystation.terms.publication import BadgeResults, Publication

BADGE_TABLES = ("badge_quality", "evidence_counts", "occupancy", "utilisation")
"""The tables that a report has with badge events and facilities only."""


@dataclass(frozen=True)
class TableRow:
    """One row: `label` says which, `values` are what it says, and `row` is the row itself.

    The counts of badge events that count for nothing are one row, which is a mapping.
    """

    label: str
    values: Mapping[str, object]
    row: object


def table_rows(publication: Publication) -> dict[str, tuple[TableRow, ...]]:
    """By table its rows, as they are published; without badge results none of the tables about them."""
    tables = {
        "periods": _periods(publication),
        "org_units": _units(publication),
        "return_bridge": _bridge(publication),
        "unclassified_pairs": _pairs(publication),
    }
    if publication.badge is not None:
        tables |= _badge_tables(publication.badge)
    return {name: tuple(rows) for name, rows in tables.items()}


def values_of(entry: object, *label: str) -> dict[str, object]:
    """The values of a term but those that label it; counts by name are one value each, zeros left out."""
    values: dict[str, object] = {}
    for name, value in vars(entry).items():
        if name in label:
            continue
        if isinstance(value, Mapping):
            values |= {f"{name} {key}": count for key, count in value.items() if count}
        else:
            values[name] = value
    return values


def _periods(publication: Publication) -> Iterator[TableRow]:
    for period in publication.periods:
        days = {"from": period.first, "to": period.last}
        yield TableRow(f"pay period {one_line(period.label)}", days, period)


def _units(publication: Publication) -> Iterator[TableRow]:
    for unit in publication.org_units:
        yield TableRow(f"org unit {one_line(unit.org_unit)}", values_of(unit, "org_unit"), unit)


def _bridge(publication: Publication) -> Iterator[TableRow]:
    for line in publication.return_bridge:
        yield TableRow(f"return bridge of {one_line(line.org_unit)}", values_of(line, "org_unit"), line)


def _pairs(publication: Publication) -> Iterator[TableRow]:
    for pair in publication.unclassified_pairs:
        codes = f"pay code {one_line(pair.pay_code)}, place code {one_line(pair.place_code) or '(empty)'}"
        yield TableRow(f"unclassified pair {codes}", values_of(pair, "pay_code", "place_code"), pair)


def _badge_tables(badge: BadgeResults) -> dict[str, Iterator[TableRow]]:
    quality = {name: count for name, count in badge.quality.items() if count}
    counted = iter([TableRow("badge quality", quality, badge.quality)])
    return dict(zip(BADGE_TABLES, (counted, _counts(badge), _days(badge), _spans(badge)), strict=True))


def _counts(badge: BadgeResults) -> Iterator[TableRow]:
    for count in badge.evidence_counts:
        label = f"evidence counts of {one_line(count.org_unit)}, period {one_line(count.period)}"
        yield TableRow(label, values_of(count, "org_unit", "period"), count)


def _days(badge: BadgeResults) -> Iterator[TableRow]:
    for day in badge.occupancy:
        label = f"occupancy of {one_line(day.facility)} on {day.local_date}"
        yield TableRow(label, values_of(day, "facility", "local_date"), day)


def _spans(badge: BadgeResults) -> Iterator[TableRow]:
    for span in badge.utilisation:
        label = f"utilisation of {one_line(span.facility)}, {one_line(span.measure)} from {span.first}"
        yield TableRow(label, values_of(span, "facility", "measure", "first"), span)
