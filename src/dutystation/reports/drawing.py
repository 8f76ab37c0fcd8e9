"""Drawings: the SVG of Vega-Lite specifications, made without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import vl_convert

from dutystation.reports.charts import INK, VEGA_LITE, WIDTH, Spec

RULE = "#8a8a8a"
FONT = "Libertinus Serif"
_LABEL_LIMIT = 200
ENLARGED = 1.5
"""Letters of 11 points are small on a screen."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
CONFIG: Spec = {
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
"""How every picture is drawn, whatever it shows."""


Draw = Callable[[Spec], str]
"""Makes the SVG of a specification, as `svg` does."""


def svg(spec: Spec) -> str:
    """The picture of a specification, made offline."""
    return str(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, config=CONFIG, allowed_base_urls=[]))


def enlarged(drawing: str, *, family: str) -> str:
    """An SVG as a page shows it that is read in a browser: larger, in a family of fonts that readers have."""
    sized = _SIZE.sub(
        lambda found: f'width="{float(found[1]) * ENLARGED:g}" height="{float(found[2]) * ENLARGED:g}"',
        drawing,
        count=1,
    )
    return sized.replace(f'font-family="{FONT}"', f'font-family="{family}"')


def width_of(drawing: str) -> float:
    """The width of an SVG, as a share of the text's."""
    found = re.match(r'<svg[^>]* width="([\d.]+)"', drawing)
    return min(float(found[1]) / WIDTH, 1.0) if found else 1.0


def with_texts(spec: Spec, written: Callable[[str], str]) -> Spec:
    """The specification with every text in it as `written` gives it.

    Every one, because names of units stand outside the data too, where panels are put in their order.
    """
    return {key: _with_texts(each, written) for key, each in spec.items()}


def _with_texts(value: Any, written: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return written(value)
    if isinstance(value, dict):
        return with_texts(value, written)
    if isinstance(value, list):
        return [_with_texts(each, written) for each in value]
    return value
