"""Who belongs where, from when to when. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape
from dutystation.terms.person import Arrangement, Population

ROSTER = Shape(
    name="roster",
    grain="one person in one unit under one arrangement, from one day to another",
    required=True,
    columns=(
        Column("person", Kind.TEXT, "the person's id", required=True),
        Column("org_unit", Kind.TEXT, "the unit the person belongs to", required=True),
        Column("effective_from", Kind.DATE, "the first day the row holds", required=True),
        Column("effective_to", Kind.DATE, "the last day the row holds; empty: still in force"),
        Column(
            "arrangement",
            Kind.CHOICE,
            "the telework arrangement",
            default="none",
            choices=tuple(a.value for a in Arrangement),
        ),
        Column(
            "population",
            Kind.CHOICE,
            "civilian, military or contractor",
            default="civilian",
            choices=tuple(p.value for p in Population),
        ),
        Column(
            "telework_eligible",
            Kind.CHOICE,
            "whether the position may telework",
            default="true",
            choices=("true", "false"),
        ),
        Column("duty_station", Kind.TEXT, "the facility the person reports to"),
        Column("supervisor", Kind.TEXT, "the person who supervises"),
        Column("bargaining_unit", Kind.TEXT, "the bargaining unit, where there is one"),
    ),
    identity=("person",),
    ordered_dates=("effective_from", "effective_to"),
)
