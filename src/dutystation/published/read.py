"""Reads a report folder back. What `write` wrote, `read_publication` returns as equal values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dutystation.published.entry import Entry, read_json, read_rows
from dutystation.published.layout import (
    FIGURES_JSON,
    OCCUPANCY_COLUMNS,
    OCCUPANCY_CSV,
    ORG_UNIT_COLUMNS,
    ORG_UNITS_CSV,
    PROVENANCE_JSON,
    UTILISATION_COLUMNS,
    UTILISATION_CSV,
)
from dutystation.terms.errors import UnusableInput
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES
from dutystation.terms.publication import (
    BRIDGE_COUNTS,
    CONTRACT_VERSION,
    BadgeResults,
    BridgeLine,
    EvidenceCount,
    OccupancyDay,
    OrgUnit,
    Provenance,
    Publication,
    TableProvenance,
    UnclassifiedPair,
    Utilisation,
)

_Term = TypeVar("_Term", bound=StrEnum)
_RATIO = re.compile(r"[0-9]{1,300}(\.[0-9]+)?")
_WHOLE = re.compile(r"[0-9]{1,18}")


def read_publication(folder: Path) -> Publication:
    """The report in `folder`. Raises UnusableInput where it is no report or a file of it is broken."""
    _check_folder(folder)
    document = read_json(folder / FIGURES_JSON)
    _check_contract(document)
    return Publication(
        directive=document.text("directive"),
        as_of=document.day("as_of"),
        periods=tuple(
            PayPeriod(entry.day("from"), entry.day("to"), entry.text("period"))
            for entry in document.entries("periods")
        ),
        status_period=document.text("status_period"),
        org_units=tuple(
            OrgUnit(row.text("org_unit"), row.text("name"), row.text("parent"), row.text("component"))
            for row in read_rows(folder / ORG_UNITS_CSV, ORG_UNIT_COLUMNS)
        ),
        figures=tuple(map(figure_of, document.entries("figures"))),
        return_bridge=tuple(
            bridge_line(entry.text("org_unit"), entry, entry.counts("reasons"))
            for entry in document.entries("return_bridge")
        ),
        unclassified_pairs=tuple(
            UnclassifiedPair(
                entry.text("pay_code"), entry.text("place_code"), entry.whole("rows"), entry.whole("minutes")
            )
            for entry in document.entries("unclassified_pairs")
        ),
        badge=_badge(document, folder) if "badge_quality" in document.values else None,
        provenance=read_provenance(folder),
    )


def read_provenance(folder: Path) -> Provenance:
    """Only where the report in `folder` comes from. Raises UnusableInput as `read_publication` does."""
    _check_folder(folder)
    document = read_json(folder / PROVENANCE_JSON)
    _check_contract(document)
    tables = document.entry("tables")
    directive, engine = document.entry("directive"), document.entry("engine")
    return Provenance(
        tables={name: _table(tables.entry(name)) for name in tables.values},
        directive_name=directive.text("name"),
        directive_sha256=directive.text("sha256"),
        package_version=document.entry("package").text("version"),
        engine_name=engine.text("name"),
        engine_version=engine.text("version"),
        started_at=document.text("started_at"),
        ended_at=document.text("ended_at"),
    )


def _check_folder(folder: Path) -> None:
    remedy = "Give the folder that `dutystation report` wrote (its --out)"
    if not folder.is_dir():
        raise UnusableInput(str(folder), "there is no such folder", remedy=remedy)
    for name in (FIGURES_JSON, PROVENANCE_JSON):
        if not (folder / name).is_file():
            raise UnusableInput(str(folder), f"it holds no {name}, so it is no report folder", remedy=remedy)


def _check_contract(document: Entry) -> None:
    version = document.whole("contract")
    if version != CONTRACT_VERSION:
        raise UnusableInput(
            document.file,
            f"it follows contract version {version}, and this program reads version {CONTRACT_VERSION}",
            remedy="Use the version of the program that wrote it",
        )


def figure_of(entry: Entry) -> Figure:
    """The figure of one entry of `figures`. Raises UnusableInput where it is broken."""
    minutes = entry.entry("minutes") if "minutes" in entry.values else None
    return Figure(
        code=_term(entry, "code", FigureCode),
        org_unit=entry.text("org_unit"),
        period=entry.text("period"),
        variant=_term(entry, "variant", Variant),
        numerator=entry.whole("numerator"),
        denominator=entry.whole("denominator"),
        unclassified=entry.whole("unclassified"),
        value=entry.ratio("value"),
        low=entry.ratio("low"),
        high=entry.ratio("high"),
        status=_term(entry, "status", FigureStatus),
        minutes=None if minutes is None else {place: minutes.whole(place) for place in ALL_PLACES},
    )


def _term(entry: Entry, key: str, terms: type[_Term]) -> _Term:
    try:
        return terms(entry.text(key))
    except ValueError:
        return entry.broken(key, "one of " + ", ".join(terms))


def bridge_line(org_unit: str, entry: Entry, reasons: Mapping[str, int]) -> BridgeLine:
    """The line of a unit whose counts stand in `entry`; of reasons each document says something else."""
    return BridgeLine(org_unit, **{count: entry.whole(count) for count in BRIDGE_COUNTS}, reasons=reasons)


def _badge(document: Entry, folder: Path) -> BadgeResults:
    return BadgeResults(
        quality=document.counts("badge_quality"),
        evidence_counts=tuple(
            EvidenceCount(
                entry.text("org_unit"),
                entry.text("period"),
                entry.whole("corroborated"),
                entry.whole("explained"),
                entry.whole("not_assessable"),
                entry.whole("uncorroborated"),
            )
            for entry in document.entries("evidence_counts")
        ),
        occupancy=tuple(
            OccupancyDay(
                row.text("facility"),
                row.day("local_date"),
                _cell_whole(row, "people"),
                _cell_whole(row, "seats") if row.text("seats") else None,
                row.text("usable_sqft"),
            )
            for row in read_rows(folder / OCCUPANCY_CSV, OCCUPANCY_COLUMNS)
        ),
        utilisation=tuple(map(_utilisation, read_rows(folder / UTILISATION_CSV, UTILISATION_COLUMNS))),
    )


def _utilisation(row: Entry) -> Utilisation:
    return Utilisation(
        facility=row.text("facility"),
        measure=row.text("measure"),
        first=row.day("from"),
        last=row.day("to"),
        occupancy=_cell_ratio(row, "occupancy"),
        usable_sqft=row.text("usable_sqft"),
        utilisation=_cell_ratio(row, "utilisation"),
    )


def _table(entry: Entry) -> TableProvenance:
    return TableProvenance(
        files=tuple(
            (file.text("name"), file.text("sha256"), file.whole("bytes")) for file in entry.entries("files")
        ),
        raw=entry.whole("raw"),
        accepted=entry.whole("accepted"),
        rejected=entry.counts("rejected"),
        excluded=entry.counts("excluded"),
    )


def _cell_whole(row: Entry, key: str) -> int:
    return int(row.text(key)) if _WHOLE.fullmatch(row.text(key)) else row.broken(key, "a whole number")


def _cell_ratio(row: Entry, key: str) -> float:
    return float(row.text(key)) if _RATIO.fullmatch(row.text(key)) else row.broken(key, "a number")
