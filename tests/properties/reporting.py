"""Runs the engine and the second reading on one folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.oracle import oracle
from tests.oracle.report import Report

from dutystation.directives.load import load_directive
from dutystation.runs.options import EngineName, Form, Options
from dutystation.runs.report import write_report

ORDER = "dhs-2025"


def reported(
    inputs: Path,
    out: Path,
    *,
    as_of: date,
    directive: str = ORDER,
    tables: Form = "csv",
    engine: EngineName = "duckdb",
) -> Path:
    """The report folder that the engine writes, without the documents for readers."""
    options = Options(engine=engine, tables=tables, list_excluded=True, documents=False)
    write_report(inputs, out, directive=load_directive(directive), as_of=as_of, options=options)
    return out


def read_again(inputs: Path, *, as_of: date, directive: str = ORDER) -> Report:
    """What the report must hold under the same settings. Raises Unusable."""
    rules = load_directive(directive).rules_on(as_of)
    return oracle(
        inputs,
        as_of=as_of,
        anchor=rules.pay_period_anchor,
        period_days=rules.pay_period_days,
        provisional_limit=rules.provisional_limit,
        longest_stay_hours=rules.longest_stay_hours,
        sqft_per_person=rules.utilisation_sqft_per_person,
        week_minutes=rules.statute_week_minutes,
        window_months=rules.statute_window_months,
    )
