"""Findings as rows: what measures found, in the columns and the types in which it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from dutystation.intake.as_delivered import day_text
from dutystation.published.findings import FINDINGS_SCHEMA
from dutystation.runs.engines.engine import Engine
from dutystation.tables.apart import apart
from dutystation.terms.evidence_class import EvidenceClass
from dutystation.terms.finding import FindingKind, HowItEnds, WhyUnknown
from dutystation.terms.ground import NO_GROUND
from dutystation.terms.return_status import ReturnStatus

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NOUGHT = ibis.literal(0).cast("decimal(38, 0)").cast("int64")
"""In 64 bits: of a literal alone engines make as few as it needs, whatever Ibis says."""
_NUMBERS = {"line": _NOUGHT, "minutes": _NOUGHT, "day": ibis.null("date")}
_HASHED = 32
"""Hexadecimal digits of a key that is a hash."""


def day_rows(days: ir.Table, period: str, kind: FindingKind | None = None) -> ir.Table:
    """Findings of person-days; without `kind` each row has its own. See `measures/cross_checks.py`."""
    details = {name: days[name] for name in ("arrangement", "duty_station") if name in days.columns} | {
        name: day_text(days[name]) for name in ("ended", "begins") if name in days.columns
    }
    return _rows(
        days,
        kind,
        key=days.person + "/" + day_text(days.day),
        person=days.person,
        period=ibis.literal(period),
        day=days.day,
        minutes=days.minutes,
        details=_json(details),
    )


def questioned_rows(days: ir.Table, period: str) -> ir.Table:
    """Findings of claimed days that are uncorroborated."""
    reason = ibis.literal(EvidenceClass.UNCORROBORATED.value)
    return day_rows(days, period, FindingKind.QUESTIONED_DAY).mutate(reason=reason)


def pattern_rows(patterns: ir.Table, period: str) -> ir.Table:
    """Findings of situational telework on one weekday again and again."""
    weekday = ibis.cases(*((patterns.weekday == at, name) for at, name in enumerate(WEEKDAYS)), else_="")
    details = {
        "arrangement": patterns.arrangement,
        "last": day_text(patterns.last_worked),
        "weekday": weekday,
        "weeks": patterns.weeks.cast("string"),
    }
    return _rows(
        patterns,
        FindingKind.SITUATIONAL_PATTERN,
        key=patterns.person + "/" + weekday,
        person=patterns.person,
        period=ibis.literal(period),
        minutes=patterns.minutes,
        details=_json(details),
    )


def status_rows(statuses: ir.Table, period: str) -> ir.Table:
    """Findings of people whose status is unknown, and of those who have not returned on no ground."""
    unknown = statuses.filter(statuses.status == ReturnStatus.UNKNOWN.value)
    why = (unknown.rule == 1).ifelse(WhyUnknown.NO_TIME_RECORDS.value, WhyUnknown.ONLY_UNCLASSIFIED.value)
    away = statuses.filter(statuses.status == ReturnStatus.NOT_RETURNED.value, statuses.reason == NO_GROUND)
    return ibis.union(
        _status_rows(unknown, FindingKind.UNKNOWN_STATUS, period, why, unknown.unclassified_minutes),
        _status_rows(away, FindingKind.NO_REASON, period, away.reason, away.off_site_minutes),
    )


def ending_rows(approvals: ir.Table, period: str, as_of_day: int) -> ir.Table:
    """Findings of approvals that end soon or have ended lately, without the ground: it can be protected."""
    over = approvals.last_valid < as_of_day
    return _rows(
        approvals,
        FindingKind.ENDING_APPROVAL,
        key=approvals.person + "/" + day_text(approvals.last_valid),
        person=approvals.person,
        period=ibis.literal(period),
        reason=over.ifelse(HowItEnds.HAS_ENDED.value, HowItEnds.ENDS_SOON.value),
        minutes=approvals.off_site_minutes,
        details=_json({"last_valid": day_text(approvals.last_valid)}),
    )


def _status_rows(
    people: ir.Table, kind: FindingKind, period: str, reason: ir.StringValue, minutes: ir.IntegerValue
) -> ir.Table:
    return _rows(
        people,
        kind,
        key=people.person,
        person=people.person,
        period=ibis.literal(period),
        reason=reason,
        minutes=minutes,
        details=_json({"arrangement": people.arrangement, "org_unit": people.org_unit}),
    )


def rejected_row_findings(refused: ir.Table, period: str) -> ir.Table:
    """Findings of rejected rows; those of one table, sender and pay period are all among `refused`.

    They are in the shape of `rejected.csv`, with `sender`, `component` and what each row tells of itself. The
    key is a hash of that, so that a row which comes again as it was has the key that it had; equal rows are
    numbered.
    """
    parts = [refused.table, refused.sender, ibis.literal(period), refused.reason, refused.as_delivered]
    text = parts[0]
    for part in parts[1:]:
        text = text + "\n" + part
    hashed = refused.mutate(hashed=text.hexdigest("sha256").substr(0, _HASHED))
    number = ibis.row_number().over(group_by=hashed.hashed, order_by=[hashed.file, hashed.line])
    rows = hashed.mutate(number=number)
    key = rows.hashed + (rows.number > 0).ifelse(ibis.literal("-") + (rows.number + 1).cast("string"), "")
    return _rows(
        rows,
        FindingKind.REJECTED_ROW,
        key=key,
        period=ibis.literal(period),
        details=_json({"column": rows["column"], "id": rows.id, "message": rows.message}),
        **{
            name: rows[name]
            for name in ("person", "day", "table", "sender", "file", "line", "reason", "as_delivered")
        },
    )


def at_hand(found: Sequence[Mapping[str, str]], engine: Engine) -> ir.Table:
    """Findings that are plain values, by column; those that are left out are empty."""
    texts = {
        name: pa.array([row.get(name, "") for row in found], pa.string())
        for name in FINDINGS_SCHEMA.names
        if name not in _NUMBERS
    }
    rows = engine.table_of(pa.table(texts))
    return rows.mutate(**_NUMBERS).select(*FINDINGS_SCHEMA.names)


def _rows(rows: ir.Table, kind: FindingKind | None, **given: ir.Value) -> ir.Table:
    """The columns of a finding; what a kind does not have is empty, or 0. A `day` is given as a number."""
    if "day" in given:
        given["day"] = day_text(given["day"]).cast("date")
    if kind is not None:
        given["kind"] = ibis.literal(kind.value)
    elif "kind" not in given:
        given["kind"] = rows.kind
    values = {name: given.get(name, _NUMBERS.get(name, ibis.literal(""))) for name in FINDINGS_SCHEMA.names}
    values |= {name: values[name].cast(none.type()) for name, none in _NUMBERS.items()} | {
        "component": rows.component
    }
    return rows.select(*apart(rows), **values)


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def json_text(text: str) -> str:  # type: ignore[empty-body]
    """Text as JSON holds it, with its quotes. The engines have a function of this name, by their own JSON."""


def _json(texts: dict[str, ir.StringValue]) -> ir.StringValue:
    """A JSON object of the texts that are neither null nor empty, by name."""
    members: ir.StringValue = ibis.literal("")
    for name, text in sorted(texts.items()):
        member = ibis.literal(f',"{name}":') + json_text(text)
        members = members + text.nullif("").notnull().ifelse(member, "")
    return ibis.literal("{") + members.substr(1) + "}"
