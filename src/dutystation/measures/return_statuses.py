"""Everyone on the rolls gets one return status. Source: contract section 6, domain rules 10.13 to 10.15."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from dutystation.measures.hours import minutes_at, whole
from dutystation.tables.apart import apart
from dutystation.terms.ground import NO_DECISION_YET, NO_GROUND, Ground, Outcome
from dutystation.terms.person import Arrangement
from dutystation.terms.place import IN_PERSON, OFF_SITE, UNCLASSIFIED, Place
from dutystation.terms.return_status import ReturnStatus

EARLIER_THAN_ANY = -1_000_000
"""A day before every date: what an empty `decided_on` counts as (contract section 2)."""


def period_hours(placed: ir.Table, first_day: int, last_day: int) -> ir.Table:
    """One row per person with accepted time records in the period, both days included.

    Whole minutes: `in_person`, `off_site`, `unclassified`; `standing`, at routine or remote; and
    `unarranged`, situational ones on days on which the arrangement is not situational.
    """
    inside = placed.filter(placed.day >= first_day, placed.day <= last_day)
    unarranged = inside.filter(~inside.situational)
    sums = inside.group_by(apart(inside, "person_no")).agg(
        in_person=minutes_at(inside, *IN_PERSON),
        off_site=minutes_at(inside, *OFF_SITE),
        unclassified=minutes_at(inside, UNCLASSIFIED),
        standing=minutes_at(inside, Place.ROUTINE, Place.REMOTE),
    )
    alone = unarranged.group_by("person_no").agg(unarranged=minutes_at(unarranged, Place.SITUATIONAL))
    return sums.left_join(alone, "person_no").drop("person_no_right").fill_null({"unarranged": 0})


def reasons_in_force(decisions: ir.Table, as_of_day: int) -> ir.Table:
    """One row per person whom a decision concerns: `person`, `reason`.

    The ground of the approved decision in force, decided last, the earliest ground in the contract's list
    on a tie; else `pending`. Denied decisions give no reason, except that one made after the as-of
    date was still pending on it.
    """
    first = _first(_weighed(decisions, as_of_day))
    return first.select("person", reason=first.in_force.ifelse(first.ground, NO_DECISION_YET))


def next_reasons(decisions: ir.Table, as_of_day: int) -> ir.Table:
    """One row per person whose reason is a ground: `person`, `ground`, `ends_on`, `next_reason`.

    `ends_on` is the last day of the approval that gives it, null where it has none; of approvals of one
    ground decided on one day, that of the one that holds longest. The next reason is the one that
    `reasons_in_force` would give if no decision in force on that ground had been an approval; `none` where
    nothing else gives one.
    """
    weighed = _weighed(decisions, as_of_day)
    first = _first(weighed)
    given = first.filter(first.in_force).select("person", given="ground", given_until="ends_on")
    others = weighed.inner_join(given, "person")
    left = others.filter(~(others.in_force & (others.ground == others.given))).drop("given", "given_until")
    after = _first(left)
    following = after.select("person", next_reason=after.in_force.ifelse(after.ground, NO_DECISION_YET))
    joined = given.left_join(following, "person")
    return joined.select(
        "person", ends_on="given_until", ground="given", next_reason=joined.next_reason.fill_null(NO_GROUND)
    )


def ending_approvals(statuses: ir.Table, decisions: ir.Table, as_of_day: int, within_days: int) -> ir.Table:
    """One row per person who has not returned and whose approval ends soon, or has ended lately.

    Soon and lately are so many days after and before the as-of day. `last_valid` is the last day of the
    approval that gives the reason; or, with `reason` none and nothing pending, of the one that ended last.
    The other columns are those of `return_statuses`.
    """
    away = statuses.filter(statuses.status == ReturnStatus.NOT_RETURNED.value)
    given = next_reasons(decisions, as_of_day)
    soon = given.filter(given.ends_on <= as_of_day + within_days).select(
        ending="person", last_valid="ends_on"
    )
    over = decisions.filter(
        decisions.outcome == Outcome.APPROVED.value,
        decisions.decided_on.fill_null(EARLIER_THAN_ANY) <= as_of_day,
        decisions.valid_to.between(as_of_day - within_days, as_of_day - 1),
    )
    lately = over.group_by(ending=over.person).agg(last_valid=over.valid_to.max())
    without = away.filter(away.reason == NO_GROUND)
    return ibis.union(
        away.inner_join(soon, [("person", "ending")]).drop("ending"),
        without.inner_join(lately, [("person", "ending")]).drop("ending"),
    )


def _weighed(decisions: ir.Table, as_of_day: int) -> ir.Table:
    """The decisions that give a reason: in force, or not decided yet, with what ranks them."""
    decided_on = decisions.decided_on.fill_null(EARLIER_THAN_ANY)
    decided = decided_on <= as_of_day
    in_force = (
        (decisions.outcome == Outcome.APPROVED.value)
        & decided
        & (decisions.valid_from.fill_null(as_of_day) <= as_of_day)
        & (decisions.valid_to.fill_null(as_of_day) >= as_of_day)
    )
    undecided = (decisions.outcome == Outcome.PENDING.value) | ~decided
    place_in_list = ibis.cases(
        *((decisions.ground == ground.value, ibis.literal(at)) for at, ground in enumerate(Ground))
    )
    return decisions.select(
        "person",
        "ground",
        decided_on=decided_on,
        place_in_list=place_in_list,
        in_force=in_force,
        undecided=undecided,
        ends_on=decisions.valid_to,
    ).filter(ibis._.in_force | ibis._.undecided)


def _first(weighed: ir.Table) -> ir.Table:
    """The decision of each person that counts: in force, decided last, the earliest ground on a tie.

    The last day changes no reason; it makes the row the same one in whichever order rows come.
    """
    latest_first = ibis.row_number().over(
        group_by=weighed.person,
        order_by=[
            weighed.in_force.desc(),
            weighed.decided_on.desc(),
            weighed.place_in_list,
            weighed.ends_on.desc(nulls_first=True),
        ],
    )
    return weighed.mutate(rank=latest_first).filter(ibis._["rank"] == 0).drop("rank")


def return_statuses(on_rolls: ir.Table, hours: ir.Table, reasons: ir.Table) -> ir.Table:
    """One row per person on the roster on the as-of date, contractors excepted: `return_status`.

    `on_rolls` are the roster rows in force that day; `hours` is `period_hours` of the last closed period;
    `rule` is the number of the first rule of contract section 6 that holds.
    """
    people = on_rolls.filter(~on_rolls.contractor)
    joined = people.left_join(hours, "person_no").left_join(reasons, "person")
    amounts = {name: joined[name].fill_null(0) for name in ("in_person", "off_site", "unclassified")}
    worked = amounts["in_person"] + amounts["off_site"] + amounts["unclassified"]
    standing = joined.arrangement.isin([Arrangement.ROUTINE.value, Arrangement.REMOTE.value])
    rule = ibis.cases(
        (joined.in_person.isnull(), 1),
        (worked == 0, 2),
        (
            standing
            | (joined.standing > 0)
            | (joined.unarranged > 0)
            | ((amounts["off_site"] > 0) & (amounts["in_person"] == 0)),
            3,
        ),
        (amounts["in_person"] > 0, 4),
        else_=5,
    )
    status = ibis.cases(
        (rule == 2, ReturnStatus.NOT_IN_DUTY_STATUS.value),
        (rule == 3, ReturnStatus.NOT_RETURNED.value),
        (rule == 4, ReturnStatus.RETURNED.value),
        else_=ReturnStatus.UNKNOWN.value,
    )
    reason = (rule == 3).ifelse(joined.reason.fill_null(NO_GROUND), "")
    return joined.select(
        "person",
        "component",
        "org_unit",
        "arrangement",
        status=status,
        rule=rule.cast("int64"),
        reason=reason,
        in_person_minutes=amounts["in_person"],
        off_site_minutes=amounts["off_site"],
        unclassified_minutes=amounts["unclassified"],
    )


def status_counts(statuses: ir.Table) -> ir.Table:
    """One row per component, status and reason: `people`."""
    return statuses.group_by(["component", "status", "reason"]).agg(people=statuses.count())


def unapproved(statuses: ir.Table, following: ir.Table) -> ir.Table:
    """Who has not returned on a ground, and why they would not have if it were not approved.

    One row per component, `ground`, `ends_on` and `next_reason`: `people` and their minutes in the status
    period. `statuses` is `return_statuses`, `following` is `next_reasons`.
    """
    away = statuses.filter(statuses.status == ReturnStatus.NOT_RETURNED.value)
    joined = away.inner_join(following, "person")
    amounts = ("in_person_minutes", "off_site_minutes", "unclassified_minutes")
    return joined.group_by(["component", "ground", "ends_on", "next_reason"]).agg(
        people=joined.count(), **{name: whole(joined[name].sum()) for name in amounts}
    )
