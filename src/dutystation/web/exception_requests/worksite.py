"""Whether the official worksite of somebody may be another place than their duty station.

Pay follows the locality of the official worksite, which is the duty station as long as somebody is scheduled
to be there on enough days of each pay period. It is a question about a schedule: what somebody worked, and
when they were on leave, has no part in it. Source: 5 CFR 531.605; domain section 3.4, domain rule 10.23.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dutystation.directives.rules import Rules
from dutystation.terms.errors import Refused
from dutystation.terms.ground import PROTECTED_GROUNDS, Ground

STATES_NO_SCHEDULE = frozenset({*PROTECTED_GROUNDS, Ground.DEFERRED_RESIGNATION})
"""Grounds whose approvals state no schedule: of protected ones nothing is kept in the clear, and who is
released until they leave has none."""


class Worksite(StrEnum):
    """What a schedule says of the official worksite."""

    IS_THE_STATION = "is_the_station"
    MAY_BE_ELSEWHERE = "may_be_elsewhere"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Schedule:
    """The schedule that an approval states.

    `in_person_days` are days in a pay period at the duty station; None where nobody stated them.
    `temporary_until` is the last day of a temporary exception from them; None where it is none.
    """

    in_person_days: int | None
    temporary_until: date | None = None
    station_is_home: bool = False

    def facts(self, first: date, rules: Rules) -> dict[str, Any]:
        """The schedule as a decision keeps it that holds from `first`, with what the order asked for then.

        `asks_from` is there only where it asks for a look at the official worksite, from that day on.
        """
        asks = asks_from(self, first, rules)
        return {
            "in_person_days": self.in_person_days,
            "least_days": rules.worksite_days_per_period,
            "temporary_until": self.temporary_until.isoformat() if self.temporary_until else None,
            "station_is_home": self.station_is_home,
            **({"asks_from": asks.isoformat()} if asks else {}),
        }


def worksite(schedule: Schedule | None, day: date, rules: Rules) -> Worksite:
    """What the schedule of somebody says on a day; without a stated one it is not known, and never fine."""
    if schedule is None or schedule.in_person_days is None:
        return Worksite.NOT_KNOWN
    is_temporary = schedule.temporary_until is not None and day <= schedule.temporary_until
    if schedule.station_is_home or is_temporary or not rules.asks_for_worksite(schedule.in_person_days):
        return Worksite.IS_THE_STATION
    return Worksite.MAY_BE_ELSEWHERE


def asks_from(schedule: Schedule, first: date, rules: Rules) -> date | None:
    """The first day from `first` on at which a schedule asks for a look at the official worksite, if any.

    With a temporary exception that is the day after its last one.
    """
    last = schedule.temporary_until
    days = [first, last + timedelta(days=1)] if last and first <= last < date.max else [first]
    return next((day for day in days if worksite(schedule, day, rules) is Worksite.MAY_BE_ELSEWHERE), None)


def need_schedule(schedule: Schedule | None, rules: Rules, day: date) -> None:
    """Raises Refused where a schedule is stated that cannot be; none has to be stated."""
    if schedule is None:
        return
    days, last = schedule.in_person_days, schedule.temporary_until
    if days is None or not 0 <= days <= rules.pay_period_days:
        raise Refused(
            _("A pay period has %(days)s days.") % {"days": rules.pay_period_days},
            remedy=_("Say on how many of them the person is at the duty station."),
        )
    if last is not None and last < day:
        raise Refused(
            _("%(day)s has gone by.") % {"day": date_format(last)},
            remedy=_("Give the last day of the temporary exception."),
        )
