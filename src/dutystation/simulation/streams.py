"""Random numbers: one independent stream per purpose and pay period, all of them from one seed.

No stream depends on how much another one drew: planting faults moves nothing else, and a period takes
nothing from the ones before it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.integer[Any]]
FloatArray = npt.NDArray[np.floating[Any]]
BoolArray = npt.NDArray[np.bool_]


class Purpose(IntEnum):
    """What a stream is drawn for. The numbers are part of what makes a seed reproducible."""

    UNITS = 1
    FACILITIES = 2
    PEOPLE = 3
    CAREERS = 4
    HABITS = 5
    DECISIONS = 6
    WORK = 7
    CODING = 8
    BADGES = 9
    TABLE_FAULTS = 10
    HOUR_FAULTS = 11
    BADGE_FAULTS = 12


def stream(seed: int, purpose: Purpose, period: int = 0) -> np.random.Generator:
    """The stream of one purpose, and of one pay period where there is one (`window.stream_number`)."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(purpose, period))))
