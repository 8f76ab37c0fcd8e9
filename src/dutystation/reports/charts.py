"""The pictures of a report, as Vega-Lite specifications in plain dictionaries.

The same pictures serve a page on the web; `drawing` makes SVG of them. No meaning hangs on
colour alone: statuses have shapes, segments have legends in their order and labels where there is room, and
each picture of the PDF stands beside the table of its numbers. Widths are for the text of a Letter page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]
Rows = Iterable[Mapping[str, object]]
ROWS_NAME = "rows"
"""The name under which a specification has the rows of its picture."""
VEGA_LITE = "6.4"
"""The version of Vega-Lite that pictures are written for and drawn by."""

WIDTH = 660
"""Pixels across; 660 of them set over 7 inches make an 11-pixel label 8.4 points high."""
INK = "#1b1b1b"
BLUE = "#1f4e79"
PALE_BLUE = "#b9cfe4"
SEGMENT_COLOURS = ("#1f4e79", "#e69f00", "#bdbdbd", "#f4e9d8")
"""From dark to light and apart in hue: they stay apart in grey and for colour-blind readers."""
LINE_HEIGHT = 19
MOST_LABELS = 16
"""Pay periods beyond which their shares would run into one another."""
_LEGEND: Spec = {"orient": "top", "title": None}


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
    y = _lines("unit", grid=True)
    axis = {"format": ".0%", "title": "Share of hours worked in person", "values": [0, 0.2, 0.4, 0.6, 0.8, 1]}
    end = {"type": "tick", "color": BLUE, "size": 11, "thickness": 1}
    dot = {"type": "point", "color": BLUE, "filled": True, "opacity": 1, "size": 70, "strokeWidth": 1.5}
    layers = [
        _layer(
            {"type": "bar", "color": PALE_BLUE, "height": 7},
            x=_share("low", axis),
            x2={"field": "high"},
            y=y,
        ),
        _layer(end, x=_number("low"), y=y),
        _layer(end, x=_number("high"), y=y),
        _layer(
            dot,
            shape=_status_shape(data),
            tooltip=[_text("unit"), _text("written"), _text("status")],
            x=_share("value", axis),
            y=y,
        ),
        # Text at the right edge would lie on a dot near 100%, so it stands outside the plot.
        _layer(
            {"type": "text", "align": "left", "color": INK, "dx": 8},
            text=_text("written"),
            x={"value": "width"},
            y=y,
        ),
    ]
    return _fitted(layers, data, height=LINE_HEIGHT * max(len(data), 1))


def trend(rows: Rows) -> Spec:
    """Rows have `period`, `value`, `low`, `high` and `status`, in order: a line in its low–high band."""
    data = [row for row in rows if row["low"] is not None]
    x = {**_text("period"), "axis": {"labelAngle": _angle(len(data))}, "sort": None, "title": "Pay period"}
    axis = {"format": ".0%", "title": "Share of hours worked in person", "values": [0, 0.25, 0.5, 0.75, 1]}
    value, shape = _share("value", axis), _status_shape(data)
    layers = [
        # A single period has no area; a bar from low to high shows the same for any number of them.
        _layer(
            {"type": "bar", "color": PALE_BLUE, "width": 10},
            x=x,
            y=_share("low", axis),
            y2={"field": "high"},
        ),
        _layer({"type": "line", "color": BLUE, "strokeWidth": 1.5}, x=x, y=value),
        _layer(
            {"type": "point", "color": BLUE, "filled": True, "opacity": 1, "size": 60},
            shape=shape,
            x=x,
            y=value,
        ),
    ]
    if len(data) <= MOST_LABELS:
        layers.append(
            _layer(
                {"type": "text", "color": INK, "dy": -12},
                shape=shape,
                text={**_number("value"), "format": ".1%"},
                x=x,
                y=value,
            )
        )
    return _fitted(layers, data, height=190)


def trends_by_unit(rows: Rows, *, columns: int = 4) -> Spec:
    """Rows have `unit`, `period` and `value`: one small line per unit, on one scale."""
    data = list(rows)
    x = {**_text("period"), "axis": {"labels": False, "ticks": False}, "sort": None, "title": None}
    y = {**_share("value", {"format": ".0%", "values": [0, 0.5, 1]}), "title": None}
    layers = [
        _layer({"type": "line", "color": BLUE, "strokeWidth": 1.5}, x=x, y=y),
        _layer({"type": "point", "color": BLUE, "filled": True, "size": 14}, x=x, y=y),
    ]
    return _spec(_panels(data, "unit", layers, columns=columns, width=118, height=52), data)


def stacked_shares(rows: Rows, segments: Sequence[Segment], *, title: str) -> Spec:
    """Rows have `unit` and a count under each segment's key: one bar a unit, its parts shares of it.

    Used for the return bridge and for badge evidence. A unit without anybody is left out. The counts stay in
    the data; a label stands where its part is wide enough.
    """
    data = [row for each in rows for row in _parts(each, segments)]
    units = list(dict.fromkeys(str(row["unit"]) for row in data))
    y = _lines("unit")
    words = [segment.words for segment in segments]
    colour = {
        **_text("part"),
        "legend": {**_LEGEND, "symbolStrokeColor": "#4d4d4d", "symbolType": "square"},
        "scale": {"domain": words, "range": list(SEGMENT_COLOURS[: len(segments)])},
        "sort": None,
    }
    layers = [
        _layer(
            {"type": "bar", "height": {"band": 0.8}, "stroke": "#4d4d4d", "strokeWidth": 0.6},
            color=colour,
            tooltip=[_text("unit"), _text("part"), _number("count")],
            x=_share("start", {"format": ".0%", "title": title}),
            x2={"field": "end"},
            y=y,
        ),
        {
            "transform": [{"filter": "datum.value >= 0.06"}],
            **_layer(
                {"type": "text", "baseline": "middle"},
                color={
                    "condition": {"test": {"field": "part", "oneOf": words[:1]}, "value": "white"},
                    "value": INK,
                },
                text={**_number("value"), "format": ".0%"},
                x=_number("middle"),
                y=y,
            ),
        },
    ]
    return _fitted(layers, data, height=LINE_HEIGHT * max(len(units), 1))


def reasons(rows: Rows) -> Spec:
    """Rows have `reason`, `people` and `written`: a bar a reason. A hidden count is its text alone."""
    data = [{**row, "length": row["people"] or 0} for row in rows]
    y = _lines("reason")
    x = {
        **_number("length"),
        "axis": {"format": ",d", "tickMinStep": 1},
        "scale": {"domainMin": 0},
        "title": "People not returned",
    }
    layers = [
        _layer({"type": "bar", "color": BLUE, "height": {"band": 0.7}}, x=x, y=y),
        _layer({"type": "text", "align": "left", "color": INK, "dx": 5}, text=_text("written"), x=x, y=y),
    ]
    return _fitted(layers, data, height=LINE_HEIGHT * max(len(data), 1))


def weekdays(rows: Rows, *, columns: int = 4) -> Spec:
    """Rows have `facility`, `weekday`, `people` (mean) and `seats` or None: small bars a facility.

    Every facility has its own scale. Its seats, where known, are a black line.
    """
    data = list(rows)
    x = {
        **_text("weekday"),
        "axis": {"labelAngle": 0, "labelExpr": "slice(datum.label, 0, 1)"},
        "sort": list(dict.fromkeys(str(row["weekday"]) for row in data)),
        "title": None,
    }
    people = {**_number("people"), "axis": {"format": ",d", "tickCount": 3, "tickMinStep": 1}, "title": None}
    layers = [
        _layer({"type": "bar", "color": BLUE, "width": {"band": 0.75}}, x=x, y=people),
        {
            "transform": [{"filter": "isValid(datum.seats)"}],
            **_layer(
                {"type": "rule", "color": "black", "strokeWidth": 1.5},
                y={**_number("seats"), "aggregate": "max"},
            ),
        },
    ]
    panels = _panels(data, "facility", layers, columns=columns, width=112, height=64)
    return _spec({**panels, "resolve": {"scale": {"y": "independent"}}}, data)


def utilisation(rows: Rows, *, target: float | None) -> Spec:
    """Rows have `facility`, `measure` (words) and `value` (share): a mark a measure, a line at the target."""
    data = list(rows)
    measures = list(dict.fromkeys(str(row["measure"]) for row in data))
    highest = max((float(str(row["value"])) for row in data), default=0.0)
    shares = {"domain": [0, max(1.0, highest * 1.05)], "nice": False}
    looks = {
        look: {**_text("measure"), "scale": {"domain": measures, "range": looked[: len(measures)]}}
        for look, looked in (("color", [BLUE, "#b35900"]), ("shape", ["circle", "diamond"]))
    }
    looks["shape"]["legend"] = {**_LEGEND, "labelLimit": WIDTH}
    layers = [
        _layer(
            {"type": "point", "filled": True, "opacity": 1, "size": 60},
            **looks,
            x={
                **_number("value"),
                "axis": {"format": ".0%", "title": "Utilisation; 100% is full"},
                "scale": shares,
            },
            y=_lines("facility", grid=True),
        ),
        *([] if target is None else _target(target, shares)),
    ]
    lines = len({str(row["facility"]) for row in data})
    return _fitted(layers, data, height=LINE_HEIGHT * max(lines, 1))


def _layer(mark: Spec, **encoding: Any) -> Spec:
    return {"mark": mark, "encoding": encoding}


def _text(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _number(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _share(field: str, axis: Spec) -> Spec:
    """A share on a scale that is whole, from 0 to 1."""
    return {**_number(field), "axis": axis, "scale": {"domain": [0, 1], "nice": False}}


def _lines(field: str, *, grid: bool = False) -> Spec:
    """One line for each value of `field`, in the order of the data."""
    axis = {"domain": False, "grid": grid, "ticks": False}
    return {**_text(field), "axis": axis, "sort": None, "title": None}


def _panels(
    data: Sequence[Mapping[str, object]],
    field: str,
    layers: list[Spec],
    *,
    columns: int,
    width: int,
    height: int,
) -> Spec:
    """One panel of `layers` for each value of `field`, in the order of the data."""
    order = list(dict.fromkeys(str(row[field]) for row in data))
    header = {"labelFontWeight": "bold", "labelLimit": 130}
    return {
        "facet": {**_text(field), "header": header, "sort": order, "title": None},
        "spec": {"layer": layers, "height": height, "width": width},
        "columns": columns,
        "spacing": {"row": 8, "column": 14},
    }


def _status_shape(data: Sequence[Mapping[str, object]]) -> Spec:
    """Final is a circle, provisional a diamond; only statuses that occur stand in the legend."""
    shapes = {"final": "circle", "provisional": "diamond"}
    used = [status for status in shapes if any(row["status"] == status for row in data)]
    return {
        **_text("status"),
        "legend": {**_LEGEND, "symbolFillColor": BLUE, "symbolStrokeColor": BLUE},
        "scale": {"domain": used, "range": [shapes[status] for status in used]},
    }


def _target(target: float, scale: Spec) -> list[Spec]:
    """A dashed line at the target and its words, which have a row of their own."""
    data = {"values": [{"target": target, "words": f"target {target:.0%}"}]}
    x = {**_number("target"), "scale": scale}
    words = {"type": "text", "align": "left", "baseline": "bottom", "color": INK, "dx": 4, "dy": -2}
    return [
        {"data": data, **_layer({"type": "rule", "color": "black", "strokeDash": [4, 3]}, x=x)},
        {"data": data, **_layer(words, text=_text("words"), x=x, y={"value": 0})},
    ]


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


def _fitted(layers: list[Spec], data: Rows, *, height: int) -> Spec:
    """A picture as wide as the text, whatever its labels need. `height` is that of the plot alone."""
    return _spec(
        {
            "layer": layers,
            "autosize": {"contains": "padding", "type": "fit"},
            "height": height + 60,
            "padding": 5,
            "width": WIDTH,
        },
        data,
    )


def _spec(picture: Spec, data: Rows) -> Spec:
    """The specification of a picture with its rows."""
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        "data": {"name": ROWS_NAME},
        "datasets": {ROWS_NAME: [dict(row) for row in data]},
        **picture,
    }
