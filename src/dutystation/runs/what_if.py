"""The two files of a run that answer "what if", from what has been measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dutystation.measures.return_statuses import next_reasons, unapproved
from dutystation.published.what_if import (
    WHAT_IF_GROUNDS_CSV,
    WHAT_IF_PAIRS_CSV,
    GroundLine,
    PairLine,
    write_grounds,
    write_pairs,
)
from dutystation.runs.days import day_number, day_of
from dutystation.runs.measurement import Measured, Measurement
from dutystation.terms.ground import REASONS
from dutystation.terms.place import ALL_PLACES


def write_what_if(measured: Measured, measurement: Measurement, folder: Path) -> None:
    """Writes both files into a folder. Raises OSError where that fails."""
    with measurement.progress.step("Preparing what-if questions"):
        write_grounds(_grounds(measured, measurement), folder / WHAT_IF_GROUNDS_CSV)
        write_pairs(tuple(_pairs(measurement)), folder / WHAT_IF_PAIRS_CSV)


def _grounds(measured: Measured, measurement: Measurement) -> tuple[GroundLine, ...]:
    """By component (UTF-8 bytes), then in the order in which reasons are listed and approvals end."""
    following = next_reasons(measured.department.decisions, day_number(measurement.as_of))
    order = {reason: at for at, reason in enumerate(REASONS)}
    lines = [
        GroundLine(**{**row, "ends_on": "" if row["ends_on"] is None else day_of(row["ends_on"]).isoformat()})
        for row in measurement.engine.rows(unapproved(measured.statuses, following))
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.component.encode(),
                order[line.ground],
                line.ends_on,
                order[line.next_reason],
            ),
        )
    )


def _pairs(measurement: Measurement) -> Iterator[PairLine]:
    """By pay period, then component and codes (UTF-8 bytes), which may lie in several slices."""
    assert measurement.kept is not None  # only a workspace has what-if questions
    by_period = measurement.kept.files("pair_sums")
    labels = {str(file): period.label for period, files in by_period.items() for file in files}
    # One question about all pay periods: asking is what costs here, not the few rows.
    found = measurement.engine.rows(measurement.engine.parquet([Path(file) for file in labels]))
    rows, minutes = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for row in found:
        line = tuple(row[name] for name in ("component", "pay_code", "place_code"))
        line = (labels[row["part"]], *line, ALL_PLACES[row["place_no"]])
        rows[line] += row["rows"]
        minutes[line] += row["minutes"]
    order = [period.label for period in by_period]
    for line in sorted(rows, key=lambda line: (order.index(line[0]), [text.encode() for text in line[1:4]])):
        label, component, pay_code, place_code, place = line
        yield PairLine(
            component=component,
            period=label,
            pay_code=pay_code,
            place_code=place_code,
            place=place,
            rows=rows[line],
            minutes=minutes[line],
        )
