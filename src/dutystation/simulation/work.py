"""What everybody works in one pay period: for each person and day, up to four amounts of time.

The plan is dense (person × day × slot), so that a quarter of a million people take a few arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from dutystation.simulation.careers import NO_SPELL, Career, Spells
from dutystation.simulation.people import CONTRACTOR, MILITARY, NONE, REMOTE, ROUTINE, People
from dutystation.simulation.people import SITUATIONAL as SITUATIONAL_ARRANGEMENT
from dutystation.simulation.schedules import (
    DUE_MINUTES,
    EIGHT_HOURS,
    FLEXIBLE,
    Schedule,
    federal_holidays,
    fortnight_days,
)
from dutystation.simulation.streams import IntArray
from dutystation.simulation.time_codes import (
    FIELD,
    OFFICE,
    OTHER_FACILITY,
    TRAVEL,
    Leave,
    Pay,
    leave_pair,
    worked_pair,
)
from dutystation.simulation.time_codes import REMOTE as AT_HOME_FOR_GOOD
from dutystation.simulation.time_codes import ROUTINE as ROUTINE_TELEWORK
from dutystation.simulation.time_codes import SITUATIONAL as SITUATIONAL_TELEWORK

SLOTS = 4
NOT_WORKED, MAIN, SECOND, EXTRA = range(SLOTS)


class Absence(IntEnum):
    """How a person-day with due hours is spent."""

    WORKS = 0
    LEAVE = 1
    PARTLY = 2
    HOLIDAY = 3


@dataclass(frozen=True)
class Days:
    """Person-days of one period. `minutes` and `pair` are person × day × slot; 0 minutes is no record.

    `spell` (person × day) is the roster row in force. `in_office` are the minutes per person-day worked
    in the person's own office or another facility, whatever codes they are recorded under.
    """

    first: int
    spell: IntArray
    minutes: IntArray
    pair: IntArray
    place_code: IntArray
    in_office: IntArray

    @property
    def days(self) -> int:
        return int(self.spell.shape[1])


def plan_days(
    people: People, career: Career, spells: Spells, first: int, days: int, rng: np.random.Generator
) -> Days:
    shape = (len(people), days)
    spell = spells.in_force_each_day(first, days)
    on_rolls = spell != NO_SPELL
    due = DUE_MINUTES[people.schedule][:, fortnight_days(first, days)]
    due = np.where(on_rolls, _flexed(people, due, rng), 0).astype(np.int16)
    how, kind = _absences(people, career, due, first, rng)
    minutes = np.zeros((*shape, SLOTS), dtype=np.int16)
    pair = np.zeros((*shape, SLOTS), dtype=np.int8)
    pair[..., NOT_WORKED] = leave_pair(kind)
    partly = np.minimum(due // 2, 120)
    credit = np.where(np.isin(people.schedule, FLEXIBLE), EIGHT_HOURS, 1440)[:, None]
    minutes[..., NOT_WORKED] = np.select(
        [how == Absence.LEAVE, how == Absence.PARTLY, how == Absence.HOLIDAY],
        [due, partly, np.minimum(due, credit)],
        default=0,
    )
    worked = np.where((how == Absence.WORKS) | (how == Absence.PARTLY), due, 0)
    worked = worked - np.where(how == Absence.PARTLY, partly, 0)
    place = _places(people, first, shape, rng)
    _record_work(people, worked, place, first, minutes, pair, rng)
    return Days(first, spell, minutes, pair, place, _in_office(minutes, pair))


def _flexed(people: People, due: IntArray, rng: np.random.Generator) -> IntArray:
    """People on a flexible schedule work more or less than eight hours, to the minute."""
    flexible = people.schedule == Schedule.MAXIFLEX
    result = due.copy()
    drawn = due[flexible]
    shift = rng.integers(-90, 91, drawn.shape, dtype=np.int16)
    result[flexible] = np.where(drawn > 0, drawn + shift, 0)
    return result


def _absences(
    people: People, career: Career, due: IntArray, first: int, rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """How each person-day is spent, and the kind of leave where some is taken."""
    days = due.shape[1]
    draw = rng.random(due.shape, dtype=np.float32)
    how = np.where(draw < 0.06, Absence.LEAVE, np.where(draw < 0.10, Absence.PARTLY, Absence.WORKS))
    kinds = np.array(
        [Leave.ANNUAL] * 9 + [Leave.SICK] * 6 + [Leave.COMPENSATORY, Leave.CREDIT], dtype=np.int8
    )
    kind = kinds[rng.integers(0, len(kinds), due.shape, dtype=np.int8)]
    calendar = np.arange(first, first + days)
    away = (calendar >= career.leave_from[:, None]) & (calendar < career.leave_to[:, None])
    how = np.where(away, Absence.LEAVE, how)
    kind = np.where(away, np.where(career.deferred, Leave.ADMINISTRATIVE, Leave.SICK)[:, None], kind)
    kind = np.where((people.population == MILITARY)[:, None], Leave.MILITARY, kind)
    on_shift = people.schedule >= Schedule.SHIFT
    free = federal_holidays(first, days)
    if free.any():
        works = on_shift[:, None] & (rng.random(due.shape, dtype=np.float32) < 0.8)
        off = free & ~works
        how = np.where(off, Absence.HOLIDAY, how)
        kind = np.where(off, Leave.HOLIDAY, kind)
    return how.astype(np.int8), kind.astype(np.int8)


def _places(people: People, first: int, shape: tuple[int, int], rng: np.random.Generator) -> IntArray:
    """The place code of each person-day's work, as a number that `worked_pair` takes."""
    calendar = np.arange(first, first + shape[1])
    returned = calendar >= people.returns_on[:, None]
    chance = np.where(returned, people.off_after[:, None], people.off_before[:, None])
    off_site = rng.random(shape, dtype=np.float32) < chance
    usual = np.array([SITUATIONAL_TELEWORK, SITUATIONAL_TELEWORK, ROUTINE_TELEWORK, AT_HOME_FOR_GOOD])
    assert (NONE, SITUATIONAL_ARRANGEMENT, ROUTINE, REMOTE) == (0, 1, 2, 3)
    away = np.where(returned, SITUATIONAL_TELEWORK, usual[people.arrangement][:, None])
    draw = rng.random(shape, dtype=np.float32)
    in_field = draw < people.field[:, None]
    travel = in_field & (draw < 0.1 * people.field[:, None])
    return np.select(
        [off_site, travel, in_field, draw > 0.98],
        [away, TRAVEL, FIELD, OTHER_FACILITY],
        default=OFFICE,
    ).astype(np.int8)


def _record_work(
    people: People,
    worked: IntArray,
    place: IntArray,
    first: int,
    minutes: IntArray,
    pair: IntArray,
    rng: np.random.Generator,
) -> None:
    """Fills the three slots for hours worked: the day's hours in one or two records, and overtime."""
    shape = worked.shape
    military = (people.population == MILITARY)[:, None]
    base = np.where(military, Pay.MILITARY, Pay.BASE)
    starts = people.starts[:, None]
    at_night = np.broadcast_to((starts >= 1080) & ~military, shape)
    into_night = np.broadcast_to((starts >= 780) & (starts < 1080) & ~military, shape)
    on_shift = people.schedule >= Schedule.SHIFT
    holiday = federal_holidays(first, shape[1])[None, :] & on_shift[:, None] & ~military
    pay = np.where(holiday, Pay.HOLIDAY_WORKED, np.where(at_night, Pay.NIGHT, base)).astype(np.int8)
    second_pay = np.where(into_night & ~holiday, Pay.NIGHT, pay)

    draw = rng.random(shape, dtype=np.float32)
    calendar = np.arange(first, first + shape[1])
    still_away = (people.arrangement != NONE)[:, None] & (calendar < people.returns_on[:, None])
    elsewhere = (draw < 0.05) & (place == OFFICE) & still_away
    two_records = elsewhere | (draw < 0.46) | into_night
    second = np.where(two_records, worked // 2, 0)
    half_at_home = np.where(elsewhere, SITUATIONAL_TELEWORK, place)
    minutes[..., MAIN] = worked - second
    pair[..., MAIN] = worked_pair(pay, place)
    minutes[..., SECOND] = second
    pair[..., SECOND] = worked_pair(second_pay, half_at_home)

    overtime = np.where(draw > 0.94, 60 * rng.integers(1, 5, shape, dtype=np.int16), 0)
    overtime = np.where(people.availability[:, None] & (draw > 0.08), 120, overtime)
    contractor = (people.population == CONTRACTOR)[:, None]
    minutes[..., EXTRA] = np.where((worked > 0) & ~contractor & ~military, overtime, 0)
    pair[..., EXTRA] = worked_pair(Pay.OVERTIME, place)


def _in_office(minutes: IntArray, pair: IntArray) -> IntArray:
    total = np.zeros(minutes.shape[:2], dtype=np.int16)
    for slot in (MAIN, SECOND, EXTRA):
        code = pair[..., slot] % _PLACE_CODES_PER_PAY
        total += np.where(code <= OTHER_FACILITY, minutes[..., slot], 0)
    return total


_PLACE_CODES_PER_PAY = int(worked_pair(1, np.array(0)))
