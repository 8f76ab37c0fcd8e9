"""What a row that does not count says of itself: whose it is, of which day, and its cells in words.

Whoever has to send it again must see the row as it came. Of one that was typed before it turned out not to
count, amounts are without needless zeros and moments in one form; everything else is as it was delivered.
"""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import SECONDS_PER_DAY
from dutystation.intake.check import read_cells
from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Column, Kind, Shape
from dutystation.tables.time_records import TIME_RECORDS

DAY_OF = {
    TIME_RECORDS.name: "work_date",
    BADGE_EVENTS.name: "wall_second",
    ROSTER.name: "effective_from",
}
"""The typed column that says of which day a row is; rows of other tables are of none."""


def told_as_read(raw: ir.Table, shape: Shape) -> ir.Table:
    """One row per delivered row, not judged yet: `file`, `line`, `person`, `day`, `as_delivered`.

    `person` is the trimmed cell, empty where there is none; `day` whole days since 1970-01-01, null where it
    cannot be read; `as_delivered` the cells that are not empty, as `name=value`, in the contract's order.
    """
    cells = read_cells(raw, shape)
    values = {name: value for cell in cells.values() for name, value in cell.values.items()}
    texts = {name: cell.delivered for name, cell in cells.items()}
    return raw.select(*PLACE_OF_ROW, **_told(texts, values, shape))


def told_as_typed(rows: ir.Table, shape: Shape, *carried: str) -> ir.Table:
    """The same of sound rows, whose cells are typed, with the columns `carried` as they are."""
    values = {name: rows[name] for name in rows.columns}
    texts = {column.name: _text(values, column) for column in shape.columns}
    return rows.select(*PLACE_OF_ROW, *carried, **_told(texts, values, shape))


def day_text(day: ir.IntegerValue) -> ir.StringValue:
    """`2025-02-03` of days since 1970-01-01. Some engines write a time of day after it."""
    date = ibis.literal("1970-01-01").cast("date") + day.cast("int64").as_interval("D")
    return date.cast("string").substr(0, 10)


def _told(
    texts: Mapping[str, ir.StringValue], values: Mapping[str, ir.Value], shape: Shape
) -> dict[str, ir.Value]:
    dated = DAY_OF.get(shape.name)
    day = ibis.null("int64") if dated is None else values[dated].cast("int64")
    if dated == "wall_second":
        day = day // SECONDS_PER_DAY
    person = texts.get("person", ibis.literal("")).fill_null("")
    return {"person": person, "day": day, "as_delivered": _words(texts)}


def _words(texts: Mapping[str, ir.StringValue]) -> ir.StringValue:
    words: ir.StringValue = ibis.literal("")
    for name, text in texts.items():
        words = words + text.nullif("").notnull().ifelse(ibis.literal(f"; {name}=") + text, "")
    return words.substr(2)


def _text(values: Mapping[str, ir.Value], column: Column) -> ir.StringValue:
    if column.kind is Kind.TIMESTAMP:
        return _moment(values["wall_second"], values["utc_offset"])
    value = values[column.name]
    if column.kind is Kind.DATE:
        return day_text(value)
    text = value.cast("string")
    if value.type().is_decimal():
        return text.re_replace(r"0+\z", "").re_replace(r"\.\z", "")
    return text


def _moment(wall: ir.IntegerValue, offset: ir.IntegerValue) -> ir.StringValue:
    """`2025-02-03T13:05:00`, with `Z` or an offset where one was delivered."""
    day = wall // SECONDS_PER_DAY
    second = wall - day * SECONDS_PER_DAY
    size = offset.abs()
    sign = (offset < 0).ifelse("-", "+")
    zone = ibis.cases(
        (offset.isnull(), ""),
        (offset == 0, "Z"),
        else_=sign + _two(size // 3600) + ":" + _two(size // 60 % 60),
    )
    clock = _two(second // 3600) + ":" + _two(second // 60 % 60) + ":" + _two(second % 60)
    return day_text(day) + "T" + clock + zone


def _two(number: ir.IntegerValue) -> ir.StringValue:
    return number.cast("string").lpad(2, "0")
