"""Every chart is Vega-Lite that draws, in the order of names, and says in words what it shows."""

from __future__ import annotations

import re

import altair as alt
import pytest
import vl_convert

from dutystation.web.dashboards import charts
from dutystation.web.site.vendored import PINNED

PERIOD = {"period": "2025-01", "value": 0.8, "low": 0.75, "high": 0.85, "status": "final", "written": "80.0%"}
PERIOD["part"] = 0
NEXT = {**PERIOD, "period": "2025-02", "value": 0.7, "low": 0.6, "status": "provisional"}
NO_HOURS = {**PERIOD, "period": "2025-03", "value": None, "low": None, "high": None, "status": "no_hours"}
UNITS = [{**PERIOD, "unit": "A"}, {**NEXT, "unit": "B"}, {**NEXT, "unit": "C", "value": 0.9}]
CITED = charts.Baseline(0.711, "71.1 % in person; disputed")
DRAWN = {
    "over time": charts.share_over_time("c", "says", [PERIOD, NEXT, NO_HOURS], []),
    "one period": charts.share_over_time("c", "says", [PERIOD], [CITED]),
    "units": charts.shares_of_units("c", "says", UNITS),
    "parts": charts.parts_of_a_whole(
        "bridge", "c", "says", [{"line": "A", "x": 1, "y": 3}], {"x": "in", "y": "out"}, axis="People"
    ),
    "reasons": charts.people_by_reason("c", "says", [{"reason": "R", "people": 0, "written": "s"}]),
    "heat map": charts.heat_map(
        "c", "says", [{"line": "A", "weekday": "Mon", "people": 3.5}], line="Building", order=["Mon", "Tue"]
    ),
    "utilisation": charts.utilisation_over_time(
        "c", "says", [{"period": "2025-01", "value": 1.2}], charts.Baseline(0.6, "target 60%")
    ),
}


@pytest.mark.parametrize("chart", DRAWN.values(), ids=DRAWN)
def test_a_chart_keeps_to_the_schema_and_can_be_drawn(chart: charts.Chart) -> None:
    alt.Chart.from_dict(chart.spec)  # raises where it does not
    version = ".".join(PINNED["vega-lite"].split(".")[:2])
    drawing = vl_convert.vegalite_to_svg({**chart.spec, "width": 400}, vl_version=version)
    assert drawing.count("<path") > 2


def test_the_schema_is_that_of_the_version_that_draws() -> None:
    assert PINNED["vega-lite"] == alt.SCHEMA_VERSION.lstrip("v")


@pytest.mark.parametrize("chart", DRAWN.values(), ids=DRAWN)
def test_a_chart_says_in_words_what_it_shows_and_takes_the_width_there_is(chart: charts.Chart) -> None:
    assert chart.spec["description"] == "says"
    assert chart.spec["width"] == "container"


def test_a_pay_period_without_hours_is_left_out_and_never_drawn_as_nought() -> None:
    values = DRAWN["over time"].spec["data"]["values"]
    assert [row["period"] for row in values] == ["2025-01", "2025-02"]


def test_units_are_drawn_in_the_order_of_their_names_and_never_of_their_shares() -> None:
    layer = DRAWN["units"].spec["layer"][0]
    assert layer["encoding"]["y"]["sort"] == ["A", "B", "C"]


def test_a_hidden_count_has_no_length() -> None:
    assert DRAWN["reasons"].spec["data"]["values"] == [{"reason": "R", "people": 0, "written": "s"}]


def test_a_cited_figure_is_drawn_with_its_words() -> None:
    drawing = vl_convert.vegalite_to_svg({**DRAWN["one period"].spec, "width": 400})
    assert "71.1 % in person; disputed" in drawing


def test_no_line_is_drawn_across_a_series_break() -> None:
    for part, lines in ((0, [3]), (1, [2, 1])):
        last = {**NEXT, "period": "2025-03", "part": part}
        chart = charts.share_over_time("c", "says", [PERIOD, NEXT, last], [])
        drawing = vl_convert.vegalite_to_svg({**chart.spec, "width": 400})
        drawn = re.findall(r'd="(M[^"]*)" stroke="#1a4480" stroke-width="2"', drawing)
        assert [1 + path.count("L") for path in drawn] == lines  # points of each line
        assert ('stroke-dasharray="2,3"' in drawing) == (part == 1)
