"""The measurements as a picture of curves: time records against processor seconds and against memory."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import altair as alt
import vl_convert

from bench.page import ENGINES
from bench.plan import Measured
from bench.results import read

REPORTS = {"duckdb": "our whole report, on DuckDB", "spark": "our whole report, on Spark"}
MARKS = [1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8]
"""Numbers of time records below the curves: all of a logarithmic axis would run together."""
COSTS = {"processor": "processor seconds", "megabytes": "peak memory, MB"}


def draw(folder: Path, path: Path) -> None:
    """Writes one SVG with two panels, both axes logarithmic, one curve per engine."""
    series = _series(folder)
    points = [
        {"what": what, "records": records, **{cost: median(one[cost] for one in runs) for cost in COSTS}}
        for (what, records), runs in series.items()
    ]
    panels = [
        alt.Chart(alt.InlineData(values=points))
        .mark_line(point=True)
        .encode(
            x=alt.X(
                "records:Q",
                title="time records",
                scale=alt.Scale(type="log"),
                axis=alt.Axis(values=MARKS, format="~s"),
            ),
            y=alt.Y(f"{cost}:Q", title=title, scale=alt.Scale(type="log")),
            color=alt.Color("what:N", title=None, scale=alt.Scale(scheme="tableau10")),
            shape=alt.Shape("what:N", legend=None),
        )
        .properties(width=340, height=280)
        for cost, title in COSTS.items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    chart = alt.hconcat(*panels).configure_legend(orient="bottom", columns=2, labelLimit=300)
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def _series(folder: Path) -> dict[tuple[str, int], list[Measured]]:
    """The runs of each curve by number of time records."""
    series: dict[tuple[str, int], list[Measured]] = {}
    for one in read(folder / "headline.json"):
        if one["kind"] in ENGINES and one["kind"] != "report":
            series.setdefault((f"headline, {ENGINES[one['kind']]}", one["time_records"]), []).append(one)
    for one in read(folder / "growth.json"):
        series.setdefault((REPORTS[one["engine"]], one["time_records"]), []).append(one)
    return series
