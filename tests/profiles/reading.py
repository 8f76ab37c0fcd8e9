"""Runs a shipped profile on an export, through the functions that the command line uses."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.profiles.samples import Sample

from dutystation.profiles.load import load_profile
from dutystation.runs.engines.engine import Engine
from dutystation.runs.loading.exports import ExportFiles, read_export
from dutystation.runs.progress import SILENT


@dataclass(frozen=True)
class Read:
    """What a profile made of an export: the rows of the contract and the rows left out, both by line."""

    rows: list[dict[str, str]]
    left_out: list[dict[str, Any]]


def read(wanted: Sample, engine: Engine, scratch: Path) -> Read:
    """Reads an export with a shipped profile; empty cells are empty text, as in a CSV of the contract."""
    profile = load_profile(wanted.profile)
    files = ExportFiles(wanted.export, wanted.crosswalk, wanted.companion)
    converted = read_export(profile, files, engine, scratch, SILENT).converted
    columns = tuple(profile.content.values)
    rows = engine.rows(converted.rows.order_by("line"))
    return Read(
        [{column: row[column] or "" for column in columns} for row in rows],
        [dict(row) for row in engine.rows(converted.left_out.order_by("line"))],
    )
