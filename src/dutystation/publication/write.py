"""Writes the data of a release: JSON with its schemas, and CSV. The same release gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path

from dutystation.publication.layout import (
    BRIDGE_COLUMNS,
    BRIDGE_CSV,
    FIGURES_CSV,
    FIGURES_JSON,
    FIGURES_SCHEMA,
    FORMAT,
    REASONS_COLUMNS,
    REASONS_CSV,
    RELEASE_JSON,
    RELEASE_SCHEMA,
    RESTATEMENT_COLUMNS,
    RESTATEMENTS_CSV,
    UTILISATION_CSV,
)
from dutystation.publication.release import Release
from dutystation.published.csv_text import Cell, new_csv, write_csv
from dutystation.published.figure_lines import json_entries_beside_csv, published_order
from dutystation.published.json_text import WrittenEntries, write_json
from dutystation.published.layout import FIGURE_COLUMNS, UTILISATION_COLUMNS
from dutystation.published.telework_bins import (
    TELEWORK_BINS_COLUMNS,
    TELEWORK_BINS_CSV,
    telework_rows,
    write_telework_bins,
)
from dutystation.published.write import counts_above_zero, utilisation_rows


def write_data(release: Release, folder: Path) -> None:
    """Writes every file of data into the existing `folder`. Raises OSError where one cannot be written."""
    publication = release.report.publication
    figures = sorted(publication.figures, key=published_order)
    write_json(folder / RELEASE_JSON, _document(release))
    with new_csv(folder / FIGURES_CSV, FIGURE_COLUMNS) as csv:
        entries = WrittenEntries(json_entries_beside_csv(figures, csv))
        document = {"format": FORMAT, "release": release.name, "figures": entries}
        write_json(folder / FIGURES_JSON, document)
    write_csv(
        folder / BRIDGE_CSV,
        BRIDGE_COLUMNS,
        ([getattr(line, column) for column in BRIDGE_COLUMNS] for line in publication.return_bridge),
    )
    if release.reasons is not None:
        rows: Iterator[tuple[Cell, ...]] = (
            (line.org_unit, reason, people)
            for line in release.reasons
            for reason, people in line.counts.items()
        )
        write_csv(folder / REASONS_CSV, REASONS_COLUMNS, rows)
    if release.utilisation:
        write_csv(folder / UTILISATION_CSV, UTILISATION_COLUMNS, utilisation_rows(release.utilisation))
    if release.telework:
        write_telework_bins(release.telework, folder / TELEWORK_BINS_CSV)
    write_csv(
        folder / RESTATEMENTS_CSV,
        RESTATEMENT_COLUMNS,
        ([getattr(entry, column) for column in RESTATEMENT_COLUMNS] for entry in release.register),
    )
    for schema in (RELEASE_SCHEMA, FIGURES_SCHEMA):
        text = (resources.files("dutystation.publication.schemas") / schema).read_bytes()
        (folder / schema).write_bytes(text)


def _document(release: Release) -> dict[str, object]:
    publication, order = release.report.publication, release.report.order
    components, facilities = release.withheld
    telework = telework_rows(release.telework)
    return {
        "format": FORMAT,
        "release": release.name,
        "number": release.number,
        "released_on": release.released_on.isoformat(),
        "directive": publication.directive,
        "title": order.title,
        "as_of": publication.as_of.isoformat(),
        "smallest_published_count": order.smallest_published_count,
        "periods": [
            {"period": period.label, "from": period.first.isoformat(), "to": period.last.isoformat()}
            for period in sorted(publication.periods)
        ],
        "status_period": publication.status_period,
        "units": [{"org_unit": unit.org_unit, "name": unit.name} for unit in release.report.units],
        "withheld": {"components": components, "facilities": facilities},
        "return_bridge": [
            {column: getattr(line, column) for column in BRIDGE_COLUMNS} for line in publication.return_bridge
        ],
        "reasons": _reasons(release),
        "utilisation": [
            _text_values(dict(zip(UTILISATION_COLUMNS, row, strict=True)))
            for row in utilisation_rows(release.utilisation)
        ],
        "telework": [dict(zip(TELEWORK_BINS_COLUMNS, row, strict=True)) for row in telework],
        "faults": {
            name: {
                "rows": table.raw,
                "accepted": table.accepted,
                "rejected": counts_above_zero(table.rejected),
                "excluded": counts_above_zero(table.excluded),
            }
            for name, table in publication.provenance.tables.items()
        },
        **_made_of(release),
        "earlier": list(release.earlier),
        "restatements": [_text_values(vars(entry)) for entry in release.register],
    }


def _made_of(release: Release) -> dict[str, object]:
    """What components have filed and who has not; no hash of it."""
    return {
        "filed": [
            {
                "component": part.component,
                "version": part.version,
                "as_of": part.as_of.isoformat(),
                "filed_on": part.filed_on.isoformat(),
                "days_late": part.days_late,
            }
            for part in release.filed
        ],
        "missing": [
            {"component": each.component, "name": each.name, "due_on": each.due_on.isoformat()}
            for each in release.missing
        ],
    }


def _reasons(release: Release) -> list[dict[str, object]] | None:
    if release.reasons is None:
        return None
    return [
        {"org_unit": line.org_unit, "not_returned": line.not_returned, "counts": dict(line.counts)}
        for line in release.reasons
    ]


def _text_values(values: Mapping[str, object]) -> dict[str, object]:
    """The same with dates as text, the only values here that JSON does not have."""
    return {
        name: value if isinstance(value, str | int | float) else str(value) for name, value in values.items()
    }
