"""How each column of the contract is made of the export's cells, as text. Source: docs/profiles.md.

What comes out is what a sender would have written into a CSV of the contract: `intake` judges it.

Every step reads columns of the step before, as a table of its own (`step`). Expressions built into each other
would repeat the first a thousand times in the last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ibis
import ibis.expr.types as ir

from dutystation.profiles.amounts import plain_amount, whole_minutes
from dutystation.profiles.day_formats import EPOCHS, day_format
from dutystation.profiles.lookup import mapped
from dutystation.profiles.moments import (
    FACILITY,
    UTC_NAME,
    is_zone,
    or_unfit,
    read_date,
    read_timestamp,
    single_spaces,
    with_zero,
    with_zone_offset,
)
from dutystation.profiles.patterns import engine_pattern, group_number
from dutystation.profiles.profile import Content, Otherwise, Value

NO = ibis.literal(False)


def made(name: str) -> str:
    """The column that holds what is made for a column of the contract."""
    return f"made {name}"


def refused(name: str) -> str:
    """The column that holds the text that a map with `refuse` does not have, null where it has it."""
    return f"refused {name}"


def unfound(name: str) -> str:
    """The same of a pattern with `refuse` that finds nothing."""
    return f"unfound {name}"


def read(name: str) -> str:
    """The column that holds what a rule found or a format read, null where it is nothing."""
    return f"read {name}"


def no_text() -> ir.StringValue:
    return ibis.null("string")


def step(rows: ir.Table, columns: dict[str, ir.Value]) -> ir.Table:
    """The rows with these columns made anew, as a table into which nothing is built any more."""
    return rows.mutate(**columns).view() if columns else rows


def with_made_cells(export: ir.Table, content: Content) -> ir.Table:
    """The export with `made(name)` for every column that the profile gives, and texts that a rule refuses."""
    values = content.values
    rows = step(export, {made(name): source_text(export, value) for name, value in values.items()})
    rows = _through_rule(rows, values, lambda value: value.not_found, extracted, unfound)
    rows = _through_rule(rows, values, lambda value: value.unmapped, mapped_text, refused)
    for concerned, make in _AMOUNTS:
        rows = step(
            rows,
            {made(name): make(rows[made(name)], value) for name, value in values.items() if concerned(value)},
        )
    return _with_moments(rows, values)


def _through_rule(
    rows: ir.Table,
    values: dict[str, Value],
    otherwise: Callable[[Value], Otherwise | None],
    find: Callable[[ir.StringValue, Value], ir.StringValue],
    outside: Callable[[str], str],
) -> ir.Table:
    """What patterns or maps find, and what their rule says of the texts in which they find nothing.

    `outside` names the column that holds such a text where the rule refuses it.
    """
    rules = {name: rule for name, value in values.items() if (rule := otherwise(value)) is not None}
    rows = step(rows, {read(name): find(rows[made(name)], values[name]) for name in rules})
    columns = {}
    for name, rule in rules.items():
        text, found = rows[made(name)], rows[read(name)]
        missed = found.isnull()
        columns[made(name)] = missed.ifelse(text if rule is Otherwise.KEEP else no_text(), found.nullif(""))
        if rule is Otherwise.REFUSE:
            columns[outside(name)] = (missed & text.notnull()).ifelse(text, no_text())
    return step(rows, columns)


def _with_moments(rows: ir.Table, values: dict[str, Value]) -> ir.Table:
    """Dates and times read. Zeros that were left out are put in first, so that parts have their places."""
    formats = {
        (name, at): written
        for name, value in values.items()
        for at, written in enumerate(value.dates or value.timestamps or ())
    }
    names = tuple(dict.fromkeys(name for name, _ in formats))
    shorts = {
        (name, at): day_format(written, with_time=values[name].dates is None).short_places
        for (name, at), written in formats.items()
        if written not in EPOCHS
    }
    rows = step(rows, {_padded(*key): single_spaces(rows[made(key[0])]) for key in formats})
    for number in range(max((len(places) for places in shorts.values()), default=0)):
        rows = step(
            rows,
            {
                _padded(*key): with_zero(rows[_padded(*key)], places[number])
                for key, places in shorts.items()
                if number < len(places)
            },
        )
    rows = step(rows, {read(name): _first_fit(rows, name, values[name], formats) for name in names})
    rows = step(rows, {made(name): or_unfit(rows[read(name)], rows[made(name)]) for name in names})
    zones = {name: values[name].zone or "" for name in names if values[name].zone != UTC_NAME}
    return step(
        rows,
        {
            made(name): with_zone_offset(rows[made(name)], zone)
            for name, zone in zones.items()
            if is_zone(zone)
        },
    )


def _padded(name: str, at: int) -> str:
    return f"padded {at} {name}"


def _first_fit(
    rows: ir.Table, name: str, value: Value, formats: dict[tuple[str, int], str]
) -> ir.StringValue:
    """What the first format that fits makes of the text, null where none does."""
    zone = value.zone or FACILITY
    readings = []
    for (of, at), written in formats.items():
        if of == name:
            text = rows[_padded(name, at)]
            if value.dates is not None:
                readings.append(read_date(text, written))
            else:
                readings.append(read_timestamp(text, written, zone))
    return ibis.cases(*readings, else_=no_text())


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
    """The part that the pattern names; null where there is none, or nothing in it."""
    pattern = value.extract or ""
    return text.re_extract(engine_pattern(pattern), group_number(pattern)).nullif("")


def map_key(text: ir.StringValue, value: Value) -> ir.StringValue:
    """What is compared with the left side of the map."""
    return text.lower() if value.map_any_case else text


def map_entries(value: Value) -> dict[str, str]:
    """The map as it is compared; the entry for empty cells under an empty text."""
    entries = value.map or {}
    return {key.lower(): to for key, to in entries.items()} if value.map_any_case else dict(entries)


def mapped_text(text: ir.StringValue, value: Value) -> ir.StringValue:
    """What the map makes of the text, an empty text for an empty cell; null where it has no such entry."""
    entries = map_entries(value)
    of_empty = entries.pop("", None)
    known = mapped(map_key(text, value), entries, no_text())
    return text.isnull().ifelse(ibis.literal(of_empty), known) if of_empty else known


def _durations(text: ir.StringValue, value: Value) -> ir.StringValue:
    return whole_minutes(text, value.durations or ())


_AMOUNTS: Sequence[tuple[Callable[[Value], bool], Callable[[ir.StringValue, Value], ir.StringValue]]] = (
    (lambda value: value.decimal is not None or value.grouping is not None, plain_amount),
    (lambda value: value.durations is not None, _durations),
)
"""Which values have which reading, in the order in which they are done."""
