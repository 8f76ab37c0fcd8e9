"""Small input folders for tests that work their values out by hand."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

ONE_UNIT = """
    org_unit,name,parent
    DEPT,Department,
    A,Component A,DEPT
"""
ONE_PERSON = """
    person,org_unit,effective_from
    ada,A,2024-01-01
"""
TWO_CODES = """
    pay_code,place_code,place
    REG,,office
    REG,TW,situational
"""
NO_HOURS = "person,work_date,hours,pay_code,place_code\n"


def deliver(
    folder: Path,
    *,
    org_units: str = ONE_UNIT,
    roster: str = ONE_PERSON,
    codes: str = TWO_CODES,
    time_records: str = NO_HOURS,
    **others: str,
) -> Path:
    """Write the four required tables, or what is given instead, and any other tables, as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"org_units": org_units, "roster": roster, "codes": codes, "time_records": time_records}
    for table, text in (tables | others).items():
        (folder / f"{table}.csv").write_text(dedent(text).lstrip("\n"), encoding="utf-8", newline="")
    return folder
