"""Where time records, roster and badges do not fit together. Source: domain rules 10.27 and 10.28.

Each measure says what to look at. Why it is so, a person answers: a form was signed late, a code was
mistaken, a reader was out of order.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.measures.hours import minutes_at, whole
from dutystation.tables.apart import apart
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.finding import FindingKind
from dutystation.terms.person import Arrangement
from dutystation.terms.place import OFF_SITE, Place
from dutystation.terms.telework import TELEWORK

DAYS_PER_WEEK = 7
MONDAY_BEFORE = 3
"""1970-01-01 was a Thursday: so many days after a Monday."""


def off_site_days(placed: ir.Table) -> ir.Table:
    """One row per person and day with off-site minutes: `roster_no`, `day`, and minutes by kind.

    `telework`, routine and situational together, `situational` and `remote` are whole minutes. A person has
    one roster row on a day, so its number stands for the person.
    """
    days = placed.group_by(apart(placed, "roster_no", "day")).agg(
        off_site=minutes_at(placed, *OFF_SITE),
        telework=minutes_at(placed, *TELEWORK),
        situational=minutes_at(placed, Place.SITUATIONAL),
        remote=minutes_at(placed, Place.REMOTE),
    )
    return days.filter(days.off_site > 0).drop("off_site")


def unarranged_telework(days: ir.Table, roster: ir.Table) -> ir.Table:
    """One row per person-day with telework and the arrangement `none`, with its `kind`.

    `ended` is the last day of the arrangement that ended last before the day, `begins` the first day of the
    one that begins next after it; null where there is none. Of the two, the one that ended is told: it was
    there to be prolonged. `days` is `off_site_days`.
    """
    worked = _on_roster(days.filter(days.telework > 0), roster)
    lacking = worked.filter(worked.arrangement == Arrangement.NONE.value)
    arranged = roster.filter(roster.arrangement != Arrangement.NONE.value)
    others = arranged.select("person_no", other_first="first_day", other_last="last_day")
    joined = lacking.left_join(others, "person_no")
    keys = apart(joined, "person", "component", "day", "arrangement", "telework")
    told = joined.group_by(keys).agg(
        ended=joined.other_last.max(where=joined.other_last < joined.day),
        begins=joined.other_first.min(where=joined.other_first > joined.day),
    )
    kind = ibis.cases(
        (told.ended.notnull(), FindingKind.TELEWORK_AFTER_ARRANGEMENT.value),
        (told.begins.notnull(), FindingKind.TELEWORK_BEFORE_ARRANGEMENT.value),
        else_=FindingKind.TELEWORK_WITHOUT_ARRANGEMENT.value,
    )
    return told.mutate(kind=kind).rename(minutes="telework")


def ineligible_telework(days: ir.Table, roster: ir.Table) -> ir.Table:
    """One row per person-day with telework in a position that may not telework that day."""
    worked = _on_roster(days.filter(days.telework > 0), roster)
    return worked.filter(~worked.eligible).rename(minutes="telework")


def unarranged_remote(days: ir.Table, roster: ir.Table) -> ir.Table:
    """One row per person-day with remote minutes and another arrangement than `remote`."""
    worked = _on_roster(days.filter(days.remote > 0), roster)
    return worked.filter(worked.arrangement != Arrangement.REMOTE.value).rename(minutes="remote")


def questioned_days(classed: ir.Table, roster: ir.Table) -> ir.Table:
    """One row per claimed day that is uncorroborated: `person`, `component`, `duty_station`, `minutes`.

    `classed` is `evidence.classed_days`.
    """
    asked = classed.filter(classed.evidence_class == EvidenceClass.UNCORROBORATED.value)
    who = roster.select("roster_no", "person", "component", "duty_station")
    return asked.inner_join(who, "roster_no").rename(minutes="claimed_minutes")


def situational_weekdays(days: ir.Table, roster: ir.Table, last_day: int, rules: Rules) -> ir.Table:
    """One row per person and weekday with situational telework in so many weeks that it is a pattern.

    Weeks are the whole ones that end with `last_day`; a week has one day of each weekday, so days are
    counted. `weekday` is 0 for Monday; `last_worked` the last of the days, `weeks` their number, `minutes`
    those of them; `component` and `arrangement` are those of the last day.
    """
    first_day = last_day - rules.situational_pattern_window_weeks * DAYS_PER_WEEK + 1
    inside = days.filter(days.situational > 0, days.day.between(first_day, last_day))
    worked = inside.inner_join(roster.select("roster_no", "person_no"), "roster_no")
    worked = worked.mutate(weekday=((worked.day + MONDAY_BEFORE) % DAYS_PER_WEEK).cast("int64"))
    found = worked.group_by(["person_no", "weekday"]).agg(
        weeks=worked.day.nunique(), minutes=whole(worked.situational.sum()), last_worked=worked.day.max()
    )
    patterns = found.filter(found.weeks >= rules.situational_pattern_weeks)
    who = roster.select("person_no", "person", "component", "arrangement", "first_day", "last_day")
    joined = patterns.inner_join(who, "person_no")
    return joined.filter(joined.last_worked.between(joined.first_day, joined.last_day))


def with_components(rows: ir.Table, roster: ir.Table, senders: ir.Table, root: str) -> ir.Table:
    """Delivered rows with the `component` that looks after them.

    That is the component of the person on that day, else by the last roster row of the person, else that of
    the sender where it is a unit (`senders`: `sender`, `sender_component`), else the department.
    """
    on_day = roster.select("first_day", "last_day", day_person="person", day_component="component")
    last = roster.group_by("person").agg(last_component=roster.component.argmax(roster.roster_no))
    last = last.rename(last_person="person")
    told = rows.left_join(
        on_day,
        [
            rows.person == on_day.day_person,
            rows.day >= on_day.first_day,
            rows.day <= on_day.last_day,
        ],
    )
    told = told.left_join(last, [("person", "last_person")]).left_join(senders, "sender")
    component = ibis.coalesce(told.day_component, told.last_component, told.sender_component, root)
    return told.select(*rows.columns, component=component)


def _on_roster(days: ir.Table, roster: ir.Table) -> ir.Table:
    """The same days with what the roster says of the person on them."""
    told = roster.select("roster_no", "person_no", "person", "component", "arrangement", "eligible")
    return days.inner_join(told, "roster_no")
