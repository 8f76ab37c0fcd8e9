"""The department's time codes: which pairs mean what, and pairs that people use and nobody has mapped.

After domain rule 3.2: base pay without a place code is work on site, and descriptors 11, 17 and 39 are
routine telework, situational telework and remote work. The other codes are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.terms.place import HoursType, Place

PLACES: tuple[Place, ...] = tuple(Place)
OFFICE, OTHER_FACILITY, FIELD, ROUTINE, SITUATIONAL, REMOTE, NONWORK = range(len(PLACES))
UNMAPPED = len(PLACES)
"""The place number of hours under a pair of codes that nobody has mapped."""


class Pay(IntEnum):
    """Kinds of pay for hours worked, in the order of `_WORKED`."""

    BASE = 0
    NIGHT = 1
    HOLIDAY_WORKED = 2
    OVERTIME = 3
    MILITARY = 4


class Leave(IntEnum):
    """Kinds of hours not worked, in the order of `_NOT_WORKED`."""

    ANNUAL = 0
    SICK = 1
    COMPENSATORY = 2
    CREDIT = 3
    ADMINISTRATIVE = 4
    HOLIDAY = 5
    MILITARY = 6


@dataclass(frozen=True)
class CodePair:
    """One pair of codes; `place` is UNMAPPED where the table of codes does not hold it."""

    pay_code: str
    place_code: str
    place: int
    overtime: bool = False


_WORKED = ("01", "11", "31", "21", "MD")
_NOT_WORKED = ("61", "62", "64", "50", "66", "HL", "ML")
_PLACE_CODES = (
    ("", OFFICE),
    ("OF", OTHER_FACILITY),
    ("FD", FIELD),
    ("11", ROUTINE),
    ("17", SITUATIONAL),
    ("39", REMOTE),
    ("TD", FIELD),
)
TRAVEL = len(_PLACE_CODES) - 1
"""The place code of travel duty: also the field, under another code."""

_UNMAPPED = (("01", "99"), ("01", "TW"), ("01", "fd"), ("1", ""), ("23", ""), ("21", "RT"), ("01", "01"))

PAIRS: tuple[CodePair, ...] = (
    *(
        CodePair(pay, code, place, overtime=number == Pay.OVERTIME)
        for number, pay in enumerate(_WORKED)
        for code, place in _PLACE_CODES
    ),
    *(CodePair(pay, "", NONWORK) for pay in _NOT_WORKED),
    *(CodePair(pay, code, UNMAPPED) for pay, code in _UNMAPPED),
)
FIRST_UNMAPPED = len(PAIRS) - len(_UNMAPPED)
UNMAPPED_PAIRS = len(_UNMAPPED)

PLACE_OF_PAIR: IntArray = np.array([pair.place for pair in PAIRS], dtype=np.int8)
OVERTIME_PAIR: BoolArray = np.array([pair.overtime for pair in PAIRS], dtype=np.bool_)


def worked_pair(pay: IntArray | int, place_code: IntArray) -> IntArray:
    """The number of the pair for hours worked. `place_code` is a place number, or TRAVEL."""
    return (np.asarray(pay, dtype=np.int16) * len(_PLACE_CODES) + place_code).astype(np.int8)


def leave_pair(kind: IntArray | int) -> IntArray:
    """The number of the pair for hours not worked."""
    return (np.asarray(kind, dtype=np.int16) + len(_WORKED) * len(_PLACE_CODES)).astype(np.int8)


def mapped_codes() -> list[dict[str, str]]:
    """The rows of the table `codes`."""
    return [
        {
            "pay_code": pair.pay_code,
            "place_code": pair.place_code,
            "place": PLACES[pair.place].value,
            "hours_type": (HoursType.OVERTIME if pair.overtime else HoursType.REGULAR).value,
        }
        for pair in PAIRS[:FIRST_UNMAPPED]
    ]
