"""How often people telework. Source: domain rule 10.9, 5 U.S.C. 6506; where bins begin is the directive's."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.directives.rules import Rules
from dutystation.measures.hours import PLACE_NUMBER
from dutystation.tables.apart import apart
from dutystation.terms.person import Population
from dutystation.terms.telework import TELEWORK, TeleworkBin


def telework_days(placed: ir.Table, people: ir.Table) -> ir.Table:
    """One row per person with accepted records in one pay period: `person`, `days`.

    `placed` are these records, on the roster (`hours.on_roster`). A day with telework in two records is one
    day.
    """
    numbers = [PLACE_NUMBER[place] for place in TELEWORK]
    teleworked = placed.place_no.isin(numbers) & (placed.minutes > 0)
    found = placed.group_by(apart(placed, "person_no")).agg(days=placed.day.nunique(where=teleworked))
    named = found.inner_join(people.select("person_no", "person"), "person_no")
    return named.select(*apart(named, "person", "days"))


def telework_counts(people: ir.Table, days: ir.Table, rules: Rules) -> ir.Table:
    """One row per component and bin: `people`, `eligible` and `days`.

    `people` are those on the roster on the as-of date; contractors are left out. `days` has a row per person
    and pay period (`telework_days`). Means are compared as whole numbers, so that 3.0 is never 2.999.
    """
    sums = days.group_by("person").agg(days=days.days.sum(), periods=days.count())
    on_rolls = people.filter(people.population != Population.CONTRACTOR.value)
    joined = on_rolls.select("person", "component", "telework_eligible").left_join(sums, "person")
    found = ibis.cases(
        (joined.periods.isnull(), TeleworkBin.NO_RECORDS.value),
        (joined.days >= joined.periods * rules.frequent_telework_days, TeleworkBin.FREQUENT.value),
        (joined.days >= joined.periods * rules.regular_telework_days, TeleworkBin.REGULAR.value),
        (joined.days * rules.monthly_telework_periods >= joined.periods, TeleworkBin.MONTHLY.value),
        (joined.days > 0, TeleworkBin.OCCASIONAL.value),
        else_=TeleworkBin.NEVER.value,
    )
    binned = joined.select(
        "component", "telework_eligible", bin=found, days=joined.days.fill_null(0).cast("int64")
    )
    return binned.group_by(["component", "bin"]).agg(
        people=binned.count(), eligible=binned.telework_eligible.sum(), days=binned.days.sum()
    )
