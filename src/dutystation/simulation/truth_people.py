"""The truth about people: who has returned on the as-of day, and why the others have not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dutystation.simulation.careers import NO_SPELL
from dutystation.simulation.people import CONTRACTOR, REMOTE, ROUTINE
from dutystation.simulation.plan import Plan
from dutystation.simulation.time_codes import UNMAPPED
from dutystation.simulation.truth_hours import IN_PERSON, OFF_SITE, StatusHours
from dutystation.simulation.units import ROOT
from dutystation.terms.ground import REASONS
from dutystation.terms.return_status import ReturnStatus

RULES = (
    ReturnStatus.UNKNOWN,
    ReturnStatus.NOT_IN_DUTY_STATUS,
    ReturnStatus.NOT_RETURNED,
    ReturnStatus.RETURNED,
    ReturnStatus.UNKNOWN,
)
"""The status that each rule of contract section 6 gives; the first rule that holds counts."""


@dataclass(frozen=True)
class BridgeLine:
    """Counts of people of one unit by status, and of those not returned by reason."""

    org_unit: str
    rules: dict[int, int]
    statuses: dict[str, int]
    reasons: dict[str, int]

    def as_json(self) -> dict[str, object]:
        return {
            "org_unit": self.org_unit,
            "on_rolls": sum(self.statuses.values()),
            **self.statuses,
            "reasons": self.reasons,
            "rules": {str(rule): count for rule, count in self.rules.items()},
        }


def bridge(plan: Plan, hours: StatusHours) -> list[BridgeLine]:
    """The department's line, then a line for each component."""
    spell = plan.spells.in_force(plan.time.window.as_of)
    on_rolls = np.flatnonzero(spell != NO_SPELL)
    on_rolls = on_rolls[plan.spells.population[spell[on_rolls]] != CONTRACTOR]
    arrangement = plan.spells.arrangement[spell[on_rolls]]
    minutes = hours.minutes[on_rolls]
    in_person = minutes[:, IN_PERSON].sum(axis=1)
    off_site = minutes[:, OFF_SITE].sum(axis=1)
    still_away = (
        np.isin(arrangement, (ROUTINE, REMOTE))
        | hours.routine_or_remote[on_rolls]
        | hours.situational_without_agreement[on_rolls]
        | ((off_site > 0) & (in_person == 0))
    )
    rule = np.select(
        [
            ~hours.recorded[on_rolls],
            in_person + off_site + minutes[:, UNMAPPED] == 0,
            still_away,
            in_person > 0,
        ],
        [1, 2, 3, 4],
        default=5,
    )
    component = plan.units.component[plan.spells.unit[spell[on_rolls]]]
    reason = plan.reason[on_rolls]
    # Units 0 to C are the department and its components. The department's line holds everybody.
    return [
        _line(plan.units.ids[unit], rule[members], reason[members])
        for unit in range(int(plan.units.component.max()) + 1)
        for members in [(component == unit) | (unit == ROOT)]
    ]


def _line(org_unit: str, rule: np.ndarray, reason: np.ndarray) -> BridgeLine:
    rules = {number: int((rule == number).sum()) for number in range(1, len(RULES) + 1)}
    statuses = {status.value: 0 for status in ReturnStatus}
    for number, count in rules.items():
        statuses[RULES[number - 1].value] += count
    found = np.bincount(reason[rule == 3], minlength=len(REASONS))
    return BridgeLine(
        org_unit,
        rules,
        statuses,
        {name: int(count) for name, count in zip(REASONS, found, strict=True) if count},
    )
