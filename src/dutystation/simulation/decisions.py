"""Decisions on exceptions, made from the reason that each person is meant to have on the as-of day.

The reason is chosen first; the rows are written so that it follows from them, with older, later, expired,
denied and unfinished decisions beside the one that counts. Contract section 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutystation.simulation.careers import Career, Window
from dutystation.simulation.department import Department
from dutystation.simulation.people import CONTRACTOR, MILITARY, NEVER, NONE, REMOTE, People
from dutystation.simulation.streams import BoolArray, IntArray
from dutystation.terms.ground import NO_DECISION_YET, NO_GROUND, REASONS, Ground, Outcome

GROUNDS: tuple[Ground, ...] = tuple(Ground)
OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)
APPROVED, DENIED, PENDING = (OUTCOMES.index(o) for o in (Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING))
PENDING_REASON = REASONS.index(NO_DECISION_YET)
NO_REASON = REASONS.index(NO_GROUND)
DEPLOYING_COMPONENT = "FEMA"

_OFFICE_GROUNDS = (
    Ground.SPACE,
    Ground.DISABILITY,
    Ground.MEDICAL,
    Ground.RELIGIOUS,
    Ground.LEGAL_IMPEDIMENT,
    Ground.MILITARY_SPOUSE,
    Ground.OTHER_COMPELLING,
    Ground.EQUIPMENT,
)
_OFFICE_WEIGHTS = (0.22, 0.24, 0.16, 0.04, 0.14, 0.10, 0.06, 0.04)
_REMOTE_GROUNDS = (
    Ground.DISTANCE,
    Ground.HIRED_REMOTE,
    Ground.MILITARY_SPOUSE,
    Ground.FOREIGN_SERVICE_SPOUSE,
    Ground.OVERSEAS,
    Ground.DISABILITY,
    Ground.MEDICAL,
    Ground.SPACE,
)
_REMOTE_WEIGHTS = (0.34, 0.20, 0.13, 0.04, 0.03, 0.12, 0.08, 0.06)


@dataclass(frozen=True)
class Decisions:
    """One entry per row. `ground` and `outcome` are places in GROUNDS and OUTCOMES; NEVER is no date."""

    person: IntArray
    ground: IntArray
    outcome: IntArray
    valid_from: IntArray
    valid_to: IntArray
    decided_on: IntArray


def plan_decisions(
    people: People, career: Career, department: Department, window: Window, rng: np.random.Generator
) -> tuple[IntArray, Decisions]:
    """For each person the reason it has if it has not returned, as a place in REASONS; and all rows."""
    reason = _reasons(people, career, department, rng)
    rows = [
        *_approved(reason, window, rng),
        *_undecided(reason, window, rng),
        *_without_reason(people, reason, window, rng),
    ]
    columns = [np.concatenate([getattr(row, name) for row in rows]) for name in _FIELDS]
    order = rng.permutation(len(columns[0]))
    return reason, Decisions(*(column[order] for column in columns))


_FIELDS = tuple(Decisions.__dataclass_fields__)


def _reasons(people: People, career: Career, department: Department, rng: np.random.Generator) -> IntArray:
    size = len(people)
    desk = rng.choice([GROUNDS.index(g) for g in _OFFICE_GROUNDS], size, p=_OFFICE_WEIGHTS)
    remote = rng.choice([GROUNDS.index(g) for g in _REMOTE_GROUNDS], size, p=_REMOTE_WEIGHTS)
    ground = np.where(people.arrangement == REMOTE, remote, desk)
    names = [component.org_unit for component in department.components]
    deploying = people.component == names.index(DEPLOYING_COMPONENT) + 1
    deploys = deploying & (rng.random(size) < 0.3)
    ground = np.where(deploys, GROUNDS.index(Ground.DEPLOYABLE), ground)
    draw = rng.random(size)
    teleworks = people.arrangement != NONE
    approved = np.where(people.exempt, draw < 0.84, draw < np.where(teleworks, 0.06, 0.004))
    pending = ~approved & np.where(people.exempt, draw < 0.93, draw < np.where(teleworks, 0.09, 0.006))
    reason = np.where(approved, ground, np.where(pending, PENDING_REASON, NO_REASON))
    reason = np.where(career.deferred, GROUNDS.index(Ground.DEFERRED_RESIGNATION), reason)
    # The other grounds of military members are rare; contractors are asked for nothing here.
    reason = np.where((people.population == MILITARY) & ~people.exempt, NO_REASON, reason)
    return np.where(people.population == CONTRACTOR, NO_REASON, reason).astype(np.int8)


def _rows(
    people: IntArray,
    ground: IntArray | int,
    outcome: int,
    valid_from: IntArray | int,
    valid_to: IntArray | int,
    decided_on: IntArray | int,
) -> Decisions:
    def column(values: IntArray | int, kind: type[np.signedinteger]) -> IntArray:
        return np.broadcast_to(np.asarray(values, dtype=kind), people.shape)

    return Decisions(
        person=people.astype(np.int32),
        ground=column(ground, np.int8),
        outcome=column(outcome, np.int8),
        valid_from=column(valid_from, np.int32),
        valid_to=column(valid_to, np.int32),
        decided_on=column(decided_on, np.int32),
    )


def _some(rows: IntArray, share: float, rng: np.random.Generator) -> IntArray:
    return rows[rng.random(len(rows)) < share]


def _approved(reason: IntArray, window: Window, rng: np.random.Generator) -> list[Decisions]:
    """An approval in force for every ground, and beside some of them rows that must not win."""
    people = np.flatnonzero(reason < len(GROUNDS))
    size = len(people)
    as_of = window.as_of
    decided = np.full(len(reason), NEVER)
    decided[people] = as_of - rng.integers(0, 60, size)
    unrecorded = people[rng.random(size) < 0.05]
    starts = np.where(rng.random(size) < 0.1, NEVER, np.minimum(decided[people] + 1, as_of))
    ends = np.where(rng.random(size) < 0.6, NEVER, as_of + rng.integers(0, 200, size))
    written = decided.copy()
    written[unrecorded] = NEVER
    counts = _rows(people, reason[people], APPROVED, starts, ends, written[people])

    dated = people[written[people] < NEVER]
    other = rng.integers(0, len(GROUNDS), len(reason))
    older = _some(dated, 0.06, rng)
    # On a tie the ground earlier in the list wins, so the other one must come later in it.
    tied = _some(dated[reason[dated] < len(GROUNDS) - 1], 0.03, rng)
    later_ground = np.minimum(reason[tied] + 1 + other[tied] % 3, len(GROUNDS) - 1)
    refused = _some(people, 0.03, rng)
    expired = _some(people, 0.05, rng)
    too_late = _some(people, 0.03, rng)
    return [
        counts,
        _rows(older, other[older], APPROVED, NEVER, NEVER, decided[older] - 30),
        _rows(tied, later_ground, APPROVED, as_of - 300, as_of, decided[tied]),
        _rows(refused, other[refused], DENIED, NEVER, NEVER, as_of),
        _rows(expired, other[expired], APPROVED, as_of - 200, as_of - 1, as_of),
        _rows(too_late, other[too_late], APPROVED, as_of - 20, NEVER, as_of + 1),
        _rows(_some(people, 0.02, rng), GROUNDS.index(Ground.SPACE), PENDING, NEVER, NEVER, NEVER),
    ]


def _undecided(reason: IntArray, window: Window, rng: np.random.Generator) -> list[Decisions]:
    """Requests without a decision on the as-of day: pending, or approved or denied only afterwards."""
    people = np.flatnonzero(reason == PENDING_REASON)
    ground = rng.integers(0, len(GROUNDS), len(reason))
    draw = rng.random(len(people))
    as_of = window.as_of
    waiting = people[draw < 0.6]
    lapsed = people[(draw >= 0.6) & (draw < 0.7)]
    approved = people[(draw >= 0.7) & (draw < 0.85)]
    denied = people[draw >= 0.85]
    return [
        _rows(waiting, ground[waiting], PENDING, NEVER, NEVER, NEVER),
        _rows(lapsed, ground[lapsed], PENDING, as_of - 90, as_of - 30, NEVER),
        _rows(approved, ground[approved], APPROVED, as_of - 10, NEVER, as_of + 2),
        _rows(denied, ground[denied], DENIED, NEVER, NEVER, as_of + 1),
        _rows(_some(people, 0.1, rng), GROUNDS.index(Ground.SPACE), DENIED, NEVER, NEVER, as_of - 15),
    ]


def _without_reason(
    people: People, reason: IntArray, window: Window, rng: np.random.Generator
) -> list[Decisions]:
    """Decisions that give no reason: denied in time, expired, or not yet in force."""
    nobody = (reason == NO_REASON) & (people.population != CONTRACTOR)
    teleworks: BoolArray = nobody & ((people.arrangement != NONE) | people.exempt)
    candidates = np.flatnonzero(teleworks)
    ground = rng.integers(0, len(GROUNDS), len(reason))
    as_of = window.as_of
    denied = _some(candidates, 0.05, rng)
    expired = _some(candidates, 0.04, rng)
    future = _some(candidates, 0.02, rng)
    undated = _some(candidates, 0.01, rng)
    return [
        _rows(denied, ground[denied], DENIED, as_of - 30, NEVER, as_of - 20),
        _rows(expired, ground[expired], APPROVED, as_of - 300, as_of - 1, as_of - 310),
        _rows(future, ground[future], APPROVED, as_of + 1, NEVER, as_of - 5),
        _rows(undated, ground[undated], DENIED, NEVER, NEVER, NEVER),
    ]
