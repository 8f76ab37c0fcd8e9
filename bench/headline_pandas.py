"""The headline query in pandas. See `bench.headline`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from bench.headline import IN_PERSON, NOT_WORKED, Answer, calendar, files


def answer(folder: Path) -> Answer:
    """All files of a table in memory, as pandas works."""
    anchor, days = calendar()
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
