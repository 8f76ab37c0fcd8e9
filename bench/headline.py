"""The headline query in bare engines: minutes worked and minutes in person, by component and pay period.

    python -m bench.headline FOLDER duckdb|polars|pandas|postgresql

All read the same Parquet files: time records meet the roster row in force on their day, and their codes. None
checks a cell, finds a repeat or writes a file. A component is what stands before the first hyphen of a unit,
as the invented department names its units. Prints a hash of the whole numbers that came out, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from bench.data import DIRECTIVE
from bench.floor import MEMORY
from dutystation.directives.load import load_directive

IN_PERSON = ("office", "other_facility", "field")
NOT_WORKED = "nonwork"
ENGINES = ("duckdb", "polars", "pandas", "postgresql")

Answer = Iterable[tuple[object, ...]]
"""One row per component and pay period: both, then minutes worked and minutes in person."""

SQL = """
with place as (
    select pay_code, coalesce(place_code, '') as place_code, min(place) as place
    from {codes} where place is not null group by 1, 2
), worked as (
    select split_part(r.org_unit, '-', 1) as component,
           {period} as period,
           cast(coalesce(floor(cast(t.hours as double precision) * 60 + 0.5), t.minutes) as bigint) as amount,
           p.place
    from {time_records} t
    join {roster} r on t.person = r.person and t.work_date >= r.effective_from
        and t.work_date <= coalesce(r.effective_to, date '9999-12-31')
    join place p on t.pay_code = p.pay_code and coalesce(t.place_code, '') = p.place_code
    where p.place <> '{not_worked}' and r.org_unit is not null
)
select component, period, sum(amount), sum(case when place in {in_person} then amount else 0 end)
from worked group by component, period
"""
"""What DuckDB and PostgreSQL are both asked; `period` counts pay periods from the order's first day."""


def sql(period: str, **tables: str) -> str:
    return SQL.format(period=period, in_person=IN_PERSON, not_worked=NOT_WORKED, **tables)


def main() -> None:
    folder, engine = Path(sys.argv[1]), sys.argv[2]
    if engine == "postgresql":
        from bench.postgresql import answer_of_postgresql  # its packages are loaded for it alone

        answer, costs = answer_of_postgresql(folder)
    else:
        answer = {"duckdb": _duckdb, "polars": _polars, "pandas": _pandas}[engine](folder)
        costs = {}
    sys.stdout.write(json.dumps({"answer": digest(answer), **costs}))


def digest(answer: Answer) -> str:
    """A hash of every number, whatever the order of rows and the engine's own types."""
    rows = sorted(
        [str(component), int(str(period)), int(str(worked)), int(str(in_person))]
        for component, period, worked, in_person in answer
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def files(folder: Path, table: str) -> list[Path]:
    path = folder / f"{table}.parquet"
    return sorted(path.iterdir()) if path.is_dir() else [path]


def _calendar() -> tuple[str, int]:
    order = load_directive(DIRECTIVE)
    rules = order.rules_on(order.issued_on)
    return rules.pay_period_anchor.isoformat(), rules.pay_period_days


def period_sql() -> str:
    """The number of the pay period; floor, since whole-number division differs between engines."""
    anchor, days = _calendar()
    return f"cast(floor((t.work_date - date '{anchor}') / {days}.0) as int)"


def _duckdb(folder: Path) -> Answer:
    database = duckdb.connect()
    database.execute(f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false")
    tables = {
        name: f"read_parquet({[str(path) for path in files(folder, name)]})"
        for name in ("time_records", "roster", "codes")
    }
    rows: list[tuple[object, ...]] = database.sql(sql(period_sql(), **tables)).fetchall()
    return rows


def _polars(folder: Path) -> Answer:
    anchor, days = _calendar()
    codes = (
        pl.scan_parquet(files(folder, "codes"))
        .filter(pl.col("place").is_not_null())
        .group_by("pay_code", pl.col("place_code").fill_null(""))
        .agg(pl.col("place").min())
    )
    until = pl.col("effective_to").fill_null(pl.date(9999, 12, 31))
    roster = pl.scan_parquet(files(folder, "roster")).filter(pl.col("org_unit").is_not_null())
    roster = roster.select("person", "org_unit", "effective_from", until)
    amount = pl.coalesce((pl.col("hours").cast(pl.Float64) * 60 + 0.5).floor(), pl.col("minutes"))
    frame = (
        pl.scan_parquet(files(folder, "time_records"))
        .with_columns(pl.col("place_code").fill_null(""), amount=amount.cast(pl.Int64))
        .join(codes, on=["pay_code", "place_code"])
        .filter(pl.col("place") != NOT_WORKED)
        .join(roster, on="person")
        .filter(pl.col("work_date").is_between("effective_from", "effective_to"))
        .group_by(
            pl.col("org_unit").str.split("-").list.first().alias("component"),
            ((pl.col("work_date") - pl.lit(anchor).str.to_date()).dt.total_days() // days).alias("period"),
        )
        .agg(
            pl.col("amount").sum().alias("worked"),
            pl.col("amount").filter(pl.col("place").is_in(IN_PERSON)).sum().alias("in_person"),
        )
    )
    return frame.collect(engine="streaming").iter_rows()


def _pandas(folder: Path) -> Answer:
    """All files of a table in memory, as pandas works."""
    anchor, days = _calendar()
    codes = pd.read_parquet(files(folder, "codes")).dropna(subset=["place"])
    codes = codes.fillna({"place_code": ""}).groupby(["pay_code", "place_code"])["place"].min().reset_index()
    codes = codes[codes["place"] != NOT_WORKED]
    roster = pd.read_parquet(
        files(folder, "roster"), columns=["person", "org_unit", "effective_from", "effective_to"]
    ).dropna(subset=["person", "org_unit"])
    for name in ("effective_from", "effective_to"):
        roster[name] = pd.to_datetime(roster[name]).astype("datetime64[s]")
    roster["effective_to"] = roster["effective_to"].fillna(pd.Timestamp("9999-12-31"))
    roster["component"] = roster.pop("org_unit").str.split("-").str[0]
    columns = ["person", "work_date", "hours", "minutes", "pay_code", "place_code"]
    frame = pd.concat([_part(path, columns) for path in files(folder, "time_records")], ignore_index=True)
    frame = frame.merge(codes, on=["pay_code", "place_code"]).merge(roster, on="person")
    dated = (frame["work_date"] >= frame["effective_from"]) & (frame["work_date"] <= frame["effective_to"])
    frame = frame[dated]
    period = (frame["work_date"] - pd.Timestamp(anchor)).dt.days // days
    in_person = frame["amount"].where(frame["place"].isin(IN_PERSON), 0)
    sums = (
        frame.assign(period=period, in_person=in_person)
        .groupby(["component", "period"])[["amount", "in_person"]]
        .sum()
        .reset_index()
    )
    rows: list[tuple[object, ...]] = list(sums.itertuples(index=False, name=None))
    return rows


def _part(path: Path, columns: list[str]) -> pd.DataFrame:
    part = pd.read_parquet(path, columns=columns, dtype_backend="pyarrow")
    hours = (part.pop("hours").astype("double[pyarrow]") * 60 + 0.5).astype("float64") // 1
    part["amount"] = hours.fillna(part.pop("minutes").astype("float64"))
    part = part[part["amount"].notna()]
    part["amount"] = part["amount"].astype("int64")
    part["work_date"] = pd.to_datetime(part["work_date"]).astype("datetime64[s]")
    part["place_code"] = part["place_code"].fillna("")
    return part.astype(dict.fromkeys(("person", "pay_code", "place_code"), "str"))


if __name__ == "__main__":
    main()
