"""Which files a report folder holds and which columns they have. Source: contract sections 1 and 5 to 8."""

from __future__ import annotations

from dutystation.terms.place import ALL_PLACES

FIGURES_JSON = "figures.json"
FIGURES_CSV = "figures.csv"
PROVENANCE_JSON = "provenance.json"
OCCUPANCY_CSV = "occupancy.csv"
UTILISATION_CSV = "utilisation.csv"
ORG_UNITS_CSV = "org_units.csv"
"""Not of the contract: the names of the units and their places in the department, for the reports."""

MINUTES_PREFIX = "minutes_"

FIGURE_COLUMNS: tuple[str, ...] = (
    "code",
    "org_unit",
    "period",
    "variant",
    "numerator",
    "denominator",
    "unclassified",
    "value",
    "low",
    "high",
    "status",
    *(MINUTES_PREFIX + place for place in ALL_PLACES),
)
OCCUPANCY_COLUMNS = ("facility", "local_date", "people", "seats", "usable_sqft")
UTILISATION_COLUMNS = ("facility", "measure", "from", "to", "occupancy", "usable_sqft", "utilisation")
RETURN_STATUS_COLUMNS = (
    "person",
    "component",
    "org_unit",
    "arrangement",
    "status",
    "rule",
    "reason",
    "in_person_minutes",
    "off_site_minutes",
    "unclassified_minutes",
)
INTERVAL_COLUMNS = ("person", "facility", "entered_at", "left_at", "seconds", "local_date")
EVIDENCE_COLUMNS = (
    "person",
    "work_date",
    "period",
    "component",
    "org_unit",
    "duty_station",
    "claimed_minutes",
    "class",
)
ORG_UNIT_COLUMNS = ("org_unit", "name", "parent", "component")

BADGE_QUALITY = ("denied", "repeats", "open_stays", "lone_exits")
"""What is counted of the badge events that count for nothing, in published order."""

WHOLE_TABLES = ("figures", "occupancy", "utilisation", "org_units")
"""Tables that are always `<table>.csv`."""

ROW_TABLES = ("return_status", "rejected", "excluded", "intervals", "evidence")
"""Tables that are `<table>.csv`, or with `--tables parquet` a folder `<table>` of Parquet parts."""
