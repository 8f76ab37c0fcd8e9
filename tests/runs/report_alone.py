"""Runs that tests make for their report alone: documents, and what lies beside it, cost a third of a run."""

from __future__ import annotations

import pytest

from dutystation.runs.options import Options

RUN_OPTIONS = Options(tables="parquet", list_excluded=True, documents=False)
"""What a run writes, without documents."""


def report_alone(patch: pytest.MonkeyPatch) -> None:
    """Runs write tables and figures: no documents, no days of people, no findings, no what-if."""
    patch.setattr("dutystation.runs.run.OPTIONS", RUN_OPTIONS)
    patch.setattr("dutystation.runs.run._write_beside", lambda *_: None)
