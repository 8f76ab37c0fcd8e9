"""Hours as people recorded them. Contract section 2."""

from __future__ import annotations

from dutystation.tables.shape import Bound, Column, Kind, Shape

TIME_RECORDS = Shape(
    name="time_records",
    grain="one amount of time of one person on one day under one pair of codes",
    required=True,
    columns=(
        Column("person", Kind.TEXT, "the person's id", required=True),
        Column("work_date", Kind.DATE, "the day the time belongs to", required=True),
        Column("hours", Kind.NUMBER, "the time in hours", bound=Bound.DAY_HOURS),
        Column("minutes", Kind.WHOLE, "the time in minutes", bound=Bound.DAY_MINUTES),
        Column("pay_code", Kind.TEXT, "what is paid: base pay, overtime, leave, …", required=True),
        Column(
            "place_code",
            Kind.TEXT,
            "the telework or location code; an empty code is a value",
            required=True,
            may_be_empty=True,
            default="",
        ),
        Column("record_id", Kind.TEXT, "the record's own id"),
    ),
    unique=("record_id",),
    identity=("record_id", "person"),
    one_of=("hours", "minutes"),
)
