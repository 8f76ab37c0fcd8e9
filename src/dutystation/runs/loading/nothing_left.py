"""Why a profile leaves nothing of an export to be judged, as a sentence that refuses the delivery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from dutystation.landing.delivered import printable
from dutystation.profiles.contract_rows import Converted, LeftOut, day_of_row
from dutystation.profiles.profile import Content
from dutystation.runs.engines.engine import Engine
from dutystation.tables.inputs import BY_PERIOD
from dutystation.terms.errors import UnusableInput
from dutystation.terms.period import PayPeriod

LONGEST_EXAMPLE = 200
ON_PURPOSE, OTHER_PERIOD = LeftOut.ON_PURPOSE.value, LeftOut.OTHER_PERIOD.value


@dataclass(frozen=True)
class Reason:
    """So many rows are left out for one reason, with what is said of the first of them."""

    rows: int
    example: str


def reasons_of(left_out: ir.Table, engine: Engine) -> Mapping[str, Reason]:
    """How many rows are left out for which reason, the most first."""
    counted = left_out.group_by("reason").agg(
        rows=left_out.count(), example=left_out.message.argmin(left_out.line)
    )
    ordered = engine.rows(counted.order_by(counted.rows.desc(), "reason"))
    return {row["reason"]: Reason(row["rows"], row["example"]) for row in ordered}


def refuse_nothing_left(
    file: str,
    content: Content,
    converted: Converted,
    reasons: Mapping[str, Reason],
    stated: PayPeriod | None,
    engine: Engine,
) -> None:
    """Refuses an export of which nothing is left; `converted` are kept tables. Raises UnusableInput.

    Where every row is left out on purpose, and somebody says for which pay period, nothing happened in it;
    a roster of nobody is never true.
    """
    if stated is not None and OTHER_PERIOD in reasons and set(reasons) <= {ON_PURPOSE, OTHER_PERIOD}:
        _refuse_other_periods_only(file, content, converted, stated, engine)
        return
    if not reasons or engine.rows(converted.rows.limit(1)):
        return
    quiet = set(reasons) == {ON_PURPOSE} and content.table in BY_PERIOD
    if quiet and stated is not None:
        return
    named = "; ".join(
        f"{reason.rows:,} as {name} (first: {printable(reason.example, longest=LONGEST_EXAMPLE)})"
        for name, reason in reasons.items()
    )
    rows = sum(reason.rows for reason in reasons.values())
    raise UnusableInput(
        file,
        f"{'the only row' if rows == 1 else f'each of the {rows:,} rows'} is left out, {named}",
        remedy="If nothing happened in the pay period, say with --period which it is"
        if quiet
        else "Correct the crosswalk, the companion or the profile: see dutystation profile check",
    )


def _refuse_other_periods_only(
    file: str, content: Content, converted: Converted, stated: PayPeriod, engine: Engine
) -> None:
    """Refuses an export none of whose rows has a day of the stated pay period."""
    column, rows, left_out = BY_PERIOD[content.table], converted.rows, converted.left_out
    if engine.rows(rows.filter(day_of_row(rows, content).notnull()).limit(1)):
        return
    others = left_out.filter(left_out.reason == OTHER_PERIOD)
    day = others.value.substr(0, 10)
    [found] = engine.rows(others.agg(rows=others.count(), first_day=day.min(), last_day=day.max()))
    raise UnusableInput(
        file,
        f"no row is of pay period {stated.label} ({stated.first} to {stated.last}): {found['rows']:,} are of "
        f"other ones, from {found['first_day']} to {found['last_day']}",
        column=column,
        remedy="Correct --period, or export the days of this pay period",
    )
