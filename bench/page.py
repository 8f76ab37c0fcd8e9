"""Puts the tables that are made of measurements into the pages, between two remarks that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from bench.plan import Measured, ends, loading_of, plan, slope
from bench.results import FOLDER, read

ENGINES = {
    "duckdb": "DuckDB",
    "polars": "Polars, streaming",
    "pandas": "pandas",
    "postgresql": "PostgreSQL, rows loaded by COPY",
    "report": "our whole report",
}
LOADS = {"text": "DuckDB reads it as text", "load": "`dutystation load`"}
PAGES = {"docs/scale.md": ("growth", "slopes", "kept", "plan"), "docs/speed.md": ("headline", "load")}


def write(root: Path = Path()) -> None:
    """Rewrites every table of every page from the measurements."""
    for page in PAGES:
        path = root / page
        path.write_text(with_tables(path.read_text(encoding="utf-8"), root), encoding="utf-8")


def with_tables(text: str, root: Path = Path()) -> str:
    """The text of a page with its tables made anew. Raises KeyError for a table that nobody makes."""
    kept = {name: read(root / FOLDER / f"{name}.json") for name in ("growth", "headline", "load")}
    tables = {
        "growth": lambda: growth_table(kept["growth"]),
        "slopes": lambda: slope_table(kept["growth"]),
        "kept": lambda: kept_table(kept["load"]),
        "plan": lambda: plan_table(kept["growth"], kept["load"]),
        "headline": lambda: headline_table(kept["headline"]),
        "load": lambda: load_table(kept["load"]),
    }
    return re.sub(
        r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}\n{tables[found[2]]()}\n{found[3]}",
        text,
        flags=re.DOTALL,
    )


def growth_table(growth: list[Measured]) -> str:
    """One row per department and engine that was measured."""
    head = (
        "engine",
        "people",
        "pay periods",
        "time records",
        "badge events",
        "facilities",
        "processor seconds",
        "seconds",
        "peak memory, MB",
        "disk at most, MB",
        "report, MB",
        "programs waiting",
    )
    order = sorted(growth, key=lambda one: (one["engine"], one["time_records"], one["people"]))
    return _table(
        head,
        (
            (
                one["engine"],
                f"{one['people']:,}",
                f"{one['periods']}",
                f"{one['time_records']:,}",
                f"{one['badge_events']:,}",
                f"{one['facilities']}",
                f"{one['processor']:.2f}",
                f"{one['seconds']:.0f}",
                f"{one['megabytes']:,}",
                f"{one['disk_megabytes']:.1f}",
                f"{one['report_megabytes']:.1f}",
                f"{one['load']:.0f}",
            )
            for one in order
        ),
        texts=1,
    )


def _people(one: Measured) -> int:
    return int(one["people"])


def slope_table(growth: list[Measured]) -> str:
    """One row per way to grow: what a million time records more cost."""
    head = ("what grows", "from", "to", "processor seconds a million time records more", "MB of disk")
    pairs = []
    for engine in dict.fromkeys(one["engine"] for one in growth):
        of = [one for one in growth if one["engine"] == engine]
        less, more = ends(growth, engine)
        if less is not more:
            pairs.append((f"pay periods, {engine}", less, more))
        for periods in dict.fromkeys(one["periods"] for one in of):
            by_people = sorted((one for one in of if one["periods"] == periods), key=_people)
            if len(by_people) > 1:
                pairs.append((f"people and facilities, {engine}", by_people[0], by_people[-1]))
    return _table(
        head,
        (
            (
                what,
                f"{less['people']:,} × {less['periods']}",
                f"{more['people']:,} × {more['periods']}",
                f"{slope(less, more):.2f}",
                f"{slope(less, more, 'disk_megabytes'):.2f}",
            )
            for what, less, more in pairs
        ),
        texts=3,
    )


def kept_table(loads: list[Measured]) -> str:
    """One row per table that was loaded: how fast, and how many bytes of it are kept."""
    head = ("table", "rows a processor second", "bytes a row in the lake", "bytes a row as sent")
    found = {table: loading_of(loads, table) for table in dict.fromkeys(one["table"] for one in loads)}
    return _table(
        head,
        (
            (f"`{table}`", f"{of['a_second']:,}", f"{of['lake']:.1f}", f"{of['sent']:.1f}")
            for table, of in found.items()
        ),
        texts=1,
    )


def plan_table(growth: list[Measured], loads: list[Measured]) -> str:
    head = ("what", "how it is worked out", "comes to")
    return _table(head, ((step.what, step.how, step.words) for step in plan(growth, loads)), texts=2)


def headline_table(headline: list[Measured]) -> str:
    """One row per department and engine: medians, and what the engine costs beside DuckDB."""
    head = (
        "time records",
        "engine",
        "processor seconds",
        "× DuckDB",
        "seconds",
        "peak memory, MB",
        "times",
    )
    rows = []
    for records in sorted({one["time_records"] for one in headline}):
        of = [one for one in headline if one["time_records"] == records]
        floor = _median([one for one in of if one["kind"] == "duckdb"], "processor")
        for kind, name in ENGINES.items():
            if runs := [one for one in of if one["kind"] == kind]:
                rows.append((f"{records:,}", name, *_costs(runs, floor)))
    return _table(head, rows, texts=2)


def load_table(loads: list[Measured]) -> str:
    """One row per table and kind: medians, and the rows that one second of a processor takes in."""
    head = (
        "file",
        "what",
        "processor seconds",
        "× as text",
        "seconds",
        "peak memory, MB",
        "times",
        "rows a processor second",
    )
    rows = []
    for table in dict.fromkeys(one["table"] for one in loads):
        of = [one for one in loads if one["table"] == table]
        floor = _median([one for one in of if one["kind"] == "text"], "processor")
        for kind, name in LOADS.items():
            runs = [one for one in of if one["kind"] == kind]
            file = f"{runs[0]['rows']:,} rows of `{table}`"
            speed = runs[0]["rows"] / _median(runs, "processor")
            rows.append((file, name, *_costs(runs, floor), f"{speed:,.0f}"))
    return _table(head, rows, texts=2)


def _costs(runs: list[Measured], floor: float) -> tuple[str, ...]:
    processor = _median(runs, "processor")
    return (
        f"{processor:.2f}",
        f"{processor / floor:.1f}",
        f"{_median(runs, 'seconds'):.1f}",
        f"{max(one['megabytes'] for one in runs):,}",
        f"{len(runs)}",
    )


def _median(runs: list[Measured], of: str) -> float:
    return float(median(one[of] for one in runs))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> str:
    """Markdown; the first `texts` columns stand left, numbers right."""
    rules = ["---"] * texts + ["---:"] * (len(head) - texts)
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rules, *rows)]
    return "\n".join(lines) + "\n"
