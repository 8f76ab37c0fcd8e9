"""The charts of the pages, as Vega-Lite specifications in plain dictionaries.

Beside each chart stands a table that says the same, and is all there is where no script runs. No meaning
hangs on colour alone: statuses have shapes, parts stand in the order of their legend, cells of a heat map
hold their number. Colours are those of the design system; they stay apart in grey and for colour-blind
readers. A chart is as wide as its place, down to a small telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

Spec = dict[str, Any]
Row = Mapping[str, object]

INK = "#1b1b1b"
BLUE = "#1a4480"
PALE_BLUE = "#aacdec"
GREY = "#71767a"
PARTS = ("#1a4480", "#e5a000", "#a9aeb1", "#f0f0f0")
"""From dark to light and apart in hue."""
STATUS_SHAPES = {"final": "circle", "provisional": "diamond"}
LABELLED = 8
"""Points beyond which their numbers would lie on each other."""
WHITE_FROM = 0.62
"""The share of the darkest cell's number from which white is easier to read on a cell than black."""
LINE = 26
"""Pixels of a line with a label."""


@dataclass(frozen=True)
class Chart:
    """One chart: its name on the page, the line under it, what it shows in words, and its specification."""

    name: str
    caption: str
    says: str
    spec: Spec


@dataclass(frozen=True)
class Baseline:
    """One line to compare with: a share, and the few words without which it is never shown."""

    share: float
    words: str


def share_over_time(caption: str, says: str, rows: Sequence[Row], baselines: Sequence[Baseline]) -> Chart:
    """Rows have `period`, `value`, `low`, `high` (shares or None), `status` and `part`, in their order.

    The band is from the lowest to the highest value; baselines are dashed lines with their words. `part`
    numbers the parts of a series that breaks: no line and no band goes from one to another, and a dotted line
    stands between them.
    """
    drawn = [row for row in rows if row["low"] is not None]
    x = _periods([row["period"] for row in drawn])
    y = _share("value", _("Share of hours worked"))
    begins = [after["period"] for before, after in pairwise(drawn) if before["part"] != after["part"]]
    part = {"detail": {"field": "part", "type": "nominal"}} if begins else {}
    band: Spec = {"mark": {"type": "area", "color": PALE_BLUE, "line": False}}
    if len(drawn) == 1 or begins:  # an area needs two
        band = {"mark": {"type": "bar", "color": PALE_BLUE, "width": 12}}
    band["encoding"] = {"x": x, "y": _share("low", _("Share of hours worked")), "y2": {"field": "high"}}
    line = {"mark": {"type": "line", "color": BLUE}, "encoding": {"x": x, "y": y, **part}}
    layers = [band, line, _points(drawn, x, y)]
    if len(drawn) <= LABELLED and not baselines:  # their words would lie on the numbers
        text = {"type": "quantitative", "field": "value", "format": ".1%"}
        labels = {
            "mark": {"type": "text", "dy": -14, "color": INK},
            "encoding": {"x": x, "y": y, "text": text},
        }
        layers.append(labels)
    if begins:
        layers.append(_series_breaks(begins, x))
    for baseline in baselines:
        layers += _baseline(baseline)
    return Chart("over-time", caption, says, _spec(says, drawn, {"layer": layers, "height": 260}))


def _points(drawn: Sequence[Row], x: Spec, y: Spec) -> Spec:
    return {
        "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1, "color": BLUE},
        "encoding": {"x": x, "y": y, "shape": _status_shape(drawn), "tooltip": _tips("period", "written")},
    }


def _series_breaks(begins: Sequence[object], x: Spec) -> Spec:
    """A dotted line before each pay period with which another part of the series begins."""
    return {
        "transform": [{"filter": {"field": "period", "oneOf": list(begins)}}],
        "mark": {"type": "rule", "strokeDash": [2, 3], "color": INK},
        "encoding": {"x": {**x, "bandPosition": 0}},
    }


def shares_of_units(caption: str, says: str, rows: Sequence[Row]) -> Chart:
    """Rows have `unit`, `value`, `low`, `high`, `written` and `status`: a line each, in their order."""
    drawn = [row for row in rows if row["low"] is not None]
    y = _lines("unit", drawn)
    title = _("Share of hours worked")
    layers: list[Spec] = [
        {
            "mark": {"type": "bar", "height": 8, "color": PALE_BLUE},
            "encoding": {"y": y, "x": _share("low", title), "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1, "color": BLUE},
            "encoding": {
                "y": y,
                "x": _share("value", title),
                "shape": _status_shape(drawn),
                "tooltip": _tips("unit", "written"),
            },
        },
    ]
    return Chart(
        "units", caption, says, _spec(says, drawn, {"layer": layers, "height": _height(drawn, "unit")})
    )


def parts_of_a_whole(
    name: str, caption: str, says: str, rows: Sequence[Row], parts: Mapping[str, str], *, axis: str
) -> Chart:
    """Rows have `line` and a count under each key of `parts`, which maps keys to words: a bar each."""
    drawn = [
        {"line": row["line"], "part": words, "place": place, "count": row[key]}
        for row in rows
        for place, (key, words) in enumerate(parts.items())
    ]
    order = list(parts.values())
    chart = {
        "mark": {"type": "bar", "stroke": "#565c65", "strokeWidth": 0.5},
        "encoding": {
            "y": _lines("line", drawn),
            "x": {
                "field": "count",
                "type": "quantitative",
                "stack": "normalize",
                "title": axis,
                "axis": {"format": ".0%", "tickCount": 5},
            },
            "color": {
                "field": "part",
                "type": "nominal",
                "sort": order,
                "scale": {"domain": order, "range": list(PARTS[: len(order)])},
                "legend": {**_LEGEND, "symbolType": "square", "symbolStrokeColor": "#565c65"},
            },
            "order": {"field": "place", "type": "quantitative"},
            "tooltip": _tips("line", "part", "count"),
        },
        "height": _height(drawn, "line"),
    }
    return Chart(name, caption, says, _spec(says, drawn, chart))


def people_by_reason(caption: str, says: str, rows: Sequence[Row]) -> Chart:
    """Rows have `reason`, `people` (0 where hidden) and `written`: a bar each, its number at its end."""
    y = _lines("reason", rows)
    x = {
        "field": "people",
        "type": "quantitative",
        "title": _("People"),
        "axis": {"format": ",d", "tickMinStep": 1, "tickCount": 4},
    }
    layers = [
        {"mark": {"type": "bar", "color": BLUE}, "encoding": {"y": y, "x": x}},
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "color": INK},
            "encoding": {"y": y, "x": x, "text": {"field": "written", "type": "nominal"}},
        },
    ]
    chart: Spec = {"layer": layers, "height": _height(rows, "reason")}
    chart["padding"] = {"left": 5, "top": 5, "bottom": 5, "right": 35}  # for the number of the longest bar
    return Chart("reasons", caption, says, _spec(says, rows, chart))


def heat_map(caption: str, says: str, rows: Sequence[Row], *, line: str, order: Sequence[str]) -> Chart:
    """Rows have `line`, `weekday` and `people` (a mean); `order` is that of the weekdays, `line` the axis."""
    x = {
        "field": "weekday",
        "type": "ordinal",
        "sort": list(order),
        "title": None,
        "axis": {"labelAngle": 0, "orient": "top"},
    }
    y = {**_lines("line", rows), "title": line}
    most = max((float(str(row["people"])) for row in rows), default=0.0)
    colour = {
        "field": "people",
        "type": "quantitative",
        "scale": {"range": ["#eff6fb", "#162e51"], "domainMin": 0},
        "legend": None,
    }
    on_dark = {"test": f"datum.people > {most * WHITE_FROM}", "value": "#ffffff"}
    number = {"field": "people", "type": "quantitative", "format": ".0f"}
    layers = [
        {"mark": {"type": "rect", "stroke": "#ffffff"}, "encoding": {"x": x, "y": y, "color": colour}},
        {
            "mark": {"type": "text"},
            "encoding": {"x": x, "y": y, "text": number, "color": {"condition": on_dark, "value": "#000000"}},
        },
    ]
    chart = {"layer": layers, "height": _height(rows, "line")}
    return Chart("heat-map", caption, says, _spec(says, rows, chart))


def utilisation_over_time(caption: str, says: str, rows: Sequence[Row], target: Baseline | None) -> Chart:
    """Rows have `period` and `value` (a share, 1 meaning full), in their order."""
    x = _periods([row["period"] for row in rows])
    y = {
        "field": "value",
        "type": "quantitative",
        "title": _("Utilisation"),
        "axis": {"format": ".0%", "tickCount": 5},
    }
    layers: list[Spec] = [{"mark": {"type": "bar", "color": PALE_BLUE}, "encoding": {"x": x, "y": y}}]
    if target is not None:
        layers += _baseline(target)
    return Chart("utilisation", caption, says, _spec(says, rows, {"layer": layers, "height": 200}))


_LEGEND: Spec = {"orient": "top", "title": None}
_CONFIG: Spec = {
    # The chart as a whole has a description, and the table beside it says the rest.
    "aria": False,
    "mark": {"aria": False},
    "font": "Source Sans Pro Web, Helvetica Neue, Helvetica, Arial, sans-serif",
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": "#dfe1e2",
        "domainColor": GREY,
        "tickColor": GREY,
        "labelLimit": 130,
    },
    "legend": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 260, "columns": 1},
    "text": {"fontSize": 13},
}


def _spec(says: str, rows: Iterable[Row], chart: Spec) -> Spec:
    return {
        "description": says,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "data": {"values": [dict(row) for row in rows]},
        "config": _CONFIG,
        **chart,
    }


def _periods(order: Sequence[object]) -> Spec:
    return {
        "field": "period",
        "type": "ordinal",
        "sort": list(order),
        "title": _("Pay period"),
        "axis": {"labelAngle": 0 if len(order) <= LABELLED else -90, "labelOverlap": True},
    }


def _share(field: str, title: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 1], "nice": False},
        "axis": {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]},
    }


def _lines(field: str, rows: Iterable[Row]) -> Spec:
    """One line for each value, in the order of the rows: of names, never of sizes."""
    order = list(dict.fromkeys(row[field] for row in rows))
    return {"field": field, "type": "nominal", "sort": order, "title": None, "axis": {"ticks": False}}


def _height(rows: Iterable[Row], field: str) -> int:
    return LINE * max(len({row[field] for row in rows}), 1)


def _status_shape(rows: Iterable[Row]) -> Spec:
    """Final is a circle, provisional a diamond; only what occurs stands in the legend."""
    found = {row["status"] for row in rows}
    used = [status for status in STATUS_SHAPES if status in found]
    return {
        "field": "status",
        "type": "nominal",
        "scale": {"domain": used, "range": [STATUS_SHAPES[status] for status in used]},
        "legend": {**_LEGEND, "symbolFillColor": BLUE, "symbolStrokeColor": BLUE},
    }


def _baseline(baseline: Baseline) -> list[Spec]:
    data = {"values": [{"share": baseline.share, "words": baseline.words}]}
    y = {"field": "share", "type": "quantitative"}
    words = {"field": "words", "type": "nominal"}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "strokeDash": [5, 4], "color": INK},
            "encoding": {"y": y},
        },
        {
            "data": data,
            "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 2, "dy": -3, "color": INK},
            "encoding": {"y": y, "x": {"value": 0}, "text": words},
        },
    ]


def _tips(*fields: str) -> list[Spec]:
    return [{"field": field, "type": "nominal"} for field in fields]
