"""How each column of the contract is made of the export's cells, as text. Source: docs/profiles.md.

What comes out is what a sender would have written into a CSV of the contract: `intake` judges it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from dutystation.profiles.amounts import plain_number, whole_minutes
from dutystation.profiles.lookup import mapped
from dutystation.profiles.moments import FACILITY, read_dates, read_timestamps
from dutystation.profiles.patterns import engine_pattern, group_number
from dutystation.profiles.profile import Otherwise, Value

NO = ibis.literal(False)  # noqa: FBT003 (an SQL literal)


@dataclass(frozen=True)
class MadeCell:
    """One column of the contract. `refused` is true where a rule with `refuse` does not reach the text;
    `refused_text` is that text. Both are None where no rule refuses."""

    text: ir.StringValue
    refused: ir.BooleanValue | None = None
    refused_text: ir.StringValue | None = None


def no_text() -> ir.StringValue:
    return ibis.null("string")


def make_cell(export: ir.Table, value: Value) -> MadeCell:
    """The text of one column, null where empty, and whether its row is refused."""
    text = source_text(export, value)
    refused, refused_text = NO, no_text()
    if value.extract is not None:
        outside = text.notnull() & ~text.re_search(engine_pattern(value.extract)).fill_null(NO)
        refused, refused_text = _refusing(value.not_found, outside, text, refused, refused_text)
        text = extracted(text, value)
    if value.map is not None:
        outside = text.notnull() & ~_in_map(text, value)
        refused, refused_text = _refusing(value.unmapped, outside, text, refused, refused_text)
        text = mapped_text(text, value)
    text = _read(text, value)
    if Otherwise.REFUSE not in (value.not_found, value.unmapped):
        return MadeCell(text)
    return MadeCell(text, refused, refused_text)


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


def _refusing(
    rule: Otherwise | None,
    outside: ir.BooleanValue,
    text: ir.StringValue,
    refused: ir.BooleanValue,
    refused_text: ir.StringValue,
) -> tuple[ir.BooleanValue, ir.StringValue]:
    if rule is not Otherwise.REFUSE:
        return refused, refused_text
    return refused | outside, ibis.cases((refused, refused_text), (outside, text), else_=no_text())


def _read(text: ir.StringValue, value: Value) -> ir.StringValue:
    if value.dates is not None:
        return read_dates(text, value.dates)
    if value.timestamps is not None:
        return read_timestamps(text, value.timestamps, value.zone or FACILITY)
    if value.decimal is not None or value.grouping is not None:
        text = plain_number(text, decimal=value.decimal or "point", grouping=value.grouping or "none")
    if value.durations is not None:
        return whole_minutes(text, value.durations)
    return text
