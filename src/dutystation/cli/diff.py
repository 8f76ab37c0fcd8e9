"""`dutystation diff`: what moved from one run to another, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from dutystation.cli.arguments import Flag

if TYPE_CHECKING:
    from dutystation.published.table_rows import TableRow
    from dutystation.runs.differences.difference import Difference, MovedFigure
    from dutystation.runs.differences.moved_rows import Because, MovedGroup, MovedRow
    from dutystation.runs.differences.replacements import Replacement
    from dutystation.terms.figure import Figure

MOST_FIGURES, MOST_OF_A_TABLE, MOST_CAUSES = 100, 20, 5
NOT_THERE = "not there"


def diff(run_a: Path, run_b: Path, *, all_figures: Flag = False) -> None:
    """Say which figures and which rows of the other tables moved from one run to another, and why.

    Of the tables with a row per person only numbers of rows are told.

    Parameters
    ----------
    run_a
        The folder of the earlier run.
    run_b
        The folder of the later run.
    all_figures
        List everything that moved, and not only the first hundred figures and, of each table, the first
        twenty lines of the same causes.
    """
    from dutystation.cli.console import say
    from dutystation.runs.differences.difference import difference

    found = difference(run_a, run_b)
    for setting in found.settings:
        say(f"Settings: {setting}.")
    for replacement in found.replacements:
        say(_replaced(replacement))
    for line in _lines(found, everything=all_figures):
        say(line)


def _lines(found: Difference, *, everything: bool) -> Iterator[str]:
    from dutystation.runs.differences.moved_rows import GROUPS

    if not found.moved:
        yield "Nothing in the report moved: no figure, and no row of any other table."
        return
    if found.figures:
        figures = [_figure(moved) + _why(moved.because) for moved in found.figures]
        yield f"{_number(figures, 'figure')} moved:"
        yield from _first(figures, len(figures) if everything else MOST_FIGURES)
    else:
        yield "No figure moved."
    for table, rows in groupby(found.rows, attrgetter("table")):
        lines = [(_why(moved.because), _row(moved)) for moved in rows]
        yield from _table(table, lines, everything=everything)
    for table, groups in groupby(found.groups, attrgetter("table")):
        lines = [(_why(moved.because), _group(moved)) for moved in groups]
        yield from _table(f"{table} by {' and '.join(GROUPS[table])}", lines, everything=everything)


def _table(name: str, lines: Iterable[tuple[str, str]], *, everything: bool) -> Iterator[str]:
    """The lines of one table, those together that have the same causes: there can be very many."""
    by_cause: dict[str, list[str]] = {}
    for why, line in lines:
        by_cause.setdefault(why, []).append(line)
    for why, alike in by_cause.items():
        yield f"{name}: {_number(alike, 'line')} moved{why}:"
        yield from _first(alike, len(alike) if everything else MOST_OF_A_TABLE)


def _first(lines: Sequence[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if most < len(lines):
        yield f"… and {len(lines) - most:,} more; --all-figures lists them."


def _number(lines: Sequence[str], one: str) -> str:
    return f"{len(lines):,} {one}" + ("" if len(lines) == 1 else "s")


def _replaced(replacement: Replacement) -> str:
    sender, period = replacement.slice
    what = f"{replacement.table} of {sender}" + (f", pay period {period}" if period else "")
    before, after = (
        " and ".join(
            f"{delivery.id} ({delivery.file}: {delivery.accepted:,} rows accepted, {delivery.rejected:,} "
            "rejected)"
            for delivery in chain
        )
        for chain in (replacement.before, replacement.after)
    )
    if not before:
        return f"{what}: delivered since, {after}."
    if not after:
        return f"{what}: no longer delivered, before {before}."
    changed = f"{replacement.rows_gone:,} rows are gone and {replacement.rows_new:,} new"
    return f"{what}: {after} in the place of {before}; {changed}."


def _figure(moved: MovedFigure) -> str:
    figure = moved.figure
    name = f"{figure.code} of {figure.org_unit}, period {figure.period}, variant {figure.variant}"
    before, after = _shown(moved.before), _shown(moved.after)
    places = _places(moved) if before == after else ""
    return f"{name}: {before} → {after}{places}"


def _shown(figure: Figure | None) -> str:
    if figure is None:
        return NOT_THERE
    value = "no value" if figure.value is None else f"{float(figure.value):.4%}"
    return f"{value} ({figure.numerator:,} of {figure.denominator:,}, {figure.unclassified:,} unclassified)"


def _places(moved: MovedFigure) -> str:
    """Where the minutes moved of a share that is the same: from the office into the field, for example."""
    was, now = ((figure.minutes if figure else None) or {} for figure in (moved.before, moved.after))
    changes = (
        f"{place} {was.get(place, 0):,} → {now[place]:,}" for place in now if was.get(place) != now[place]
    )
    return f"; minutes {', '.join(changes)}"


def _row(moved: MovedRow) -> str:
    from dutystation.published.words import one_line, said

    if moved.before is None or moved.after is None:
        return f"{moved.label}: {_whole(moved.before)} → {_whole(moved.after)}"
    was, now = moved.before.values, moved.after.values
    changes = (
        f"{one_line(name)} {said(was.get(name))} → {said(now.get(name))}"
        for name in dict.fromkeys([*was, *now])
        if was.get(name) != now.get(name)
    )
    return f"{moved.label}: {', '.join(changes)}"


def _whole(row: TableRow | None) -> str:
    from dutystation.published.words import one_line, said

    if row is None:
        return NOT_THERE
    there = [
        f"{one_line(name)} {said(value)}" for name, value in row.values.items() if value not in (None, "")
    ]
    return ", ".join(there) or "nothing"


def _group(moved: MovedGroup) -> str:
    rows = f"{moved.before:,} → {moved.after:,} rows, {moved.gone:,} gone and {moved.new:,} new"
    return f"{moved.label}: {rows}"


def _why(because: Because) -> str:
    named = [_cause(replacement) for replacement in because[:MOST_CAUSES]]
    if len(named) < len(because):
        named.append(f"{len(because) - len(named):,} more of those above")
    return f"; may be moved by {', '.join(named)}" if named else ""


def _cause(replacement: Replacement) -> str:
    sender, period = replacement.slice
    what = f"{replacement.table} of {sender}" + (f" for {period}" if period else "")
    by = " and ".join(delivery.id for delivery in replacement.brought)
    if not by:
        by = "no longer " + " and ".join(delivery.id for delivery in replacement.left)
    return f"{what} ({by}: {replacement.rows_gone:,} rows gone, {replacement.rows_new:,} new)"
