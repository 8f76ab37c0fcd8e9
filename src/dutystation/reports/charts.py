"""The pictures of a report, as Vega-Lite specifications, and their SVG.

The functions return plain Vega-Lite, so that the same pictures serve a page on the web. No meaning hangs on
colour alone: statuses have shapes, segments have legends in their order and labels where there is room, and
each picture of the PDF stands beside the table of its numbers. Widths are for the text of a Letter page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

Spec = dict[str, Any]
Rows = Iterable[Mapping[str, object]]
AnyChart = alt.Chart | alt.LayerChart | alt.FacetChart
ROWS_NAME = "rows"
ROWS = alt.NamedData(ROWS_NAME)
"""The rows of a picture, by the name under which its specification has them."""

WIDTH = 660
"""Pixels across; 660 of them set over 7 inches make an 11-pixel label 8.4 points high."""
INK = "#1b1b1b"
BLUE = "#1f4e79"
PALE_BLUE = "#b9cfe4"
RULE = "#8a8a8a"
SEGMENT_COLOURS = ("#1f4e79", "#e69f00", "#bdbdbd", "#f4e9d8")
"""From dark to light and apart in hue: they stay apart in grey and for colour-blind readers."""
LINE_HEIGHT = 19
FONT = "Libertinus Serif"
_LABEL_LIMIT = 200


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar: the key in the rows and the words of the legend."""

    key: str
    words: str


def share_by_unit(rows: Rows) -> Spec:
    """Rows have `unit`, `value`, `low`, `high` (shares) and `status`: a dot on its low–high bar each.

    The order of the rows is the order of the lines; `written` is the text at the right of each.
    """
    data = [row for row in rows if row["low"] is not None]
    base = alt.Chart(ROWS).encode(y=_lines("unit", grid=True))
    shares = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format=".0%", values=[0, 0.2, 0.4, 0.6, 0.8, 1], title="Share of hours worked in person")
    bar = base.mark_bar(height=7, color=PALE_BLUE).encode(
        x=alt.X("low:Q", scale=shares, axis=axis), x2="high:Q"
    )
    ends = base.mark_tick(color=BLUE, thickness=1, size=11)
    dot = base.mark_point(filled=True, size=70, opacity=1, color=BLUE, strokeWidth=1.5).encode(
        x=alt.X("value:Q", scale=shares, axis=axis),
        shape=_status_shape(data),
        tooltip=["unit:N", "written:N", "status:N"],
    )
    # Text at the right edge would lie on a dot near 100%, so it stands outside the plot.
    text = base.mark_text(align="left", dx=8, color=INK).encode(x=alt.value("width"), text="written:N")
    layers = bar + ends.encode(x="low:Q") + ends.encode(x="high:Q") + dot + text
    return _fitted(layers, data, height=LINE_HEIGHT * max(len(data), 1))


def trend(rows: Rows) -> Spec:
    """Rows have `period`, `value`, `low`, `high` and `status`, in order: a line in its low–high band."""
    data = [row for row in rows if row["low"] is not None]
    base = alt.Chart(ROWS).encode(
        x=alt.X("period:N", sort=None, title="Pay period", axis=alt.Axis(labelAngle=_angle(len(data)))),
    )
    shares = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], title="Share of hours worked in person")
    # A single period has no area; a bar from low to high shows the same for any number of them.
    bounds = base.mark_bar(color=PALE_BLUE, width=10).encode(
        y=alt.Y("low:Q", scale=shares, axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=BLUE, strokeWidth=1.5).encode(y=alt.Y("value:Q", scale=shares, axis=axis))
    dots = base.mark_point(filled=True, size=60, opacity=1, color=BLUE).encode(
        y=alt.Y("value:Q", scale=shares, axis=axis), shape=_status_shape(data)
    )
    layers = [bounds, line, dots]
    if len(data) <= 16:
        layers.append(dots.mark_text(dy=-12, color=INK).encode(text=alt.Text("value:Q", format=".1%")))
    return _fitted(alt.layer(*layers), data, height=190)


def trends_by_unit(rows: Rows, *, columns: int = 4) -> Spec:
    """Rows have `unit`, `period` and `value`: one small line per unit, on one scale."""
    data = list(rows)
    base = alt.Chart(ROWS).encode(
        x=alt.X("period:N", sort=None, title=None, axis=alt.Axis(labels=False, ticks=False)),
        y=alt.Y(
            "value:Q",
            scale=alt.Scale(domain=[0, 1], nice=False),
            title=None,
            axis=alt.Axis(format=".0%", values=[0, 0.5, 1]),
        ),
    )
    panel = alt.layer(
        base.mark_line(color=BLUE, strokeWidth=1.5), base.mark_point(filled=True, size=14, color=BLUE)
    ).properties(width=118, height=52)
    return _spec(
        panel.facet(
            facet=_panels(data, "unit"),
            columns=columns,
            spacing={"row": 8, "column": 14},
        ),
        data,
    )


def stacked_shares(rows: Rows, segments: Sequence[Segment], *, title: str) -> Spec:
    """Rows have `unit` and a count under each segment's key: one bar a unit, its parts shares of it.

    Used for the return bridge and for badge evidence. A unit without anybody is left out. The counts stay in
    the data; a label stands where its part is wide enough.
    """
    data = [row for each in rows for row in _parts(each, segments)]
    units = list(dict.fromkeys(str(row["unit"]) for row in data))
    colours = list(SEGMENT_COLOURS[: len(segments)])
    base = alt.Chart(ROWS).encode(
        y=_lines("unit"),
        x=alt.X(
            "start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=alt.Axis(format=".0%", title=title)
        ),
    )
    bars = base.mark_bar(stroke="#4d4d4d", strokeWidth=0.6, height={"band": 0.8}).encode(
        x2="end:Q",
        color=alt.Color(
            "part:N",
            sort=None,
            scale=alt.Scale(domain=[segment.words for segment in segments], range=colours),
            legend=alt.Legend(orient="top", title=None, symbolType="square", symbolStrokeColor="#4d4d4d"),
        ),
        tooltip=["unit:N", "part:N", "count:Q"],
    )
    labels = (
        base.transform_filter("datum.value >= 0.06")
        .mark_text(baseline="middle")
        .encode(
            x="middle:Q",
            text=alt.Text("value:Q", format=".0%"),
            color=alt.condition(
                alt.FieldOneOfPredicate(field="part", oneOf=[segments[0].words]),
                alt.value("white"),
                alt.value(INK),
            ),
        )
    )
    return _fitted(bars + labels, data, height=LINE_HEIGHT * max(len(units), 1))


def reasons(rows: Rows) -> Spec:
    """Rows have `reason`, `people` and `written`: a bar a reason. A hidden count is its text alone."""
    data = [{**row, "length": row["people"] or 0} for row in rows]
    base = alt.Chart(ROWS).encode(
        y=_lines("reason"),
        x=alt.X(
            "length:Q",
            title="People not returned",
            axis=alt.Axis(format=",d", tickMinStep=1),
            scale=alt.Scale(domainMin=0),
        ),
    )
    bars = base.mark_bar(color=BLUE, height={"band": 0.7})
    text = base.mark_text(align="left", dx=5, color=INK).encode(text="written:N")
    return _fitted(bars + text, data, height=LINE_HEIGHT * max(len(data), 1))


def weekdays(rows: Rows, *, columns: int = 4) -> Spec:
    """Rows have `facility`, `weekday`, `people` (mean) and `seats` or None: small bars a facility.

    Every facility has its own scale. Its seats, where known, are a black line.
    """
    data = list(rows)
    order = list(dict.fromkeys(str(row["weekday"]) for row in data))
    base = alt.Chart(ROWS)
    bars = base.mark_bar(color=BLUE, width={"band": 0.75}).encode(
        x=alt.X(
            "weekday:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelAngle=0, labelExpr="slice(datum.label, 0, 1)"),
        ),
        y=alt.Y("people:Q", title=None, axis=alt.Axis(tickCount=3, format=",d", tickMinStep=1)),
    )
    seats = (
        base.transform_filter("isValid(datum.seats)")
        .mark_rule(color="black", strokeWidth=1.5)
        .encode(y="max(seats):Q")
    )
    return _spec(
        alt.layer(bars, seats)
        .properties(width=112, height=64)
        .facet(
            facet=_panels(data, "facility"),
            columns=columns,
            spacing={"row": 8, "column": 14},
        )
        .resolve_scale(y="independent"),
        data,
    )


def utilisation(rows: Rows, *, target: float | None) -> Spec:
    """Rows have `facility`, `measure` (words) and `value` (share): a mark a measure, a line at the target."""
    data = list(rows)
    measures = list(dict.fromkeys(str(row["measure"]) for row in data))
    highest = max((float(str(row["value"])) for row in data), default=0.0)
    base = alt.Chart(ROWS).encode(y=_lines("facility", grid=True))
    shares = alt.Scale(domain=[0, max(1.0, highest * 1.05)], nice=False)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("value:Q", scale=shares, axis=alt.Axis(format=".0%", title="Utilisation; 100% is full")),
        shape=alt.Shape(
            "measure:N",
            scale=alt.Scale(domain=measures, range=["circle", "diamond"][: len(measures)]),
            legend=alt.Legend(orient="top", title=None, labelLimit=WIDTH),
        ),
        color=alt.Color(
            "measure:N", scale=alt.Scale(domain=measures, range=[BLUE, "#b35900"][: len(measures)])
        ),
    )
    layers: list[alt.Chart] = [points]
    if target is not None:
        line = alt.Chart(alt.InlineData(values=[{"target": target, "words": f"target {target:.0%}"}]))
        at = line.encode(x=alt.X("target:Q", scale=shares))
        layers.append(at.mark_rule(color="black", strokeDash=[4, 3]))
        layers.append(
            at.mark_text(align="left", baseline="bottom", dx=4, dy=-2, color=INK).encode(
                y=alt.value(0), text="words:N"
            )
        )
    lines = len({str(row["facility"]) for row in data})
    return _fitted(alt.layer(*layers), data, height=LINE_HEIGHT * max(lines, 1))


def svg(spec: Spec, printable: Callable[[str], str] = str) -> str:
    """The picture of a specification, made offline. `printable` is applied to every text in it.

    To every one, because names of units stand outside the data too, where panels are put in their order.
    """
    drawn = _mapped(spec, printable)
    version = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
    return str(vl_convert.vegalite_to_svg(drawn, vl_version=version, config=_CONFIG, allowed_base_urls=[]))


_CONFIG: Spec = {
    "font": FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": "#e3e3e3",
        "domainColor": RULE,
        "tickColor": RULE,
        "labelLimit": _LABEL_LIMIT,
    },
    "legend": {"labelFontSize": 11, "titleFontSize": 11, "labelColor": INK, "titleColor": INK},
    "header": {"labelFontSize": 11, "labelColor": INK},
    "text": {"fontSize": 11},
}


def _lines(field: str, *, grid: bool = False) -> alt.Y:
    """One line for each value of `field`, in the order of the data."""
    return alt.Y(f"{field}:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, grid=grid))


def _panels(data: Sequence[Mapping[str, object]], field: str) -> alt.Facet:
    """One panel for each value of `field`, in the order of the data."""
    order = list(dict.fromkeys(str(row[field]) for row in data))
    header = alt.Header(labelLimit=130, labelFontWeight="bold")
    return alt.Facet(f"{field}:N", sort=order, title=None, header=header)


def _status_shape(data: Sequence[Mapping[str, object]]) -> alt.Shape:
    """Final is a circle, provisional a diamond; only statuses that occur stand in the legend."""
    shapes = {"final": "circle", "provisional": "diamond"}
    used = [status for status in shapes if any(row["status"] == status for row in data)]
    return alt.Shape(
        "status:N",
        scale=alt.Scale(domain=used, range=[shapes[status] for status in used]),
        legend=alt.Legend(orient="top", title=None, symbolFillColor=BLUE, symbolStrokeColor=BLUE),
    )


def _parts(row: Mapping[str, object], segments: Sequence[Segment]) -> list[dict[str, object]]:
    counts = [int(str(row[segment.key])) for segment in segments]
    total = sum(counts)
    parts: list[dict[str, object]] = []
    before = 0
    for segment, count in zip(segments, counts, strict=True):
        if total:
            start, end = before / total, (before + count) / total
            parts.append(
                {
                    "unit": row["unit"],
                    "part": segment.words,
                    "count": count,
                    "value": count / total,
                    "start": start,
                    "end": end,
                    "middle": (start + end) / 2,
                }
            )
        before += count
    return parts


def _angle(labels: int) -> int:
    return 0 if labels <= 12 else -90


def _fitted(chart: AnyChart, data: Rows, *, height: int) -> Spec:
    """A picture as wide as the text, whatever its labels need. `height` is that of the plot alone."""
    return _spec(
        chart.properties(
            width=WIDTH,
            height=height + 60,
            padding=5,
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        ),
        data,
    )


def _spec(chart: AnyChart, data: Rows) -> Spec:
    """The specification with its rows. They are put in at the end: Altair would copy them at every step."""
    spec: Spec = chart.to_dict(validate=False)
    return {**spec, "datasets": {**spec.get("datasets", {}), ROWS_NAME: [dict(row) for row in data]}}


def width_of(drawing: str) -> float:
    """The width of an SVG, as a share of the text's."""
    found = re.match(r'<svg[^>]* width="([\d.]+)"', drawing)
    return min(float(found[1]) / WIDTH, 1.0) if found else 1.0


def _mapped(value: Any, printable: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _mapped(each, printable) for key, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, printable) for each in value]
    return value
