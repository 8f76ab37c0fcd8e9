"""Decisions on exceptions. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape
from dutystation.terms.ground import Ground, Outcome

DECISIONS = Shape(
    name="decisions",
    grain="one decision on one person's request under one ground",
    columns=(
        Column("person", Kind.TEXT, "the person's id", required=True),
        Column("ground", Kind.CHOICE, "the ground", required=True, choices=tuple(g.value for g in Ground)),
        Column(
            "outcome",
            Kind.CHOICE,
            "approved, denied or pending",
            required=True,
            choices=tuple(o.value for o in Outcome),
        ),
        Column("valid_from", Kind.DATE, "the first day the decision holds; empty: open"),
        Column("valid_to", Kind.DATE, "the last day the decision holds; empty: open"),
        Column("decided_on", Kind.DATE, "the day of the decision; empty: earlier than any date"),
    ),
    identity=("person",),
    ordered_dates=("valid_from", "valid_to"),
)
