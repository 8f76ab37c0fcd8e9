"""The units of the department, as a tree. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape

ORG_UNITS = Shape(
    name="org_units",
    grain="one unit of the department",
    required=True,
    columns=(
        Column("org_unit", Kind.TEXT, "the unit's id", required=True),
        Column("name", Kind.TEXT, "the unit's name", required=True),
        Column(
            "parent",
            Kind.TEXT,
            "the unit above it; empty for the one root, the department",
            required=True,
            may_be_empty=True,
            default="",
        ),
    ),
    unique=("org_unit",),
    identity=("org_unit",),
)
