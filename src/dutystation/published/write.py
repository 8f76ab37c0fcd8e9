"""Writes what left the engine, once. Source: contract sections 5 to 8.

The row-level tables (`return_status`, `rejected`, `excluded`, `intervals`, `evidence`) are written by
`runs`, which alone can hold that many rows. Python orders text by code point, which for the texts that
UTF-8 can hold is the order of their bytes; so plain sorting is the sorting of the contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path

from dutystation.published.csv_text import Cell, new_csv, write_csv
from dutystation.published.figure_lines import json_entries_beside_csv, published_order
from dutystation.published.json_text import WrittenEntries, write_json
from dutystation.published.layout import (
    BADGE_QUALITY,
    FIGURE_COLUMNS,
    FIGURES_CSV,
    FIGURES_JSON,
    OCCUPANCY_COLUMNS,
    OCCUPANCY_CSV,
    ORG_UNIT_COLUMNS,
    ORG_UNITS_CSV,
    PROVENANCE_JSON,
    UTILISATION_COLUMNS,
    UTILISATION_CSV,
)
from dutystation.tables.inputs import INPUT_TABLES
from dutystation.terms.figure import Figure
from dutystation.terms.ground import REASONS
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import (
    BRIDGE_COUNTS,
    CONTRACT_VERSION,
    BadgeResults,
    BridgeLine,
    Provenance,
    Publication,
    TableProvenance,
    Utilisation,
)

PACKAGE = "dutystation"


def write_publication(publication: Publication, folder: Path) -> None:
    """Writes figures, tables of buildings, names of units and provenance into the existing `folder`.

    The order in which the publication holds its entries does not matter. Raises OSError where a file
    cannot be written; `published.folder.prepared` makes a sentence of it.
    """
    figures = sorted(publication.figures, key=published_order)
    with new_csv(folder / FIGURES_CSV, FIGURE_COLUMNS) as csv:
        entries = WrittenEntries(json_entries_beside_csv(figures, csv))
        write_json(folder / FIGURES_JSON, _figures_document(publication, entries))
    units = sorted((unit.org_unit, unit.name, unit.parent, unit.component) for unit in publication.org_units)
    write_csv(folder / ORG_UNITS_CSV, ORG_UNIT_COLUMNS, units)
    if publication.badge is not None:
        _write_buildings(publication.badge, folder)
    write_json(folder / PROVENANCE_JSON, _provenance_document(publication.provenance))


def _figures_document(publication: Publication, figures: WrittenEntries) -> dict[str, object]:
    document: dict[str, object] = {
        "contract": CONTRACT_VERSION,
        "directive": publication.directive,
        "as_of": publication.as_of.isoformat(),
        "periods": [
            {"period": period.label, "from": period.first.isoformat(), "to": period.last.isoformat()}
            for period in sorted(publication.periods)
        ],
        "status_period": publication.status_period,
        "figures": figures,
        "return_bridge": list(_bridge_entries(publication)),
        "unclassified_pairs": list(_pair_entries(publication)),
    }
    if publication.badge is not None:
        quality = publication.badge.quality
        document["badge_quality"] = {name: quality[name] for name in BADGE_QUALITY}
        document["evidence_counts"] = list(_evidence_entries(publication.badge))
    return document


def figure_entry(figure: Figure) -> dict[str, object]:
    """One entry of `figures` in `figures.json`."""
    entry: dict[str, object] = {
        "code": figure.code.value,
        "org_unit": figure.org_unit,
        "period": figure.period,
        "variant": figure.variant.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unclassified": figure.unclassified,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "status": figure.status.value,
    }
    if figure.minutes is not None:
        entry["minutes"] = {place: figure.minutes[place] for place in ALL_PLACES}
    return entry


def _bridge_entries(publication: Publication) -> Iterator[dict[str, object]]:
    roots = {unit.org_unit for unit in publication.org_units if not unit.parent}

    def root_first(line: BridgeLine) -> tuple[bool, str]:
        return line.org_unit not in roots, line.org_unit

    for line in sorted(publication.return_bridge, key=root_first):
        yield {
            "org_unit": line.org_unit,
            **{count: getattr(line, count) for count in BRIDGE_COUNTS},
            "reasons": {reason: line.reasons[reason] for reason in REASONS if line.reasons.get(reason)},
        }


def _pair_entries(publication: Publication) -> Iterator[dict[str, object]]:
    pairs = publication.unclassified_pairs
    for pair in sorted(pairs, key=lambda pair: (-pair.minutes, -pair.rows, pair.pay_code, pair.place_code)):
        yield {
            "pay_code": pair.pay_code,
            "place_code": pair.place_code,
            "rows": pair.rows,
            "minutes": pair.minutes,
        }


def _evidence_entries(badge: BadgeResults) -> Iterator[dict[str, object]]:
    for count in sorted(badge.evidence_counts, key=lambda count: (count.org_unit, count.period)):
        yield {
            "org_unit": count.org_unit,
            "period": count.period,
            "corroborated": count.corroborated,
            "explained": count.explained,
            "not_assessable": count.not_assessable,
            "uncorroborated": count.uncorroborated,
        }


def _write_buildings(badge: BadgeResults, folder: Path) -> None:
    days = sorted(badge.occupancy, key=lambda day: (day.facility, day.local_date))
    write_csv(
        folder / OCCUPANCY_CSV,
        OCCUPANCY_COLUMNS,
        ((day.facility, day.local_date, day.people, day.seats, day.usable_sqft) for day in days),
    )
    write_csv(folder / UTILISATION_CSV, UTILISATION_COLUMNS, utilisation_rows(badge.utilisation))


def utilisation_rows(lines: Iterable[Utilisation]) -> list[tuple[Cell, ...]]:
    """The rows of `utilisation.csv`, in the order in which they are published."""
    return sorted(map(astuple, lines))


def _provenance_document(provenance: Provenance) -> dict[str, object]:
    order = [shape.name for shape in INPUT_TABLES]
    return {
        "tables": {
            name: _table_entry(provenance.tables[name])
            for name in sorted(provenance.tables, key=lambda name: (order.index(name), name))
        },
        "directive": {"name": provenance.directive_name, "sha256": provenance.directive_sha256},
        "contract": CONTRACT_VERSION,
        "package": {"name": PACKAGE, "version": provenance.package_version},
        "engine": {"name": provenance.engine_name, "version": provenance.engine_version},
        "started_at": provenance.started_at,
        "ended_at": provenance.ended_at,
    }


def _table_entry(table: TableProvenance) -> dict[str, object]:
    return {
        "files": [
            {"name": name, "sha256": sha256, "bytes": size} for name, sha256, size in sorted(table.files)
        ],
        "raw": table.raw,
        "accepted": table.accepted,
        "rejected": counts_above_zero(table.rejected),
        "excluded": counts_above_zero(table.excluded),
    }


def counts_above_zero(counts: Mapping[str, int]) -> dict[str, int]:
    """The counts by reason that are not 0, in the order in which they are published."""
    return {reason: counts[reason] for reason in sorted(counts) if counts[reason]}
