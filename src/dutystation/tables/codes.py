"""What each pair of time codes means. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape
from dutystation.terms.place import HoursType, Place

CODES = Shape(
    name="codes",
    grain="the meaning of one pair of pay code and place code",
    required=True,
    columns=(
        Column("pay_code", Kind.TEXT, "the pay code", required=True),
        Column(
            "place_code",
            Kind.TEXT,
            "the place code; an empty code is a value",
            required=True,
            may_be_empty=True,
            default="",
        ),
        Column(
            "place",
            Kind.CHOICE,
            "where such hours are worked",
            required=True,
            choices=tuple(place.value for place in Place),
        ),
        Column(
            "hours_type",
            Kind.CHOICE,
            "regular or overtime",
            default="regular",
            choices=tuple(t.value for t in HoursType),
        ),
    ),
    unique=("pay_code", "place_code"),
    identity=("pay_code",),
)
