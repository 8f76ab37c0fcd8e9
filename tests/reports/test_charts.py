"""The pictures are valid Vega-Lite, drawn offline, and say what they say without colour too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import altair as alt
import pytest

from dutystation.reports import charts
from dutystation.reports.charts import Segment, Spec
from dutystation.reports.drawing import svg, width_of, with_texts
from dutystation.reports.printable import printable

SHARES: tuple[Mapping[str, object], ...] = (
    {
        "unit": "DEPT",
        "period": "2025-01",
        "value": 0.75,
        "low": 0.7,
        "high": 0.78,
        "status": "provisional",
        "written": "75.0% (70.0–78.0%)",
    },
    {
        "unit": "AIR",
        "period": "2025-02",
        "value": 0.5,
        "low": 0.5,
        "high": 0.5,
        "status": "final",
        "written": "50.0% (50.0–50.0%)",
    },
)
PEOPLE = ({"unit": "DEPT", "back": 60, "away": 40}, {"unit": "AIR", "back": 0, "away": 0})
SEGMENTS = (Segment("back", "returned"), Segment("away", "not returned"))
SPECS: Mapping[str, Spec] = {
    "share": charts.share_by_unit(SHARES),
    "trend": charts.trend(SHARES),
    "trends": charts.trends_by_unit(SHARES),
    "stacked": charts.stacked_shares(PEOPLE, SEGMENTS, title="Share of people"),
    "reasons": charts.reasons(
        (
            {"reason": "Military spouse", "people": 12, "written": "12"},
            {"reason": "Protected accommodation", "people": None, "written": "s"},
        )
    ),
    "weekdays": charts.weekdays(
        (
            {"facility": "HQ1", "weekday": "Mon", "people": 20.5, "seats": 40},
            {"facility": "HQ2", "weekday": "Mon", "people": 3.0, "seats": None},
        )
    ),
    "utilisation": charts.utilisation(({"facility": "HQ1", "measure": "GSA", "value": 0.31},), target=0.6),
}


def data_of(spec: Spec) -> list[dict[str, object]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def texts_of(drawing: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", SPECS)
def test_a_picture_is_valid_vega_lite(name: str) -> None:
    assert alt.Chart.from_dict(SPECS[name]).to_dict(validate=True)


def test_the_schema_is_that_of_the_version_that_draws() -> None:
    assert ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2]) == charts.VEGA_LITE


@pytest.mark.parametrize("name", SPECS)
def test_a_picture_is_drawn_and_fits_a_letter_page(name: str) -> None:
    drawing = svg(SPECS[name])
    width, height = (
        float(n) for n in re.findall(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"', drawing)[0]
    )
    assert 0 < width <= charts.WIDTH
    assert 0 < height <= 880  # 9.3 inches at 660 pixels over 7 inches


def test_a_share_stands_written_beside_its_dot() -> None:
    texts = texts_of(svg(SPECS["share"]))
    assert "75.0% (70.0–78.0%)" in texts
    assert texts.index("DEPT") < texts.index("AIR")


def test_final_and_provisional_differ_in_shape_not_in_colour_alone() -> None:
    scales = [
        layer["encoding"]["shape"]["scale"]
        for layer in SPECS["share"]["layer"]
        if "shape" in layer["encoding"]
    ]
    assert scales == [{"domain": ["final", "provisional"], "range": ["circle", "diamond"]}]
    assert {"final", "provisional"} <= set(texts_of(svg(SPECS["share"])))


def test_a_unit_without_hours_has_no_dot() -> None:
    nobody = {**SHARES[0], "unit": "EMPTY", "value": None, "low": None, "high": None}
    assert [row["unit"] for row in data_of(charts.share_by_unit((*SHARES, nobody)))] == ["DEPT", "AIR"]


def test_bars_of_people_are_parts_of_their_unit_and_keep_the_counts() -> None:
    rows = [(row["part"], row["count"], row["start"], row["end"]) for row in data_of(SPECS["stacked"])]
    assert rows == [("returned", 60, 0.0, 0.6), ("not returned", 40, 0.6, 1.0)]


def test_a_hidden_count_has_a_text_and_no_bar() -> None:
    hidden = data_of(SPECS["reasons"])[1]
    assert (hidden["people"], hidden["length"], hidden["written"]) == (None, 0, "s")
    assert {"12", "s"} <= set(texts_of(svg(SPECS["reasons"])))


def test_no_picture_of_nothing_fails() -> None:
    assert svg(charts.share_by_unit(())).startswith("<svg")
    assert svg(charts.stacked_shares((), SEGMENTS, title="Share")).startswith("<svg")


def test_the_target_of_utilisation_is_drawn_and_named() -> None:
    drawing = svg(SPECS["utilisation"])
    assert "target 60%" in texts_of(drawing)
    assert "stroke-dasharray" in drawing


def test_few_panels_are_as_large_as_many() -> None:
    many = [{**SHARES[0], "unit": f"U{n}"} for n in range(8)]
    assert width_of(svg(charts.trends_by_unit(many))) > 0.8
    assert width_of(svg(charts.trends_by_unit(many[:2]))) < 0.55


def test_odd_names_of_panels_are_text_too() -> None:
    odd = [{**SHARES[0], "unit": unit} for unit in ("a\u2028b", "'\"\\", "\U0001f600")]
    texts = texts_of(svg(with_texts(charts.trends_by_unit(odd), printable)))
    assert {"a[U+2028]b", "'\"\\", "[U+1F600]"} <= set(texts)


def test_odd_names_are_text_in_a_picture() -> None:
    odd = "<b>&\"'\x01\U0001f600"
    row = {**SHARES[0], "unit": odd}
    spec = charts.share_by_unit((row,))
    assert data_of(spec)[0]["unit"] == odd, "the specification keeps the id for the web"
    assert "<b>&\"'[U+0001][U+1F600]" in texts_of(svg(with_texts(spec, printable)))


def test_the_same_rows_give_the_same_picture() -> None:
    assert svg(charts.share_by_unit(SHARES)) == svg(SPECS["share"])
