"""The delivered rows behind one published share. Source: the trace from figure to row."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import product
from operator import and_, or_
from pathlib import Path

import ibis
import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.figures.hour_cells import variants_of
from dutystation.intake.fates import ACCEPTED, time_record_fates
from dutystation.measures.hours import on_roster, placed_hours, whole
from dutystation.runs.days import day_number
from dutystation.runs.delivered.department import judged_department
from dutystation.runs.delivered.ledger import Ledger
from dutystation.runs.delivered.sources import Source
from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.engines.engine import Row
from dutystation.runs.options import EngineName
from dutystation.runs.progress import Progress
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.time_records import TIME_RECORDS
from dutystation.terms.errors import UnusableInput
from dutystation.terms.figure import Figure, Variant
from dutystation.terms.period import PayPeriod
from dutystation.terms.place import ALL_PLACES


@dataclass(frozen=True)
class RowsBehind:
    """The first accepted time records behind a share, in the order of file and line, and how many there are.

    One row is one record: `file`, `line`, `person`, `day` (days since 1970-01-01), `minutes`, `pay_code`,
    `place_code`, `place`.
    """

    first: list[Row]
    count: int


def rows_behind(
    figure: Figure,
    period: PayPeriod | None,
    source: Source,
    *,
    rules: Rules,
    as_of: date,
    most: int,
    engine: EngineName = "duckdb",
    progress: Progress,
) -> RowsBehind:
    """The accepted time records behind a share, `most` of them as rows. `period` is None for all periods.

    Raises UnusableInput, also where all of them together are not the minutes of the figure.
    """
    with tempfile.TemporaryDirectory() as folder, closing(opened_engine(engine, Path(folder))) as executing:
        ledger = Ledger(executing, list_excluded=False)
        raw = source.tables(executing, Path(folder), progress, leave_out={BADGE_EVENTS.name})
        department = judged_department(raw, executing, ledger)
        sound = ledger.sound(raw[TIME_RECORDS.name], TIME_RECORDS)
        records = sound.rows if period is None else sound.between("work_date", period.first, period.last)
        judged = time_record_fates(records, department.roster, day_number(as_of))
        below = [
            number
            for number, unit in enumerate(department.unit_names)
            if figure.org_unit in department.chains[unit]
        ]
        placed = on_roster(placed_hours(judged, department.codes), department.roster)
        behind = placed.filter(placed.fate == ACCEPTED, placed.unit_no.isin(below))
        behind = executing.kept(_of_variant(behind, figure.variant))
        sums = executing.rows(
            behind.group_by("place_no").agg(rows=behind.count(), minutes=whole(behind.minutes.sum()))
        )
        _refuse_other_rows(
            figure,
            {ALL_PLACES[row["place_no"]]: row["minutes"] for row in sums},
            raw[TIME_RECORDS.name].label,
        )
        return RowsBehind(executing.rows(_shown(behind, most)), sum(row["rows"] for row in sums))


def _refuse_other_rows(figure: Figure, found: Mapping[str, int], label: str) -> None:
    """Rows that are not those of the report would be shown as proof of a figure that they do not give."""
    for place, minutes in (figure.minutes or {}).items():
        if found.get(place, 0) != minutes:
            raise UnusableInput(
                label,
                f"the rows behind this figure come to {found.get(place, 0):,} minutes {place}, and the "
                f"report says {minutes:,}",
                remedy="Give the tables that the report was made from; dutystation verify names what differs",
            )


def _of_variant(rows: ir.Table, variant: Variant) -> ir.Table:
    """The rows whose hours count in `variant`, by the one rule that says which do."""
    names = ("military", "remote", "eligible", "regular")
    kinds = [dict(zip(names, kind, strict=True)) for kind in product((False, True), repeat=len(names))]
    counted = [
        reduce(and_, (rows[name] if holds else ~rows[name] for name, holds in kind.items()))
        for kind in kinds
        if variant in variants_of(**kind)
    ]
    return rows.filter(reduce(or_, counted))


def _shown(rows: ir.Table, most: int) -> ir.Table:
    first = rows.order_by(PLACE_OF_ROW).limit(most)
    place = ibis.cases(
        *((first.place_no == number, name) for number, name in enumerate(ALL_PLACES)), else_=""
    )
    named = (*PLACE_OF_ROW, "person", "day", "minutes", "pay_code", "place_code")
    return first.select(*named, place=place)
