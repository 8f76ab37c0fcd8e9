"""A picture is drawn once for all runs of a workspace, and what is kept of it is what would be drawn."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from dutystation.reports import charts, drawing
from dutystation.reports.charts import Spec
from dutystation.runs.engines.by_name import opened_engine
from dutystation.runs.kept import drawings
from dutystation.runs.kept.drawings import KeptDrawings
from dutystation.runs.kept.results import KeptResults


def picture(people: int) -> Spec:
    return charts.reasons([{"reason": "é <leave>", "people": people, "written": f"{people}"}])


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Spec]:
    """What was drawn, and not taken from what is kept."""
    seen: list[Spec] = []

    def watched(spec: Spec) -> str:
        seen.append(spec)
        return drawing.svg(spec)

    monkeypatch.setattr(drawings, "svg", watched)
    return seen


def test_a_picture_is_drawn_once_and_another_one_for_itself(tmp_path: Path, drawn: list[Spec]) -> None:
    with closing(opened_engine("duckdb", tmp_path / "engine")) as engine:
        for _ in range(2):  # as in two runs
            kept = KeptDrawings(KeptResults(tmp_path / "results", engine))
            assert [kept.svg(picture(people)) for people in (3, 4)] == [
                drawing.svg(picture(people)) for people in (3, 4)
            ]
    assert drawn == [picture(3), picture(4)]


def test_a_run_that_works_everything_out_anew_draws_anew(tmp_path: Path, drawn: list[Spec]) -> None:
    with closing(opened_engine("duckdb", tmp_path / "engine")) as engine:
        for _ in range(2):
            KeptDrawings(KeptResults(tmp_path / "results", engine, read=False)).svg(picture(3))
    assert drawn == [picture(3), picture(3)]


def test_another_version_of_the_program_draws_anew(
    tmp_path: Path, drawn: list[Spec], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened_engine("duckdb", tmp_path / "engine")) as engine:
        kept = KeptDrawings(KeptResults(tmp_path / "results", engine))
        kept.svg(picture(3))
        monkeypatch.setattr("dutystation.__version__", "0.0.0")
        kept.svg(picture(3))
    assert len(drawn) == 2


def test_another_look_of_all_pictures_draws_anew(
    tmp_path: Path, drawn: list[Spec], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened_engine("duckdb", tmp_path / "engine")) as engine:
        kept = KeptDrawings(KeptResults(tmp_path / "results", engine))
        kept.svg(picture(3))
        monkeypatch.setitem(drawing.CONFIG, "font", "Courier")
        assert "Courier" in kept.svg(picture(3))
    assert len(drawn) == 2
