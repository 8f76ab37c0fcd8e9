"""The seven tables that come in, in the order in which intake can judge them.

Later tables are judged against earlier ones: the roster needs units, time records need people.
"""

from __future__ import annotations

from collections.abc import Mapping

from dutystation.tables.badge_events import BADGE_EVENTS
from dutystation.tables.codes import CODES
from dutystation.tables.decisions import DECISIONS
from dutystation.tables.facilities import FACILITIES
from dutystation.tables.org_units import ORG_UNITS
from dutystation.tables.roster import ROSTER
from dutystation.tables.shape import Shape
from dutystation.tables.time_records import TIME_RECORDS

INPUT_TABLES: tuple[Shape, ...] = (
    ORG_UNITS,
    FACILITIES,
    CODES,
    ROSTER,
    TIME_RECORDS,
    DECISIONS,
    BADGE_EVENTS,
)

BY_PERIOD: Mapping[str, str] = {TIME_RECORDS.name: "work_date", BADGE_EVENTS.name: "occurred_at"}
"""The tables of which a delivery covers one pay period, and the column that tells which; of the others it is
everything the sender has."""

TRUTH = "truth.json"
"""The file beside invented tables that says what they must come out as. Nobody delivers it."""
TRUTH_BEGINS = b'{"as_of":'
"""By this the file is known from one of somebody else that has the same name."""
