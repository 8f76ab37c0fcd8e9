"""Reasons 1 to 5: what can be judged from a row alone. Source: contract section 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import ibis
import ibis.expr.types as ir

from dutystation.intake.cells import ReadCell, read_cell
from dutystation.intake.reasons import MALFORMED_AS, Rejection, none_given, sentence
from dutystation.tables.rejected import PLACE_OF_ROW
from dutystation.tables.shape import Column, Shape

Fault = tuple[ir.BooleanValue, Rejection, Column]


def read_cells(raw: ir.Table, shape: Shape, *, trimmed: bool = False) -> dict[str, ReadCell]:
    """Every column of `shape` read from the delivered table, in the order of the contract."""
    return {column.name: read_cell(raw, column, trimmed=trimmed) for column in shape.columns}


def sound_rows(raw: ir.Table, shape: Shape, *, trimmed: bool = False) -> ir.Table:
    """One row per delivered row that no reason 1 to 5 concerns: `file`, `line` and the typed values.

    `trimmed` tells that text was trimmed when it was read, and is null where it was empty.
    """
    cells = read_cells(raw, shape, trimmed=trimmed)
    sound = raw.filter(*(~fault.fill_null(ibis.literal(False)) for fault, _, _ in _faults(cells, shape)))
    read = read_cells(sound, shape, trimmed=trimmed)
    values = {name: value for cell in read.values() for name, value in cell.values.items()}
    return sound.select(*PLACE_OF_ROW, **values)


def faulty_rows(raw: ir.Table, shape: Shape) -> ir.Table:
    """One row per delivered row that a reason 1 to 5 concerns, in the shape of `rejected.csv`."""
    cells = read_cells(raw, shape)
    faults = list(_faults(cells, shape))
    number = ibis.cases(
        *((condition, ibis.literal(at, "int64")) for at, (condition, _, _) in enumerate(faults)),
        else_=ibis.null("int64"),
    )
    judged = raw.select(
        *PLACE_OF_ROW,
        id=row_id({name: cell.delivered for name, cell in cells.items()}, shape),
        number=number,
        **{f"delivered_{name}": cell.delivered for name, cell in cells.items()},
    ).filter(ibis._.number.notnull())

    def by_number(pick: Callable[[Rejection, Column], ir.Value]) -> ir.StringValue:
        return ibis.cases(
            *((judged.number == at, pick(reason, column)) for at, (_, reason, column) in enumerate(faults)),
            else_="",
        )

    def message(reason: Rejection, column: Column) -> ir.StringValue:
        if reason is Rejection.MISSING_VALUE:
            none = column.name in shape.one_of
            return ibis.literal(none_given(shape.one_of) if none else sentence(reason, column))
        text = ibis.literal(sentence(reason, column))
        return text + " (delivered: " + judged[f"delivered_{column.name}"] + ")"

    return judged.select(
        table=ibis.literal(shape.name),
        file=judged.file,
        line=judged.line,
        reason=by_number(lambda reason, _: reason.value),
        column=by_number(lambda _, column: column.name),
        id=judged.id,
        message=by_number(message),
    )


def row_id(texts: dict[str, ir.StringValue], shape: Shape) -> ir.StringValue:
    """The id under which a rejected row is listed: its own, else the person's, else the table's key."""
    if len(shape.unique) > 1:
        parts = [texts[name].fill_null("") for name in shape.unique]
        return parts[0] + "/" + parts[1]
    return ibis.coalesce(*(texts[name] for name in shape.identity), "")


def _faults(cells: dict[str, ReadCell], shape: Shape) -> Iterator[Fault]:
    """The conditions of reasons 1 to 5, in the order of reasons and then of columns."""
    yield from _missing(cells, shape)
    for reason in (Rejection.NOT_A_DATE, Rejection.NOT_A_NUMBER, Rejection.NOT_IN_LIST):
        for cell in cells.values():
            if cell.malformed is not None and MALFORMED_AS[cell.column.kind] is reason:
                yield cell.malformed, reason, cell.column
    for cell in cells.values():
        if shape.ordered_dates and cell.column.name == shape.ordered_dates[0]:
            first, last = (cells[name].values[name] for name in shape.ordered_dates)
            yield last < first, Rejection.OUT_OF_RANGE, cell.column
        if cell.out_of_range is not None:
            yield cell.out_of_range, Rejection.OUT_OF_RANGE, cell.column


def _missing(cells: dict[str, ReadCell], shape: Shape) -> Iterator[Fault]:
    for cell in cells.values():
        if cell.column.required and not cell.column.may_be_empty:
            yield ~cell.given, Rejection.MISSING_VALUE, cell.column
        elif shape.one_of and cell.column.name == shape.one_of[0]:
            nothing = ~cell.given
            for name in shape.one_of[1:]:
                nothing &= ~cells[name].given
            yield nothing, Rejection.MISSING_VALUE, cell.column
