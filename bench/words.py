"""The words of the commands, and the results of the main job as a table in Markdown."""

from __future__ import annotations

from bench.turns import Turns

HELP = {
    "job": "The main job beside the bare engine: seconds of its steps and ratios.",
    "load": "Two million rows of CSV taken into a workspace, beside DuckDB reading the same file as text.",
    "headline": "The share of hours in person in DuckDB, Polars, pandas and PostgreSQL, beside our report.",
    "growth": "What grows with what: the main job over more people and pay periods, on DuckDB and Spark.",
    "pages": "Put what was measured into docs/scale.md and docs/speed.md, and draw the curves.",
}
NAMES = {
    "scan": "bare engine, one grouping",
    "join": "bare engine, dated roster join",
    "job": "whole main job",
}


def table(turns: Turns) -> str:
    """Median seconds and ratios to the floors, peak memory, then the steps of the main job."""
    size = turns.size
    times = len(turns.runs["job"])
    lines = [
        f"### {size.people:,} people × {size.periods} pay periods, {size.form} (medians of {times})",
        "",
        "| what | seconds | × one grouping | × dated join | processor seconds | × dated join | peak MB |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind, name in NAMES.items():
        seconds = turns.seconds(kind)
        ratios = [f"{seconds / turns.seconds(floor):.1f}" for floor in ("scan", "join")]
        processor = turns.processor(kind)
        ratio = f"{processor / turns.processor('join'):.1f}"
        lines.append(
            f"| {name} | {seconds:.2f} | {' | '.join(ratios)} | {processor:.2f} | {ratio} | "
            f"{turns.megabytes(kind):,.0f} |"
        )
    lines += ["", "| step of the main job | seconds |", "| --- | ---: |"]
    lines += [f"| {title} | {seconds:.2f} |" for title, seconds in turns.steps().items()]
    rest = turns.seconds("job") - sum(turns.steps().values())
    lines += [f"| starting and everything else | {rest:.2f} |", ""]
    return "\n".join(lines)
