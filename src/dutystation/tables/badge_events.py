"""Badge events at facilities. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape

BADGE_EVENTS = Shape(
    name="badge_events",
    grain="one use of a badge at one facility",
    columns=(
        Column("person", Kind.TEXT, "the person's id", required=True),
        Column("facility", Kind.TEXT, "the facility's id", required=True),
        Column(
            "occurred_at", Kind.TIMESTAMP, "when; without offset, local time at the facility", required=True
        ),
        Column(
            "direction", Kind.CHOICE, "in, out, or empty where readers do not tell", choices=("in", "out")
        ),
        Column("outcome", Kind.CHOICE, "granted or denied", default="granted", choices=("granted", "denied")),
        Column("event_id", Kind.TEXT, "the event's own id"),
    ),
    unique=("event_id",),
    identity=("event_id", "person"),
)
