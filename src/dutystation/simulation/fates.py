"""What becomes of a delivered row: the plan says it of every row when the row is made.

The names are the reasons of contract section 3. ACCEPTED rows count in the truth.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from dutystation.simulation.streams import IntArray


class Fate(IntEnum):
    ACCEPTED = 0
    MISSING_VALUE = 1
    NOT_A_DATE = 2
    NOT_A_NUMBER = 3
    NOT_IN_LIST = 4
    OUT_OF_RANGE = 5
    DUPLICATE = 6
    UNKNOWN_ORG_UNIT = 7
    UNKNOWN_FACILITY = 8
    UNKNOWN_PERSON = 9
    OVERLAP = 10
    NOT_ON_ROSTER = 11
    AFTER_AS_OF = 12
    CONTRACTOR_HOURS = 13

    @property
    def reason(self) -> str:
        return self.name.lower()


EXCLUDED = (Fate.AFTER_AS_OF, Fate.CONTRACTOR_HOURS)


class Fates:
    """Counts of rows by table and fate."""

    def __init__(self) -> None:
        self.counts: dict[str, IntArray] = {}

    def add(self, table: str, fates: IntArray) -> None:
        found = np.bincount(fates, minlength=len(Fate))
        self.counts[table] = self.counts.get(table, np.zeros(len(Fate), dtype=np.int64)) + found

    def summary(self) -> dict[str, dict[str, object]]:
        """Table → raw, accepted, rejected and excluded, the last two as reason → rows."""
        return {
            table: {
                "raw": int(counts.sum()),
                "accepted": int(counts[Fate.ACCEPTED]),
                "rejected": {
                    fate.reason: int(counts[fate])
                    for fate in Fate
                    if counts[fate] and fate is not Fate.ACCEPTED and fate not in EXCLUDED
                },
                "excluded": {fate.reason: int(counts[fate]) for fate in EXCLUDED if counts[fate]},
            }
            for table, counts in self.counts.items()
        }

    def raw(self) -> dict[str, int]:
        return {table: int(counts.sum()) for table, counts in self.counts.items()}
