"""Choosing one of many fixed values by a text or a number, in few steps, on every engine alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ibis
import ibis.expr.types as ir

FEW = 8
"""Up to so many texts are compared one after the other; more are searched by halves."""


def by_threshold(value: ir.Value, thresholds: Sequence[str | int], results: Sequence[ir.Value]) -> ir.Value:
    """`results[n]` for a value that n of the thresholds (ascending) are not greater than.

    The comparisons are nested by halves: a row goes through about log₂ n of them.
    """
    assert len(results) == len(thresholds) + 1
    if not thresholds:
        return results[0]
    middle = len(thresholds) // 2
    return (value < thresholds[middle]).ifelse(
        by_threshold(value, thresholds[:middle], results[: middle + 1]),
        by_threshold(value, thresholds[middle + 1 :], results[middle + 1 :]),
    )


def mapped(
    text: ir.StringValue,
    entries: Mapping[str, str],
    otherwise: ir.Value,
    result: Callable[[str], ir.Value] = ibis.literal,
) -> ir.Value:
    """What the map gives for the text, `otherwise` where it has no such entry."""
    keys = sorted(entries, key=str.encode)
    if not keys:
        return otherwise
    if len(keys) <= FEW:
        return ibis.cases(*((text == key, result(entries[key])) for key in keys), else_=otherwise)
    leaves = [(text == key).ifelse(result(entries[key]), otherwise) for key in keys]
    return by_threshold(text, keys[1:], leaves)
