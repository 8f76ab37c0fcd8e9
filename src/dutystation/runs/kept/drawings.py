"""Drawings of a report's pictures that a workspace keeps, named by everything that decides them.

    WORKSPACE/results/drawing-<hash>/values.json

Drawing a picture costs as much as working out ten thousand figures, because every text in it is measured
several times. After a correction half of a report's pictures are as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import dutystation
from dutystation.reports.charts import VEGA_LITE, Spec
from dutystation.reports.drawing import CONFIG, svg
from dutystation.runs.kept.results import KeptResults, result_name


@dataclass(frozen=True)
class KeptDrawings:
    """Draws pictures, and each of them once for all runs of a workspace."""

    results: KeptResults

    def svg(self, spec: Spec) -> str:
        """The same as `reports.drawing.svg` draws."""
        drawn_by = [dutystation.__version__, version("vl-convert-python"), VEGA_LITE]
        name = result_name("drawing", drawn_by, CONFIG, spec)
        kept = self.results.found(name) or self.results.keep(name, {"svg": svg(spec)}, {})
        return str(kept.values["svg"])
