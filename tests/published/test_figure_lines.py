"""Figures written column by column: the same bytes as each written for itself, by plain csv and json."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.published.example import publication, share

from dutystation.published import figure_lines
from dutystation.published.figure_lines import csv_lines, json_entries, json_entries_beside_csv
from dutystation.published.write import figure_entry, write_publication
from dutystation.terms.figure import Figure, FigureCode, FigureStatus, Variant
from dutystation.terms.place import ALL_PLACES

TEXTS = (
    "plain",
    "a,b",
    'say "x"',
    "two\nlines",
    "",
    " é ",
    "\u2028",
    "tab\t",
    "back\\slash",
    "\U0001f600",
    "e-",
)
"""Ids that need quotes, escapes or neither."""
RATIOS = (None, 0.0, -0.0, 1.0, 0.1, 1 / 3, 1e-5, 1.5e-9, 5e-324, 123456789.5, 1e22)
"""Among them what Python writes with an exponent."""
WHOLE = (0, 1, 60, 10**15, 2**63, 10**30)
COLUMNS = ("code", "org_unit", "period", "variant", "numerator", "denominator", "unclassified")


def awkward(number: int) -> list[Figure]:
    """So many figures of such values, with and without minutes, always the same ones."""
    draw = random.Random(5)
    return [
        Figure(
            code=draw.choice(list(FigureCode)),
            org_unit=draw.choice(TEXTS),
            period=draw.choice(TEXTS),
            variant=draw.choice(list(Variant)),
            numerator=draw.choice(WHOLE),
            denominator=draw.choice(WHOLE),
            unclassified=draw.choice(WHOLE),
            value=draw.choice(RATIOS),
            low=draw.choice(RATIOS),
            high=draw.choice(RATIOS),
            status=draw.choice(list(FigureStatus)),
            minutes=draw.choice((None, {place: draw.choice(WHOLE) for place in reversed(ALL_PLACES)})),
        )
        for _ in range(number)
    ]


def digits(ratio: float) -> str:
    """Without an exponent and with a point, by another way than the program's."""
    written = f"{Decimal(repr(ratio)):f}"
    return written if "." in written else f"{written}.0"


def plain_csv(figure: Figure) -> str:
    cells: list[object] = [str(getattr(figure, column)) for column in COLUMNS]
    cells += ["" if ratio is None else digits(ratio) for ratio in (figure.value, figure.low, figure.high)]
    cells.append(str(figure.status))
    cells += [None if figure.minutes is None else figure.minutes[place] for place in ALL_PLACES]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def plain_json(figure: Figure) -> str:
    entry: dict[str, Any] = {column: getattr(figure, column) for column in COLUMNS}
    ratios = {"value": figure.value, "low": figure.low, "high": figure.high}
    entry |= {name: None if ratio is None else f"<{digits(ratio)}>" for name, ratio in ratios.items()}
    entry["status"] = figure.status
    if figure.minutes is not None:
        entry["minutes"] = {place: figure.minutes[place] for place in ALL_PLACES}
    return json.dumps(entry, ensure_ascii=False).replace('"<', "").replace('>"', "")


def test_a_figure_is_the_line_that_plain_csv_makes_of_it() -> None:
    figures = awkward(800)
    assert list(csv_lines(figures)) == [plain_csv(figure) for figure in figures]


def test_a_figure_is_the_entry_that_plain_json_makes_of_it() -> None:
    figures = awkward(800)
    assert list(json_entries(figures)) == [plain_json(figure) for figure in figures]


def test_more_figures_than_are_written_at_one_time_are_all_written_in_their_order() -> None:
    figures = awkward(2 * figure_lines._AT_ONCE + 1)
    assert list(csv_lines(iter(figures))) == [plain_csv(figure) for figure in figures]
    assert list(json_entries(iter(figures))) == [plain_json(figure) for figure in figures]


def test_both_files_are_written_at_once_as_each_for_itself() -> None:
    figures = awkward(2 * figure_lines._AT_ONCE + 1)
    lines = io.StringIO()
    assert list(json_entries_beside_csv(iter(figures), lines)) == list(json_entries(figures))
    assert lines.getvalue() == "".join(csv_lines(figures))


def test_no_figure_has_no_line() -> None:
    assert list(csv_lines(())) == []
    assert list(json_entries(())) == []


def test_a_figure_that_is_written_alone_has_the_same_values() -> None:
    """Documents of the application take single figures; a figure must not say two things."""
    figures = awkward(50)
    assert [json.loads(entry) for entry in json_entries(figures)] == list(map(figure_entry, figures))


@pytest.mark.parametrize("ratio", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written_as_one(ratio: float) -> None:
    figure = replace(share("A", "2025-01", FigureCode.OFFICE_SHARE, office=60), low=ratio)
    for lines in (csv_lines([figure]), json_entries([figure])):
        with pytest.raises(ValueError, match="a ratio is a finite number or absent"):
            list(lines)


def test_a_report_without_figures_has_an_empty_list(tmp_path: Path) -> None:
    write_publication(replace(publication(), figures=()), tmp_path)
    assert '\n  "figures": [],\n' in (tmp_path / "figures.json").read_text(encoding="utf-8")
    assert (tmp_path / "figures.csv").read_text(encoding="utf-8").count("\n") == 1
