"""Rows that carry the number of a slice stay apart by it, whatever is worked out from them.

The rows of several slices can so be measured in one go, and what each comes to be kept by itself. All of a
person's rows lie in one slice (`runs/kept/period_slices.py`): so who groups by something else, or picks
columns, has to ask for the number, and who joins by person has not.
"""

from __future__ import annotations

from typing import Protocol

SLICE_NO = "slice_no"


class Columns(Protocol):
    """What has columns, such as an expression."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""


def apart(rows: Columns, *names: str) -> tuple[str, ...]:
    """The columns `names`, with the number of the slice where the rows have one."""
    return (SLICE_NO, *names) if SLICE_NO in rows.columns else names
