"""Which key of another system (a card, a payroll id) belongs to which person, from when to when.

No table of the contract: it comes beside an export. Source: docs/profiles.md.
"""

from __future__ import annotations

from dutystation.tables.shape import Column, Kind, Shape

CROSSWALK = Shape(
    name="crosswalk",
    grain="one key that belongs to one person from one day to another",
    columns=(
        Column("key", Kind.TEXT, "the number of the card, the payroll id", required=True),
        Column("person", Kind.TEXT, "the person's id", required=True),
        Column("valid_from", Kind.DATE, "the first day it belongs to the person; empty: open"),
        Column("valid_to", Kind.DATE, "the last day it belongs to the person; empty: still does"),
    ),
    identity=("key",),
    ordered_dates=("valid_from", "valid_to"),
)
