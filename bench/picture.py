"""The results as a picture: where the seconds of the main job go, beside the floors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import vl_convert

from bench.turns import Turns
from bench.words import NAMES

PARTS = {
    "Reading": "reading CSV",
    "Judging": "judging rows",
    "Measuring": "measuring",
    "Working": "measuring",
}


def draw(results: Sequence[Turns], path: Path) -> None:
    """Writes one SVG with a row of bars per size."""
    rows = [row for turns in results for row in _rows(turns)]
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("seconds:Q", title="seconds, median"),
            y=alt.Y("what:N", title=None, sort=list(NAMES.values())),
            color=alt.Color("part:N", title=None, scale=alt.Scale(scheme="tableau10")),
            order=alt.Order("place:Q"),
        )
        .properties(width=520, height=90)
        .facet(row=alt.Row("size:N", title=None))
        .resolve_scale(x="independent")
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(vl_convert.vegalite_to_svg(bars.to_dict()), encoding="utf-8")


def _rows(turns: Turns) -> list[dict[str, object]]:
    size = f"{turns.size.people:,} × {turns.size.periods}, {turns.size.form}"
    rows: list[dict[str, object]] = [
        {"size": size, "what": NAMES[kind], "part": "bare engine", "seconds": turns.seconds(kind), "place": 0}
        for kind in ("scan", "join")
    ]
    for place, (part, seconds) in enumerate(_parts(turns).items(), start=1):
        rows.append({"size": size, "what": NAMES["job"], "part": part, "seconds": seconds, "place": place})
    return rows


def _parts(turns: Turns) -> dict[str, float]:
    parts: dict[str, float] = {}
    for title, seconds in turns.steps().items():
        part = PARTS.get(title.split()[0], "writing the report")
        parts[part] = parts.get(part, 0.0) + seconds
    parts["starting"] = max(0.0, turns.seconds("job") - sum(parts.values()))
    return parts
