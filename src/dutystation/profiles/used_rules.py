"""Which rules of a profile anything in an export answers to: one row of counts. Source: docs/profiles.md.

A rule that nothing answers to may be a slip of the pen, or a case that this export does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.profiles.amounts import duration_fits, plain_amount
from dutystation.profiles.cells import extracted, made, map_entries, map_key, source_text, step
from dutystation.profiles.conditions import holds
from dutystation.profiles.day_formats import EPOCHS, day_format
from dutystation.profiles.moments import epoch_fits
from dutystation.profiles.patterns import engine_pattern
from dutystation.profiles.profile import Content, Otherwise, Value


@dataclass(frozen=True)
class Rule:
    """One rule of a profile as people read it, and how many rows it must answer to to count as used."""

    words: str
    answers: ir.BooleanValue


def rule_counts(export: ir.Table, content: Content) -> tuple[tuple[str, ...], ir.Table]:
    """The rules in words, and one row with how many records answer to each, in columns `rule_0`, `rule_1`, ….

    `export` has the companion's columns, as `with_companion` gives them.
    """
    rows = _prepared(export, content)
    rules = list(_rules(rows, content))
    counts = {f"rule_{at}": rule.answers.sum() for at, rule in enumerate(rules)}
    return tuple(rule.words for rule in rules), rows.agg(rows=rows.count(), **counts)


def _prepared(export: ir.Table, content: Content) -> ir.Table:
    """The export with each value's text before its pattern, its map, and its reading."""
    values = content.values
    rows = step(export, {made(name): source_text(export, value) for name, value in values.items()})
    rows = step(
        rows,
        {f"part {name}": _part(rows[made(name)], value) for name, value in values.items()},
    )
    return step(
        rows,
        {
            f"number {name}": plain_amount(rows[f"part {name}"], value)
            for name, value in values.items()
            if value.decimal is not None or value.grouping is not None
        },
    )


def _rules(rows: ir.Table, content: Content) -> Iterator[Rule]:
    for at, entry in enumerate(content.leave_out, 1):
        yield Rule(f"leave_out {at}: {entry.says}", holds(rows, entry))
    for name, value in content.values.items():
        yield from _value_rules(rows, name, value)


def _value_rules(rows: ir.Table, name: str, value: Value) -> Iterator[Rule]:
    if value.extract is not None:
        found = rows[made(name)].re_search(engine_pattern(value.extract))
        yield Rule(f"{name}: extract {value.extract}", found)
    text = rows[f"part {name}"]
    for key, to in map_entries(value).items():
        answers = map_key(text, value) == key if key else text.isnull()
        yield Rule(f"{name}: map {key or '(empty)'} → {to or '(empty)'}", answers)
    if value.map is not None:
        return
    for written in (*(value.dates or ()), *(value.timestamps or ())):
        if written in EPOCHS:
            fits = epoch_fits(text, written)
        else:
            fits = text.re_search(day_format(written, with_time=value.timestamps is not None).loose)
        yield Rule(f"{name}: format {written}", fits)
    amount = rows[f"number {name}"] if f"number {name}" in rows.columns else text
    for duration in value.durations or ():
        yield Rule(f"{name}: duration {duration}", duration_fits(amount, duration))


def _part(text: ir.StringValue, value: Value) -> ir.StringValue:
    """The text that a map or a format sees."""
    if value.extract is None:
        return text
    found = extracted(text, value)
    return found.fill_null(text) if value.not_found is Otherwise.KEEP else found
