"""Rows that are left out on purpose, as expressions. Source: docs/profiles.md."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_

import ibis
import ibis.expr.types as ir

from dutystation.profiles.lookup import mapped
from dutystation.profiles.patterns import engine_pattern
from dutystation.profiles.profile import Condition, LeaveOut


def holds(export: ir.Table, entry: LeaveOut) -> ir.BooleanValue:
    """Whether all conditions of an entry hold for a row; never null."""
    return reduce(and_, (condition_holds(export, condition) for condition in entry.when))


def condition_holds(export: ir.Table, condition: Condition) -> ir.BooleanValue:
    """Whether one condition holds for a row; never null. An empty cell counts as an empty text."""
    text = export[condition.column].fill_null("")
    if condition.matches is not None:
        return text.re_search(engine_pattern(condition.matches))
    if condition.is_empty is not None:
        return (text == "") if condition.is_empty else (text != "")
    if condition.equals is not None:
        return _one_of(text, (condition.equals,), condition)
    if condition.is_in is not None:
        return _one_of(text, condition.is_in, condition)
    return ~_one_of(text, condition.is_not_in or (), condition)


def _one_of(text: ir.StringValue, listed: Sequence[str], condition: Condition) -> ir.BooleanValue:
    if condition.any_case:
        text, listed = text.lower(), [entry.lower() for entry in listed]
    yes, no = ibis.literal(True), ibis.literal(False)
    return mapped(text, dict.fromkeys(listed, ""), no, lambda _: yes)
