"""Runs of days that are measured at a time."""

from __future__ import annotations

from datetime import date

Slice = tuple[date, date]
"""The first and the last day of a slice."""


def meet(days: Slice | None, span: Slice) -> bool:
    """Whether a slice holds a day of `span`; None stands for every day."""
    return days is None or (days[0] <= span[1] and span[0] <= days[1])
