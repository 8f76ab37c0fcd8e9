"""How each column of the contract is made of the export's cells, as text. Source: docs/profiles.md.

What comes out is what a sender would have written into a CSV of the contract: `intake` judges it.

Every step reads columns of the step before, as a table of its own (`step`). Expressions built into each other
would repeat the first a thousand times in the last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from dutystation.profiles.amounts import plain_number, whole_minutes
from dutystation.profiles.lookup import mapped
from dutystation.profiles.moments import (
    FACILITY,
    UTC_NAME,
    is_zone,
    or_unfit,
    read_dates,
    read_timestamps,
    with_zone_offset,
)
from dutystation.profiles.patterns import engine_pattern, group_number
from dutystation.profiles.profile import Content, Otherwise, Value

NO = ibis.literal(False)  # noqa: FBT003 (an SQL literal)


def made(name: str) -> str:
    """The column that holds what is made for a column of the contract."""
    return f"made {name}"


def refused(name: str) -> str:
    """The column that holds the text that a rule with `refuse` does not reach, null where none is."""
    return f"refused {name}"


def read(name: str) -> str:
    """The column that holds the day or time that was read, null where the text fits no format."""
    return f"read {name}"


def no_text() -> ir.StringValue:
    return ibis.null("string")


def step(rows: ir.Table, columns: dict[str, ir.Value]) -> ir.Table:
    """The rows with these columns made anew, as a table into which nothing is built any more."""
    return rows.mutate(**columns).view() if columns else rows


def may_refuse(value: Value) -> bool:
    """Whether a rule of the value can leave a row out."""
    return Otherwise.REFUSE in (value.not_found, value.unmapped)


def with_made_cells(export: ir.Table, content: Content) -> ir.Table:
    """The export with `made(name)` for every column that the profile gives, some with `refused(name)`."""
    values = content.values
    rows = step(
        export,
        {made(name): source_text(export, value) for name, value in values.items()}
        | {refused(name): no_text() for name, value in values.items() if may_refuse(value)},
    )
    rows = _with_refusals(rows, values, "not_found", _found)
    rows = _changed(rows, values, lambda value: value.extract is not None, extracted)
    rows = _with_refusals(rows, values, "unmapped", _in_map)
    rows = _changed(rows, values, lambda value: value.map is not None, mapped_text)
    for concerned, make in _AMOUNTS:
        rows = _changed(rows, values, concerned, make)
    return _with_moments(rows, values)


def _with_moments(rows: ir.Table, values: dict[str, Value]) -> ir.Table:
    dates = {name: value.dates for name, value in values.items() if value.dates is not None}
    times = {name: value for name, value in values.items() if value.timestamps is not None}
    rows = step(
        rows,
        {read(name): read_dates(rows[made(name)], formats) for name, formats in dates.items()}
        | {
            read(name): read_timestamps(rows[made(name)], value.timestamps or (), value.zone or FACILITY)
            for name, value in times.items()
        },
    )
    rows = step(rows, {made(name): or_unfit(rows[read(name)], rows[made(name)]) for name in (*dates, *times)})
    return step(
        rows,
        {
            made(name): with_zone_offset(rows[made(name)], value.zone or "")
            for name, value in times.items()
            if value.zone not in (None, UTC_NAME) and is_zone(value.zone or "")
        },
    )


def _changed(
    rows: ir.Table,
    values: dict[str, Value],
    concerned: Callable[[Value], bool],
    make: Callable[[ir.StringValue, Value], ir.StringValue],
) -> ir.Table:
    return step(
        rows,
        {made(name): make(rows[made(name)], value) for name, value in values.items() if concerned(value)},
    )


def _with_refusals(
    rows: ir.Table,
    values: dict[str, Value],
    otherwise: str,
    reaches: Callable[[ir.StringValue, Value], ir.BooleanValue],
) -> ir.Table:
    """The texts that a pattern or a map with `refuse` does not reach, beside those refused before."""
    columns = {}
    for name, value in values.items():
        if getattr(value, otherwise) is Otherwise.REFUSE:
            text = rows[made(name)]
            outside = text.notnull() & ~reaches(text, value).fill_null(NO)
            columns[refused(name)] = ibis.coalesce(rows[refused(name)], outside.ifelse(text, no_text()))
    return step(rows, columns)


def source_text(export: ir.Table, value: Value) -> ir.StringValue:
    """The text before anything is done with it."""
    if value.constant is not None:
        return ibis.literal(value.constant) if value.constant else no_text()
    if value.column is not None:
        return export[value.column]
    if value.first_of is not None:
        return ibis.coalesce(*(export[name] for name in value.first_of))
    between = " " if value.joined_by is None else value.joined_by
    return _joined([export[name] for name in value.columns or ()], between)


def _joined(cells: Sequence[ir.StringValue], between: str) -> ir.StringValue:
    """The cells that are not empty, with `between` before each but the first; null where all are empty."""
    if not between:
        whole = ibis.literal("")
        for cell in cells:
            whole = whole + cell.fill_null("")
        return whole.nullif("")
    whole = ibis.literal("")
    for cell in cells:
        whole = whole + (ibis.literal(between) + cell).fill_null("")
    return whole.substr(len(between)).nullif("")


def extracted(text: ir.StringValue, value: Value) -> ir.StringValue:
    """The part that the pattern names, and what `not_found` says where there is none."""
    assert value.extract is not None
    pattern = engine_pattern(value.extract)
    part = text.re_extract(pattern, group_number(value.extract)).nullif("")
    otherwise = text if value.not_found is Otherwise.KEEP else no_text()
    return text.re_search(pattern).ifelse(part, otherwise)


def map_key(text: ir.StringValue, value: Value) -> ir.StringValue:
    """What is compared with the left side of the map."""
    return text.lower() if value.map_any_case else text


def map_entries(value: Value) -> dict[str, str]:
    """The map as it is compared; the entry for empty cells under an empty text."""
    entries = value.map or {}
    return {key.lower(): to for key, to in entries.items()} if value.map_any_case else dict(entries)


def _in_map(text: ir.StringValue, value: Value) -> ir.BooleanValue:
    entries = dict.fromkeys(map_entries(value), "")
    return mapped(map_key(text, value), entries, NO, lambda _: ibis.literal(True))  # noqa: FBT003


def mapped_text(text: ir.StringValue, value: Value) -> ir.StringValue:
    """What the map makes of the text, and what `unmapped` says where it has no entry."""
    entries = map_entries(value)
    of_empty = entries.pop("", None)
    otherwise = text if value.unmapped is Otherwise.KEEP else no_text()
    known = mapped(map_key(text, value), entries, otherwise, lambda to: ibis.literal(to) if to else no_text())
    return text.isnull().ifelse(ibis.literal(of_empty), known) if of_empty else known


def _found(text: ir.StringValue, value: Value) -> ir.BooleanValue:
    return text.re_search(engine_pattern(value.extract or ""))


def _numbers(text: ir.StringValue, value: Value) -> ir.StringValue:
    return plain_number(text, decimal=value.decimal or "point", grouping=value.grouping or "none")


def _durations(text: ir.StringValue, value: Value) -> ir.StringValue:
    return whole_minutes(text, value.durations or ())


_AMOUNTS: Sequence[tuple[Callable[[Value], bool], Callable[[ir.StringValue, Value], ir.StringValue]]] = (
    (lambda value: value.decimal is not None or value.grouping is not None, _numbers),
    (lambda value: value.durations is not None, _durations),
)
"""Which values have which reading, in the order in which they are done."""
