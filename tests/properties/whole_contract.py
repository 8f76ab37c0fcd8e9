"""One folder with every code that the contract gives to anything, and texts that software likes to mistake.

The boundaries of `test_boundaries`, and beside them a person for every ground and rule, a code for every
place, and names that hold quotes, escapes, line breaks and letters that UTF-8 and UTF-16 sort differently.
One report on each engine then compares all of it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from tests.properties.test_boundaries import AS_OF as AS_OF
from tests.properties.test_boundaries import TABLES as BOUNDARIES

from dutystation.terms.ground import Ground
from dutystation.terms.place import Place

Cells = Sequence[str]
WORKED_ON = "2025-10-20"
"""A Monday in the status period of `AS_OF`, which is that from 2025-10-19 to 2025-11-01."""

STRANGE = (
    'quoted ""',
    "comma, blank",
    "line\nbreak",
    "carriage\rreturn",
    "O'Neil",
    "back\\slash\\n",
    "$tab\there",
    "%_like",
    "NULL",
    "-0",
    "00012",
    "é",
    "e\u0301",
    "\ufb00",  # in UTF-16 after the next one, in UTF-8 before it
    "\U0001d538",
    "${spark.master}",
    "--comment",
    "x" * 300,
)
UNIT, SITE = 'B\\n, "q"', "H\\Q'--"


def _lines(rows: Iterable[Cells]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


REMOTE = [f"on {ground}" for ground in Ground]
NO_REASON, PENDING, ON_LEAVE, UNMAPPED, SOLDIER = (
    "no reason",
    "to be decided",
    "on leave",
    "unmapped",
    "soldier",
)

MORE: dict[str, list[Cells]] = {
    "org_units": [(UNIT, 'Below "all"', "DEPT"), (f"{UNIT}/1", "x, y", UNIT)],
    "roster": [
        *((who, "A1", "2025-01-01", "", "remote") for who in (*REMOTE, NO_REASON, PENDING)),
        *((who, "A1", "2025-01-01") for who in (ON_LEAVE, UNMAPPED)),
        (SOLDIER, "A1", "2025-01-01", "", "routine", "military", "false", "BARE"),
        *((who, f"{UNIT}/1", "2025-01-01", "", "", "", "", SITE) for who in STRANGE),
        ("worker", "A", "2025-01-01", "2025-10-31", "hybrid"),
        ("worker", "A", "2025-01-01", "", "", "robot"),
    ],
    "codes": [
        *((f"to {place}", "", place) for place in Place),
        *((f"to {place}", "overtime", place, "overtime") for place in Place),
        ("O'N\\", '"', "other_facility"),
        ("to office", "", "field"),
        ("nowhere", "", "home"),
    ],
    "time_records": [
        *((who, WORKED_ON, "8", "", "to remote", "") for who in (*REMOTE, NO_REASON, PENDING)),
        (ON_LEAVE, WORKED_ON, "8", "", "to nonwork", ""),
        *((UNMAPPED, WORKED_ON, "", "7", f"?{cell}", cell) for cell in STRANGE),
        *((SOLDIER, WORKED_ON, "", "60", f"to {place}", "overtime") for place in Place),
        *((who, WORKED_ON, "", "90", "O'N\\", '"') for who in STRANGE),
        *((who, "2025-10-21", "", "45", "to field", "") for who in STRANGE),
        ("soldier", "20.10.2025", "8", "", "to office", ""),
        ("soldier", WORKED_ON, "8,5", "", "to office", ""),
        ("soldier", WORKED_ON, "", "", "to office", ""),
        ("nobody", WORKED_ON, "8", "", "to office", ""),
    ],
    "decisions": [
        *((f"on {ground}", ground, "approved", "", "", "2025-01-01") for ground in Ground),
        (PENDING, "medical", "pending"),
        (NO_REASON, "medical", "denied"),
        (PENDING, "tired", "approved"),
        ("nobody", "space", "approved"),
    ],
    "facilities": [
        (SITE, "At the \\ end", "Asia/Kolkata", "00123.40", "7", "entry_exit"),
        ("small", "Too small", "", "0", "", ""),
        ("far", "On Mars", "Mars/Base"),
    ],
    "badge_events": [
        *((who, SITE, f"{WORKED_ON}T08:30", "in") for who in STRANGE),
        *((who, SITE, f"{WORKED_ON}T17:45:10.999", "out") for who in STRANGE),
        (STRANGE[0], "nowhere", f"{WORKED_ON}T08:30", "in"),
        (STRANGE[0], SITE, f"{WORKED_ON}T24:00", "in"),
        (STRANGE[0], SITE, f"{WORKED_ON}T09:00", "sideways"),
    ],
}

TABLES = {table: text + _lines(MORE.get(table, [])) for table, text in BOUNDARIES.items()}
