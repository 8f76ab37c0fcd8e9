"""The headline query in Polars, on its streaming engine. See `bench.headline`."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.headline import IN_PERSON, NOT_WORKED, Answer, calendar, files


def answer(folder: Path) -> Answer:
    anchor, days = calendar()
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
