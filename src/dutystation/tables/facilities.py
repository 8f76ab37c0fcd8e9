"""Buildings and what is known about their space and readers. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Bound, Column, Kind, Shape
from dutystation.terms.evidence_class import Readers
from dutystation.terms.time_zone import zone_names

FACILITIES = Shape(
    name="facilities",
    grain="one facility",
    columns=(
        Column("facility", Kind.TEXT, "the facility's id", required=True),
        Column("name", Kind.TEXT, "the facility's name", required=True),
        Column(
            "timezone",
            Kind.TIMEZONE,
            "its time zone, a name of the IANA database",
            default="America/New_York",
            choices=zone_names(),
        ),
        Column("usable_sqft", Kind.NUMBER, "usable square feet", bound=Bound.POSITIVE),
        Column("seats", Kind.WHOLE, "work seats", bound=Bound.POSITIVE),
        Column(
            "readers",
            Kind.CHOICE,
            "whether badge readers stand at the entry, at entry and exit, or nowhere",
            default="entry",
            choices=tuple(r.value for r in Readers),
        ),
    ),
    unique=("facility",),
    identity=("facility",),
)
